"""Customer accounts, what is charged on them, what was paid and what went back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.money import FenField, Money
from yinglou.kernel.states import Badge, HasState, Look
from yinglou.modules.branches.models import Branch
from yinglou.modules.customers.models import Customer


class PaymentMethod(models.TextChoices):
    """How money changes hands."""

    CASH = "cash", gettext_lazy("Cash")
    WECHAT = "wechat", gettext_lazy("WeChat Pay")
    ALIPAY = "alipay", gettext_lazy("Alipay")
    CARD = "card", gettext_lazy("Bank card")
    BANK = "bank", gettext_lazy("Bank transfer")


class PaymentKind(models.TextChoices):
    """What money is given for. The three deposits are different things in law."""

    DOWN_PAYMENT = "down_payment", gettext_lazy("Deposit (earnest money)")
    REFUNDABLE_ADVANCE = "refundable_advance", gettext_lazy("Refundable advance")
    PROGRESS = "progress", gettext_lazy("Progress payment")
    SECOND_SALE = "second_sale", gettext_lazy("Upsell payment")
    FINAL = "final", gettext_lazy("Final payment")
    SECURITY_DEPOSIT = "security_deposit", gettext_lazy("Security deposit")


class Folio(HasState, models.Model):
    """What one customer owes and has paid for one thing: an order, a visit, a stay.

    The three sums are caches of the entries below them; `yinglou check` adds them up anew.
    `posted_minor` is what was ever charged, before allowances.
    """

    class Kind(models.TextChoices):
        """What kind of document an account belongs to."""

        ORDER = "order", gettext_lazy("Order")
        WALK_IN = "walk_in", gettext_lazy("Walk-in sale")

    class State(models.TextChoices):
        """Whether an account takes entries."""

        OPEN = "open", gettext_lazy("Account open")
        CLOSED = "closed", gettext_lazy("Account closed")

    moves = {State.OPEN: (State.CLOSED,), State.CLOSED: (State.OPEN,)}
    looks = {State.OPEN: Look("blue", "folder-open"), State.CLOSED: Look("green", "folder-check")}
    lock_rank = 50

    number = models.CharField(gettext_lazy("account number"), max_length=20, unique=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+", verbose_name=gettext_lazy("store")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", verbose_name=gettext_lazy("customer")
    )
    kind = models.CharField(
        gettext_lazy("account kind"), max_length=10, choices=Kind.choices, default=Kind.ORDER
    )
    subject = models.CharField(gettext_lazy("belongs to"), max_length=150)
    charged_minor = FenField(gettext_lazy("amount due"), default=0)
    posted_minor = FenField(gettext_lazy("charged in all"), default=0)
    paid_minor = FenField(gettext_lazy("amount paid"), default=0)
    earnest_minor = FenField(gettext_lazy("of it earnest money"), default=0)
    held_minor = FenField(gettext_lazy("security deposits held"), default=0)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=State.choices, default=State.OPEN
    )
    opened_on = models.DateField(gettext_lazy("account opened on"))
    closed_at = models.DateTimeField(gettext_lazy("account closed at"), null=True)

    class Meta:
        verbose_name = gettext_lazy("customer account")
        verbose_name_plural = gettext_lazy("customer accounts")
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="folio_subject_once"),
            models.CheckConstraint(condition=Q(paid_minor__gte=0), name="folio_paid_not_negative"),
            models.CheckConstraint(
                condition=Q(paid_minor__lte=F("posted_minor")), name="folio_never_over_collected"
            ),
            models.CheckConstraint(
                condition=Q(charged_minor__gte=0, charged_minor__lte=F("posted_minor")),
                name="folio_allowances_within_charges",
            ),
            models.CheckConstraint(condition=Q(held_minor__gte=0), name="folio_held_not_negative"),
            models.CheckConstraint(
                condition=Q(earnest_minor__gte=0, earnest_minor__lte=F("paid_minor")),
                name="folio_earnest_within_paid",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-id"], name="folio_branch"),
            models.Index(fields=["customer", "-id"], name="folio_customer"),
            models.Index(
                fields=["branch", "id"],
                condition=Q(charged_minor__gt=F("paid_minor")),
                name="folio_owing",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def charged(self) -> Money:
        return Money(self.charged_minor)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor)

    @property
    def balance(self) -> Money:
        """What the customer owes; negative if we owe the customer."""
        return Money(self.charged_minor - self.paid_minor)

    @property
    def condition(self) -> Badge:
        """How far it is paid, as a badge."""
        if self.charged_minor <= self.paid_minor:
            if not self.posted_minor:
                return Badge("unpaid", _("Nothing charged"), "neutral", "circle", True)
            if self.charged_minor < self.paid_minor:
                return Badge("credit", _("In credit"), "orange", "circle-half-2", True)
            return Badge("paid", _("Paid"), "green", "circle-check", True)
        if self.paid_minor:
            return Badge("part_paid", _("Part paid"), "blue", "circle-half-2", True)
        return Badge("unpaid", _("Unpaid"), "neutral", "circle", True)


class Charge(models.Model):
    """A line on a customer account: what the customer owes it for. Negative: an allowance."""

    folio = models.ForeignKey(
        Folio, models.PROTECT, related_name="charges", verbose_name=gettext_lazy("customer account")
    )
    source = models.CharField(gettext_lazy("source"), max_length=120)
    text = models.CharField(gettext_lazy("text"), max_length=120)
    code = models.CharField(gettext_lazy("charge code"), max_length=20, blank=True)
    amount_minor = FenField(gettext_lazy("amount"))
    at = models.DateTimeField(gettext_lazy("entered at"), default=clock.now)
    business_date = models.DateField(gettext_lazy("business date"))
    charged_by = models.CharField(gettext_lazy("entered by"), max_length=150)

    class Meta:
        verbose_name = gettext_lazy("charge")
        verbose_name_plural = gettext_lazy("charges")
        constraints = [
            models.UniqueConstraint(fields=["source"], name="charge_source_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="charge_is_not_nothing"),
        ]

    def __str__(self) -> str:
        return self.text


class Payment(models.Model):
    """Money a customer gave us, and the receipt for it (收据, without a gap in its numbers).

    `earnest_minor` is the part that is 定金 in law: at most a fifth of the contract.
    `kept_minor` is what was kept of a security deposit when it was given back.
    """

    method_looks = {
        PaymentMethod.CASH: Look("green", "cash"),
        PaymentMethod.WECHAT: Look("green", "brand-wechat"),
        PaymentMethod.ALIPAY: Look("blue", "brand-alipay"),
        PaymentMethod.CARD: Look("indigo", "credit-card"),
        PaymentMethod.BANK: Look("azure", "building-bank"),
    }

    number = models.CharField(gettext_lazy("receipt number"), max_length=20, unique=True)
    folio = models.ForeignKey(
        Folio,
        models.PROTECT,
        related_name="payments",
        verbose_name=gettext_lazy("customer account"),
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+", verbose_name=gettext_lazy("store")
    )
    method = models.CharField(
        gettext_lazy("payment method"), max_length=10, choices=PaymentMethod.choices
    )
    kind = models.CharField(
        gettext_lazy("payment kind"), max_length=20, choices=PaymentKind.choices
    )
    amount_minor = FenField(gettext_lazy("amount"))
    earnest_minor = FenField(gettext_lazy("of it earnest money"), default=0)
    refunded_minor = FenField(gettext_lazy("refunded"), default=0)
    kept_minor = FenField(gettext_lazy("kept of the deposit"), default=0)
    at = models.DateTimeField(gettext_lazy("received at"), default=clock.now)
    business_date = models.DateField(gettext_lazy("business date"))
    reference = models.CharField(gettext_lazy("reference"), max_length=100, blank=True)
    cashier_name = models.CharField(gettext_lazy("cashier"), max_length=150)
    user_id = models.BigIntegerField(null=True, editable=False)
    printed_count = models.PositiveIntegerField(gettext_lazy("times printed"), default=0)

    class Meta:
        verbose_name = gettext_lazy("payment")
        verbose_name_plural = gettext_lazy("payments")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=Q(
                    refunded_minor__gte=0,
                    kept_minor__gte=0,
                    amount_minor__gte=F("refunded_minor") + F("kept_minor"),
                ),
                name="payment_not_refunded_beyond_it",
            ),
            models.CheckConstraint(
                condition=Q(earnest_minor__gte=0, earnest_minor__lte=F("amount_minor")),
                name="payment_earnest_within_it",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "business_date"], name="payment_branch_day"),
            models.Index(fields=["-business_date", "-id"], name="payment_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor)

    @property
    def left(self) -> Money:
        """What can still be paid back of it."""
        return Money(self.amount_minor - self.refunded_minor - self.kept_minor)

    @property
    def is_security_deposit(self) -> bool:
        return self.kind == PaymentKind.SECURITY_DEPOSIT


class Refund(models.Model):
    """Money that went back to a customer, out of a payment."""

    number = models.CharField(gettext_lazy("refund number"), max_length=20, unique=True)
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="refunds", verbose_name=gettext_lazy("payment")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+", verbose_name=gettext_lazy("store")
    )
    amount_minor = FenField(gettext_lazy("amount"))
    method = models.CharField(
        gettext_lazy("refund method"), max_length=10, choices=PaymentMethod.choices
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=200)
    at = models.DateTimeField(gettext_lazy("paid back at"), default=clock.now)
    business_date = models.DateField(gettext_lazy("business date"))
    cashier_name = models.CharField(gettext_lazy("cashier"), max_length=150)
    user_id = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("refund")
        verbose_name_plural = gettext_lazy("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_is_positive"),
        ]
        indexes = [models.Index(fields=["branch", "business_date"], name="refund_branch_day")]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor)
