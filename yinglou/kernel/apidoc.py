"""The description of the API: for programs as OpenAPI, for people as a page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path

from .pages import guarded, render
from .rest import HouseAPI

PREFIX = "/api/v1/"


def api_doc_urls(api: HouseAPI) -> list[URLPattern]:
    """Both pages are for people who have signed in; the description names every verb."""
    return [
        path("api/v1/openapi.json", guarded(_openapi(api), ""), name="api.openapi"),
        path("api/v1/docs", guarded(_docs(api), ""), name="api.docs"),
    ]


def _openapi(api: HouseAPI) -> Callable[..., HttpResponse]:
    def show(request: Any) -> HttpResponse:
        return JsonResponse(api.get_openapi_schema(path_prefix=PREFIX))

    return show


def _docs(api: HouseAPI) -> Callable[..., HttpResponse]:
    def show(request: Any) -> HttpResponse:
        schema = api.get_openapi_schema(path_prefix=PREFIX)
        groups: dict[str, list[dict[str, Any]]] = {}
        for address, verbs in schema["paths"].items():
            for verb, operation in verbs.items():
                told = _told(schema, address, verb, operation)
                groups.setdefault(operation["tags"][0], []).append(told)
        context = {"groups": sorted(groups.items()), "title": schema["info"]["title"]}
        return render(request, "ui/api.html", context)

    return show


def _told(schema: Any, address: str, verb: str, operation: Any) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    success = next(code for code in operation["responses"] if str(code).startswith("2"))
    answer = operation["responses"][success].get("content", {}).get("application/json", {})
    return {
        "verb": verb.upper(),
        "address": address,
        "name": operation["operationId"],
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "asks": _fields(schema, body.get("schema")),
        "answers": _fields(schema, answer.get("schema")),
    }


def _fields(schema: Any, part: Any) -> list[dict[str, Any]]:
    """The fields of a body, one level deep, each with its type and whether it must be there."""
    if part and "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    required = (part or {}).get("required", ())
    return [
        {"name": name, "type": _type(field), "required": name in required}
        for name, field in (part or {}).get("properties", {}).items()
    ]


def _type(field: Any) -> str:
    if "anyOf" in field:
        return " | ".join(_type(option) for option in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if field.get("type") == "array":
        return f"[{_type(field.get('items', {}))}]"
    return str(field.get("format") or field.get("type") or "any")
