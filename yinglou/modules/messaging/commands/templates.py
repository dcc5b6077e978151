"""Keeping what the house says on which occasion."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.values import Ask, Text
from yinglou.modules.messaging import queries, rules
from yinglou.modules.messaging.models import Channel, Language, MessageTemplate
from yinglou.modules.messaging.rules import Occasion

from .queueing import UnknownOccasion

OccasionCode = Annotated[str, Text(max=60, min=1), Ask(label=gettext_lazy("Occasion"))]
SubjectLine = Annotated[str, Text(max=120), Ask(label=gettext_lazy("Subject line"))]
Body = Annotated[
    str,
    Text(max=rules.BODY_MAX, min=1, lines=5),
    Ask(
        label=gettext_lazy("Text"),
        help=gettext_lazy("Names in braces are filled in, such as {customer} or {time}."),
    ),
]


class PlaceholderUnknown(InvalidValue):
    """The template asks for something that this occasion does not know."""


class TemplateExists(DomainError):
    """There is one template an occasion, channel and language."""


@command(permission="messaging.templates", title=gettext_lazy("New template"), icon="template")
def add_template(
    *,
    by: Actor,
    code: OccasionCode,
    channel: Channel,
    language: Language = Language.ZH_HANS,
    subject: SubjectLine = "",
    body: Body,
) -> MessageTemplate:
    """Say something else on an occasion than the house does by itself."""
    occasion = _known(code)
    _must_be_fillable(occasion, subject, "subject")
    _must_be_fillable(occasion, body, "body")
    if MessageTemplate.objects.filter(
        code=code, channel=channel, language=language, retired_at=None
    ).exists():
        raise TemplateExists(
            _("There is a template for “%(occasion)s” on this channel and in this language. "
              "Change that one.") % {"occasion": occasion.title},
            field="code",
        )  # fmt: skip
    return MessageTemplate.objects.create(
        code=code, channel=channel, language=language, subject=subject, body=body
    )


@command(
    permission="messaging.templates",
    title=gettext_lazy("Change the template"),
    icon="pencil",
    available=lambda template: template.retired_at is None,
)
def change_template(
    *, by: Actor, template: MessageTemplate, subject: SubjectLine = "", body: Body
) -> MessageTemplate:
    """Word it differently; messages already queued stay as they are."""
    occasion = _known(template.code)
    _must_be_fillable(occasion, subject, "subject")
    _must_be_fillable(occasion, body, "body")
    template.subject, template.body = subject, body
    template.save(update_fields=["subject", "body"])
    return template


@command(
    permission="messaging.templates",
    title=gettext_lazy("Give up the template"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("The house says its own words again on this occasion."),
    available=lambda template: template.retired_at is None,
)
def retire_template(*, by: Actor, template: MessageTemplate) -> MessageTemplate:
    """Go back to the words of the house."""
    template.retired_at = clock.now()
    template.save(update_fields=["retired_at"])
    return template


def _known(code: str) -> Occasion:
    found = queries.occasion_of(code)
    if found is None:
        raise UnknownOccasion(
            _("There is no occasion “%(code)s”. Choose one of these.") % {"code": code[:60]},
            field="code",
            options=[Option(str(one.title), one.code) for one in queries.occasions()],
        )
    return found


def _must_be_fillable(occasion: Occasion, text: str, field: str) -> None:
    """Refuse a template that could not be filled in when the moment comes."""
    if len(text) > rules.BODY_MAX:
        raise InvalidValue(
            _("This has %(n)s characters; at most %(max)s fit. Shorten it.")
            % {"n": f"{len(text):,}", "max": f"{rules.BODY_MAX:,}"},
            field=field,
        )
    known = ", ".join(f"{{{name}}}" for name in occasion.placeholders)
    try:
        asked = rules.placeholders_in(text)
    except ValueError as trouble:
        raise PlaceholderUnknown(
            _("“%(name)s” cannot be filled in. Between braces stands one of: %(known)s.")
            % {"name": trouble, "known": known},
            field=field,
        ) from None
    if unknown := [name for name in asked if name not in occasion.placeholders]:
        raise PlaceholderUnknown(
            _("“{%(name)s}” is not known on the occasion “%(occasion)s”. Known are: %(known)s.")
            % {"name": unknown[0], "occasion": occasion.title, "known": known},
            field=field,
        )
