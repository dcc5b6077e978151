"""Notices: which fact tells which customer what, and what the front desk writes by hand."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Notices(Module):
    """It listens to bookings, payments and orders, and writes to the customer."""

    name = "yinglou.modules.notices"
    verbose_name = _("Notices")
    requires = ("branches", "customers", "messaging", "folios", "booking", "payments", "orders")
