"""Templates, threads and messages, and the addresses that want no advertising."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.fields import EncryptedTextField
from yinglou.kernel.states import HasState, Look
from yinglou.modules.branches.models import Branch

from . import rules


class Channel(models.TextChoices):
    """By which road a message goes."""

    SMS = "sms", _("Text message")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", _("E-mail")


class Language(models.TextChoices):
    """In which language it is written."""

    ZH_HANS = "zh-hans", "简体中文"
    ZH_HANT = "zh-hant", "繁體中文"
    EN = "en", "English"


class MessageTemplate(models.Model):
    """What is said on an occasion, by one road and in one language, with named gaps."""

    code = models.CharField(_("occasion"), max_length=60)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    subject = models.CharField(_("subject line"), max_length=120, blank=True)
    body = models.TextField(_("text"), max_length=rules.BODY_MAX)
    retired_at = models.DateTimeField(_("given up"), null=True, editable=False)

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "channel", "language"],
                condition=Q(retired_at__isnull=True),
                name="template_one_an_occasion_channel_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.get_channel_display()} · {self.get_language_display()}"


class Thread(models.Model):
    """What was written to and by one party, named by an opaque word (`customers.customer:7`)."""

    party = models.CharField(max_length=150, unique=True)
    name = models.CharField(_("with"), max_length=150)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    last_at = models.DateTimeField(_("last message"), default=clock.now)
    last_text = models.CharField(_("last words"), max_length=60, blank=True)
    is_waiting = models.BooleanField(_("waits for an answer"), default=False)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [models.Index(fields=["branch", "-last_at"], name="thread_branch_last")]

    def __str__(self) -> str:
        return self.name


class Message(HasState, models.Model):
    """One message to or from a party. At most one a person, occasion and channel.

    `once_key` names the event it is about: what was queued once is not queued again.
    """

    class State(models.TextChoices):
        """What became of it."""

        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        WITHHELD = "withheld", _("Withheld")
        RECEIVED = "received", _("Received")

    class Direction(models.TextChoices):
        """Which way it went."""

        OUT = "out", _("To the customer")
        IN = "in", _("From the customer")

    moves: ClassVar = {
        State.QUEUED: (State.SENDING, State.WITHHELD),
        State.SENDING: (State.SENT, State.FAILED, State.QUEUED),
        State.FAILED: (State.QUEUED, State.WITHHELD),
        State.SENT: (),
        State.WITHHELD: (),
        State.RECEIVED: (),
    }
    looks: ClassVar = {
        State.QUEUED: Look("azure", "hourglass"),
        State.SENDING: Look("blue", "send"),
        State.SENT: Look("green", "check"),
        State.FAILED: Look("red", "alert-triangle"),
        State.WITHHELD: Look("neutral", "bell-off"),
        State.RECEIVED: Look("purple", "message-reply"),
    }

    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="messages", verbose_name=_("with")
    )
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("store"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    to = EncryptedTextField(_("address"), blank=True)
    to_blind = models.CharField(max_length=32, blank=True, editable=False)
    to_masked = models.CharField(_("to"), max_length=150, blank=True)
    subject = models.CharField(_("subject line"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    occasion = models.CharField(_("occasion"), max_length=60, blank=True)
    about = models.CharField(_("about"), max_length=150, blank=True)
    why = models.CharField(_("why it was sent"), max_length=200, blank=True)
    is_marketing = models.BooleanField(_("advertising"), default=False)
    once_key = models.CharField(max_length=150, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    transport = models.CharField(_("way"), max_length=20, blank=True)
    receipt = models.CharField(_("receipt"), max_length=150, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("trouble"), max_length=500, blank=True)
    written_by = models.CharField(_("written by"), max_length=150)
    at = models.DateTimeField(_("written"), default=clock.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="message_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(direction="in", state="received")
                | (Q(direction="out") & ~Q(state="received")),
                name="message_received_is_from_outside",
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "-id"], name="message_thread"),
            models.Index(fields=["branch", "-id"], name="message_branch"),
            models.Index(fields=["about", "-id"], condition=~Q(about=""), name="message_about"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["queued", "sending", "failed"]),
                name="message_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.text[:40]}"

    @property
    def is_dry_run(self) -> bool:
        """Whether it only was written down, because no way out is connected."""
        return self.transport == "dry_run"

    @property
    def parts(self) -> int:
        """How many short messages it is charged as."""
        return rules.sms_parts(self.text)


class OptOut(models.Model):
    """An address that wants no advertising by a channel any more."""

    address_blind = models.CharField(max_length=32)
    address_masked = models.CharField(_("address"), max_length=150)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("since"), default=clock.now)
    lifted_at = models.DateTimeField(_("allowed again"), null=True)

    class Meta:
        verbose_name = _("opt-out")
        verbose_name_plural = _("opt-outs")
        constraints = [
            models.UniqueConstraint(
                fields=["address_blind", "channel"],
                condition=Q(lifted_at__isnull=True),
                name="opt_out_once_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address_masked} · {self.get_channel_display()}"
