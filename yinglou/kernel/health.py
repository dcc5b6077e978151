"""Is it alive, is it ready: for whoever watches over the machine."""

from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

from .worker import last_beat_age_s

WORKER_SILENT_S = 30


def healthz(request: Any) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: Any) -> HttpResponse:
    """The database answers, its tables are up to date, and a worker is at work."""
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        age = last_beat_age_s()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "does not answer"}, status=503)
    warnings = []
    if age is None or age > WORKER_SILENT_S:
        warnings.append("no worker is running: messages, holds and seals wait")
    seen = None if age is None else round(age, 1)
    told = {
        "ready": not behind,
        "database": connection.vendor,
        "worker_seen_s": seen,
        "warnings": warnings,
    }
    return JsonResponse(told, status=503 if behind else 200)
