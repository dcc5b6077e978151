"""An order and the stages it goes through."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.money import FenField, Money
from yinglou.kernel.search import Searchable, name_words, number_words
from yinglou.kernel.states import Badge, HasState, Look
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package, ShootType
from yinglou.modules.customers.models import Customer
from yinglou.modules.folios.models import Folio
from yinglou.modules.orders import rules


class Order(HasState, Searchable):
    """What a customer was promised: a package with its additions, gifts and second sale."""

    lock_rank = 40

    class State(models.TextChoices):
        """The stage an order has reached."""

        DRAFT = "draft", _("Draft")
        PLACED = "placed", _("To be scheduled")
        SCHEDULED = "scheduled", _("Scheduled")
        SHOT = "shot", _("Shot")
        SELECTING = "selecting", _("Choosing photos")
        SELECTED = "selected", _("Selection made")
        RETOUCHING = "retouching", _("Retouching")
        PROOFING = "proofing", _("Proof review")
        FINALIZED = "finalized", _("Final approved")
        MANUFACTURING = "manufacturing", _("Manufacturing")
        READY = "ready", _("Ready for pick-up")
        COMPLETED = "completed", _("Completed")
        ON_HOLD = "on_hold", _("On hold")
        CANCELLED = "cancelled", _("Cancelled")
        REFUNDED = "refunded", _("Refunded")

    class DepositKind(models.TextChoices):
        """What the first payment is in the eyes of the law."""

        DOWN_PAYMENT = "down_payment", _("Deposit (earnest money)")
        REFUNDABLE_ADVANCE = "refundable_advance", _("Refundable advance")

    class ApprovalState(models.TextChoices):
        """Whether the discount had to be approved, and was."""

        NONE = "", _("None needed")
        PENDING = "pending", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    _ENDED = (State.ON_HOLD, State.CANCELLED, State.REFUNDED)
    _MAKING = (
        State.RETOUCHING, State.PROOFING, State.FINALIZED, State.MANUFACTURING, State.READY,
    )  # fmt: skip
    moves: ClassVar[Mapping[Any, tuple[Any, ...]]] = {
        State.DRAFT: (State.PLACED, State.CANCELLED),
        State.PLACED: (State.SCHEDULED, State.SHOT, *_ENDED),
        State.SCHEDULED: (State.PLACED, State.SHOT, *_ENDED),
        State.SHOT: (State.SELECTING, State.SELECTED, *_ENDED),
        State.SELECTING: (State.SHOT, State.SELECTED, *_ENDED),
        State.SELECTED: (*_MAKING, *_ENDED),
        State.RETOUCHING: (*_MAKING, *_ENDED),
        State.PROOFING: (*_MAKING, *_ENDED),
        State.FINALIZED: (*_MAKING, *_ENDED),
        State.MANUFACTURING: (*_MAKING, *_ENDED),
        State.READY: (State.COMPLETED, *_MAKING, *_ENDED),
        State.ON_HOLD: (
            State.ON_HOLD, State.PLACED, State.SCHEDULED, State.SHOT, State.SELECTING,
            State.SELECTED, *_MAKING, State.CANCELLED, State.REFUNDED,
        ),
    }  # fmt: skip
    looks: ClassVar[Mapping[Any, Look]] = {
        State.DRAFT: Look("neutral", "file-pencil"),
        State.PLACED: Look("azure", "calendar-plus"),
        State.SCHEDULED: Look("blue", "calendar-check"),
        State.SHOT: Look("indigo", "camera-check"),
        State.SELECTING: Look("purple", "photo-heart"),
        State.SELECTED: Look("purple", "photo-check"),
        State.RETOUCHING: Look("orange", "wand"),
        State.PROOFING: Look("pink", "eye-check"),
        State.FINALIZED: Look("lime", "rosette-discount-check"),
        State.MANUFACTURING: Look("yellow", "building-factory-2"),
        State.READY: Look("teal", "package"),
        State.COMPLETED: Look("green", "circle-check"),
        State.ON_HOLD: Look("neutral", "player-pause"),
        State.CANCELLED: Look("neutral", "circle-x"),
        State.REFUNDED: Look("red", "receipt-refund"),
    }
    approval_state_looks: ClassVar[Mapping[Any, Look]] = {
        ApprovalState.PENDING: Look("yellow", "hourglass"),
        ApprovalState.APPROVED: Look("green", "circle-check"),
        ApprovalState.REJECTED: Look("red", "circle-x"),
    }

    number = models.CharField(_("order number"), max_length=20, unique=True)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    package = models.ForeignKey(
        Package, models.PROTECT, related_name="+", verbose_name=_("package")
    )
    shoot_type = models.ForeignKey(
        ShootType, models.PROTECT, related_name="+", verbose_name=_("shoot type")
    )
    folio = models.OneToOneField(
        Folio, models.PROTECT, null=True, related_name="+", verbose_name=_("folio")
    )
    state = models.CharField(_("stage"), max_length=15, choices=State.choices, default=State.DRAFT)
    held_from = models.CharField(max_length=15, blank=True, editable=False)
    placed_on = models.DateField(_("ordered on"))
    placed_at = models.DateTimeField(_("ordered"), default=clock.now)
    wedding_on = models.DateField(_("wedding day"), null=True, blank=True)
    shoot_on = models.DateField(_("shoot day"), null=True, blank=True)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    ready_on = models.DateField(_("ready since"), null=True, blank=True)
    completed_on = models.DateField(_("handed over on"), null=True, blank=True)
    deposit_kind = models.CharField(
        _("kind of deposit"), max_length=20, choices=DepositKind.choices,
        default=DepositKind.DOWN_PAYMENT,
    )  # fmt: skip
    deposit_minor = FenField(_("deposit"), default=0)
    discount_bp = models.PositiveIntegerField(_("discount"), default=0)
    discount_minor = FenField(_("discount"), default=0)
    # What was signed: counts, policies and contents, so that the contract outlives the catalogue.
    terms = models.JSONField(default=dict)
    note = models.CharField(_("note"), max_length=2000, blank=True)
    special_request = models.CharField(_("special request"), max_length=500, blank=True)
    shelf = models.CharField(_("shelf"), max_length=20, blank=True)
    photos_chosen = models.PositiveIntegerField(_("photos chosen"), default=0)
    approval_state = models.CharField(
        _("approval"), max_length=10, choices=ApprovalState.choices, default="", blank=True
    )
    released_unpaid_by = models.CharField(_("released unpaid by"), max_length=150, blank=True)
    released_unpaid_why = models.CharField(max_length=200, blank=True)
    receiver = models.CharField(_("receiver"), max_length=60, blank=True)
    receiver_relation = models.CharField(max_length=30, blank=True)
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)
    kept_minor = FenField(_("kept"), default=0)
    user_id = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(discount_bp__lt=10_000, discount_minor__gte=0),
                name="order_discount_is_a_part",
            ),
            models.CheckConstraint(
                condition=Q(deposit_minor__gte=0, kept_minor__gte=0),
                name="order_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(folio__isnull=False),
                name="order_placed_has_a_folio",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | (Q(completed_on__isnull=False) & ~Q(receiver="")),
                name="order_completed_names_who_received_it",
            ),
            models.CheckConstraint(
                condition=Q(released_unpaid_by="") | ~Q(released_unpaid_why=""),
                name="order_released_unpaid_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "state", "-id"], name="order_branch_state"),
            models.Index(fields=["customer", "-id"], name="order_customer"),
            models.Index(fields=["branch", "-placed_on"], name="order_branch_day"),
            models.Index(fields=["branch", "shoot_on"], name="order_branch_shoot"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stage(self) -> str:
        return self.state

    @property
    def charged(self) -> Money:
        """What the customer owes in all (应收)."""
        return Money(self.folio.charged_minor if self.folio else 0)

    @property
    def paid(self) -> Money:
        """What the customer has paid, refunds taken off (已收)."""
        return Money(self.folio.paid_minor if self.folio else 0)

    @property
    def balance(self) -> Money:
        """What is still owed (待收)."""
        return self.charged - self.paid

    @property
    def charged_or_none(self) -> Money | None:
        """As shown: an order that does not hold yet owes nothing that could be counted."""
        return self.charged if self.folio_id else None

    @property
    def balance_or_none(self) -> Money | None:
        return self.balance if self.folio_id else None

    @property
    def is_overdue(self) -> bool:
        """Whether the plan says that more should have been paid before today."""
        return self.balance.minor > 0 and self.payment_state.code == "overdue"

    @property
    def deposit(self) -> Money:
        return Money(self.deposit_minor)

    @property
    def discount(self) -> Money:
        return Money(self.discount_minor)

    @property
    def included_photos(self) -> int:
        return int(self.terms.get("retouch_count", 0))

    @property
    def extra_photo_price(self) -> Money:
        return Money(int(self.terms.get("extra_retouch_minor", 0)))

    @property
    def payment_state(self) -> Badge:
        """How far it is paid, as an outlined badge. Lists bring `due_by_now_minor` along."""
        due = getattr(self, "due_by_now_minor", None) or 0
        account = rules.Account(self.charged.minor, self.paid.minor, self.deposit_minor, due)
        code = rules.payment_state(account, refunded=self.state == self.State.REFUNDED)
        return Badge(code, str(PAYMENT_LABELS[code]), *PAYMENT_LOOKS[code], True)

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def reached(self) -> str:
        """How far it has come; on hold it stands where it stopped."""
        return self.held_from if self.state == self.State.ON_HOLD else self.state

    def go_on_to(self, stage: "Order.State", **also: Any) -> None:
        """Reach another stage; an order on hold stays on hold and is resumed there."""
        if self.state == self.State.ON_HOLD:
            self.move_to(self.State.ON_HOLD, held_from=stage, **also)
        else:
            self.move_to(stage, **also)

    @property
    def is_late(self) -> bool:
        """Promised for a day that has passed; the business date comes from the store."""
        if not self.promised_on or not self.is_open or self.state == self.State.READY:
            return False
        return self.promised_on < self.branch.business_date

    @property
    def late_days(self) -> int:
        return rules.days_late(self.promised_on, self.branch.business_date) if self.is_late else 0

    def search_words(self) -> Iterable[str]:
        """The number, and each partner's name: 王晓明/李静 are found by either."""
        names = self.customer.name.split("/")
        return number_words(self.number).union(*(name_words(name) for name in names))


CLOSED = (Order.State.COMPLETED, Order.State.CANCELLED, Order.State.REFUNDED)
BEFORE_SHOOT = (Order.State.DRAFT, Order.State.PLACED, Order.State.SCHEDULED)
SELLABLE = tuple(
    state for state in Order.State if state not in (*CLOSED, Order.State.DRAFT, Order.State.ON_HOLD)
)
PAYMENT_LABELS: Mapping[str, Any] = {
    "unpaid": _("Unpaid"),
    "deposit_paid": _("Deposit paid"),
    "part_paid": _("Part paid"),
    "paid": _("Paid in full"),
    "overdue": _("Overdue"),
    "refunded": _("Paid back"),
}
PAYMENT_LOOKS: Mapping[str, tuple[str, str]] = {
    "unpaid": ("neutral", "circle"),
    "deposit_paid": ("azure", "circle-half-2"),
    "part_paid": ("blue", "circle-half-2"),
    "paid": ("green", "circle-check"),
    "overdue": ("red", "circle-half-2"),
    "refunded": ("neutral", "circle"),
}
