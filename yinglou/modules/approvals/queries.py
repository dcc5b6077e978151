"""Which questions wait, and what became of them."""

from django.db.models import Case, IntegerField, Q, QuerySet, When

from yinglou.kernel.actors import Actor

from .models import Approval


def approvals_seen_by(actor: Actor) -> QuerySet[Approval]:
    """What was asked in the actor's stores; of others' stores only the own questions."""
    rows = Approval.objects.select_related("branch", "asked_by", "decided_by")
    if actor.reach == "own":
        return rows.filter(_own(actor) | _may_decide(actor) & _near(actor))
    if actor.reach == "branch":
        return rows.filter(_own(actor) | _near(actor))
    return rows


def waiting_for(actor: Actor) -> QuerySet[Approval]:
    """The questions this actor may answer now; `.count()` is the badge."""
    if not actor.may("approvals.decide"):
        return Approval.objects.none()
    pending = Q(state=Approval.State.PENDING) & _may_decide(actor) & ~_own(actor)
    rows = Approval.objects.select_related("branch", "asked_by").filter(pending)
    if actor.reach != "all":
        rows = rows.filter(_near(actor))
    return rows.order_by("asked_at", "pk")


def approvals_of(subject: str) -> QuerySet[Approval]:
    """Everything that was asked about a document, latest first."""
    return Approval.objects.filter(subject=subject).select_related("asked_by").order_by("-pk")


def pending_of(subject: str, kind: str = "") -> Approval | None:
    """The question about a document that is not answered yet."""
    rows = approvals_of(subject).filter(state=Approval.State.PENDING)
    return (rows.filter(kind=kind) if kind else rows).first()


def pending_first(rows: QuerySet[Approval]) -> QuerySet[Approval]:
    """The same rows with the open questions on top."""
    rank = Case(When(state="pending", then=0), default=1, output_field=IntegerField())
    return rows.order_by(rank, "-pk")


def _own(actor: Actor) -> Q:
    return Q(asked_by_id=actor.user_id, asked_by__isnull=False)


def _near(actor: Actor) -> Q:
    return Q(branch_id__in=actor.branch_ids) | Q(branch=None)


def _may_decide(actor: Actor) -> Q:
    return Q() if "*" in actor.permissions else Q(permission__in=actor.permissions)
