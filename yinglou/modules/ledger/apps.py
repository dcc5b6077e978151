"""Ledger: balanced entries that nobody can change, and what they add up to. It knows no policy."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Ledger(Module):
    """The books: which fact posts to which account is decided above, in bookkeeping."""

    name = "yinglou.modules.ledger"
    verbose_name = _("Ledger")
    requires = ("branches",)
    permissions = {
        "ledger.view": _("See the books"),
        "ledger.post": _("Write and reverse ledger entries"),
    }
    menu = (
        Menu(
            section="finance",
            label=_("Trial balance"),
            url="ledger.trial_balance",
            icon="scale",
            order=30,
            permission="ledger.view",
        ),
    )
