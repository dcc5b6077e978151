"""What must hold of approvals, verified on demand."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check

from .models import Approval


@check(gettext_lazy("Nobody decided an own question"))
def nobody_decides_his_own() -> Iterable[str]:
    """An answer comes from somebody else than the question."""
    decided = Approval.objects.filter(state__in=("approved", "rejected"))
    for approval in decided.filter(asked_by=F("decided_by")).iterator():
        yield _("%(approval)s was decided by whoever asked it.") % {"approval": approval}
