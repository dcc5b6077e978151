"""Operations: what an owner of the installation looks after: journal, queue, checks, copies."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Operations(Module):
    """The engine room, and the studio of the demo."""

    name = "yinglou.modules.operations"
    verbose_name = _("Operations")
    # the studio of the demo is made through every one of them
    requires = (
        "branches", "access", "customers", "catalog", "staff", "ledger", "timeline",
        "folios", "booking", "orders", "production",
    )  # fmt: skip
    permissions = {
        "operations.journal": _("See who did what"),
        "operations.queue": _("See the queue of work"),
        "operations.retry": _("Try failed work again or cancel it"),
    }
