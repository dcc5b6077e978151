"""An order whose photos are chosen, and 许然 who can retouch and design."""

from collections.abc import Iterator

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.access.models import User
from yinglou.modules.orders import samples as order_samples
from yinglou.modules.production import queries, samples
from yinglou.modules.staff.commands import hire_employee

HOUSE = Actor.house("tests")


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    with clock.set_to(order_samples.MOMENT):
        yield


@pytest.fixture
def job(db):
    return samples.a_job(HOUSE)


@pytest.fixture
def steps(job):
    return {step.code: step for step in queries.steps_of(job)}


def actor_of(employee, *permissions) -> Actor:
    """The employee as somebody who is signed in."""
    user = User.objects.create(username=f"u{employee.pk}", name=employee.name)
    employee.user = user
    employee.save(update_fields=["user"])
    branch = employee.branch_id
    return Actor(
        name=employee.name, permissions=frozenset({"production.view", *permissions}),
        user_id=user.pk, employee_id=employee.pk, branch_id=branch, reach="branch",
        branch_ids=frozenset({branch}),
    )  # fmt: skip


@pytest.fixture
def wen(job) -> Actor:
    """许然 retouches and designs."""
    return actor_of(samples.a_retoucher(HOUSE, job.order), "production.work")


@pytest.fixture
def lead(job) -> Actor:
    """郑一帆 leads post-production and checks."""
    found = samples.a_retoucher(HOUSE, job.order, "郑一帆")
    return actor_of(found, "production.work", "production.assign")


@pytest.fixture
def tao(job) -> Actor:
    """A colleague without any skill for it."""
    found = hire_employee(by=HOUSE, name="罗库", branch=job.branch)
    return actor_of(found, "production.work")
