"""Reports: what the owner reads in the morning, and the desk everybody starts the day at."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Reports(Module):
    """The whole house at a glance; every figure leads to the list behind it."""

    name = "yinglou.modules.reports"
    verbose_name = _("Reports")
    requires = (
        "branches", "access", "customers", "catalog", "ledger", "approvals", "timeline", "folios",
        "booking", "orders", "production",
    )  # fmt: skip
    permissions = {"reports.morning": _("See the owner's figures")}
    menu = (
        Menu(
            section="home",
            label=_("Workbench"),
            url="reports.workbench",
            icon="layout-dashboard",
            order=1,
            key="H",
        ),
        Menu(
            section="reports",
            label=_("Morning page"),
            url="reports.morning",
            icon="chart-bar",
            order=10,
            permission="reports.morning",
            key="R",
        ),
    )
