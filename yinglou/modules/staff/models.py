"""The people of the house: what they can do and when they are on duty."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.search import Searchable, name_words, number_words
from yinglou.kernel.states import Badge
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch, Department

MINUTES_A_DAY = 24 * 60


class Skill(models.Model):
    """Something a person can do for a customer: photograph, make up, retouch."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.name


class Employee(Searchable):
    """A person who works here. Whoever leaves stays in the books."""

    lock_rank = 28

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(max_length=40, blank=True)
    hired_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="employee_leaves_after_being_hired",
            )
        ]
        indexes = [models.Index(fields=["branch", "left_on"], name="employee_branch")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_left(self) -> bool:
        return self.left_on is not None

    @property
    def standing(self) -> Badge:
        """Working here or gone, as a badge."""
        if self.left_on:
            return Badge("left", str(_("Has left")), "neutral", "door-exit", False)
        return Badge("working", str(_("Working here")), "green", "id-badge-2", False)

    def search_words(self) -> Iterable[str]:
        return name_words(self.name) | number_words(self.number)


class EmployeeSkill(models.Model):
    """How well an employee can do something, from 1 (learning) to 5 (the best we have)."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("skill of an employee")
        verbose_name_plural = _("skills of employees")
        constraints = [
            models.UniqueConstraint(fields=["employee", "skill"], name="employee_skill_once"),
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)), name="skill_level_is_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"


class Shift(models.Model):
    """What was planned for an employee on a day: work from–to, leave, or a day off."""

    class Kind(models.TextChoices):
        WORK = "work", _("Work")
        LEAVE = "leave", _("Leave")
        OFF = "off", _("Day off")

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="shifts")
    day = models.DateField()
    starts_min = models.PositiveSmallIntegerField("from")
    ends_min = models.PositiveSmallIntegerField("to")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.WORK)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["day", "starts_min"]
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "day", "kind", "starts_min"], name="shift_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_min__lt=F("ends_min"), ends_min__lte=MINUTES_A_DAY),
                name="shift_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["day", "employee"], name="shift_day")]

    def __str__(self) -> str:
        return f"{self.employee} {self.day:%m-%d} {self.hours}"

    @property
    def hours(self) -> str:
        start, end = divmod(self.starts_min, 60), divmod(self.ends_min, 60)
        return f"{start[0]:02}:{start[1]:02}–{end[0]:02}:{end[1]:02}"
