"""Accounts, entries and their lines. Entries are written once; the database sees to it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.money import FenField, Money
from yinglou.modules.branches.models import Branch


class Account(models.Model):
    """A place in the books where money of one kind is counted. Its key is its code."""

    class Side(models.TextChoices):
        """Where a balance normally stands."""

        DEBIT = "Dr", _("Debit")
        CREDIT = "Cr", _("Credit")

    code = models.CharField(_("account code"), max_length=12, unique=True)
    name = models.CharField(_("account name"), max_length=60)
    name_en = models.CharField(_("English account name"), max_length=80)
    side = models.CharField(_("normal side"), max_length=2, choices=Side.choices)
    line = models.CharField(_("statement line"), max_length=6, blank=True)
    parent_code = models.CharField(_("belongs to"), max_length=12, blank=True)
    is_leaf = models.BooleanField(_("can be posted to"))
    required_dims = models.CharField(_("must be said"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("chart of accounts")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The name in the language of whoever looks."""
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(self.required_dims.split())


class Entry(models.Model):
    """One event of the business in the books: what was debited and credited, equal to the fen.

    `source` names the document it comes from and can be used once; `rule` says by which line
    of the posting policy it was made. A correction is another entry.
    """

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    business_date = models.DateField(_("business date"))
    at = models.DateTimeField(_("posted"), default=clock.now)
    source = models.CharField(_("source"), max_length=120)
    rule = models.CharField(_("rule"), max_length=12)
    rule_version = models.PositiveSmallIntegerField(_("rule version"), default=1)
    text = models.CharField(_("posting text"), max_length=200)
    debit_minor = FenField(_("debit"))
    credit_minor = FenField(_("credit"))
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversals", verbose_name=_("reverses")
    )
    posted_by = models.CharField(_("posted by"), max_length=150)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(fields=["source"], name="entry_source_once"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(reverses__isnull=False),
                name="entry_reversed_once",
            ),
            models.CheckConstraint(
                condition=Q(debit_minor=F("credit_minor")), name="entry_balances"
            ),
            models.CheckConstraint(
                condition=Q(debit_minor__gt=0) | Q(debit_minor__lt=0, reverses__isnull=False),
                name="entry_red_only_when_it_reverses",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "-business_date"], name="entry_branch_day"),
            models.Index(fields=["-business_date", "-id"], name="entry_day"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.text}"

    @property
    def amount(self) -> Money:
        return Money(self.debit_minor)


class EntryLine(models.Model):
    """A side of an entry: so much debited or credited on an account, and of whom and what."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="lines", verbose_name=_("ledger entry")
    )
    position = models.PositiveSmallIntegerField(_("line number"))
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    business_date = models.DateField(_("business date"))
    debit_minor = FenField(_("debit"), default=0)
    credit_minor = FenField(_("credit"), default=0)
    cash_flow = models.CharField(_("cash-flow line"), max_length=4, blank=True)
    customer_ref = models.CharField(_("customer"), max_length=100, blank=True)
    order_ref = models.CharField(_("order"), max_length=100, blank=True)
    folio_ref = models.CharField(_("customer account"), max_length=100, blank=True)
    place_ref = models.CharField(_("till or bank account"), max_length=100, blank=True)
    party_ref = models.CharField(_("supplier or employee"), max_length=100, blank=True)
    item_ref = models.CharField(_("item"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("entry line")
        verbose_name_plural = _("entry lines")
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="line_position_once"),
            models.CheckConstraint(
                condition=(Q(debit_minor=0) & ~Q(credit_minor=0))
                | (Q(credit_minor=0) & ~Q(debit_minor=0)),
                name="line_stands_on_one_side",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "business_date"], name="line_account_day"),
            models.Index(
                fields=["folio_ref", "account"], condition=~Q(folio_ref=""), name="line_folio"
            ),
            models.Index(
                fields=["order_ref", "account"], condition=~Q(order_ref=""), name="line_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit_minor}/{self.credit_minor}"

    @property
    def signed_minor(self) -> int:
        """Debit positive, as in the spec's examples."""
        return self.debit_minor - self.credit_minor
