"""Catalogue: what the house sells — shoot types, packages, products, and what they cost where."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class Catalog(Module):
    name = "yinglou.modules.catalog"
    verbose_name = _("Catalogue")
    requires = ("branches",)
    permissions = {
        "catalog.view": _("See packages and products"),
        "catalog.change": _("Change packages and products"),
        "catalog.price": _("Set prices"),
        "catalog.cost": _("See costs"),
    }
