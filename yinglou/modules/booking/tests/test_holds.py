"""Ten minutes for a customer who is still deciding."""

from datetime import timedelta

import pytest

from yinglou.kernel import clock
from yinglou.modules.booking import chores, commands, queries, samples
from yinglou.modules.booking.models import Booking, Claim
from yinglou.modules.booking.samples import MOMENT, a_booking, at
from yinglou.modules.customers import samples as customers

State = Booking.State
SOON = MOMENT + timedelta(minutes=11)


@pytest.fixture
def alone(studio, lin):
    """A studio with one photographer, so that one hold is enough to be in the way."""
    commands.retire_resource(by=lin, resource=studio["李沐"])
    return studio


def hold(lin, studio, key="k1", start=None, **also):
    return commands.hold_slot(
        by=lin, branch=studio.branch, package=studio.package, starts_at=start or at(9, 30),
        hold_key=key, **also,
    )  # fmt: skip


def test_a_hold_keeps_the_time_for_ten_minutes(alone, lin):
    held = hold(lin, alone)
    assert (held.state, held.hold_until) == (State.HOLD, MOMENT + timedelta(minutes=10))
    with pytest.raises(commands.ResourceTaken, match="周航"):
        hold(lin, alone, "k2")
    assert Booking.objects.count() == 1


def test_another_slot_under_the_same_key_takes_the_place_of_the_first(alone, lin):
    first = hold(lin, alone)
    second = hold(lin, alone, start=at(14))
    first.refresh_from_db()
    assert (first.state, second.state) == (State.CANCELLED, State.HOLD)
    assert set(Claim.objects.values_list("booking_id", flat=True)) == {second.pk}


def test_a_refused_change_of_slot_keeps_the_first_hold(alone, lin):
    hold(lin, alone, "other", start=at(14))
    first = hold(lin, alone)
    with pytest.raises(commands.ResourceTaken):
        hold(lin, alone, start=at(15))
    assert queries.hold_of("k1") == first
    assert Claim.objects.filter(booking=first).exists()


def test_a_hold_becomes_the_booking(alone, lin):
    held = hold(lin, alone)
    booking = a_booking(lin, alone, hold_key="k1", state=State.AWAITING_PAYMENT)
    assert booking.pk == held.pk
    assert (booking.state, booking.customer.name) == (State.AWAITING_PAYMENT, "王晓明")
    assert booking.hold_until == MOMENT + timedelta(minutes=120)
    assert Claim.objects.filter(booking=booking).count() == 16 + 8 + 17


def test_a_hold_that_ran_out_is_not_booked_and_says_whether_the_time_is_still_there(alone, lin):
    hold(lin, alone)
    customer = customers.a_customer(lin, alone.branch)
    with clock.set_to(SOON):
        with pytest.raises(commands.HoldExpired, match=r"still free|还在") as refusal:
            a_booking(lin, alone, hold_key="k1", customer=customer)
        assert [option.label for option in refusal.value.options] == ["12-05 09:30"]
        a_booking(lin, alone, customer=customer)
        with pytest.raises(commands.HoldExpired, match=r"taken|占"):
            a_booking(lin, alone, hold_key="k1", customer=customer)


def test_an_expired_hold_makes_room_even_before_it_is_cleared_away(alone, lin):
    held = hold(lin, alone)
    with clock.set_to(SOON):
        booking = a_booking(lin, alone)
    held.refresh_from_db()
    assert (held.state, booking.state) == (State.CANCELLED, State.CONFIRMED)
    assert set(Claim.objects.values_list("booking_id", flat=True)) == {booking.pk}


def test_the_clock_clears_holds_and_unpaid_bookings_away(alone, lin):
    held = hold(lin, alone)
    unpaid = a_booking(lin, alone, at(14), state=State.AWAITING_PAYMENT)
    chores.release_expired(by=lin)
    assert Claim.objects.values("booking").distinct().count() == 2
    with clock.set_to(SOON):
        chores.release_expired(by=lin)
    assert queries.hold_of("k1") is None
    with clock.set_to(MOMENT + timedelta(minutes=121)):
        chores.release_expired(by=lin)
    assert {b.state for b in Booking.objects.all()} == {State.CANCELLED}
    assert Claim.objects.count() == 0
    assert {held.pk, unpaid.pk} == set(Booking.objects.values_list("pk", flat=True))


def test_a_hold_is_extended_once(alone, lin):
    held = hold(lin, alone)
    with clock.set_to(MOMENT + timedelta(minutes=9)):
        extended = commands.extend_hold(by=lin, booking=held)
        assert extended.hold_until == MOMENT + timedelta(minutes=19)
        with pytest.raises(commands.HoldExtended):
            commands.extend_hold(by=lin, booking=held)
    held.refresh_from_db()
    assert held.hold_until == MOMENT + timedelta(minutes=19)


def test_a_released_hold_frees_the_time(alone, lin):
    commands.release_hold(by=lin, booking=hold(lin, alone))
    assert Claim.objects.count() == 0
    hold(lin, alone, "k2")


def test_the_policy_of_a_store_sets_the_waiting_times(alone, lin):
    commands.set_policy(by=lin, branch=alone.branch, hold_min=20, payment_wait_min=60)
    assert hold(lin, alone).hold_until == MOMENT + timedelta(minutes=20)


def test_a_payment_confirms_what_waited_for_it(studio, lin):
    booking = a_booking(lin, studio, state=State.AWAITING_PAYMENT)
    commands.confirm_booking(by=lin, booking=booking)
    booking.refresh_from_db()
    assert (booking.state, booking.hold_until) == (State.CONFIRMED, None)
    with clock.set_to(MOMENT + timedelta(days=2)):
        commands.release_expired(by=lin)
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED
    assert booking.local_start.date() == samples.WEDDING_DAY
