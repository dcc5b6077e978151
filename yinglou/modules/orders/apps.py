"""Orders: what a customer was promised, for how much, how far it is, when it was handed over."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Orders(Module):
    """Deals: above bookings and money, below whoever makes things."""

    name = "yinglou.modules.orders"
    verbose_name = _("Orders")
    requires = (
        "branches", "access", "customers", "catalog", "staff", "approvals", "folios", "payments",
        "booking",
    )  # fmt: skip
    permissions = {
        "orders.view": _("See orders"),
        "orders.cost": _("See what things cost us"),
        "orders.place": _("Take orders"),
        "orders.discount_freely": _("Give any discount"),
        "orders.approve_discount": _("Approve discounts above the limit"),
        "orders.take_payment": _("Take payments on orders"),
        "orders.schedule": _("Schedule shoots"),
        "orders.select": _("Record photo selections"),
        "orders.produce": _("Move orders through production"),
        "orders.pause": _("Put orders on hold and resume them"),
        "orders.hand_over": _("Hand goods over"),
        "orders.release_unpaid": _("Release goods that are not paid for"),
        "orders.ask_cancel": _("Ask for a cancellation"),
        "orders.cancel": _("Cancel orders and pay money back"),
        "orders.print": _("Print contracts, receipts and pick-up slips"),
    }
    menu = (
        Menu(
            section="orders", label=_("Pick-up desk"), url="orders.pickup", icon="package",
            order=40, permission="orders.view",
        ),
        Menu(
            section="orders", label=_("New order"), url="orders.new", icon="receipt",
            order=10, permission="orders.place", create=True,
        ),
        Menu(
            section="bookings", label=_("New booking"), url="orders.book", icon="calendar-plus",
            order=20, permission="orders.place", key="B", create=True,
        ),
    )  # fmt: skip
