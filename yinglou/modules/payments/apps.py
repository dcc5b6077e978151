"""Payments: asking customers for money by link or code, and hearing from the gateways."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Payments(Module):
    """The doors through which confirmed money comes in; the money itself is kept by folios."""

    name = "yinglou.modules.payments"
    verbose_name = _("Payment requests")
    requires = ("branches", "folios")
    permissions = {
        "payments.view": _("See payment requests"),
        "payments.ask": _("Send payment links and scan payment codes"),
        "payments.settle": _("Confirm payments of a gateway"),
        "payments.resolve": _("Settle payments that came too late"),
    }
