"""What the commands of customers ask for, and the guards they share."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import DomainError, InvalidValue, NotFound
from yinglou.kernel.values import Ask, Pick, Text
from yinglou.modules.access.models import User
from yinglou.modules.customers import rules
from yinglou.modules.customers.models import Customer

NOTE_MAX = 2000

MobilePhone = Annotated[
    str, Text(max=20, min=1, secret=True, kind="phone"), Ask(label=gettext_lazy("Phone"))
]
OtherPhone = Annotated[
    str, Text(max=20, secret=True, kind="phone"), Ask(label=gettext_lazy("Phone"))
]
CustomerName = Annotated[
    str, Text(max=rules.NAME_MAX, min=1), Ask(label=gettext_lazy("Customer name"))
]
PartnerName = Annotated[str, Text(max=rules.NAME_MAX), Ask(label=gettext_lazy("Partner's name"))]
LongNote = Annotated[str, Text(max=NOTE_MAX, lines=3), Ask(label=gettext_lazy("Note"))]
ShortNote = Annotated[str, Text(max=200), Ask(label=gettext_lazy("Note"))]
WeddingDay = Annotated[date | None, Ask(label=gettext_lazy("Wedding day"))]
WhyText = Annotated[str, Text(max=200, min=2), Ask(label=gettext_lazy("Reason"))]
IdNumber = Annotated[str, Text(max=20, secret=True), Ask(label=gettext_lazy("ID number"))]
Colleague = Annotated[
    User | None,
    Pick(among=lambda rows, actor: rows.filter(is_active=True)),
    Ask(label=gettext_lazy("Owner"), help=gettext_lazy("Empty: nobody in particular.")),
]
Birthday = Annotated[date | None, Ask(label=gettext_lazy("Birthday"))]
WeChatName = Annotated[str, Text(max=60), Ask(label=gettext_lazy("WeChat name"))]
EmailText = Annotated[str, Text(max=120, kind="email"), Ask(label=gettext_lazy("E-mail"))]


class CustomerGone(DomainError):
    """The customer was merged, blocked or erased; nothing new is agreed with it."""


def live(rows: QuerySet[Customer], actor: Actor) -> QuerySet[Customer]:
    """For pickers: only customers with whom something can be agreed."""
    return rows.filter(state__in=(Customer.State.LEAD, Customer.State.ACTIVE))


LiveCustomer = Annotated[Customer, Pick(among=live), Ask(label=gettext_lazy("Customer"))]


def must_be_seen(by: Actor, customer: Customer) -> None:
    """With a short reach, only one's own customers exist."""
    if by.reach == "own" and customer.owner_id != by.user_id:
        raise NotFound(field="customer")
    if not by.sees_branch(customer.branch_id):
        raise NotFound(field="customer")


def must_not_be_gone(customer: Customer) -> None:
    """Refuse to write on a record that was merged or erased."""
    if customer.state == Customer.State.MERGED:
        raise CustomerGone(
            _("%(name)s was merged into %(kept)s. Work on that record.")
            % {"name": customer.name, "kept": customer.merged_into}
        )
    if customer.state == Customer.State.ERASED:
        raise CustomerGone(
            _(
                "This customer asked for the erasure of personal data. Only the transactions "
                "that the law wants kept are left; register the customer anew if need be."
            )
        )


def must_fit(text: str, most: int, field: str) -> None:
    """Refuse what is longer than its place, with both figures."""
    if len(text) > most:
        raise InvalidValue(
            _("This has %(n)s characters; at most %(max)s fit. Shorten it.")
            % {"n": f"{len(text):,}", "max": f"{most:,}"},
            field=field,
        )


def must_be_said(text: str, field: str) -> str:
    """Refuse an empty name; spaces around it are dropped."""
    if not (said := " ".join(text.split())):
        raise InvalidValue(_("Enter a name."), field=field)
    if "\0" in said:
        raise InvalidValue(_("This contains a character that cannot be kept."), field=field)
    return said


def must_be_believable(day: date | None, field: str) -> None:
    """Refuse a birthday in 1026 or a wedding in 2626: a slip of the hand."""
    if day is not None and not rules.is_believable(day, clock.today()):
        raise InvalidValue(
            _("%(day)s cannot be right. Check the year.") % {"day": day.isoformat()}, field=field
        )


def without_repeats(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
