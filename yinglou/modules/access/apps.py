"""Access: who works here, what each may do, how they prove who they are."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Access(Module):
    """The doors of the house."""

    name = "yinglou.modules.access"
    verbose_name = _("People and rights")
    requires = ("branches",)
    permissions = {
        "access.view": _("See people and their roles"),
        "access.users": _("Add people, change their roles, lock them out"),
        "access.roles": _("Change what roles may do"),
        "access.tokens": _("Make API tokens of their own"),
    }
