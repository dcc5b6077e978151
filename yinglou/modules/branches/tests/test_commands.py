"""The company, its stores and their days."""

from datetime import date, time

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotAllowed, NotFound
from yinglou.kernel.models import JournalEntry
from yinglou.modules.branches import commands, queries
from yinglou.modules.branches.commands import HoursIn
from yinglou.modules.branches.models import Branch, Closure, Company, OpeningHours, Weekday
from yinglou.modules.branches.samples import a_branch, a_company, two_branches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
HOUSE = Actor.house("tests")
DAY = date(2026, 11, 21)


def of_store(branch: Branch, *permissions: str) -> Actor:
    return Actor(
        name="高翔",
        user_id=7,
        permissions=frozenset(permissions),
        branch_id=branch.pk,
        branch_ids=frozenset({branch.pk}),
        reach="branch",
    )


def test_a_company_is_founded_once():
    a_company()
    with pytest.raises(commands.CompanyExists):
        commands.found_company(by=HOUSE, name="另一家")
    assert Company.objects.count() == 1


def test_without_a_company_no_store_opens():
    with pytest.raises(queries.NoCompany):
        commands.open_branch(by=HOUSE, code="ZL", name="钟楼店")
    assert not Branch.objects.exists()


def test_a_store_opens_with_a_standard_week():
    branch = a_branch()
    assert branch.business_date == DAY
    assert OpeningHours.objects.filter(branch=branch).count() == 7
    assert queries.opening_on(branch, DAY) == (clock.at(DAY, 9), clock.at(DAY, 21))


def test_a_code_and_a_name_are_taken_once():
    a_branch()
    for taken in ({"code": "zl", "name": "新店"}, {"code": "XD", "name": "钟楼店"}):
        with pytest.raises(commands.CodeTaken):
            commands.open_branch(by=HOUSE, **taken)
    assert Branch.objects.count() == 1


def test_a_stranger_is_refused_and_nothing_is_written():
    branch = a_branch()
    before = JournalEntry.objects.count()
    with pytest.raises(NotAllowed):
        commands.retire_branch(by=of_store(branch, "branches.view"), branch=branch)
    branch.refresh_from_db()
    assert branch.retired_at is None
    assert JournalEntry.objects.count() == before


def test_another_store_does_not_exist_for_somebody_of_this_store():
    here, there = two_branches()
    by = of_store(here, "branches.manage", "branches.view")
    with pytest.raises(NotFound):
        commands.change_branch(by=by, branch=there, name="我的店")
    there.refresh_from_db()
    assert there.name == "高新店"
    assert list(queries.branches_seen_by(by)) == [here]


def test_the_week_is_written_anew_and_left_out_days_are_closed():
    branch = a_branch()
    week = [HoursIn(Weekday.SAT, time(10), time(0))]
    commands.set_opening_hours(by=HOUSE, branch=branch, hours=week)
    assert queries.opening_on(branch, DAY) == (clock.at(DAY, 10), clock.at(DAY, 24))
    assert queries.opening_on(branch, date(2026, 11, 22)) is None


@pytest.mark.parametrize(
    "week",
    [
        [HoursIn(Weekday.MON, time(12), time(9))],
        [HoursIn(Weekday.MON, time(9), time(12)), HoursIn(Weekday.MON, time(13), time(18))],
    ],
)
def test_wrong_hours_are_refused_and_the_old_week_stays(week):
    branch = a_branch()
    with pytest.raises(commands.WrongHours):
        commands.set_opening_hours(by=HOUSE, branch=branch, hours=week)
    assert OpeningHours.objects.filter(branch=branch).count() == 7


def test_an_announced_closure_closes_its_days():
    branch = a_branch()
    commands.announce_closure(
        by=HOUSE, branch=branch, day=date(2027, 2, 6), until=date(2027, 2, 8), reason="春节"
    )
    openings = queries.openings_between(branch, date(2027, 2, 5), date(2027, 2, 9))
    assert sorted(openings) == [date(2027, 2, 5), date(2027, 2, 9)]
    with pytest.raises(commands.AlreadyClosed):
        commands.announce_closure(by=HOUSE, branch=branch, day=date(2027, 2, 7), reason="检修")
    closure = Closure.objects.get(day=date(2027, 2, 7))
    commands.cancel_closure(by=HOUSE, closure=closure)
    assert queries.opening_on(branch, date(2027, 2, 7)) is not None


def test_the_business_date_moves_to_the_next_day():
    branch = commands.roll_business_date(by=HOUSE, branch=a_branch(), to=date(2026, 11, 22))
    assert queries.business_date(branch) == date(2026, 11, 22)


@pytest.mark.parametrize("to", [date(2026, 11, 20), DAY, date(2026, 11, 23)])
def test_the_business_date_never_goes_back_or_skips(to):
    branch = a_branch()
    with pytest.raises(commands.DateWouldSkip):
        commands.roll_business_date(by=HOUSE, branch=branch, to=to)
    assert queries.business_date(branch) == DAY


def test_the_books_are_tomorrow_at_most():
    branch = a_branch(business_date=date(2026, 11, 22))
    with pytest.raises(commands.DateAheadOfCalendar):
        commands.roll_business_date(by=HOUSE, branch=branch, to=date(2026, 11, 23))
    assert queries.business_date(branch) == date(2026, 11, 22)


def test_nothing_new_is_entered_for_a_store_that_was_given_up():
    branch = commands.retire_branch(by=HOUSE, branch=a_branch())
    with pytest.raises(commands.BranchGivenUp):
        commands.add_department(by=HOUSE, branch=branch, code="MS", name="门市")
    assert queries.opening_on(branch, DAY) is None
