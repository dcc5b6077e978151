"""Keeping the list of a customer's days in step with what else is known."""

from datetime import date

from yinglou.kernel import clock
from yinglou.modules.customers import rules
from yinglou.modules.customers.models import Customer, KeyDate


def keep_wedding_day(customer: Customer, *, before: date | None) -> None:
    """The wedding day stands among the key dates, too; a changed one replaces the old."""
    if customer.wedding_on == before:
        return
    if before is not None:
        KeyDate.objects.filter(
            customer=customer, kind=KeyDate.Kind.WEDDING, day=before, whose=""
        ).delete()
    if customer.wedding_on is not None:
        KeyDate.objects.get_or_create(
            customer=customer,
            kind=KeyDate.Kind.WEDDING,
            day=customer.wedding_on,
            whose="",
            defaults={"next_on": next_time(customer.wedding_on)},
        )


def keep_birthday(customer: Customer, whose: str, born_on: date | None, *, is_baby: bool) -> None:
    """A person's birthday stands among the key dates; a baby's first year with it."""
    KeyDate.objects.filter(customer=customer, whose=whose, kind__in=FROM_BIRTHDAY).delete()
    if born_on is None:
        return
    kind = KeyDate.Kind.BABY if is_baby else KeyDate.Kind.BIRTHDAY
    rows = [KeyDate(customer=customer, kind=kind, day=born_on, whose=whose,
                    next_on=next_time(born_on))]  # fmt: skip
    if is_baby:
        rows += [
            KeyDate(customer=customer, kind=found.code, day=found.day, whose=whose,
                    next_on=found.day, is_yearly=False)
            for found in rules.baby_dates(born_on)
        ]  # fmt: skip
    KeyDate.objects.bulk_create(rows)


FROM_BIRTHDAY = (
    KeyDate.Kind.BIRTHDAY,
    KeyDate.Kind.BABY,
    KeyDate.Kind.FULL_MOON,
    KeyDate.Kind.HUNDRED_DAYS,
    KeyDate.Kind.FIRST_BIRTHDAY,
)


def next_time(day: date, *, lunar: bool = False) -> date:
    """When it comes next, not earlier than the first of the running month."""
    return rules.next_occurrence(day, rules.first_of_month(clock.today()), lunar=lunar)
