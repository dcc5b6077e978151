"""The customer and the tags put on customers."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.search import Searchable, name_words, number_words
from yinglou.kernel.states import HasState, Look
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch
from yinglou.modules.customers import rules


class Tag(models.Model):
    """A word that colleagues put on customers, to find them together again."""

    name = models.CharField(_("tag"), max_length=20, unique=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name


class Customer(Searchable, HasState, models.Model):
    """A person, couple or family that the house works for. Found by name, pinyin and number."""

    class Kind(models.TextChoices):
        """Who stands behind the name."""

        PERSON = "person", _("Person")
        COUPLE = "couple", _("Couple")
        FAMILY = "family", _("Family")
        COMPANY = "company", _("Company")

    class Source(models.TextChoices):
        """Where the customer heard of us."""

        XHS = "xhs", _("Xiaohongshu")
        DOUYIN = "douyin", _("Douyin")
        MEITUAN = "meituan", _("Meituan / Dianping")
        WECHAT = "wechat", _("WeChat")
        REFERRAL = "referral", _("Referral")
        EXPO = "expo", _("Wedding fair")
        WALK_IN = "walk_in", _("Walk-in")
        PHONE = "phone", pgettext_lazy("customer source", "Phone call")
        OTHER = "other", _("Other source")

    class Intent(models.TextChoices):
        """How near the customer is to a decision."""

        UNKNOWN = "", _("Not asked")
        HIGH = "a", _("A: deciding now")
        MIDDLE = "b", _("B: comparing")
        LOW = "c", _("C: only asking")

    class State(models.TextChoices):
        """How the house stands with the customer."""

        LEAD = "lead", _("Lead")
        ACTIVE = "active", _("Customer")
        BLOCKED = "blocked", _("Blocked")
        MERGED = "merged", _("Merged")
        ERASED = "erased", _("Erased")

    moves: ClassVar = {
        State.LEAD: (State.ACTIVE, State.BLOCKED, State.MERGED, State.ERASED),
        State.ACTIVE: (State.BLOCKED, State.MERGED, State.ERASED),
        State.BLOCKED: (State.ACTIVE, State.LEAD, State.MERGED, State.ERASED),
        State.MERGED: (),
        State.ERASED: (),
    }
    looks: ClassVar = {
        State.LEAD: Look("azure", "user-question"),
        State.ACTIVE: Look("green", "user-check"),
        State.BLOCKED: Look("red", "user-off"),
        State.MERGED: Look("neutral", "arrow-merge"),
        State.ERASED: Look("neutral", "eraser"),
    }
    lock_rank = 25

    number = models.CharField(_("customer number"), max_length=20, unique=True)
    name = models.CharField(_("customer name"), max_length=rules.NAMES_MAX)
    other_names = models.CharField(_("other names"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PERSON)
    source = models.CharField(_("customer source"), max_length=10, choices=Source.choices)
    intent = models.CharField(
        _("intent"), max_length=1, choices=Intent.choices, default=Intent.UNKNOWN, blank=True
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.LEAD)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    tags = models.ManyToManyField(Tag, related_name="+", blank=True, verbose_name=_("tags"))
    wedding_on = models.DateField(_("wedding day"), null=True, blank=True)
    style_note = models.CharField(_("wishes"), max_length=500, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    registered_at = models.DateTimeField(_("registered"), default=clock.now, editable=False)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, editable=False)
    last_visit_at = models.DateTimeField(_("last visit"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("merged into")
    )

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="customer_merged_says_into_whom",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="customer_is_not_merged_into_itself",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="customer_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["branch", "-id"], name="customer_branch"),
            models.Index(fields=["owner", "-id"], name="customer_owner"),
            models.Index(fields=["last_contact_at"], name="customer_last_contact"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="customer_merged_into",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether something can still be agreed with this customer."""
        return self.state in (self.State.LEAD, self.State.ACTIVE)

    @property
    def wedding_lunar(self) -> str:
        """The wedding day in the farmers' calendar: 农历三月廿六."""
        return rules.lunar_text(self.wedding_on) if self.wedding_on else ""

    def search_words(self) -> Iterable[str]:
        """Each partner's name and pinyin, and the number. Never a phone."""
        words = number_words(self.number)
        if self.state in (self.State.MERGED, self.State.ERASED):
            return words
        names = [*rules.names_in(self.name), *rules.names_in(self.other_names)]
        return words.union(*(name_words(name) for name in names))
