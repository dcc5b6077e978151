"""Folios: what a customer owes, has paid, and has left with us. Nothing else keeps a balance."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Folios(Module):
    """Customer accounts: one engine under orders, tills, cards and stays."""

    name = "yinglou.modules.folios"
    verbose_name = _("Customer accounts")
    requires = ("branches", "customers")
    permissions = {
        "folios.view": _("See customer accounts and payments"),
        "folios.open": _("Open and close customer accounts"),
        "folios.charge": _("Charge customer accounts"),
        "folios.allow": _("Give allowances on customer accounts"),
        "folios.take_payment": _("Take payments"),
        "folios.refund": _("Pay money back"),
        "folios.refund_otherwise": _("Pay money back by another way than it came"),
        "folios.hold_deposit": _("Take and return security deposits"),
        "folios.print": _("Print receipts"),
    }
