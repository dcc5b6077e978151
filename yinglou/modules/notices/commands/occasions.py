"""On which occasions the house writes by itself, and what it says without a template."""

from django.utils.translation import gettext_lazy as _

from yinglou.modules.messaging.commands import Occasion, announce_occasion

_WHO = {
    "customer": _("Name of the customer"),
    "store": _("Name of the store"),
    "address": _("Address of the store"),
    "store_phone": _("Phone of the store"),
}
_WHEN = {
    "number": _("Number of the document"),
    "what": _("What was booked"),
    "day": _("Day"),
    "time": _("Time"),
}
_MONEY = {
    "number": _("Number of the document"),
    "amount": _("Amount"),
    "method": _("How it was paid"),
}


def _occasion(code: str, title: object, subject: object, body: object, more: object) -> Occasion:
    known = {**_WHO, **(more if isinstance(more, dict) else {})}
    return announce_occasion(Occasion(f"notices.{code}", title, subject, body, known))


BOOKING_CONFIRMED = _occasion(
    "booking_confirmed",
    _("Booking confirmed"),
    _("Your booking on {day}"),
    _(
        "{customer}, your booking is confirmed: {what}, {day} {time}, {store}, {address}. "
        "To change it call {store_phone}. {paid}"
    ),
    {**_WHEN, "paid": _("What was paid, or nothing")},
)
BOOKING_MOVED = _occasion(
    "booking_moved",
    _("Booking moved"),
    _("Your booking was moved to {day}"),
    _(
        "{customer}, your booking was moved from {was} to {day} {time}: {what}, {store}, "
        "{address}. If this does not suit you call {store_phone}."
    ),
    {**_WHEN, "was": _("The time before")},
)
BOOKING_CANCELLED = _occasion(
    "booking_cancelled",
    _("Booking cancelled"),
    _("Your booking on {day} was cancelled"),
    _(
        "{customer}, your booking on {day} {time} ({what}) was cancelled. {reason} "
        "For another time call {store_phone}. {store}"
    ),
    {**_WHEN, "reason": _("Why it was cancelled, or nothing")},
)
BOOKING_REMINDER = _occasion(
    "booking_reminder",
    _("Reminder of a booking"),
    _("See you on {day}"),
    _(
        "{customer}, we look forward to seeing you: {what}, {day} {time}, {store}, {address}. "
        "If you cannot come call {store_phone}."
    ),
    _WHEN,
)
PAY_LINK = _occasion(
    "pay_link",
    _("Payment link"),
    _("Payment of {amount} to {store}"),
    _(
        "{customer}, please pay {amount} to {store} until {until}: {link} {when} "
        "Without payment the time is released. {address} {store_phone}"
    ),
    {
        "amount": _("Amount"),
        "link": _("Address at which to pay"),
        "until": _("Until when"),
        "when": _("What is booked and when, or nothing"),
    },
)
PAYMENT_RECEIVED = _occasion(
    "payment_received",
    _("Payment received"),
    _("Receipt {number}"),
    _(
        "{customer}, {store} received {amount} ({method}), receipt {number}. {balance} "
        "Thank you. {store_phone}"
    ),
    {**_MONEY, "balance": _("What is still owed, or nothing")},
)
REFUND_PAID = _occasion(
    "refund_paid",
    _("Refund paid"),
    _("Refund {number}"),
    _("{customer}, {store} paid back {amount} ({method}), number {number}. {store_phone}"),
    _MONEY,
)
ORDER_READY = _occasion(
    "order_ready",
    _("Order ready for pick-up"),
    _("Your order {number} is ready"),
    _(
        "{customer}, your order {number} is ready for pick-up at {store}, {address}. {balance} "
        "Please bring this message. {store_phone}"
    ),
    {"number": _("Number of the document"), "balance": _("What is still owed, or nothing")},
)
ORDER_WAITING = _occasion(
    "order_waiting",
    _("Order not collected yet"),
    _("Your order {number} waits for you"),
    _(
        "{customer}, your order {number} has waited for {days} days at {store}, {address}. "
        "{balance} We look forward to your visit. {store_phone}"
    ),
    {
        "number": _("Number of the document"),
        "balance": _("What is still owed, or nothing"),
        "days": _("How many days"),
    },
)
OCCASIONS = (
    BOOKING_CONFIRMED, BOOKING_MOVED, BOOKING_CANCELLED, BOOKING_REMINDER, PAY_LINK,
    PAYMENT_RECEIVED, REFUND_PAID, ORDER_READY, ORDER_WAITING,
)  # fmt: skip
