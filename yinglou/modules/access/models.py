"""People who may come in, the roles they have, how they prove it, where they are signed in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.search import Searchable, name_words
from yinglou.kernel.states import Badge
from yinglou.modules.branches.models import Branch

from .rules import device_of


class Reach(models.TextChoices):
    """How far somebody sees."""

    OWN = "own", gettext_lazy("Own records")
    BRANCH = "branch", gettext_lazy("Own stores")
    ALL = "all", gettext_lazy("All stores")


class Role(models.Model):
    """A job in the house and what it lets a person do: front desk, photographer, accountant."""

    code = models.CharField(gettext_lazy("role code"), max_length=40, unique=True)
    name = models.CharField(gettext_lazy("role name"), max_length=60)
    permissions = models.JSONField(gettext_lazy("permissions"), default=list)
    reach = models.CharField(
        gettext_lazy("reach"), max_length=10, choices=Reach.choices, default=Reach.BRANCH
    )
    limits = models.JSONField(gettext_lazy("limits"), default=dict)
    landing = models.CharField(gettext_lazy("first page"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(gettext_lazy("order in the list"), default=50)
    retired_at = models.DateTimeField(gettext_lazy("given up"), null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("role")
        verbose_name_plural = gettext_lazy("roles")

    def __str__(self) -> str:
        return self.name

    @property
    def permission_count(self) -> str:
        return _("all") if "*" in self.permissions else str(len(self.permissions))


class People(BaseUserManager["User"]):
    """Finds a person by what is typed at the door."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())


class Language(models.TextChoices):
    """The languages of the house."""

    ZH_HANS = "zh-hans", "简体中文"
    ZH_HANT = "zh-hant", "繁體中文"
    EN = "en", "English"


class User(Searchable, AbstractBaseUser):
    """Somebody who may sign in."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField(gettext_lazy("sign-in name"), max_length=60, unique=True)
    name = models.CharField(gettext_lazy("full name"), max_length=60)
    email = models.EmailField(gettext_lazy("e-mail"), blank=True)
    language = models.CharField(
        gettext_lazy("language"), max_length=10, choices=Language.choices, blank=True
    )
    roles = models.ManyToManyField(
        Role, related_name="users", blank=True, verbose_name=gettext_lazy("roles")
    )
    branches = models.ManyToManyField(
        Branch, related_name="+", blank=True, verbose_name=gettext_lazy("stores")
    )
    home_branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("home store")
    )
    employee_id = models.BigIntegerField(null=True, editable=False)
    is_active = models.BooleanField(gettext_lazy("may sign in"), default=True)
    must_change_password = models.BooleanField(
        gettext_lazy("must choose a password"), default=False
    )
    added_at = models.DateTimeField(gettext_lazy("added"), default=clock.now, editable=False)
    disabled_at = models.DateTimeField(gettext_lazy("locked out"), null=True, editable=False)

    objects = People()

    class Meta:
        verbose_name = gettext_lazy("person")
        verbose_name_plural = gettext_lazy("people")
        constraints = [
            models.UniqueConstraint(
                fields=["employee_id"],
                condition=Q(employee_id__isnull=False),
                name="user_employee_has_one",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def search_words(self) -> set[str]:
        return name_words(self.name) | {self.username}

    def search_branch_id(self) -> int | None:
        return self.home_branch_id

    @property
    def branch_id(self) -> int | None:
        """People are looked after by their home store."""
        return self.home_branch_id

    @property
    def condition(self) -> Badge:
        """Whether the person may sign in, as a badge."""
        if not self.is_active:
            return Badge("disabled", _("Locked out"), "red", "lock", False)
        if self.must_change_password:
            return Badge("new", _("First password"), "yellow", "key", False)
        return Badge("active", _("May sign in"), "green", "circle-check", False)

    def role_names(self) -> str:
        return "、".join(role.name for role in self.roles.all())

    def branch_names(self) -> str:
        return "、".join(branch.name for branch in self.branches.all())

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own rights are not used; the house asks its actors."""
        return False


class ApiToken(models.Model):
    """A key by which a program acts for a person. Only its digest is kept."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=gettext_lazy("person")
    )
    name = models.CharField(gettext_lazy("used for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    tail = models.CharField(gettext_lazy("ends with"), max_length=4, editable=False)
    created_at = models.DateTimeField(gettext_lazy("made"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(gettext_lazy("valid until"))
    revoked_at = models.DateTimeField(gettext_lazy("revoked"), null=True, editable=False)

    secret = ""  # known once, right after it was made; never stored

    class Meta:
        verbose_name = gettext_lazy("API token")
        verbose_name_plural = gettext_lazy("API tokens")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="api_token_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} …{self.tail}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def condition(self) -> Badge:
        """Valid, revoked or run out, as a badge."""
        if self.revoked_at:
            return Badge("revoked", _("Revoked"), "red", "ban", False)
        if not self.is_valid:
            return Badge("expired", _("Run out"), "neutral", "clock-off", False)
        return Badge("valid", _("Valid"), "green", "key", False)


class SignIn(models.Model):
    """Somebody signed in on a device. It lasts until he signs out or is signed out."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=gettext_lazy("person")
    )
    session_key = models.CharField(max_length=40, editable=False)
    at = models.DateTimeField(gettext_lazy("signed in"), default=clock.now)
    address = models.GenericIPAddressField(gettext_lazy("network address"), null=True)
    agent = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(gettext_lazy("signed out"), null=True)

    class Meta:
        verbose_name = gettext_lazy("sign-in")
        verbose_name_plural = gettext_lazy("sign-ins")
        indexes = [
            models.Index(fields=["user", "-at"], name="sign_in_of_user"),
            models.Index(
                fields=["session_key"], condition=Q(ended_at=None), name="sign_in_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.device} {self.at:%Y-%m-%d %H:%M}"

    @property
    def device(self) -> str:
        return device_of(self.agent) or _("Unknown device")
