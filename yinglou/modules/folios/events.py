"""What happens on customer accounts. Days are ISO texts; amounts are fen."""

from dataclasses import dataclass

from yinglou.kernel.events import Event

BY_HAND = "manual:"  # so begins the source of what no document charged


@dataclass(frozen=True, kw_only=True)
class FolioFact(Event):
    """Something happened on a customer account; `subject` is the document it belongs to."""

    folio_id: int
    subject: str
    branch_id: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class FolioOpened(FolioFact):
    """A customer has an account for a document."""

    number: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class ChargePosted(FolioFact):
    """The customer owes more; less, if the amount is negative (an allowance)."""

    charge_id: int
    source: str
    code: str
    amount_minor: int
    business_date: str

    @property
    def by_hand(self) -> bool:
        return self.source.startswith(BY_HAND)


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(FolioFact):
    """Money came in. `earnest_minor` is the part of it that is 定金 in law."""

    payment_id: int
    number: str
    amount_minor: int
    earnest_minor: int
    method: str
    kind: str
    business_date: str


@dataclass(frozen=True, kw_only=True)
class RefundPaid(FolioFact):
    """Money went back to the customer, by `method`."""

    refund_id: int
    payment_id: int
    number: str
    amount_minor: int
    method: str
    business_date: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FolioSettled(FolioFact):
    """Nothing is owed any more."""

    charged_minor: int


@dataclass(frozen=True, kw_only=True)
class FolioClosed(FolioFact):
    """Nothing more is entered on this account."""


@dataclass(frozen=True, kw_only=True)
class FolioReopened(FolioFact):
    """An account that was closed takes entries again."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SecurityDepositTaken(FolioFact):
    """Something was left with us that is to be given back (押金)."""

    payment_id: int
    number: str
    amount_minor: int
    method: str
    business_date: str


@dataclass(frozen=True, kw_only=True)
class SecurityDepositReturned(FolioFact):
    """A security deposit was given back, less what was kept for damage."""

    payment_id: int
    refund_id: int | None
    returned_minor: int
    kept_minor: int
    method: str
    business_date: str
    reason: str
