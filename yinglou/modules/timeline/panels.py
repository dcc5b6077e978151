"""The timeline at the foot of every record."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.forms import form_for
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import reference

from . import commands, queries
from .models import Note


@panel(
    on="*",
    permission="timeline.view",
    template="timeline/panel.html",
    title=_("Timeline"),
    place="timeline",
    order=90,
)
def timeline(row: Any, actor: Actor) -> dict[str, Any]:
    """What happened to the record, what was said about it, and a place to say more."""
    if not isinstance(row, Model):
        return {}
    subject = reference(row)
    about = {"subject": subject, "kind": None, "title": None}
    return {
        "subject": subject,
        "story": queries.story_of(subject, actor),
        "kinds": queries.KINDS,
        "note_kinds": Note.Kind.choices,
        "task_form": form_for(commands.add_task, actor, about=about).form,
        "may_write": actor.may("timeline.write"),
        "may_give": actor.may("timeline.tasks"),
        "may_retract": actor.may("timeline.retract"),
    }
