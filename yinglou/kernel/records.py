"""The page of one record, its peek, and the dialogs of its commands."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from .columns import Cell, Column
from .errors import DomainError
from .forms import CommandForm, form_for
from .lists import Button
from .money import Money
from .pages import carry_out, done, guarded, new_request_key, render
from .panels import Drawn, draw_panels, tabs_on
from .resources import Resource, reference, url_of
from .signatures import arguments_of, subject_of

BULK_MAX = 200


class RecordPage:
    """Everything the template of a record shows."""

    def __init__(self, resource: type[Resource], row: Any, request: Any, *, peek: bool = False):
        self._resource, self._row, self._actor = resource, row, request.actor
        self.resource = {"key": resource.key(), "title": resource.heading(), "icon": resource.icon,
                         "url": reverse(resource.key()), "module": resource.module()}  # fmt: skip
        self.row = row
        self.url = url_of(row)
        self.reference = reference(row)
        self.title, self.subtitle = resource.title(row), resource.subtitle(row)
        self.number = getattr(row, "number", "")
        self.crumb, self.back_url = resource.heading(), self.resource["url"]
        self.badges = self._cells("badges")
        self.facts = self._facts()
        self.steps = list(resource.steps(row))
        self.banner = None
        self.version = ""
        self._buttons()
        tabs = tabs_on(resource.key(), request.actor)
        self.tab = request.GET.get("tab", "") if request.GET.get("tab", "") in tabs else ""
        self.tabs = self._tabs(tabs)
        self.panels: list[Drawn] = (
            [] if peek else draw_panels(resource.key(), row, request, self.tab)
        )

    def _cells(self, names: str) -> list[Cell]:
        columns = self._resource.visible(self._actor, names)
        return [
            c for c in self._resource.cells(self._row, columns) if c.text or c.value is not None
        ]

    def _facts(self) -> list[dict[str, Any]]:
        columns: list[Column] = self._resource.visible(self._actor, "facts")
        if not self._resource.facts:
            columns = [c for c in self._resource.visible(self._actor) if c.kind != "key"]
        cells = self._resource.cells(self._row, columns)
        return [
            {"label": str(c.label), "cell": cell} for c, cell in zip(columns, cells, strict=True)
        ]

    def _buttons(self) -> None:
        """The next best action stands alone; two more beside it; the rest under ⋯."""
        listed = (a for a in self._resource.actions if a not in self._resource.unlisted)
        actions = [a for a in listed if self._may(a)]
        best = self._resource.primary(self._row, self._actor)
        if best in actions:
            actions.remove(best)
        self.primary = self._button(best) if best is not None and self._may(best) else None
        links = [self._button(link) for link in self._resource.links(self._row, self._actor)]
        buttons = links + [self._button(action) for action in actions]
        calm = [button for button in buttons if not button.danger]
        self.secondary = calm[:2]
        self.more = calm[2:] + [button for button in buttons if button.danger]

    def _may(self, action: Any) -> bool:
        permission = getattr(action, "permission", "")
        if permission and not self._actor.may(permission):
            return False
        return not hasattr(action, "is_available_for") or action.is_available_for(self._row)

    def _button(self, action: Any) -> Button:
        if not hasattr(action, "func"):
            return Button(
                str(action.label),
                action.url,
                getattr(action, "icon", ""),
                getattr(action, "name", ""),
            )
        asks_nothing = len(arguments_of(action)) == 1 and not action.danger
        url = f"{self.url}do/{action.__name__}/"
        return Button(action.title, url, action.icon, action.name, action.danger, asks_nothing)

    def _tabs(self, names: list[str]) -> list[dict[str, Any]]:
        if not names:
            return []
        return [
            {"key": name, "label": name or str(self.crumb), "current": name == self.tab,
             "url": f"{self.url}?tab={name}" if name else self.url}
            for name in ["", *names]
        ]  # fmt: skip


class FormPage:
    """Everything the template of a form shows."""

    method = "post"

    def __init__(self, command: Any, form: CommandForm, request: Any, cancel_url: str) -> None:
        self.title = self.submit_label = command.title
        self.help = _help_of(command)
        self.form, self.lines = form.form, [_Lines(name, form) for name in form.lines]
        self.cancel_url, self.action_url = cancel_url, request.get_full_path()
        self.danger, self.consequence = command.danger, str(command.consequence)
        self.icon = command.icon
        self.refusal: DomainError | None = None
        self.request_key = request.POST.get("request_key") or new_request_key()
        self.multipart = form.form.is_multipart()


def _help_of(command: Any) -> str:
    """The first sentence of the command, if there is one in the reader's language."""
    words = (command.__doc__ or "").strip().partition("\n")[0]
    said = gettext(words) if words else ""
    return said if said != words or (get_language() or "en").startswith("en") else ""


class _Lines:
    """A line editor: its formset, with the names of its columns."""

    def __init__(self, name: str, form: CommandForm) -> None:
        self.name, self.formset = name, form.lines[name]
        self.label = form.label_of(name)
        self.columns = [field.label for field in self.formset.empty_form.fields.values()][:-1]
        self.add_label = ""
        self.totals: list[Any] = []


def record_view(resource: type[Resource]) -> Any:
    def show(request: Any, key: str) -> HttpResponse:
        row = resource.one(request.actor, key)
        return render(request, "ui/detail.html", {"page": RecordPage(resource, row, request)})

    return guarded(show, resource.permission)


def peek_view(resource: type[Resource]) -> Any:
    def show(request: Any, key: str) -> HttpResponse:
        row = resource.one(request.actor, key)
        page = RecordPage(resource, row, request, peek=True)
        return render(request, "ui/peek.html", {"page": page})

    return guarded(show, resource.permission)


def command_view(resource: type[Resource], command: Any, *, on_row: bool) -> Any:
    """A form made of the command's signature; submitting it carries the command out."""

    def ask(request: Any, key: str = "") -> HttpResponse:
        row = resource.one(request.actor, key) if on_row else None
        about = {subject_of(command).name: row} if on_row else {}
        posted = request.method == "POST"
        form = form_for(
            command,
            request.actor,
            data=request.POST if posted else None,
            files=request.FILES if posted else None,
            about=about,
            initial=None if posted else _proposed(command, about, row, request),
        )
        back = url_of(row) if row is not None else reverse(resource.key())
        page = FormPage(command, form, request, back)
        if posted and form.is_valid():
            try:
                outcome = carry_out(request, command, form.arguments())
            except DomainError as refusal:
                form.refuse(refusal)
                page.refusal = refusal
            else:
                return done(request, _after(outcome.result, back), outcome, _said(command))
        status = 422 if posted else 200
        part = "sheet" if request.htmx and not request.htmx.boosted else ""
        return render(request, "ui/form.html", {"page": page}, part=part, status=status)

    return guarded(ask, command.permission)


def bulk_view(resource: type[Resource], command: Any) -> Any:
    """One command on many rows: each is its own; those that fail are listed with the reason."""

    def ask(request: Any) -> HttpResponse:
        keys = [key for key in request.POST.getlist("row") if key.isdigit()][:BULK_MAX]
        subject = subject_of(command).name
        rows = list(resource.seen_by(request.actor).filter(pk__in=keys))
        confirmed = request.POST.get("confirmed") == "1"
        form = form_for(command, request.actor, request.POST if confirmed else None,
                        about={subject: None})  # fmt: skip
        results, failed = [], []
        if confirmed and form.is_valid():
            shared = {n: v for n, v in form.arguments().items() if n != subject}
            for row in rows:
                try:
                    command.carry_out({"by": request.actor, subject: row, **shared})
                    results.append(row)
                except DomainError as refusal:
                    failed.append({"row": row, "url": url_of(row), "sentence": str(refusal)})
        page = FormPage(command, form, request, reverse(resource.key()))
        context = {"page": page, "rows": rows, "done_count": len(results), "failed": failed,
                   "finished": confirmed and form.is_valid()}  # fmt: skip
        return render(request, "ui/bulk.html", context)

    return guarded(ask, command.permission)


def _proposed(command: Any, about: dict[str, Any], row: Any, request: Any) -> dict[str, Any]:
    """What a form starts with: the row as it is, then what the link says."""
    found: dict[str, Any] = {}
    for argument in arguments_of(command).values():
        if row is None or argument.name in about or argument.line or argument.text.secret:
            continue
        if argument.name in {field.name for field in row._meta.get_fields()}:
            value = getattr(row, argument.name)
            found[argument.name] = list(value.all()) if argument.many else value
        elif hasattr(row, f"{argument.name}_minor"):
            found[argument.name] = Money(getattr(row, f"{argument.name}_minor"))
    return found | request.GET.dict()


def _after(result: Any, back: str) -> str:
    return (url_of(result) if result is not None else "") or back


def _said(command: Any) -> str:
    return command.title
