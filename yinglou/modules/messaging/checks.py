"""What must hold of messages, verified on demand."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check

from . import queries, rules


@check(gettext_lazy("No message waits without a worker's job"))
def queued_messages_have_a_job() -> Iterable[str]:
    """What is queued will be sent by somebody."""
    for message in queries.forgotten():
        yield _("Message %(key)s is queued, but no job sends it. Send it again.") % {
            "key": message.pk
        }


@check(gettext_lazy("Every template can be filled in"))
def templates_can_be_filled() -> Iterable[str]:
    """Occasions may lose a name; a template that still asks for it would fail in the night."""
    for template in queries.all_templates():
        occasion = queries.occasion_of(template.code)
        known = set(occasion.placeholders) if occasion else set()
        asked = set(rules.placeholders_in(template.subject + template.body))
        if unknown := sorted(asked - known):
            yield _("Template %(template)s asks for {%(name)s}, which is not known.") % {
                "template": template,
                "name": unknown[0],
            }
