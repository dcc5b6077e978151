"""What stands on an order, who sold it, when it is to be paid, and what was printed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.money import FenField, Money
from yinglou.kernel.states import Look
from yinglou.modules.catalog.models import Package, Product
from yinglou.modules.orders import rules
from yinglou.modules.staff.models import Employee

from .order import Order


class OrderLine(models.Model):
    """One thing on an order, at the price of the day it was sold."""

    class Kind(models.TextChoices):
        """Where on the order it stands."""

        PACKAGE = "package", _("Package")
        ADDON = "addon", _("Add-ons")
        GIFT = "gift", _("Gifts")
        UPSELL = "upsell", _("Second sale")

    class GiftTag(models.TextChoices):
        """What a gift is for."""

        NONE = "", "—"
        WEDDING = "wedding", _("Wedding gift")
        GOODS = "goods", _("Gift item")

    class State(models.TextChoices):
        """Whether the customer has it."""

        OPEN = "open", _("Not handed over")
        DELIVERED = "delivered", _("Delivered")
        CANCELLED = "cancelled", _("Cancelled")

    state_looks: ClassVar[Mapping[Any, Look]] = {
        State.OPEN: Look("neutral", "circle"),
        State.DELIVERED: Look("green", "circle-check"),
        State.CANCELLED: Look("neutral", "circle-x"),
    }

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    package = models.ForeignKey(Package, models.PROTECT, null=True, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("name"), max_length=120)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    unit_price_minor = FenField(_("unit price"))
    amount_minor = FenField(_("amount"))
    discount_minor = FenField(_("discount"), default=0)
    cost_minor = FenField(_("cost"), default=0)
    gift_tag = models.CharField(
        _("gift"), max_length=10, choices=GiftTag.choices, default="", blank=True
    )
    revenue_account = models.CharField(max_length=20, default=rules.PHOTO_REVENUE)
    cost_account = models.CharField(max_length=20, blank=True)
    stock_account = models.CharField(max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    added_on = models.DateField(_("added on"))

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position_once"),
            models.CheckConstraint(
                condition=Q(amount_minor=F("quantity") * F("unit_price_minor"), quantity__gt=0),
                name="order_line_amount_is_quantity_times_price",
            ),
            models.CheckConstraint(
                condition=Q(discount_minor__gte=0, discount_minor__lte=F("amount_minor")),
                name="order_line_discount_is_a_part",
            ),
            models.CheckConstraint(
                condition=~Q(kind="gift") | Q(unit_price_minor=0),
                name="order_line_gift_costs_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ×{self.quantity}"

    @property
    def net_minor(self) -> int:
        """What is charged for it: its amount less its share of the discount."""
        return self.amount_minor - self.discount_minor


class SalesCredit(models.Model):
    """Whose sale an order is, and by how much: the shares of an order add up to the whole."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="credits")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    share_bp = models.PositiveIntegerField(_("share"))

    class Meta:
        verbose_name = _("sales credit")
        verbose_name_plural = _("sales credits")
        ordering = ["-share_bp", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "employee"], name="sales_credit_once"),
            models.CheckConstraint(
                condition=Q(share_bp__range=(1, 10_000)), name="sales_credit_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.share_bp / 100:g} %"


class PaymentStep(models.Model):
    """When which part of an order is to be paid. Without a day: at pick-up."""

    class Kind(models.TextChoices):
        """What the money is for."""

        DOWN_PAYMENT = "down_payment", _("Deposit (earnest money)")
        REFUNDABLE_ADVANCE = "refundable_advance", _("Refundable advance")
        SECOND_SALE = "second_sale", _("Second sale")
        FINAL = "final", _("Final balance")

    order = models.ForeignKey(Order, models.PROTECT, related_name="payment_steps")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    amount_minor = FenField(_("amount"))
    due_on = models.DateField(_("due on"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment step")
        verbose_name_plural = _("payment steps")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "position"], name="payment_step_position_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="payment_step_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {Money(self.amount_minor)}"


class PaperPrint(models.Model):
    """How often a paper of an order was printed: the second time says so on the paper."""

    class Paper(models.TextChoices):
        """The papers of an order."""

        CONTRACT = "contract", _("Contract")
        RECEIPT = "receipt", _("Receipt")
        PICKUP_SLIP = "pickup_slip", _("Pick-up slip")

    order = models.ForeignKey(Order, models.PROTECT, related_name="prints")
    paper = models.CharField(_("paper"), max_length=15, choices=Paper.choices)
    copies = models.PositiveIntegerField(_("times printed"), default=0)
    last_at = models.DateTimeField(_("last printed"), default=clock.now)
    last_by = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("print")
        verbose_name_plural = _("prints")
        constraints = [
            models.UniqueConstraint(fields=["order", "paper"], name="paper_print_once_a_paper")
        ]

    def __str__(self) -> str:
        return f"{self.get_paper_display()} ×{self.copies}"


PAYMENT_STEP_LABELS = dict(PaymentStep.Kind.choices)
