"""The steps of production as a template, and the jobs that follow it."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.search import Searchable, name_words, number_words
from yinglou.kernel.states import HasState, Look
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import ShootType
from yinglou.modules.orders.models import Order
from yinglou.modules.staff.models import Employee

from . import rules


class Stage(models.TextChoices):
    """The stages of an order that production sets."""

    RETOUCHING = "retouching", _("Retouching")
    PROOFING = "proofing", _("Proof review")
    FINALIZED = "finalized", _("Final approved")
    MANUFACTURING = "manufacturing", _("Manufacturing")


class StepTemplate(models.Model):
    """The way things are made: which steps, in which order, for one kind of shoot or for all."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    shoot_type = models.ForeignKey(
        ShootType, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("shoot type"),
    )  # fmt: skip
    retired_at = models.DateTimeField(_("given up"), null=True, blank=True)

    class Meta:
        verbose_name = _("production template")
        verbose_name_plural = _("production templates")
        constraints = [
            models.UniqueConstraint(
                fields=["shoot_type"],
                condition=Q(retired_at__isnull=True, shoot_type__isnull=False),
                name="template_one_a_shoot_type",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def step_names(self) -> str:
        """The steps in their order, for the list."""
        return " → ".join(step.name for step in self.steps.all())


class TemplateStep(models.Model):
    """A step of a template: what is done, who can do it, how long before the promised day."""

    template = models.ForeignKey(StepTemplate, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=30)
    skill_code = models.CharField(_("skill"), max_length=30, blank=True)
    days_before_promise = models.PositiveSmallIntegerField(_("days before the promised day"))
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices)
    wip_max = models.PositiveSmallIntegerField(_("at once per person"), default=0)

    class Meta:
        verbose_name = _("template step")
        verbose_name_plural = _("template steps")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "position"], name="template_step_position_once"
            ),
            models.UniqueConstraint(fields=["template", "code"], name="template_step_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Job(HasState, Searchable):
    """The making of one order, from the photos chosen to the goods on the shelf."""

    class State(models.TextChoices):
        """How a job stands."""

        OPEN = "open", _("In production")
        DONE = "done", _("Made")
        CANCELLED = "cancelled", _("Cancelled")

    moves: ClassVar[Mapping[Any, tuple[Any, ...]]] = {
        State.OPEN: (State.DONE, State.CANCELLED),
        State.DONE: (State.OPEN,),
    }
    looks: ClassVar[Mapping[Any, Look]] = {
        State.OPEN: Look("orange", "wand"),
        State.DONE: Look("green", "circle-check"),
        State.CANCELLED: Look("neutral", "circle-x"),
    }
    lock_rank = 45

    number = models.CharField(_("job number"), max_length=20, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    template = models.ForeignKey(
        StepTemplate, models.PROTECT, related_name="+", verbose_name=_("template")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    quantity = models.PositiveIntegerField(_("photos"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_rush = models.BooleanField(_("rush"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    rework_count = models.PositiveSmallIntegerField(_("times reworked"), default=0)
    opened_at = models.DateTimeField(_("opened"), default=clock.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("production job")
        verbose_name_plural = _("production jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=~Q(state="cancelled"), name="job_one_an_order"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_at__isnull=False),
                name="job_done_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "due_on"], condition=Q(state="open"), name="job_open")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_late(self) -> bool:
        return bool(self.late_days)

    @property
    def late_days(self) -> int:
        if self.state != self.State.OPEN:
            return 0
        return rules.days_late(self.due_on, self.branch.business_date)

    def search_words(self) -> Iterable[str]:
        names = self.order.customer.name.split("/")
        words = number_words(self.number) | number_words(self.order.number)
        return words.union(*(name_words(name) for name in names))


class JobStep(HasState, models.Model):
    """One step of a job: who does it, by when, and whether it is done."""

    class State(models.TextChoices):
        """How a step stands."""

        TODO = "todo", _("To be claimed")
        DOING = "doing", _("In work")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")

    moves: ClassVar[Mapping[Any, tuple[Any, ...]]] = {
        State.TODO: (State.DOING, State.SKIPPED),
        State.DOING: (State.TODO, State.DONE, State.SKIPPED),
        State.DONE: (State.TODO,),
        State.SKIPPED: (State.TODO,),
    }
    looks: ClassVar[Mapping[Any, Look]] = {
        State.TODO: Look("neutral", "circle-dashed"),
        State.DOING: Look("orange", "wand"),
        State.DONE: Look("green", "circle-check"),
        State.SKIPPED: Look("neutral", "player-skip-forward"),
    }
    lock_rank = 46

    job = models.ForeignKey(Job, models.PROTECT, related_name="steps", verbose_name=_("job"))
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("step"), max_length=30)
    skill_code = models.CharField(max_length=30, blank=True)
    wip_max = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("done by"),
    )  # fmt: skip
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.TODO)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("production step")
        verbose_name_plural = _("production steps")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="job_step_position_once"),
            models.CheckConstraint(
                condition=~Q(state="doing") | Q(owner__isnull=False, started_at__isnull=False),
                name="job_step_in_work_has_an_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_at__isnull=False),
                name="job_step_done_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(state="doing"), name="job_step_of_owner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.name}"

    @property
    def branch_id(self) -> int:
        return self.job.branch_id

    @property
    def late_days(self) -> int:
        if self.state in rules.OVER:
            return 0
        return rules.days_late(self.due_on, self.job.branch.business_date)
