"""What must hold of stores, verified on demand."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.checks import check

from . import rules
from .queries import open_branches


@check(gettext_lazy("No store books further than tomorrow"))
def business_dates_are_not_ahead() -> Iterable[str]:
    """The business date of each store is tomorrow at most."""
    for branch in open_branches():
        if rules.is_ahead_of_calendar(branch.business_date, clock.today()):
            yield _("%(store)s is at business date %(day)s.") % {
                "store": branch,
                "day": branch.business_date,
            }
