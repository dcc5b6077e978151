"""What the engine room knows: the journal, the queue, whether this is the demo."""

from django.db.models import QuerySet

from yinglou.kernel.actors import Actor
from yinglou.kernel.models import Job, JournalEntry

DEMO_BUILDER = "demo"


def journal_seen_by(actor: Actor) -> QuerySet[JournalEntry]:
    """What was done, as far as the actor's reach goes: everywhere, own stores, oneself."""
    rows = JournalEntry.objects.select_related("caused_by")
    if actor.reach == "all":
        return rows
    if actor.reach == "branch":
        return rows.filter(branch_id__in=actor.branch_ids)
    return rows.filter(user_id=actor.user_id or 0)


def jobs_seen_by(actor: Actor) -> QuerySet[Job]:
    """The queue belongs to the whole house: people who see all of it, else one's own work."""
    rows = Job.objects.select_related("cause")
    return rows if actor.reach == "all" else rows.filter(user_id=actor.user_id or 0)


def dead_jobs(rows: QuerySet[Job], actor: Actor | None = None) -> QuerySet[Job]:
    """Dead letters: work that failed as often as it may."""
    return rows.filter(state=Job.State.DEAD)


def is_demo() -> bool:
    """Whether this house was furnished by the demo builder."""
    return JournalEntry.objects.filter(actor=DEMO_BUILDER).exists()
