"""The company, its stores and departments, and when they are open."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.states import Badge

from .rules import MINUTES_PER_DAY


class Company(models.Model):
    """The taxpayer behind the stores. There is one."""

    class TaxKind(models.TextChoices):
        """How the tax office treats the company."""

        SMALL = "small", gettext_lazy("Small-scale taxpayer")
        GENERAL = "general", gettext_lazy("General taxpayer")

    lock_rank = 10

    name = models.CharField(gettext_lazy("company name"), max_length=60)
    tax_kind = models.CharField(
        gettext_lazy("tax kind"), max_length=10, choices=TaxKind.choices, default=TaxKind.SMALL
    )
    vat_bp = models.PositiveIntegerField(gettext_lazy("VAT rate"), default=100)
    tax_number = models.CharField(gettext_lazy("tax number"), max_length=30, blank=True)
    founded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = gettext_lazy("company")
        verbose_name_plural = gettext_lazy("company")
        constraints = [
            models.CheckConstraint(
                condition=Q(vat_bp__lte=10_000), name="company_vat_is_at_most_everything"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """A store: a place with its own till, calendar and business date."""

    lock_rank = 20

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", verbose_name=gettext_lazy("company")
    )
    code = models.CharField(gettext_lazy("store code"), max_length=10)
    name = models.CharField(gettext_lazy("store name"), max_length=60)
    address = models.CharField(gettext_lazy("address"), max_length=200, blank=True)
    phone = models.CharField(gettext_lazy("store phone"), max_length=20, blank=True)
    business_date = models.DateField(gettext_lazy("business date"))
    opened_at = models.DateTimeField(gettext_lazy("opened"), default=clock.now, editable=False)
    retired_at = models.DateTimeField(gettext_lazy("given up"), null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("store")
        verbose_name_plural = gettext_lazy("stores")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="branch_code_once"),
            models.UniqueConstraint(fields=["company", "name"], name="branch_name_once"),
        ]

    def __str__(self) -> str:
        return _("%(name)s (given up)") % {"name": self.name} if self.retired_at else self.name

    @property
    def branch_id(self) -> int:
        """A store belongs to itself: commands about it are refused to those of other stores."""
        return self.pk

    @property
    def is_open(self) -> bool:
        return self.retired_at is None

    @property
    def condition(self) -> Badge:
        """Open or given up, as a badge."""
        if self.retired_at:
            return Badge("retired", _("Given up"), "neutral", "archive", False)
        return Badge("open", _("Open for business"), "green", "building-store", False)


class Department(models.Model):
    """A part of a store that people belong to: sales desk, studio, post-production."""

    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+", verbose_name=gettext_lazy("store")
    )
    code = models.CharField(gettext_lazy("department code"), max_length=20)
    name = models.CharField(gettext_lazy("department name"), max_length=60)
    retired_at = models.DateTimeField(gettext_lazy("given up"), null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("department")
        verbose_name_plural = gettext_lazy("departments")
        constraints = [
            models.UniqueConstraint(fields=["branch", "code"], name="department_code_once_a_branch")
        ]

    def __str__(self) -> str:
        return _("%(name)s (given up)") % {"name": self.name} if self.retired_at else self.name


class Weekday(models.TextChoices):
    """A day of the week; the number is Python's."""

    MON = "0", gettext_lazy("Monday")
    TUE = "1", gettext_lazy("Tuesday")
    WED = "2", gettext_lazy("Wednesday")
    THU = "3", gettext_lazy("Thursday")
    FRI = "4", gettext_lazy("Friday")
    SAT = "5", gettext_lazy("Saturday")
    SUN = "6", gettext_lazy("Sunday")

    @property
    def number(self) -> int:
        return int(self.value)


class OpeningHours(models.Model):
    """The hours a store keeps on a weekday. No row: closed on that weekday."""

    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+", verbose_name=gettext_lazy("store")
    )
    weekday = models.PositiveSmallIntegerField(gettext_lazy("weekday"))
    opens_min = models.PositiveSmallIntegerField(gettext_lazy("opens"))
    closes_min = models.PositiveSmallIntegerField(gettext_lazy("closes"))

    class Meta:
        verbose_name = gettext_lazy("opening hours")
        verbose_name_plural = gettext_lazy("opening hours")
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "weekday"], name="opening_hours_once_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(opens_min__lt=F("closes_min"), closes_min__lte=MINUTES_PER_DAY),
                name="opening_hours_close_after_they_open",
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6), name="opening_hours_weekday_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday_name} {self.opens:%H:%M}–{_closing(self.closes_min)}"

    @property
    def weekday_name(self) -> str:
        return str(Weekday(str(self.weekday)).label)

    @property
    def opens(self) -> time:
        return time(*divmod(self.opens_min, 60))

    @property
    def closes_text(self) -> str:
        return _closing(self.closes_min)


def _closing(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


class Closure(models.Model):
    """A day on which a store stays closed although it is usually open: a holiday, a repair."""

    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="+", verbose_name=gettext_lazy("store")
    )
    day = models.DateField(gettext_lazy("day"))
    reason = models.CharField(gettext_lazy("reason"), max_length=100)

    class Meta:
        verbose_name = gettext_lazy("closure")
        verbose_name_plural = gettext_lazy("closures")
        constraints = [models.UniqueConstraint(fields=["branch", "day"], name="closure_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"
