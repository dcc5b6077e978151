"""What happens to payment requests. Times and days are ISO texts; amounts are fen."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PayRequestFact(Event):
    """Something happened to a request for money on a customer account."""

    request_id: int
    folio_id: int
    subject: str
    branch_id: int
    customer_id: int
    amount_minor: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PayLinkCreated(PayRequestFact):
    """A customer can pay at this address until then."""

    path: str
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class PayRequestSettled(PayRequestFact):
    """The gateway confirmed the money, and it is booked."""

    payment_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class PayRequestExpired(PayRequestFact):
    """The request was not paid in time, or was called back."""


@dataclass(frozen=True, kw_only=True)
class PayRequestFailed(PayRequestFact):
    """The gateway said no."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class PaidLate(PayRequestFact):
    """Money came for a request that was over. It is safe, and waits for a decision."""

    external_id: str
    method: str
    business_date: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaidLateResolved(PayRequestFact):
    """Late money was booked on the account, or given back."""

    payment_id: int | None
    method: str
    business_date: str
