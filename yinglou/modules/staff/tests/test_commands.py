"""Hiring, teaching and planning: what is allowed and what is refused."""

from datetime import date

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import InvalidValue, NotAllowed, NotFound
from yinglou.modules.branches import samples as branches
from yinglou.modules.staff import commands, queries, samples
from yinglou.modules.staff.commands import ShiftIn
from yinglou.modules.staff.models import Employee, EmployeeSkill, Shift

pytestmark = pytest.mark.django_db
LIN = Actor.house("tests")
SATURDAY = date(2026, 12, 5)


@pytest.fixture
def branch():
    return branches.a_branch(LIN)


@pytest.fixture
def zhou(branch):
    skill = commands.add_skill(by=LIN, code="photographer", name="摄影")
    return samples.an_employee(LIN, branch, "周航", skill, 5)


def test_an_employee_gets_a_number_and_is_found_by_initials(zhou, branch):
    assert (zhou.number, zhou.hired_on) == ("E0001", date(2026, 11, 21))
    assert queries.suggest_employees(LIN, "zh") == [zhou]
    assert list(queries.employees_with("photographer", branch)) == [zhou]
    assert queries.skills_of([zhou.pk]) == {zhou.pk: {"photographer": 5}}


def test_level_nothing_takes_a_skill_away(zhou):
    skill = zhou.skills.get().skill
    commands.teach_skill(by=LIN, employee=zhou, skill=skill, level=0)
    assert EmployeeSkill.objects.count() == 0
    with pytest.raises(InvalidValue):
        commands.teach_skill(by=LIN, employee=zhou, skill=skill, level=6)
    assert EmployeeSkill.objects.count() == 0


def test_duty_follows_the_shift_and_the_leave(zhou):
    at = lambda hour: clock.at(SATURDAY, hour)  # noqa: E731
    assert queries.on_duty(zhou, at(9), at(13))
    samples.a_shift(LIN, zhou, SATURDAY, 13, 21)
    assert not queries.on_duty(zhou, at(9), at(13))
    assert queries.on_duty(zhou, at(13), at(17))
    commands.plan_leave(by=LIN, employee=zhou, first_day=SATURDAY, starts_min=960)
    assert not queries.on_duty(zhou, at(13), at(17))


def test_planning_anew_replaces_the_day_and_keeps_the_leave(zhou):
    commands.plan_leave(by=LIN, employee=zhou, first_day=SATURDAY, starts_min=1200)
    samples.a_shift(LIN, zhou, SATURDAY, 9, 18)
    samples.a_shift(LIN, zhou, SATURDAY, 10, 19)
    assert [(s.kind, s.hours) for s in Shift.objects.order_by("starts_min")] == [
        ("work", "10:00–19:00"),
        ("leave", "20:00–24:00"),
    ]


def test_two_shifts_at_the_same_time_are_refused(zhou):
    lines = [ShiftIn(zhou, SATURDAY, 540, 780), ShiftIn(zhou, SATURDAY, 720, 1080)]
    with pytest.raises(commands.ShiftsOverlap, match="周航"):
        commands.plan_shifts(by=LIN, shifts=lines)
    assert Shift.objects.count() == 0


def test_a_shift_that_ends_before_it_starts_is_refused(zhou):
    with pytest.raises(InvalidValue):
        commands.plan_shifts(by=LIN, shifts=[ShiftIn(zhou, SATURDAY, 600, 540)])
    assert Shift.objects.count() == 0


def test_nothing_is_planned_for_somebody_who_left(zhou):
    with clock.set_to(clock.at(date(2026, 12, 1), 12)):
        samples.a_shift(LIN, zhou, SATURDAY, 9, 18)
        commands.let_go(by=LIN, employee=zhou)
    assert Shift.objects.count() == 0
    with pytest.raises(commands.HasLeft, match="周航"):
        samples.a_shift(LIN, Employee.objects.get(), SATURDAY, 9, 18)
    assert Shift.objects.count() == 0


def test_a_manager_of_another_store_cannot_plan(zhou):
    otto = Actor(
        name="Otto", permissions=frozenset({"staff.plan"}), reach="branch", branch_ids=frozenset()
    )
    with pytest.raises(NotFound):
        samples.a_shift(otto, zhou, SATURDAY, 9, 18)
    with pytest.raises(NotAllowed):
        samples.a_shift(Actor(name="Otto"), zhou, SATURDAY, 9, 18)
    assert Shift.objects.count() == 0


def test_duty_of_many_people_for_weeks_is_one_statement(zhou, branch, django_assert_num_queries):
    others = [samples.an_employee(LIN, branch, name) for name in ("李沐", "苏婉")]
    with django_assert_num_queries(1):
        found = queries.duty_between([e.pk for e in (zhou, *others)], SATURDAY, date(2026, 12, 19))
    assert all(len(windows) == 1 for windows in found.values())
