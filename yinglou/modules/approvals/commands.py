"""Asking for a yes, and answering."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor, permission_title
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, NotAllowed, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.numbers import next_number
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import Ask, BasisPoints, Text
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import business_date

from . import queries
from .events import ApprovalAsked, ApprovalGranted, ApprovalRefused, ApprovalWithdrawn
from .models import Approval

DECIDE = "approvals.decide"

Comment = Annotated[str, Text(max=500, lines=3), Ask(label=gettext_lazy("Comment"))]
Why = Annotated[str, Text(max=500, min=2, lines=3), Ask(label=gettext_lazy("Reason"))]


class AlreadyAsked(DomainError):
    """The same question is waiting for its answer."""


class OwnRequest(DomainError):
    """Nobody answers his own question."""

    status = 403


class AlreadyDecided(DomainError):
    """Somebody else was faster."""


class NotYourRequest(DomainError):
    """Only whoever asked takes the question back."""

    status = 403


@command(permission="approvals.ask", title=gettext_lazy("Ask for approval"), icon="hand-stop")
def ask_approval(
    *,
    by: Actor,
    subject: Annotated[str, Text(max=150)],
    kind: Annotated[str, Text(max=40)],
    title: Annotated[str, Text(max=120)],
    reason: Annotated[str, Text(max=500)],
    amount: Money | None = None,
    basis_bp: BasisPoints | None = None,
    permission: Annotated[str, Text(max=80)] = DECIDE,
    branch: Branch | None = None,
) -> Approval:
    """Put a question to everybody who has the permission to answer it."""
    if waiting := queries.pending_of(subject, kind):
        raise AlreadyAsked(
            _("“%(title)s” is waiting for approval already (%(number)s). Wait for the answer.")
            % {"title": waiting.title, "number": waiting.number},
            options=[Option(waiting.number, waiting.number, url_of(waiting))],
        )
    branch_id = branch.pk if branch else by.branch_id
    day = business_date(branch_id) if branch_id else clock.today()
    approval = Approval.objects.create(
        number=next_number("AP", day),
        subject=subject,
        kind=kind,
        title=title,
        reason=reason,
        amount_minor=amount.minor if amount is not None else None,
        basis_bp=basis_bp,
        branch_id=branch_id,
        permission=permission,
        asked_by_id=by.user_id,
        asked_at=clock.now(),
    )
    emit(
        ApprovalAsked(
            approval_id=approval.pk,
            subject=subject,
            kind=kind,
            permission=permission,
            branch_id=branch_id,
        )
    )
    return approval


def _is_pending(approval: Approval) -> bool:
    return approval.state == Approval.State.PENDING


@command(
    permission=DECIDE, title=gettext_lazy("Approve"), icon="circle-check", available=_is_pending
)
def approve(*, by: Actor, approval: Approval, comment: Comment = "") -> Approval:
    """Say yes."""
    approval = lock(approval)
    _must_decide(by, approval)
    _close(by, approval, Approval.State.APPROVED, comment)
    emit(ApprovalGranted(approval_id=approval.pk, subject=approval.subject, kind=approval.kind))
    return approval


@command(
    permission=DECIDE,
    title=gettext_lazy("Reject"),
    icon="circle-x",
    danger=True,
    consequence=gettext_lazy("Whoever asked is told the reason."),
    available=_is_pending,
)
def reject(
    *,
    by: Actor,
    approval: Approval,
    comment: Annotated[str, Text(max=500, min=2, lines=3), Ask(label=gettext_lazy("Why not"))],
) -> Approval:
    """Say no, and why."""
    approval = lock(approval)
    _must_decide(by, approval)
    _close(by, approval, Approval.State.REJECTED, comment)
    emit(ApprovalRefused(approval_id=approval.pk, subject=approval.subject, kind=approval.kind))
    return approval


@command(
    permission="approvals.ask",
    title=gettext_lazy("Withdraw"),
    icon="arrow-back-up",
    danger=True,
    consequence=gettext_lazy("The question is taken back; it can be asked again."),
    available=_is_pending,
)
def withdraw(*, by: Actor, approval: Approval) -> Approval:
    """Take one's own question back."""
    approval = lock(approval)
    _must_be_pending(approval)
    if by.user_id is not None and approval.asked_by_id != by.user_id:
        raise NotYourRequest(
            _("%(person)s asked this. Only that person can withdraw it; you can reject it.")
            % {"person": approval.asked_by}
        )
    _close(by, approval, Approval.State.WITHDRAWN, "")
    emit(ApprovalWithdrawn(approval_id=approval.pk, subject=approval.subject, kind=approval.kind))
    return approval


def _must_decide(by: Actor, approval: Approval) -> None:
    _must_be_pending(approval)
    if approval.asked_by_id is not None and approval.asked_by_id == by.user_id:
        raise OwnRequest(_("You asked this yourself, so somebody else has to decide it."))
    if not by.may(approval.permission):
        raise NotAllowed(
            _("To decide this you need “%(permission)s”. Leave it to somebody who has it.")
            % {"permission": permission_title(approval.permission)}
        )


def _must_be_pending(approval: Approval) -> None:
    if not _is_pending(approval) and approval.decided_by and approval.decided_at:
        raise AlreadyDecided(
            _("%(person)s has decided this already at %(time)s: %(state)s.")
            % {
                "person": approval.decided_by,
                "time": f"{timezone.localtime(approval.decided_at):%m-%d %H:%M}",
                "state": approval.get_state_display(),
            }
        )


def _close(by: Actor, approval: Approval, state: str, comment: str) -> None:
    approval.move_to(
        state, decided_by_id=by.user_id, decided_at=clock.now(), comment=comment.strip()
    )
