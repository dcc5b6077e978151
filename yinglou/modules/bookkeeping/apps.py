"""Bookkeeping: which fact posts to which account. The whole policy stands in its rules."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Bookkeeping(Module):
    """Listens to what happens to money and writes it into the ledger, in the same breath."""

    name = "yinglou.modules.bookkeeping"
    verbose_name = _("Bookkeeping")
    requires = ("branches", "ledger", "folios", "payments", "orders")
    permissions = {"bookkeeping.view": _("See the posting policy")}
    menu = (
        Menu(
            section="finance",
            label=_("Posting policy"),
            url="bookkeeping.policy",
            icon="list-details",
            order=90,
            permission="bookkeeping.view",
        ),
    )
