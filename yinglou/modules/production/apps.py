"""Production: from the photos chosen to the goods on the shelf, step by step, by whom, by when."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Production(Module):
    """Making: above orders, which it moves from stage to stage."""

    name = "yinglou.modules.production"
    verbose_name = _("Post-production")
    requires = ("branches", "access", "catalog", "staff", "orders")
    permissions = {
        "production.view": _("See the production board"),
        "production.work": _("Claim and finish production steps"),
        "production.assign": _("Assign, skip and send back production steps"),
        "production.templates": _("Change the steps of production"),
    }
    menu = (
        Menu(
            section="orders", label=_("Production board"), url="production.board",
            icon="layout-kanban", order=20, permission="production.view", key="P",
        ),
        Menu(
            section="orders", label=_("My queue"), url="production.mine",
            icon="list-check", order=25, permission="production.work",
        ),
    )  # fmt: skip
