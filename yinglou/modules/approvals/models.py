"""Questions that only somebody with a certain right may answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.money import FenField, Money
from yinglou.kernel.states import HasState, Look
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch


class Approval(HasState, models.Model):
    """Somebody needs a yes: for a discount, a refund, handing over unpaid goods.

    What it is about is an opaque word; the module that asked reacts to the answer.
    """

    class State(models.TextChoices):
        """Where the question stands."""

        PENDING = "pending", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    moves = {State.PENDING: (State.APPROVED, State.REJECTED, State.WITHDRAWN)}
    looks = {
        State.PENDING: Look("yellow", "hourglass"),
        State.APPROVED: Look("green", "circle-check"),
        State.REJECTED: Look("red", "circle-x"),
        State.WITHDRAWN: Look("neutral", "arrow-back-up"),
    }

    number = models.CharField(_("approval number"), max_length=20, unique=True)
    subject = models.CharField(_("about"), max_length=150)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("question"), max_length=120)
    reason = models.CharField(_("reason"), max_length=500)
    amount_minor = FenField(_("amount"), null=True)
    basis_bp = models.PositiveIntegerField(_("rate"), null=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=_("store")
    )
    permission = models.CharField(max_length=80)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind"],
                condition=Q(state="pending"),
                name="approval_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=models.F("asked_by"))
                | Q(state="withdrawn"),
                name="approval_not_decided_by_who_asked",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="approval_decided_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="approval_subject"),
            models.Index(
                fields=["permission", "-id"], condition=Q(state="pending"), name="approval_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def amount(self) -> Money | None:
        return None if self.amount_minor is None else Money(self.amount_minor)
