"""Branches: the company, its stores and departments, when they are open, what day it is there."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Branches(Module):
    """The ground everything stands on."""

    name = "yinglou.modules.branches"
    verbose_name = _("Stores")
    permissions = {
        "branches.view": _("See stores and opening hours"),
        "branches.manage": _("Change the company, stores and opening hours"),
        "branches.roll": _("Move the business date of a store"),
    }
    menu = (
        Menu(
            section="settings",
            label=_("Company"),
            url="branches.company",
            icon="building",
            order=10,
            permission="branches.view",
        ),
    )
