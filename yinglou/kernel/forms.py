"""The form of a command, made from its signature; lines become a line editor."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _

from .actors import Actor
from .dates import LooseDateField, LooseTimeField
from .errors import DomainError
from .money import Money, YuanField
from .resources import rows_for
from .search import Searchable
from .signatures import Argument, arguments_of, fields_of

LINES_MAX = 200


class CommandForm:
    """What a person fills in to carry a command out.

    `about` holds arguments that are known already (the row of the page); `initial` what is
    proposed. After `is_valid()`, `arguments()` is what the command is called with.
    """

    def __init__(
        self,
        command: Any,
        actor: Actor,
        data: Any = None,
        files: Any = None,
        about: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.command, self.actor, self.about = command, actor, dict(about or {})
        asked = [a for a in arguments_of(command).values() if a.name not in self.about]
        self.lines = {
            a.name: _line_formset(a, actor)(data, prefix=a.name, initial=_lines(initial, a))
            for a in asked
            if a.line
        }
        self._line_arguments = {a.name: a for a in asked if a.line}
        form_class = _form_class([a for a in asked if not a.line], actor)
        self.form = form_class(data, files, initial=dict(initial or {}))

    def is_valid(self) -> bool:
        valid = [self.form.is_valid(), *(formset.is_valid() for formset in self.lines.values())]
        return all(valid)

    def arguments(self) -> dict[str, Any]:
        given = {n: v for n, v in self.form.cleaned_data.items() if not _is_blank(v)}
        for name, formset in self.lines.items():
            given[name] = [
                _line(self._line_arguments[name], line.cleaned_data)
                for line in formset
                if line.cleaned_data and not line.cleaned_data.get("DELETE")
            ]
        return {**given, **self.about}

    def label_of(self, name: str) -> str:
        return self._line_arguments[name].label

    def refuse(self, refusal: DomainError) -> None:
        """Show the sentence where it belongs: under its field, or above the form."""
        field = refusal.field if refusal.field in self.form.fields else None
        self.form.add_error(field, str(refusal))


def form_for(
    command: Any,
    actor: Actor,
    data: Any = None,
    files: Any = None,
    about: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> CommandForm:
    return CommandForm(command, actor, data, files, about, initial)


def _form_class(asked: list[Argument], actor: Actor) -> type[forms.Form]:
    fields = {argument.name: field_for(argument, actor) for argument in asked}
    return type("CommandFields", (forms.Form,), fields)


def _line_formset(argument: Argument, actor: Actor) -> type[BaseFormSet[Any]]:
    fields = {a.name: field_for(a, actor, in_line=True) for a in fields_of(argument.line).values()}
    form = type("LineFields", (forms.Form,), fields)
    made: type[BaseFormSet[Any]] = forms.formset_factory(
        form, extra=1, can_delete=True, max_num=LINES_MAX, absolute_max=LINES_MAX,
        validate_max=True, min_num=1 if argument.required else 0, validate_min=argument.required,
    )  # fmt: skip
    return made


def field_for(argument: Argument, actor: Actor, *, in_line: bool = False) -> forms.Field:
    """The form field of an argument, with its label, help and bounds."""
    required = argument.required and argument.kind is not bool
    common: dict[str, Any] = {
        "required": required,
        "label": argument.label,
        "help_text": argument.ask.help,
        "error_messages": {"required": _("Enter %(field)s.") % {"field": argument.label}},
    }
    if argument.default not in (None, "") and not argument.required:
        common["initial"] = argument.default
    if argument.is_row:
        field = _row_field(argument, actor, common)
    elif argument.is_choice:
        choices = list(argument.kind.choices)
        blank = [] if required and not in_line else [("", "—")]
        field = forms.TypedChoiceField(choices=blank + choices, coerce=argument.kind, **common)
    else:
        field = _scalar_field(argument, common)
    if argument.ask.hidden:
        field.widget = forms.HiddenInput()
    return field


def _row_field(argument: Argument, actor: Actor, common: dict[str, Any]) -> forms.Field:
    rows: QuerySet[Any] = rows_for(argument.kind, actor)
    if argument.pick.among:
        rows = argument.pick.among(rows, actor)
    if argument.many:
        return forms.ModelMultipleChoiceField(rows, **common)
    common.pop("initial", None)
    if issubclass(argument.kind, Searchable):
        return _PickedField(rows, **common)
    return forms.ModelChoiceField(rows, **common)


class _PickedField(forms.ModelChoiceField):
    """One of very many rows: the page sends only the one chosen, the rest is searched for."""

    class _Select(forms.Select):
        def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
            chosen = [v for v in value if v]
            picked: Any = self.choices
            rows = picked.queryset.filter(pk__in=chosen) if chosen else ()
            options: list[tuple[Any, str]] = [("", ""), *((row.pk, str(row)) for row in rows)]
            groups = []
            for index, (key, label) in enumerate(options):
                is_chosen = str(key) in chosen
                option = self.create_option(name, key, label, is_chosen, index, attrs=attrs)
                groups.append((None, [option], index))
            return groups

    widget = _Select

    def __init__(self, queryset: QuerySet[Any], **rest: Any) -> None:
        super().__init__(queryset, **rest)
        kind = queryset.model._meta.label_lower
        self.widget.attrs |= {"data-combo": "remote", "data-kind": kind}

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values or (isinstance(value, str) and not value.isdigit()):
            return None if value in self.empty_values else super().to_python("0")
        return super().to_python(value)


def _scalar_field(argument: Argument, common: dict[str, Any]) -> forms.Field:
    kind = argument.kind
    if kind is str:
        return _text_field(argument, common)
    if kind is int:
        bounds: dict[str, Any] = {"min_value": argument.whole.min, "max_value": argument.whole.max}
        field = forms.IntegerField(**bounds, **common)
        field.widget.attrs["data-unit"] = argument.whole.unit
        return field
    if kind is Money:
        return YuanField(**common)
    makers: dict[Any, Any] = {
        bool: forms.BooleanField,
        date: LooseDateField,
        time: LooseTimeField,
        datetime: _MomentField,
        UploadedFile: forms.FileField,
    }
    made: forms.Field = makers[kind](**common)
    return made


class _MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _text_field(argument: Argument, common: dict[str, Any]) -> forms.Field:
    text = argument.text
    widgets: dict[str, Any] = {
        "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        "email": forms.EmailInput(),
        "password": forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    }
    widget = widgets.get(text.kind)
    if text.lines > 1:
        widget = forms.Textarea(attrs={"rows": text.lines})
    return forms.CharField(
        max_length=text.max, min_length=text.min or None, widget=widget, strip=True, **common
    )


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def _line(argument: Argument, cleaned: Mapping[str, Any]) -> Any:
    given = {n: v for n, v in cleaned.items() if n != "DELETE" and not _is_blank(v)}
    return argument.line(**given)


def _lines(initial: Mapping[str, Any] | None, argument: Argument) -> Any:
    return (initial or {}).get(argument.name)
