"""Telling customers what happened. Each fact is told once, by one road."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.money import Money
from yinglou.kernel.resources import reference
from yinglou.kernel.values import Text
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.queries import live_booking_of
from yinglou.modules.branches.models import Branch
from yinglou.modules.customers.commands import record_consent
from yinglou.modules.customers.models import Consent, Customer
from yinglou.modules.customers.queries import GONE, has_consent, kept, reachable
from yinglou.modules.folios.models import Folio, Payment, Refund
from yinglou.modules.messaging.commands import ValueIn, allow_advertising, queue_message
from yinglou.modules.messaging.models import Channel, Language, Message
from yinglou.modules.messaging.queries import latest_like, message_known_as
from yinglou.modules.notices import queries, rules
from yinglou.modules.orders.models import Order
from yinglou.modules.payments.models import PayRequest
from yinglou.modules.payments.queries import path_of
from yinglou.ui.figures import long_day

from . import occasions
from .writing import address_for

SEND = "messaging.send"
Code = Annotated[str, Text(max=60, min=1)]
Key = Annotated[str, Text(max=150, min=1)]
Why = Annotated[str, Text(max=200)]
LANGUAGE = Language.ZH_HANS  # the language of the shop's customers


@command(permission=SEND, title=gettext_lazy("Tell the customer"), icon="send")
def tell(
    *,
    by: Actor,
    customer: Customer,
    branch: Branch,
    code: Code,
    values: list[ValueIn],
    once_key: Key,
    why: Why,
    about: Annotated[str, Text(max=150)] = "",
) -> Message | None:
    """Write to a customer on an occasion: by SMS if there is a phone, else by e-mail.

    Nobody is there to be asked when nobody can be reached, or when the customer was erased;
    then nothing is sent, and the journal shows that it was tried.
    """
    customer = kept(customer)
    found = reachable(customer)
    roads = [road for road in (Channel.SMS, Channel.EMAIL) if address_for(found, road)]
    if customer.state in GONE or not roads:
        return None
    given = {value.name: value.text for value in values}
    known = _about_store(customer, branch)
    return queue_message(
        by=by,
        party=reference(customer),
        name=customer.name,
        branch=branch,
        channel=roads[0],
        to=address_for(found, roads[0]),
        code=code,
        values=[ValueIn(name, text) for name, text in {**known, **given}.items()],
        once_key=once_key,
        why=why,
        about=about,
        language=LANGUAGE,
    )


def _about_store(customer: Customer, branch: Branch) -> dict[str, str]:
    return {
        "customer": customer.name,
        "store": branch.name,
        "address": branch.address or branch.name,
        "store_phone": branch.phone or branch.name,
    }


@command(permission=SEND, title=gettext_lazy("Tell of a booking"), icon="calendar-event")
def tell_of_booking(
    *,
    by: Actor,
    booking: Booking,
    code: Code,
    once_key: Key,
    was_at: str = "",
    reason: Annotated[str, Text(max=200)] = "",
) -> Message | None:
    """Tell a customer that a time is confirmed, moved, cancelled, or near."""
    if booking.customer is None or booking.kind == Booking.Kind.BLOCKED:
        return None
    with translation.override(LANGUAGE):
        values = {
            **_about_time(booking),
            "paid": _paid_text(booking),
            "was": _moment_text(was_at),
            "reason": reason,
        }
        why = _("Booking %(number)s: %(what)s") % {
            "number": booking.number,
            "what": _title(code),
        }
    return _tell(
        by, booking.customer, booking.branch, code, values, once_key=once_key, why=why,
        about=reference(booking),
    )  # fmt: skip


def _about_time(booking: Booking) -> dict[str, str]:
    """What, when: as it is said on the telephone."""
    start = booking.local_start
    day = start.date() if start else booking.fuzzy_day
    time = f"{start:%H:%M}" if start else str(booking.get_fuzzy_display())
    what = booking.package.name if booking.package else str(booking.get_kind_display())
    return {
        "number": booking.number,
        "what": what,
        "day": long_day(day) if day else "",
        "time": time,
    }


def _moment_text(iso: str) -> str:
    """`2026-12-05T01:30:00+00:00` as people read it: 12月5日 周六 09:30."""
    if not iso:
        return _("another time")
    moment = timezone.localtime(datetime.fromisoformat(iso))
    return f"{long_day(moment.date())} {moment:%H:%M}"


def _paid_text(booking: Booking) -> str:
    order = queries.order_for(booking.subject)
    if order is None or not order.paid:
        return ""
    return _("Received: %(amount)s.") % {"amount": order.paid}


@command(permission=SEND, title=gettext_lazy("Tell of a payment link"), icon="link")
def tell_of_pay_link(*, by: Actor, request: PayRequest) -> Message | None:
    """Send a customer the address at which to pay, with what it is for."""
    folio = request.folio
    booking = live_booking_of(folio.subject)
    with translation.override(LANGUAGE):
        when = _about_time(booking) if booking else {}
        values = {
            "amount": str(request.amount),
            "link": queries.absolute(path_of(request)),
            "until": _moment_text(request.expires_at.isoformat()),
            "when": _("Booked: %(what)s, %(day)s %(time)s.") % when if when else "",
        }
        why = _("Payment link for %(number)s") % {"number": folio.number}
    return _tell(
        by, folio.customer, request.branch, occasions.PAY_LINK.code, values,
        once_key=f"pay-request:{request.pk}:link", why=why, about=folio.subject,
    )  # fmt: skip


@command(permission=SEND, title=gettext_lazy("Tell of a payment"), icon="coin")
def tell_of_payment(*, by: Actor, payment: Payment) -> Message | None:
    """Send a receipt, unless the confirmation of the booking says that the deposit came."""
    folio = payment.folio
    if payment.kind in queries.DEPOSITS and _confirmation_says_it(payment):
        return None
    with translation.override(LANGUAGE):
        values = {
            "number": payment.number,
            "amount": str(Money(payment.amount_minor)),
            "method": str(payment.get_method_display()),
            "balance": _balance_text(folio),
        }
        why = _("Receipt %(number)s") % {"number": payment.number}
    return _tell(
        by, folio.customer, folio.branch, occasions.PAYMENT_RECEIVED.code, values,
        once_key=f"payment:{payment.pk}:received", why=why, about=folio.subject,
    )  # fmt: skip


def _confirmation_says_it(payment: Payment) -> bool:
    """A deposit which confirms a booking is told by the confirmation, sent or about to be."""
    booking = live_booking_of(payment.folio.subject)
    if booking is None or booking.state != Booking.State.CONFIRMED:
        return False
    told = message_known_as(confirmed_key(booking))
    return told is None or told.at >= payment.at


def confirmed_key(booking: Booking) -> str:
    return f"booking:{booking.pk}:confirmed"


@command(permission=SEND, title=gettext_lazy("Tell of a refund"), icon="arrow-back-up")
def tell_of_refund(*, by: Actor, refund: Refund) -> Message | None:
    """Tell a customer that money went back."""
    folio = refund.payment.folio
    with translation.override(LANGUAGE):
        values = {
            "number": refund.number,
            "amount": str(Money(refund.amount_minor)),
            "method": str(refund.get_method_display()),
        }
        why = _("Refund %(number)s") % {"number": refund.number}
    return _tell(
        by, folio.customer, folio.branch, occasions.REFUND_PAID.code, values,
        once_key=f"refund:{refund.pk}:paid", why=why, about=folio.subject,
    )  # fmt: skip


def _balance_text(folio: Folio | None) -> str:
    balance = folio.balance if folio else Money(0)
    return _("Still to pay: %(amount)s.") % {"amount": balance} if balance.minor > 0 else ""


@command(permission=SEND, title=gettext_lazy("Tell of an order"), icon="package")
def tell_of_order(*, by: Actor, order: Order, code: Code, once_key: Key) -> Message | None:
    """Tell a customer that an order is ready, or still waits on the shelf."""
    with translation.override(LANGUAGE):
        values = {
            "number": order.number,
            "balance": _balance_text(order.folio),
            "days": str(rules.days_between(order.ready_on, order.branch.business_date)),
        }
        why = _("Order %(number)s: %(what)s") % {"number": order.number, "what": _title(code)}
    return _tell(
        by, order.customer, order.branch, code, values, once_key=once_key, why=why,
        about=reference(order),
    )  # fmt: skip


def next_time_key(booking: Booking, starts_at: str) -> str:
    """The key under which a move is told: moving there and back and there is told three times,
    the same move delivered twice is told once."""
    last = latest_like(f"booking:{booking.pk}:moved:")
    if last is not None and last.once_key.endswith(f":{starts_at}"):
        return last.once_key
    number = rules.count_of(last.once_key) + 1 if last else 1
    return f"booking:{booking.pk}:moved:{number}:{starts_at}"


@command(permission=SEND, title=gettext_lazy("Record a refusal by reply"), icon="bell-off")
def consent_by_reply(*, by: Actor, customer: Customer) -> Consent | None:
    """The customer answered TD: the consent to advertising ends."""
    if not has_consent(customer, Consent.Kind.MARKETING):
        return None
    return record_consent(
        by=by,
        customer=customer,
        kind=Consent.Kind.MARKETING,
        answer=Consent.Answer.REFUSED,
        how=Consent.How.REPLY,
    )


@command(permission=SEND, title=gettext_lazy("Lift the opt-outs"), icon="bell")
def lift_opt_outs(*, by: Actor, customer: Customer) -> Customer:
    """The customer agreed to advertising again: the stop on the own numbers ends."""
    for opt_out in queries.stopped_addresses(customer):
        allow_advertising(by=by, opt_out=opt_out)
    return customer


def _tell(  # what, to whom, why
    by: Actor,
    customer: Customer,
    branch: Branch,
    code: str,
    values: Mapping[str, str],
    *,
    once_key: str,
    why: str,
    about: str,
) -> Message | None:
    lines = [ValueIn(name, text) for name, text in values.items()]
    return tell(
        by=by, customer=customer, branch=branch, code=code, values=lines, once_key=once_key,
        why=why, about=about,
    )  # fmt: skip


def _title(code: str) -> str:
    return next(str(one.title) for one in occasions.OCCASIONS if one.code == code)
