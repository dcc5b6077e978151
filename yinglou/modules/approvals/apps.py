"""Approvals: who must say yes to what. It knows nothing of what it is asked about."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Approvals(Module):
    """Questions to a manager, and the answers."""

    name = "yinglou.modules.approvals"
    verbose_name = _("Approvals")
    requires = ("branches", "access")
    permissions = {
        "approvals.view": _("See approvals"),
        "approvals.ask": _("Ask for an approval"),
        "approvals.decide": _("Approve and reject"),
    }
