"""What is known about a customer: days, likes, permissions given, visits received."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch
from yinglou.modules.customers import rules

from .customers import Customer


class KeyDate(models.Model):
    """A day that matters to a customer and comes round every year: a wedding, a birthday.

    `next_on` is when it comes next, not earlier than the first of the running month; the
    clock moves it on.
    """

    class Kind(models.TextChoices):
        """What day it is."""

        WEDDING = "wedding", _("Wedding day")
        ENGAGEMENT = "engagement", _("Engagement")
        BIRTHDAY = "birthday", _("Birthday")
        BABY = "baby", _("Baby's birthday")
        DUE = "due", _("Baby due")
        FULL_MOON = "full_moon", _("Baby one month old")
        HUNDRED_DAYS = "hundred_days", _("Baby 100 days old")
        FIRST_BIRTHDAY = "first_birthday", _("Baby's first birthday")
        OTHER = "other", _("Other day")

    class Calendar(models.TextChoices):
        """By which calendar it comes round."""

        SOLAR = "solar", _("Solar calendar")
        LUNAR = "lunar", _("Lunar calendar")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="key_dates", verbose_name=_("customer")
    )
    kind = models.CharField(_("occasion"), max_length=20, choices=Kind.choices)
    day = models.DateField(_("day"))
    calendar = models.CharField(
        _("calendar"), max_length=5, choices=Calendar.choices, default=Calendar.SOLAR
    )
    whose = models.CharField(_("whose"), max_length=rules.NAME_MAX, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    next_on = models.DateField(_("next"))
    is_yearly = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("key date")
        verbose_name_plural = _("key dates")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "day", "whose"], name="key_date_said_once"
            )
        ]
        indexes = [models.Index(fields=["next_on"], name="key_date_next")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"

    @property
    def branch_id(self) -> int:
        return self.customer.branch_id

    @property
    def lunar(self) -> str:
        return rules.lunar_text(self.day)


class Preference(models.Model):
    """What a customer likes, wears, must not have: one value of one kind."""

    class Kind(models.TextChoices):
        """What it is about."""

        STYLE = "style", _("Style")
        TONE = "tone", _("Colour tone")
        CLOTHES_SIZE = "clothes_size", _("Clothes size")
        SHOE_SIZE = "shoe_size", _("Shoe size")
        HEIGHT = "height", _("Height and weight")
        TABOO = "taboo", _("Taboo")
        ALLERGY = "allergy", _("Allergy")
        SKIN = "skin", _("Skin type")
        FAVOURITE = "favourite", _("Favourite colleague")
        OTHER = "other", _("Other wish")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="preferences", verbose_name=_("customer")
    )
    kind = models.CharField(_("preference"), max_length=20, choices=Kind.choices)
    value = models.CharField(_("preference value"), max_length=100)
    noted_at = models.DateTimeField(_("noted"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "value"], name="preference_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    @property
    def branch_id(self) -> int:
        return self.customer.branch_id


class Consent(models.Model):
    """What a customer allowed or forbade, on which day and how. Never changed: the last counts."""

    class Kind(models.TextChoices):
        """What is allowed."""

        MARKETING = "marketing_sms", _("Marketing messages")
        PHOTO_DISPLAY = "photo_display", _("Display of photos")

    class Answer(models.TextChoices):
        """What the customer said."""

        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused or withdrawn")

    class How(models.TextChoices):
        """How it was said."""

        PAPER = "paper", _("Signed on paper")
        ONLINE = "online", _("Online")
        ORAL = "oral", _("Orally")
        REPLY = "reply", _("By reply to a message")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="consents", verbose_name=_("customer")
    )
    kind = models.CharField(_("consent to"), max_length=20, choices=Kind.choices)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    at = models.DateTimeField(_("said"), default=clock.now, editable=False)
    taken_by = models.CharField(_("taken by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["customer", "kind", "-id"], name="consent_last")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_answer_display()}"

    @property
    def is_given(self) -> bool:
        return self.answer == self.Answer.GIVEN


class Reception(models.Model):
    """A customer in the shop: why they came, where else they looked, who received them."""

    class Reason(models.TextChoices):
        """Why they came in."""

        ASKING = "asking", _("Asking about a package")
        ORDER = "order", _("Placing an order")
        SHOOT = "shoot", _("Shoot")
        SELECTION = "selection", _("Photo selection")
        PICKUP = "pickup", _("Pick-up")
        COMPLAINT = "complaint", _("Complaint")
        OTHER = "other", _("Other reason")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="receptions", verbose_name=_("customer")
    )
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    reason = models.CharField(_("visit reason"), max_length=10, choices=Reason.choices)
    shops_compared = models.PositiveSmallIntegerField(_("shops compared"), default=0)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    consultant = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )
    at = models.DateTimeField(_("came"), default=clock.now, editable=False)
    business_date = models.DateField(_("business date"))

    class Meta:
        verbose_name = _("reception")
        verbose_name_plural = _("receptions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(satisfaction__isnull=True)
                | models.Q(satisfaction__gte=1, satisfaction__lte=5),
                name="reception_satisfaction_is_one_to_five",
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="reception_customer"),
            models.Index(fields=["branch", "business_date"], name="reception_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.business_date}"
