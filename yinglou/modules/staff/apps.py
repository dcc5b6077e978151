"""Staff: who works here, what they can do and when they are on duty."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Staff(Module):
    name = "yinglou.modules.staff"
    verbose_name = _("Staff")
    requires = ("branches", "access")
    permissions = {
        "staff.view": _("See employees and shifts"),
        "staff.hire": _("Hire employees and let them go"),
        "staff.teach": _("Say what an employee can do"),
        "staff.plan": _("Plan shifts and leave"),
    }
