"""Notes, tasks and files on any record, by an opaque word such as `orders.order:7`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.states import HasState, Look
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch


class Note(models.Model):
    """Something said about a record: among colleagues, on the phone or in a chat."""

    class Kind(models.TextChoices):
        """How it was said."""

        NOTE = "note", _("Internal note")
        CALL = "call", _("Phone call")
        WECHAT = "wechat", _("WeChat talk")
        SMS = "sms", _("Text message")

    subject = models.CharField(_("about"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField(_("text"))
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=_("store")
    )
    author = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    author_name = models.CharField(max_length=150)
    at = models.DateTimeField(_("written"), default=clock.now)
    retracted_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["subject", "-at"], name="note_subject")]

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """Somebody is asked to look at a note."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="mentions")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mention_once_a_note")]
        indexes = [models.Index(fields=["user"], condition=Q(seen_at=None), name="mention_unseen")]

    def __str__(self) -> str:
        return f"@{self.user_id} #{self.note_id}"


class Task(HasState, models.Model):
    """Something somebody has to do until a day: call back, look for the album, send the link."""

    class State(models.TextChoices):
        """Whether it is done."""

        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Dropped")

    class Kind(models.TextChoices):
        """What sort of thing it is."""

        TASK = "task", _("Task")
        FOLLOW_UP = "follow_up", _("Follow-up")
        CALL = "call", _("Call back")

    moves = {
        State.OPEN: (State.DONE, State.CANCELLED),
        State.DONE: (State.OPEN,),
        State.CANCELLED: (State.OPEN,),
    }
    looks = {
        State.OPEN: Look("azure", "circle"),
        State.DONE: Look("green", "circle-check"),
        State.CANCELLED: Look("neutral", "circle-x"),
    }

    title = models.CharField(_("task"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TASK)
    subject = models.CharField(_("about"), max_length=150, blank=True)
    due_on = models.DateField(_("due"), null=True)
    hidden_until = models.DateField(_("put off until"), null=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=_("store")
    )
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("for whom")
    )
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField(_("given on"), default=clock.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    finished_at = models.DateTimeField(_("finished"), null=True)
    outcome = models.CharField(_("outcome"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", finished_at__isnull=True)
                | (~Q(state="open") & Q(finished_at__isnull=False)),
                name="task_finished_has_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="task_subject"),
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="task_open"),
        ]

    def __str__(self) -> str:
        return self.title


class File(models.Model):
    """A file put to a record: a contract, a sketch, a photo of the receipt."""

    subject = models.CharField(_("about"), max_length=150)
    name = models.CharField(_("file name"), max_length=120)
    stored = models.FileField(max_length=200, editable=False)
    size_bytes = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=_("store")
    )
    author = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("attached by")
    )
    author_name = models.CharField(max_length=150)
    at = models.DateTimeField(_("attached"), default=clock.now)
    retracted_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["subject", "-at"], name="file_subject")]

    def __str__(self) -> str:
        return self.name

    @property
    def size_text(self) -> str:
        """The size as people read it: `3.4 MB`."""
        if self.size_bytes < 1024 * 1024:
            return f"{max(1, round(self.size_bytes / 1024))} KB"
        return f"{self.size_bytes / 1024 / 1024:.1f} MB"
