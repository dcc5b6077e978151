"""Holding, booking and moving: everything or nothing, and true reasons."""

from datetime import timedelta

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import IllegalMove, InvalidValue, NotAllowed, NotFound, Stale
from yinglou.kernel.models import JournalEntry
from yinglou.modules.booking import checks, commands, queries, samples
from yinglou.modules.booking.models import Assignment, Booking, Claim
from yinglou.modules.booking.samples import WEDDING_DAY, a_booking, at
from yinglou.modules.branches import commands as branch_commands
from yinglou.modules.customers import samples as customers
from yinglou.modules.staff import samples as staff

State = Booking.State
ROWS = (Booking, Assignment, Claim, JournalEntry)


def counts() -> list[int]:
    return [model.objects.count() for model in ROWS]


def nothing_is_wrong() -> bool:
    sweeps = (
        checks.no_resource_in_two_places,
        checks.live_bookings_hold_their_claims,
        checks.dead_bookings_hold_nothing,
        checks.no_seat_beyond_capacity,
        checks.resources_serve_their_own_branch,
    )
    return [sentence for sweep in sweeps for sentence in sweep()] == []


def names(booking: Booking) -> list[str]:
    return [row.resource.name for row in queries.crew_of(booking)]


def test_a_booking_takes_everybody_and_everything_it_needs(studio, lin):
    booking = a_booking(lin, studio)
    assert booking.state == State.CONFIRMED
    assert booking.number == "BK261121-0001"
    assert names(booking) == ["周航", "苏婉", "1号棚"]
    # 4 h, 2 h and 4 h with 15 minutes to clear the set
    assert Claim.objects.filter(booking=booking).count() == 16 + 8 + 17
    assert nothing_is_wrong()


def test_the_second_couple_gets_the_others_and_the_third_is_refused(studio, lin):
    a_booking(lin, studio)
    second = a_booking(lin, studio)
    assert names(second) == ["李沐", "程诺", "2号棚"]
    before = counts()
    with pytest.raises(commands.ResourceTaken) as refusal:
        a_booking(lin, studio)
    assert "周航" in str(refusal.value)
    assert "BK261121-0001" in str(refusal.value)
    assert [o.label for o in refusal.value.options] == ["12-05 14:00", "12-05 14:30", "12-05 15:00"]
    assert counts() == before


def test_a_photographer_who_is_taken_is_named_with_time_and_booking(studio, lin):
    a_booking(lin, studio, resources=[studio["周航"]])
    before = counts()
    with pytest.raises(commands.ResourceTaken) as refusal:
        a_booking(lin, studio, at(11), resources=[studio["周航"]])
    (reason,) = refusal.value.reasons
    assert all(part in reason for part in ("周航", "BK261121-0001", "09:30–13:30"))
    assert counts() == before


def test_who_is_asked_for_by_name_is_marked(studio, lin):
    booking = a_booking(lin, studio, resources=[studio["李沐"]])
    chosen = {row.resource.name: row.chosen for row in queries.crew_of(booking)}
    assert chosen == {"李沐": True, "苏婉": False, "1号棚": False}


def test_a_photographer_off_shift_is_refused(studio, lin):
    staff.a_shift(lin, studio["周航"].employee, WEDDING_DAY, 13, 21)
    before = counts()
    with pytest.raises(commands.OffShift, match=r"周航.*13:00–21:00"):
        a_booking(lin, studio, resources=[studio["周航"]])
    assert counts() == before


def test_a_person_who_lacks_the_skill_is_refused(studio, lin):
    commands.set_needs(
        by=lin,
        package=studio.package,
        needs=[commands.NeedIn(samples.PHOTOGRAPHER, skill_code="photographer", min_level=5)],
    )
    customers.a_customer(lin, studio.branch)
    before = counts()
    with pytest.raises(commands.LacksSkill, match="李沐"):
        a_booking(lin, studio, resources=[studio["李沐"]])
    assert counts() == before


def test_a_gown_in_cleaning_is_refused(studio, lin):
    gown = studio["白色鱼尾 S"]
    a_booking(lin, studio, resources=[gown])
    before = counts()
    with pytest.raises(commands.InCleaning, match="白色鱼尾 S"):
        a_booking(lin, studio, at(15), resources=[gown])
    assert counts() == before
    a_booking(lin, studio, at(14, day=WEDDING_DAY + timedelta(days=1)), resources=[gown])
    assert nothing_is_wrong()


def test_a_set_under_repair_is_refused(studio, lin):
    commands.take_out_of_service(by=lin, resource=studio["1号棚"], reason="检修")
    before = counts()
    with pytest.raises(commands.OutOfService, match=r"1号棚.*检修"):
        a_booking(lin, studio, resources=[studio["1号棚"]])
    assert counts()[:3] == before[:3]
    assert names(a_booking(lin, studio)) == ["周航", "苏婉", "2号棚"]


@pytest.mark.parametrize(
    ("start", "refused_as", "field"),
    [
        (at(8), commands.OutsideHours, "starts_at"),
        (at(18), commands.OutsideHours, "starts_at"),
        (at(9, 10), InvalidValue, "starts_at"),
        (samples.MOMENT - timedelta(minutes=15), commands.InThePast, "starts_at"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(studio, lin, start, refused_as, field):
    customer = customers.a_customer(lin, studio.branch)
    before = counts()
    with pytest.raises(refused_as) as refusal:
        a_booking(lin, studio, start, customer=customer)
    assert refusal.value.field == field
    assert counts() == before


def test_a_day_on_which_the_store_is_closed_is_refused_with_its_reason(studio, lin):
    branch_commands.announce_closure(by=lin, branch=studio.branch, day=WEDDING_DAY, reason="年会")
    with pytest.raises(commands.BranchClosed, match="年会"):
        a_booking(lin, studio)
    assert Booking.objects.count() == 0


def test_a_resource_of_another_store_does_not_serve(studio, lin):
    other = samples.branch_samples.a_branch(lin, code="GX", name="高新店")
    theirs = commands.add_resource(by=lin, kind=samples.STUDIO, name="3号棚", branch=other)
    with pytest.raises(InvalidValue, match="3号棚"):
        a_booking(lin, studio, resources=[theirs])
    assert Booking.objects.count() == 0


def test_a_fuzzy_time_claims_nothing_until_it_is_set(studio, lin):
    booking = a_booking(lin, studio, fuzzy=Booking.Fuzzy.MORNING, fuzzy_day=WEDDING_DAY)
    assert booking.starts_at is None
    assert Claim.objects.count() == 0
    commands.reschedule(by=lin, booking=booking, starts_at=at(9, 30))
    assert names(booking) == ["周航", "苏婉", "1号棚"]
    booking.refresh_from_db()
    assert (booking.fuzzy, booking.fuzzy_day) == ("", None)
    commands.postpone(by=lin, booking=booking, day=WEDDING_DAY)
    assert Claim.objects.count() == 0
    assert nothing_is_wrong()


def test_moving_takes_the_whole_crew_along_or_nobody(studio, lin):
    first = a_booking(lin, studio)
    second = a_booking(lin, studio, at(14), resources=[studio["周航"]])
    before = [(row.resource_id, row.starts_at) for row in queries.crew_of(second)]
    with pytest.raises(commands.ResourceTaken, match="周航"):
        commands.reschedule(by=lin, booking=second, starts_at=at(10))
    second.refresh_from_db()
    assert second.starts_at == at(14)
    assert [(r.resource_id, r.starts_at) for r in queries.crew_of(second)] == before
    moved = commands.reschedule(by=lin, booking=second, starts_at=at(15), reason="新娘晚到")
    assert moved.starts_at == at(15)
    assert {r.resource_id for r in queries.crew_of(second)} == {key for key, _s in before}
    assert first.starts_at == at(9, 30)
    assert nothing_is_wrong()


def test_a_booking_may_move_over_its_own_time(studio, lin):
    booking = a_booking(lin, studio)
    commands.reschedule(by=lin, booking=booking, starts_at=at(10))
    assert Claim.objects.filter(booking=booking).count() == 16 + 8 + 17
    assert nothing_is_wrong()


def test_of_two_who_move_the_same_booking_the_second_is_told(studio, lin):
    booking = a_booking(lin, studio)
    commands.reschedule(by=lin, booking=booking, starts_at=at(10))
    with pytest.raises(Stale, match="10:00"):
        commands.reschedule(by=lin, booking=booking, starts_at=at(16), seen_at=at(9, 30))
    booking.refresh_from_db()
    assert booking.starts_at == at(10)


def test_moving_to_where_it_is_is_refused(studio, lin):
    booking = a_booking(lin, studio)
    with pytest.raises(commands.NothingToMove):
        commands.reschedule(by=lin, booking=booking, starts_at=at(9, 30))


def test_a_photographer_is_exchanged_and_the_rest_stays(studio, lin):
    booking = a_booking(lin, studio)
    crew = [studio["李沐"], studio["苏婉"], studio["1号棚"]]
    commands.reschedule(by=lin, booking=booking, starts_at=at(9, 30), resources=crew)
    assert names(booking) == ["李沐", "苏婉", "1号棚"]
    assert nothing_is_wrong()


def test_a_cancelled_time_is_free_at_once(studio, lin):
    booking = a_booking(lin, studio, resources=[studio["周航"]])
    commands.cancel_booking(by=lin, booking=booking, reason="新人改期")
    assert Claim.objects.count() == 0
    assert names(a_booking(lin, studio, resources=[studio["周航"]]))[0] == "周航"
    with pytest.raises(IllegalMove):
        commands.cancel_booking(by=lin, booking=booking, reason="再次")
    assert nothing_is_wrong()


def test_blocked_time_is_nobodys_and_can_be_freed(studio, lin):
    blocked = commands.block_time(
        by=lin, resource=studio["1号棚"], starts_at=at(9), ends_at=at(12), reason="换景"
    )
    with pytest.raises(commands.ResourceTaken, match="1号棚"):
        a_booking(lin, studio, resources=[studio["1号棚"]])
    commands.cancel_booking(by=lin, booking=blocked, reason="提前完成")
    a_booking(lin, studio, resources=[studio["1号棚"]])
    assert nothing_is_wrong()


def test_the_day_goes_its_way(studio, lin):
    booking = a_booking(lin, studio)
    with pytest.raises(commands.WrongDay):
        commands.check_in(by=lin, booking=booking)
    with pytest.raises(commands.TooEarly):
        commands.mark_no_show(by=lin, booking=booking)
    with clock.set_to(at(9, 25)):
        for step in (commands.check_in, commands.start_service, commands.complete_booking):
            step(by=lin, booking=booking)
    booking.refresh_from_db()
    assert booking.state == State.DONE
    assert None not in (booking.arrived_at, booking.started_at, booking.finished_at)


def test_who_does_not_come_frees_the_rest(studio, lin):
    booking = a_booking(lin, studio)
    with clock.set_to(at(10, 30)):
        commands.mark_no_show(by=lin, booking=booking)
    assert Claim.objects.count() == 0
    assert nothing_is_wrong()


def test_a_resource_with_bookings_ahead_is_not_retired(studio, lin):
    a_booking(lin, studio)
    with pytest.raises(commands.StillPromised, match="BK261121-0001"):
        commands.retire_resource(by=lin, resource=studio["周航"])
    studio["周航"].refresh_from_db()
    assert studio["周航"].retired_at is None


def test_strangers_change_nothing(studio, lin):
    booking = a_booking(lin, studio)
    before = counts()
    with pytest.raises(NotAllowed):
        commands.reschedule(by=Actor(name="Otto"), booking=booking, starts_at=at(15))
    elsewhere = Actor(
        name="Otto", permissions=frozenset({"booking.move"}), reach="branch",
        branch_ids=frozenset({0}),
    )  # fmt: skip
    with pytest.raises(NotFound):
        commands.reschedule(by=elsewhere, booking=booking, starts_at=at(15))
    assert counts() == before


def test_the_sweep_finds_what_the_claims_would_have_forbidden(studio, lin):
    first, second = a_booking(lin, studio), a_booking(lin, studio, at(14))
    row = Assignment.objects.get(booking=second, resource__kind="photographer")
    Assignment.objects.filter(pk=row.pk).update(
        resource=studio["周航"], starts_at=at(10), busy_from=at(10), ends_at=at(18)
    )
    found = list(checks.no_resource_in_two_places())
    assert found == [f"周航 is promised to {first} and to {second}"]
    assert list(checks.live_bookings_hold_their_claims())
