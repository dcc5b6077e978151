"""Twenty people at the same moment: the database itself lets only one of them have the time.

On SQLite the writers queue at BEGIN in a file; on PostgreSQL they meet at the claims.
"""

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection, connections

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import DomainError
from yinglou.modules.booking import checks, commands, samples
from yinglou.modules.booking.models import Booking, Claim
from yinglou.modules.booking.samples import at

pytestmark = pytest.mark.django_db(transaction=True)
LIN = Actor.house("tests")
THREADS = 20


def together(attempt) -> Counter[str]:
    """How each of twenty simultaneous attempts ended."""
    barrier, found = threading.Barrier(THREADS), []

    def one(number: int) -> None:
        barrier.wait(30)
        try:
            attempt(number)
            found.append("done")
        except DomainError as refusal:
            found.append(refusal.name)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(THREADS)]
    connection.close()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return Counter(found)


def day(number: int) -> date:
    return samples.WEDDING_DAY + timedelta(days=number + 1)


def nothing_is_twice() -> bool:
    return not list(checks.no_resource_in_two_places()) and not list(
        checks.live_bookings_hold_their_claims()
    )


def test_twenty_want_the_same_photographer_and_one_gets_him():
    with clock.set_to(samples.MOMENT):
        studio = samples.a_studio(LIN)

        def attempt(number: int) -> None:
            commands.hold_slot(
                by=LIN, branch=studio.branch, package=studio.package, starts_at=at(9, 30),
                hold_key=f"k{number}", resources=[studio["周航"]],
            )  # fmt: skip

        assert together(attempt) == {"done": 1, "ResourceTaken": THREADS - 1}
    assert Booking.objects.filter(state="hold").count() == 1
    assert nothing_is_twice()


def test_twenty_want_a_shoot_and_as_many_get_one_as_there_are_crews():
    with clock.set_to(samples.MOMENT):
        studio = samples.a_studio(LIN)

        def attempt(number: int) -> None:
            commands.hold_slot(
                by=LIN, branch=studio.branch, package=studio.package, starts_at=at(9, 30),
                hold_key=f"k{number}",
            )  # fmt: skip

        assert together(attempt) == {"done": 2, "ResourceTaken": THREADS - 2}
    assert Booking.objects.filter(state="hold").count() == 2
    assert nothing_is_twice()


def test_twenty_move_to_the_same_time_and_one_arrives():
    with clock.set_to(samples.MOMENT):
        studio = samples.a_studio(LIN)
        room = studio["选片室1"]
        bookings = [
            commands.block_time(
                by=LIN, resource=room, starts_at=at(9, 0, day(number)),
                ends_at=at(10, 0, day(number)), reason="选片",
            )
            for number in range(THREADS)
        ]  # fmt: skip

        def attempt(number: int) -> None:
            commands.reschedule(by=LIN, booking=bookings[number], starts_at=at(15))

        assert together(attempt) == {"done": 1, "ResourceTaken": THREADS - 1}
    assert Claim.objects.filter(resource=room).count() == THREADS * 4
    assert nothing_is_twice()
