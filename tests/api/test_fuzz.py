"""Schemathesis against the whole API: no 5xx, no answer that differs from its description."""

import os

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from yinglou.config.urls import api

LONG = os.environ.get("YINGLOU_FUZZ") == "long"
EXAMPLES = 200 if LONG else 6
PROMISES = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)

schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.app = get_wsgi_application()


@pytest.mark.django_db
@schema.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_the_api_keeps_its_description(case, api_key):
    """Called with a token that may do everything, so that the commands themselves are reached."""
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {api_key}"}
    response = case.call()
    case.validate_response(response, checks=list(PROMISES))
