"""Timeline: notes, tasks and files on any record, and what the journal says happened to it."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Timeline(Module):
    """What happened, what was said, what is to be done."""

    name = "yinglou.modules.timeline"
    verbose_name = _("Timeline")
    requires = ("branches", "access")
    permissions = {
        "timeline.view": _("See the timeline of records"),
        "timeline.write": _("Write notes and attach files"),
        "timeline.tasks": _("Give and finish tasks"),
        "timeline.all_tasks": _("See the tasks of everybody in the own stores"),
        "timeline.retract": _("Take back other people's notes and files"),
    }
    menu = (
        Menu(
            section="home",
            label=_("To-do"),
            url="timeline.inbox",
            icon="checklist",
            order=20,
            permission="timeline.view",
        ),
        Menu(
            section="home",
            label=_("New task"),
            url="timeline.tasks.new",
            icon="checkbox",
            order=60,
            permission="timeline.tasks",
            key="T",
            create=True,
        ),
    )
