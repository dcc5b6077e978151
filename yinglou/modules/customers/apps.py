"""Customers: who they are, how to reach them, what they like, what they allowed us to do."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Customers(Module):
    """People, couples and families, and the contacts through which they are reached."""

    name = "yinglou.modules.customers"
    verbose_name = _("Customers")
    requires = ("branches", "access")
    permissions = {
        "customers.view": _("See customers"),
        "customers.register": _("Register customers"),
        "customers.change": _("Change customers, their contacts and preferences"),
        "customers.reveal": _("See phone and ID numbers in full"),
        "customers.assign": _("Assign customers to a colleague or a store"),
        "customers.merge": _("Merge customers"),
        "customers.block": _("Block customers and release them"),
        "customers.erase": _("Erase personal data on request"),
        "customers.export": _("Hand out the personal data kept about a customer"),
    }
    menu = (
        Menu(
            section="customers",
            label=_("New customer"),
            url="customers.new",
            icon="user-plus",
            order=10,
            permission="customers.register",
            key="U",
            create=True,
        ),
    )
