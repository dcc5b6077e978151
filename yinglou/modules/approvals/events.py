"""Facts about what was asked and answered."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Event):
    """Somebody waits for a yes."""

    approval_id: int
    subject: str
    kind: str
    permission: str
    branch_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ApprovalGranted(Event):
    """A manager said yes."""

    approval_id: int
    subject: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class ApprovalRefused(Event):
    """A manager said no."""

    approval_id: int
    subject: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(Event):
    """Whoever asked takes the question back."""

    approval_id: int
    subject: str
    kind: str
