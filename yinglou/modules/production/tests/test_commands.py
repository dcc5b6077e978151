"""Making an order: whose turn it is, who may, and what it means for the order."""

from datetime import date
from types import SimpleNamespace

import pytest

from yinglou.kernel.errors import NotAllowed
from yinglou.kernel.money import Money
from yinglou.modules.branches import samples as branch_samples
from yinglou.modules.orders import samples as order_samples
from yinglou.modules.orders.commands import (
    cancel_order,
    change_order,
    hand_over,
    mark_ready,
    put_on_hold,
    release_unpaid,
)
from yinglou.modules.production import checks, commands, queries, samples
from yinglou.modules.production.commands import StepIn
from yinglou.modules.production.models import Job, Stage, StepTemplate
from yinglou.modules.staff.commands import hire_employee

from .conftest import HOUSE, actor_of


def fresh(step):
    return queries.steps_seen_by(HOUSE).get(pk=step.pk)


def stage_of(job) -> str:
    return order_samples.fresh(job.order).state


def found_nothing() -> bool:
    return [*checks.made_is_made(), *checks.steps_in_turn(), *checks.ended_rest()] == []


def test_chosen_photos_open_a_job_planned_back_from_the_promised_day(job):
    assert job.number == "PJ261121-0001"
    assert (job.quantity, job.due_on) == (30, date(2027, 1, 19))
    assert [(s.code, s.due_on) for s in queries.steps_of(job)] == [
        ("retouch", date(2026, 12, 20)),
        ("design", date(2026, 12, 28)),
        ("proof", date(2027, 1, 2)),
        ("making", date(2027, 1, 15)),
        ("qc", date(2027, 1, 17)),
    ]
    with pytest.raises(commands.JobExists):
        commands.open_job(by=HOUSE, order=job.order, quantity=30)


def test_step_by_step_to_the_shelf(job, steps, wen, lead):
    commands.claim_step(by=wen, step=steps["retouch"])
    assert stage_of(job) == "retouching"
    commands.finish_step(by=wen, step=fresh(steps["retouch"]))
    step = commands.claim_next(by=wen)
    assert step.code == "design"
    commands.finish_step(by=wen, step=step)
    commands.claim_step(by=lead, step=fresh(steps["proof"]))
    assert stage_of(job) == "proofing"
    commands.finish_step(by=lead, step=fresh(steps["proof"]))
    assert stage_of(job) == "finalized"
    for code in ("making", "qc"):
        commands.claim_step(by=lead, step=fresh(steps[code]))
        assert stage_of(job) == "manufacturing"
        commands.finish_step(by=lead, step=fresh(steps[code]))
    job.refresh_from_db()
    assert job.state == "done"
    order = order_samples.fresh(job.order)
    assert (order.state, order.ready_on) == ("ready", date(2026, 11, 21))
    assert found_nothing()


@pytest.mark.parametrize("handed_over", [False, True])
def test_an_order_ready_by_hand_ends_its_job(job, steps, wen, handed_over):
    commands.claim_step(by=wen, step=steps["retouch"])
    order = mark_ready(by=HOUSE, order=order_samples.fresh(job.order))
    if handed_over:
        order = release_unpaid(by=HOUSE, order=order, reason="老板同意")
        hand_over(by=HOUSE, order=order, receiver="王晓明")
    job.refresh_from_db()
    assert job.state == "done"
    assert {step.state for step in queries.steps_of(job)} == {"skipped"}
    assert all(order.number in step.remark for step in queries.steps_of(job))
    assert found_nothing()


def test_what_is_due_first_comes_first(job, wen):
    shop = SimpleNamespace(
        customer=job.order.customer, package=job.order.package, branch=job.branch
    )  # fmt: skip
    other = commands.open_job(by=HOUSE, order=order_samples.an_order(HOUSE, shop), quantity=10)
    Job.objects.filter(pk=other.pk).update(due_on=date(2027, 12, 31))
    other.steps.filter(code="retouch").update(due_on=date(2026, 11, 20))
    assert [step.job_id for step in queries.claimable(wen)] == [other.pk, job.pk]


def test_a_step_waits_for_its_turn(steps, wen):
    with pytest.raises(commands.NotItsTurn, match="精修"):
        commands.claim_step(by=wen, step=steps["design"])
    assert fresh(steps["design"]).state == "todo"


def test_of_two_who_claim_one_step_the_second_is_told_by_whom(steps, wen, lead):
    commands.claim_step(by=wen, step=steps["retouch"])
    with pytest.raises(commands.TakenAlready, match="许然"):
        commands.claim_step(by=lead, step=steps["retouch"])
    assert fresh(steps["retouch"]).owner.name == "许然"


def test_whoever_lacks_the_skill_cannot_claim(steps, tao, lead):
    with pytest.raises(commands.LacksTheSkill):
        commands.claim_step(by=tao, step=steps["retouch"])
    with pytest.raises(commands.NothingToClaim):
        commands.claim_next(by=tao)
    unskilled = hire_employee(by=HOUSE, name="小王", branch=fresh(steps["retouch"]).job.branch)
    with pytest.raises(commands.LacksTheSkill):
        commands.reassign_step(by=lead, step=steps["retouch"], owner=unskilled)
    assert fresh(steps["retouch"]).state == "todo"


def test_a_step_is_finished_by_whoever_does_it(steps, wen, tao):
    commands.claim_step(by=wen, step=steps["retouch"])
    with pytest.raises(commands.NotYours):
        commands.finish_step(by=tao, step=fresh(steps["retouch"]))
    assert fresh(steps["retouch"]).state == "doing"


def test_a_step_given_back_can_be_claimed_by_another(steps, wen, lead):
    commands.claim_step(by=wen, step=steps["retouch"])
    commands.release_step(by=wen, step=fresh(steps["retouch"]))
    commands.claim_step(by=lead, step=fresh(steps["retouch"]))
    assert fresh(steps["retouch"]).owner.name == "郑一帆"


def test_bad_work_goes_back_to_whoever_did_it(job, steps, wen, lead):
    commands.claim_step(by=wen, step=steps["retouch"])
    commands.finish_step(by=wen, step=fresh(steps["retouch"]))
    commands.claim_step(by=lead, step=fresh(steps["design"]))
    commands.send_back(by=lead, step=fresh(steps["design"]), reason="色差")
    step = fresh(steps["retouch"])
    assert (step.state, step.owner.name, step.remark) == ("doing", "许然", "色差")
    assert fresh(steps["design"]).state == "todo"
    job.refresh_from_db()
    assert job.rework_count == 1
    assert found_nothing()


def test_a_step_can_be_left_out_by_the_lead(steps, wen, lead):
    with pytest.raises(NotAllowed):
        commands.skip_step(by=wen, step=steps["retouch"], reason="客户要原片")
    commands.skip_step(by=lead, step=steps["retouch"], reason="客户要原片")
    assert fresh(steps["retouch"]).state == "skipped"
    commands.claim_step(by=wen, step=fresh(steps["design"]))


def test_nobody_takes_more_than_the_limit(job, wen):
    job.steps.filter(code="retouch").update(wip_max=1)
    other = order_samples.paid(HOUSE, order_samples.commands.place_order(
        by=HOUSE, customer=job.order.customer, package=job.order.package, branch=job.branch
    ))  # fmt: skip
    other.__class__.objects.filter(pk=other.pk).update(state="selected")
    second = commands.open_job(by=HOUSE, order=order_samples.fresh(other), quantity=12)
    second.steps.filter(code="retouch").update(wip_max=1)
    commands.claim_next(by=wen)
    with pytest.raises(commands.TooMuchAtOnce):
        commands.claim_next(by=wen)
    assert len(queries.queue_of(wen)) == 1


def test_an_order_on_hold_is_not_worked_on(job, steps, wen):
    put_on_hold(by=HOUSE, order=job.order, reason="客户出国")
    with pytest.raises(commands.OrderRests):
        commands.claim_step(by=wen, step=steps["retouch"])
    assert queries.claimable(wen) == []
    assert stage_of(job) == "on_hold"


def test_a_cancelled_order_ends_its_job(job):
    cancel_order(by=HOUSE, order=job.order, reason="退单", kept=Money(180_000))
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert found_nothing()


def test_another_promised_day_moves_the_steps(job):
    change_order(by=HOUSE, order=job.order, promised_on=date(2027, 2, 19))
    job.refresh_from_db()
    assert job.due_on == date(2027, 2, 19)
    assert queries.steps_of(job)[0].due_on == date(2027, 1, 20)


def test_rush_goes_before_the_rest(job, wen):
    commands.mark_rush(by=HOUSE, job=job)
    board = queries.board_for(wen)
    assert [lane.code for lane in board.lanes] == [
        "waiting", "retouch", "design", "proof", "making", "qc", "made"
    ]  # fmt: skip
    [card] = board.lanes[0].cards
    assert (card.job.is_rush, card.may_claim, card.done_share) == (True, True, 0)


def test_another_store_sees_nothing(job, steps):
    other = branch_samples.two_branches(HOUSE)[1]
    otto = actor_of(hire_employee(by=HOUSE, name="陶然", branch=other), "production.work")
    assert not queries.jobs_seen_by(otto).exists()
    with pytest.raises(Exception) as refusal:  # noqa: PT011 the status is asserted
        commands.claim_step(by=otto, step=steps["retouch"])
    assert refusal.value.status == 404
    assert fresh(steps["retouch"]).state == "todo"


def test_a_template_says_each_code_once_and_known_skills_only(db):
    def add(*steps):
        return commands.add_template(by=HOUSE, code="x", name="x", steps=list(steps))

    with pytest.raises(commands.StepsWrong):
        add()
    with pytest.raises(commands.StepsWrong):
        add(*[StepIn("a", "甲", 1, Stage.RETOUCHING)] * 2)
    with pytest.raises(commands.StepsWrong):
        add(StepIn("a", "甲", 1, Stage.RETOUCHING, "magic"))
    assert not StepTemplate.objects.exists()


def test_without_a_template_no_job_is_opened(db):
    order = order_samples.paid(HOUSE, order_samples.an_order(HOUSE))
    order = order_samples.shot(HOUSE, order)
    samples.record_selection(by=HOUSE, order=order, photos_chosen=30)
    assert not Job.objects.exists()
    with pytest.raises(commands.NoTemplate):
        commands.open_job(by=HOUSE, order=order_samples.fresh(order), quantity=30)
