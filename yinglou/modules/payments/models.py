"""Requests for money: a link sent to a customer, a code scanned at the desk."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.money import FenField, Money
from yinglou.kernel.states import HasState, Look
from yinglou.modules.branches.models import Branch
from yinglou.modules.folios.models import Folio, Payment, PaymentKind, PaymentMethod


class PayRequest(HasState, models.Model):
    """We asked a customer for so much; a gateway tells us when it is paid.

    Money that comes for a request which is over is kept as “paid late” and never lost.
    """

    class State(models.TextChoices):
        """Where a request stands."""

        WAITING = "waiting", _("Waiting for payment")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Expired")
        FAILED = "failed", _("Failed")
        PAID_LATE = "paid_late", _("Paid late")
        RETURNED = "returned", _("Given back")

    class Channel(models.TextChoices):
        """How the customer is asked."""

        LINK = "link", _("Payment link")
        CODE = "code", _("Payment code")

    moves = {
        State.WAITING: (State.PAID, State.EXPIRED, State.FAILED, State.PAID_LATE),
        State.EXPIRED: (State.PAID_LATE,),
        State.FAILED: (State.PAID_LATE,),
        State.PAID_LATE: (State.PAID, State.RETURNED),
    }
    looks = {
        State.WAITING: Look("yellow", "hourglass"),
        State.PAID: Look("green", "circle-check"),
        State.EXPIRED: Look("neutral", "clock-x"),
        State.FAILED: Look("red", "circle-x"),
        State.PAID_LATE: Look("red", "alert-triangle"),
        State.RETURNED: Look("neutral", "arrow-back-up"),
    }
    lock_rank = 60

    folio = models.ForeignKey(
        Folio, models.PROTECT, related_name="+", verbose_name=_("customer account")
    )
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    amount_minor = FenField(_("amount"))
    kind = models.CharField(_("payment kind"), max_length=20, choices=PaymentKind.choices)
    contract_minor = FenField(_("contract value"), null=True)
    channel = models.CharField(_("request channel"), max_length=10, choices=Channel.choices)
    connector = models.CharField(_("gateway"), max_length=20)
    token = models.CharField(max_length=40, unique=True)
    method = models.CharField(
        _("payment method"), max_length=10, choices=PaymentMethod.choices, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    asked_at = models.DateTimeField(_("requested at"), default=clock.now)
    asked_by = models.CharField(_("requested by"), max_length=150)
    expires_at = models.DateTimeField(_("payable until"))
    external_id = models.CharField(_("gateway number"), max_length=64, blank=True)
    settled_at = models.DateTimeField(_("confirmed at"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, related_name="+", verbose_name=_("payment")
    )

    class Meta:
        verbose_name = _("payment request")
        verbose_name_plural = _("payment requests")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="pay_request_is_positive"),
            models.UniqueConstraint(
                fields=["connector", "external_id"],
                condition=~Q(external_id=""),
                name="pay_request_settled_once",
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(payment__isnull=False),
                name="pay_request_one_payment_each",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", payment__isnull=False)
                | (~Q(state="paid") & Q(payment__isnull=True)),
                name="pay_request_paid_has_its_payment",
            ),
        ]
        indexes = [
            models.Index(fields=["folio", "-id"], name="pay_request_folio"),
            models.Index(
                fields=["expires_at"], condition=Q(state="waiting"), name="pay_request_waiting"
            ),
            models.Index(fields=["branch", "-id"], name="pay_request_branch"),
        ]

    def __str__(self) -> str:
        return f"{self.folio} · {self.amount}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def is_over(self) -> bool:
        """True once the customer may no longer pay, even if nobody has marked it yet."""
        return not self.is_waiting or self.expires_at <= clock.now()
