"""The API every resource gets: list, one, and one endpoint per command."""

import json
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from ninja import Header, NinjaAPI, Query, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer, SessionAuth
from pydantic import ConfigDict, Field, create_model

from .actors import Actor
from .commands import Command
from .errors import DomainError
from .resources import Resource, all_resources, resource_of
from .schemas import ID_MAX, Refusal, command_schema, resolve, row_schema, told_row
from .signatures import arguments_of, subject_of

ERRORS = dict.fromkeys((400, 401, 403, 404, 409, 422, 503), Refusal)
Key = str | None
IDEMPOTENCY: Any = Header(None, alias="Idempotency-Key")
RowId = Annotated[int, Field(ge=1, le=ID_MAX)]


class Bearer(HttpBearer):
    """A token in the Authorization header."""

    def authenticate(self, request: Any, token: str) -> Actor | None:
        actor: Actor | None = import_string(settings.YINGLOU_TOKEN_ACTOR)(token)
        if actor is not None:
            request.actor = actor.coming_from("api")
        return actor


class Session(SessionAuth):
    """The session of the browser, guarded against cross-site requests."""

    def authenticate(self, request: Any, key: str | None) -> Any:
        actor = request.actor
        if actor.user_id is None:
            return None
        request.actor = actor.coming_from("api")
        return actor


class Listing(Schema):
    """How a list is narrowed: words, one of its views, an order, a page."""

    model_config = ConfigDict(extra="ignore")
    q: Annotated[str, Field(max_length=60)] = ""
    view: Annotated[str, Field(max_length=40)] = ""
    sort: Annotated[str, Field(max_length=40)] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    size: Annotated[int, Field(ge=1, le=200)] = 50


class Plainly(JSONRenderer):
    """Chinese is told as Chinese, so that a person can read an answer."""

    json_dumps_params = {"ensure_ascii": False}


class HouseAPI(NinjaAPI):
    """The API with the errors of the house documented on every operation."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["info"]["description"] = str(_("Every resource and every command of the house."))
        return schema


def build_api() -> HouseAPI:
    api = HouseAPI(
        title="Yinglou", version="1", auth=[Bearer(), Session(csrf=True)], docs_url=None,
        openapi_url=None, urls_namespace="api-1", renderer=Plainly(),
    )  # fmt: skip
    _add_errors(api)
    for resource in all_resources():
        _add_reads(api, resource)
        if resource.create and not _takes_file(resource.create):
            _add_create(api, resource, resource.create)
        for action in resource.actions:
            if not _takes_file(action):
                _add_action(api, resource, action)
    return api


def refusal_body(refusal: DomainError) -> dict[str, Any]:
    return {
        "error": refusal.name,
        "detail": str(refusal),
        "field": refusal.field,
        "options": [{"label": o.label, "value": o.value, "url": o.url} for o in refusal.options],
        "reasons": list(refusal.reasons),
    }


def _invalid_body(errors: list[dict[str, Any]]) -> dict[str, Any]:
    """What the schema says is wrong, in the shape of every other refusal."""
    sentences = [str(error.get("msg", "")) for error in errors[:20]]
    place = [str(part) for part in errors[0].get("loc", ())] if errors else []
    return {
        "error": "InvalidValue",
        "detail": sentences[0] if sentences else "",
        "field": ".".join(part for part in place if part not in ("body", "query")),
        "options": [],
        "reasons": sentences,
    }


def _add_errors(api: NinjaAPI) -> None:
    def refuse(request: HttpRequest, refusal: Any) -> HttpResponse:
        return api.create_response(request, refusal_body(refusal), status=refusal.status)

    def invalid(request: HttpRequest, trouble: Any) -> HttpResponse:
        return api.create_response(request, _invalid_body(trouble.errors), status=422)

    def stranger(request: HttpRequest, trouble: Any) -> HttpResponse:
        body = {"error": "NotSignedIn", "detail": _("Sign in, or send a token.")}
        return api.create_response(request, body, status=401)

    def malformed(request: HttpRequest, trouble: Any) -> HttpResponse:
        body = {"error": "Malformed", "detail": str(trouble)}
        return api.create_response(request, body, status=trouble.status_code)

    api.add_exception_handler(DomainError, refuse)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(AuthenticationError, stranger)
    api.add_exception_handler(HttpError, malformed)


def _add_reads(api: NinjaAPI, resource: type[Resource]) -> None:
    base, row_out = f"/{resource.module()}/{resource.slug}", row_schema(resource)
    many_out: Any = create_model(
        f"{resource.key()}.List", __base__=Schema, items=(list[row_out], ...), count=(int, ...)
    )
    about = {"tags": [resource.module()], "response": {200: many_out, **ERRORS}}

    @api.get(base, operation_id=resource.key(), summary=resource.heading(), **about)
    def many(request: Any, listing: Query[Listing]) -> Any:
        query = {k: str(v) for k, v in request.GET.items()} | listing.dict(exclude={"page", "size"})
        rows = resource.find(request.actor, {k: str(v) for k, v in query.items()})
        start = (listing.page - 1) * listing.size
        items = [
            told_row(resource, row, request.actor) for row in rows[start : start + listing.size]
        ]
        return {"items": items, "count": rows.order_by().count()}

    about["response"] = {200: row_out, **ERRORS}

    @api.get(base + "/{row_id}", operation_id=f"{resource.key()}.one", **about)
    def one(request: Any, row_id: RowId) -> Any:
        return told_row(resource, resource.one(request.actor, row_id), request.actor)


def _details(resource: type[Resource], command: Command[Any, Any]) -> dict[str, Any]:
    return {
        "operation_id": command.name if command.module == resource.module()
        else f"{resource.key()}.{command.__name__}",
        "tags": [resource.module()],
        "summary": command.title,
        "description": (command.__doc__ or "").strip(),
    }  # fmt: skip


def _add_create(api: NinjaAPI, resource: type[Resource], command: Command[Any, Any]) -> None:
    body_in: Any = command_schema(command)
    answer = _answer_schema(resource, command)
    route = f"/{resource.module()}/{resource.slug}"

    @api.post(route, response={201: answer, **ERRORS}, **_details(resource, command))
    def create(request: Any, body: body_in, key: Key = IDEMPOTENCY) -> Any:  # type: ignore[valid-type]
        return Status(201, _carry_out(command, request.actor, body, key))


def _add_action(api: NinjaAPI, resource: type[Resource], command: Command[Any, Any]) -> None:
    subject = subject_of(command).name
    body_in: Any = command_schema(command, subject)
    answer = _answer_schema(resource, command)
    route = f"/{resource.module()}/{resource.slug}/{{row_id}}/{command.__name__}"

    @api.post(route, response={200: answer, **ERRORS}, **_details(resource, command))
    def act(request: Any, row_id: RowId, body: body_in, key: Key = IDEMPOTENCY) -> Any:  # type: ignore[valid-type]
        request.actor.must(command.permission)
        row = resource.one(request.actor, row_id)
        return Status(200, _carry_out(command, request.actor, body, key, (subject, row)))


def _carry_out(
    command: Command[Any, Any], actor: Actor, body: Any, key: str | None, about: Any = ("", None)
) -> Any:
    actor.must(command.permission)
    subject, row = about
    given = resolve(command, actor, body, subject) | ({subject: row} if subject else {})
    outcome = command.carry_out({"by": actor, **given}, (key or "")[:80] or None)
    return _answer(outcome.result, actor)


class Done(Schema):
    """A command that leaves no row of a resource behind."""

    done: bool = True


def _answer_schema(resource: type[Resource], command: Command[Any, Any]) -> Any:
    """The row a command returns, told by its own resource; or that it is done."""
    returned = command.returns()
    found = resource_of(returned) if isinstance(returned, type) else None
    return row_schema(found) if found else Done


def _answer(result: Any, actor: Actor) -> Any:
    found = resource_of(type(result))
    if found is None:
        return {"done": True}
    fresh = found.rows(actor).filter(pk=result.pk).first() or result
    return told_row(found, fresh, actor)


def _takes_file(command: Command[Any, Any]) -> bool:
    return any(a.kind.__name__ == "UploadedFile" for a in arguments_of(command).values()
               if isinstance(a.kind, type))  # fmt: skip


def openapi_text(api: HouseAPI) -> str:
    """The OpenAPI document as kept in the repository."""
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, ensure_ascii=False,
                      sort_keys=True, default=str) + "\n"  # fmt: skip
