"""The tables of the house itself: journal, seals, queue, clock, numbers, words, views."""

import itertools
import secrets
import time

from django.db import models
from django.db.models import Q

from . import clock

_EPOCH_MS = 1_767_225_600_000  # 2026-01-01
_mine = secrets.randbits(10)
_count = itertools.count(secrets.randbits(12))


def time_ordered_id() -> int:
    """A key made without asking the database: milliseconds, process, count.

    A command knows the keys of its whole tree before it writes any of it, so that the tree
    is written by one statement. Two processes which draw the same key by chance collide on
    the primary key, and the command is tried again.
    """
    milliseconds = int(time.time() * 1000) - _EPOCH_MS
    return (milliseconds << 22) | (_mine << 12) | (next(_count) & 0xFFF)


class JournalEntry(models.Model):
    """A command that was carried out: who, what, on what, why. Never changed, never deleted.

    One row has four uses: it is the audit trail, the record of a request key, the cause of
    its effects and the anchor of what is delivered after the commit.
    """

    id = models.BigIntegerField(primary_key=True, default=time_ordered_id)
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=150)
    user_id = models.BigIntegerField(null=True)
    branch_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=10, default="web")
    command = models.CharField(max_length=100)
    arguments = models.JSONField()
    subject = models.CharField(max_length=150, blank=True)  # "booking.appointment:7"
    about = models.CharField(max_length=150, blank=True)  # the first argument, the same way
    request_key = models.CharField(max_length=120, null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    caused_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="effects")
    seal = models.ForeignKey("Seal", models.PROTECT, null=True, related_name="entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request_key"],
                condition=Q(request_key__isnull=False),
                name="journal_request_key_once",
            )
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="journal_subject"),
            models.Index(fields=["about", "-id"], name="journal_about"),
            models.Index(fields=["at"], name="journal_at"),
            models.Index(fields=["id"], condition=Q(seal=None), name="journal_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.command} {self.subject}"


class Seal(models.Model):
    """A link of the hash chain over the journal: it covers a batch and the link before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    entry_count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Seal {self.number}"


class Job(models.Model):
    """Work for the worker: a delivery, a job a person started, or a chore of the clock."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"
        CANCELLED = "cancelled"

    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    cause = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    priority = models.SmallIntegerField(default=0)
    run_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_max = models.PositiveSmallIntegerField(default=10)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=64, blank=True)
    once_key = models.CharField(max_length=120, null=True)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["once_key"],
                condition=Q(state__in=["queued", "running"], once_key__isnull=False),
                name="job_once_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["-priority", "run_at", "id"], condition=Q(state="queued"), name="job_ready"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


class ClockTick(models.Model):
    """When a chore is due next; moved forward by compare-and-swap, so it fires once."""

    chore = models.CharField(max_length=120, primary_key=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.chore


class NumberSequence(models.Model):
    """The last number given out under a key. It moves in the transaction of the document,
    so a number is neither missing nor used twice."""

    key = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"


class SearchWord(models.Model):
    """A prefix by which something is found: a name, its pinyin, its initials, a number's tail."""

    word = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)  # "customers.customer"
    object_id = models.BigIntegerField()
    branch_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["word", "kind", "object_id"], name="search_word"),
            models.Index(fields=["kind", "object_id"], name="search_object"),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.kind}:{self.object_id}"


class SavedView(models.Model):
    """A way of looking at a list that somebody kept: filters, order, columns, grouping."""

    resource = models.CharField(max_length=80)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)
    user_id = models.BigIntegerField()
    shared = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "user_id", "name"], name="saved_view_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
