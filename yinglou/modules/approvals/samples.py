"""A question that waits, for tests and the demo."""

from typing import Any

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.branches.models import Branch

from . import commands
from .models import Approval


def a_question(
    by: Actor,
    branch: Branch | None = None,
    subject: str = "branches.branch:1",
    amount: Money | None = None,
    permission: str = commands.DECIDE,
) -> Approval:
    """A discount of 20 % that somebody may not give alone."""
    return commands.ask_approval(
        by=by,
        subject=subject,
        kind="discount",
        title="优惠 8 折",
        reason="老客户介绍",
        amount=amount or Money(120_000),
        basis_bp=2_000,
        permission=permission,
        branch=branch,
    )


def a_row(resource: Any) -> Approval:
    """One row of this module's resource, for the tests of all pages."""
    return a_question(Actor.house("samples"))
