"""What bookkeeping does when money moves: the policy decides, the ledger writes.

Everything here runs in the transaction of the command it reacts to. What cannot be posted is
not done at all.
"""

from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import remembered
from yinglou.kernel.events import reacts_to
from yinglou.kernel.money import Money
from yinglou.modules.branches.models import Company
from yinglou.modules.branches.queries import company
from yinglou.modules.folios.events import (
    ChargePosted,
    PaymentReceived,
    RefundPaid,
    SecurityDepositReturned,
    SecurityDepositTaken,
)
from yinglou.modules.folios.models import Folio
from yinglou.modules.folios.queries import charged_by_hand, folio_with
from yinglou.modules.ledger.commands import Posting, post_entry
from yinglou.modules.ledger.queries import balances_of, name_rules
from yinglou.modules.orders.events import OrderCancelled, OrderDelivered
from yinglou.modules.payments.events import PaidLate, PaidLateResolved

from . import rules

name_rules({code: rule.when for code, rule in rules.POLICY.items()})


@reacts_to(PaymentReceived)
def enter_payment(event: PaymentReceived, by: Actor) -> None:
    """E01, E02, E03, E22b."""
    entry = rules.payment(event.kind, event.amount_minor, event.method, _balances(event))
    text = _("Payment %(number)s") % {"number": event.number}
    _post(by, event, entry, f"folios.payment:{event.payment_id}", text)


@reacts_to(RefundPaid)
def enter_refund(event: RefundPaid, by: Actor) -> None:
    """E06."""
    entry = rules.refund(event.amount_minor, event.method, _balances(event))
    text = _("Refund %(number)s: %(reason)s") % {"number": event.number, "reason": event.reason}
    _post(by, event, entry, f"folios.refund:{event.refund_id}", text)


@reacts_to(ChargePosted)
def enter_charge_by_hand(event: ChargePosted, by: Actor) -> None:
    """E04b. What is charged beside an order is earned with its hand-over, or now if that was."""
    if event.amount_minor < 0 or not event.by_hand:
        return
    balances = _balances(event)
    waits = folio_with(event.folio_id).kind == Folio.Kind.ORDER
    if waits and not rules.earned_gross(balances):
        return
    entry = rules.sale([rules.by_hand(event.amount_minor)], _tax(), balances)
    _post(by, event, entry, f"folios.charge:{event.charge_id}", _("Charged by hand"))


@reacts_to(ChargePosted)
def enter_allowance(event: ChargePosted, by: Actor) -> None:
    """E07, if goods were handed over already. Before that it lessens what will be earned."""
    if event.amount_minor > 0:
        return
    charged = folio_with(event.folio_id).charged_minor
    entry = rules.allowance_after_delivery(charged, _tax(), _balances(event))
    _post(by, event, entry, f"folios.charge:{event.charge_id}", _("Allowance after hand-over"))


@reacts_to(OrderDelivered)
def enter_sale(event: OrderDelivered, by: Actor) -> None:
    """E04, E04b, E04g, and the cost of it, E05, beside it."""
    balances, folio = _balances(event), folio_with(event.folio_id)
    earned = [rules.Earned(line["gross_minor"], line["revenue_account"]) for line in event.lines]
    before = rules.earned_gross(balances)
    if not before and folio.charged_minor != sum(one.gross_minor for one in earned):
        earned.append(rules.by_hand(charged_by_hand(folio)))
    earned = rules.at_most(folio.charged_minor - before, earned)
    sold = rules.sale(earned, _tax(), balances)
    source = f"orders.order:{event.order_id}/delivered:{_first_line(event)}"
    _post(by, event, sold, source, _("Hand-over to the customer"))
    spent = [
        rules.Spent(
            line.get("cost_minor") or 0,
            line.get("cost_account") or "",
            line.get("stock_account") or "",
        )
        for line in event.lines
    ]
    _post(by, event, rules.costs(spent), f"{source}/cost", _("Cost of what was handed over"))


@reacts_to(OrderCancelled)
def enter_fee(event: OrderCancelled, by: Actor) -> None:
    """E08, E08b, E09. What went back was posted with the refunds."""
    if event.folio_id is None or not event.kept_minor:
        return
    entry = rules.fee_kept(
        event.kept_minor,
        _tax(),
        _balances(event),
        work_done=event.work_done,
        paid_back=bool(event.refunded_minor),
    )
    text = _("Kept of a cancelled order: %(reason)s") % {"reason": event.reason}
    _post(by, event, entry, f"orders.order:{event.order_id}/cancelled", text[:200])


@reacts_to(SecurityDepositTaken)
def enter_deposit(event: SecurityDepositTaken, by: Actor) -> None:
    """E10."""
    entry = rules.deposit_taken(event.amount_minor, event.method)
    text = _("Security deposit %(number)s") % {"number": event.number}
    _post(by, event, entry, f"folios.payment:{event.payment_id}", text, apart=True)


@reacts_to(SecurityDepositReturned)
def enter_deposit_return(event: SecurityDepositReturned, by: Actor) -> None:
    """E10b."""
    entry = rules.deposit_returned(event.returned_minor, event.kept_minor, event.method, _tax())
    source = f"folios.payment:{event.payment_id}/returned"
    _post(by, event, entry, source, _("Security deposit returned"), apart=True)


@reacts_to(PaidLate)
def enter_late_money(event: PaidLate, by: Actor) -> None:
    """E69."""
    entry = rules.late_money(event.amount_minor, event.method)
    source = f"payments.payrequest:{event.request_id}/late"
    _post(by, event, entry, source, _("Money for a request that was over"), apart=True)


@reacts_to(PaidLateResolved)
def enter_late_money_resolved(event: PaidLateResolved, by: Actor) -> None:
    """E69b."""
    entry = rules.late_money_resolved(event.amount_minor, event.method)
    source = f"payments.payrequest:{event.request_id}/resolved"
    _post(by, event, entry, source, _("Late money claimed or given back"), apart=True)


def _post(
    by: Actor,
    event: Any,
    entry: rules.Written,
    source: str,
    text: str,
    *,
    apart: bool = False,
) -> None:
    """Write an entry about a customer account; `apart` keeps it out of the account's own sums."""
    if not entry.lines:
        return
    folio = remembered(("whose account", event.folio_id), partial(folio_with, event.folio_id))
    said = {
        "customer": f"customers.customer:{folio.customer_id}",
        "order": folio.subject,
        "folio": "" if apart else f"folios.folio:{folio.pk}",
        "item": source.partition("/")[0] if apart else f"folios.folio:{folio.pk}",
    }
    post_entry(
        by=by,
        branch=folio.branch,
        business_date=date.fromisoformat(event.business_date),
        source=source,
        rule=entry.rule,
        text=text,
        lines=[_posting(line, event.branch_id, said) for line in entry.lines],
    )


def _posting(line: rules.Line, branch_id: int, said: dict[str, str]) -> Posting:
    return Posting(
        line.account,
        debit=Money(line.minor) if line.minor > 0 else None,
        credit=Money(-line.minor) if line.minor < 0 else None,
        cash_flow=line.cash_flow,
        place=rules.place_of(line.account, line.method, branch_id),
        **said,
    )


def _balances(event: Any) -> dict[str, int]:
    return balances_of(folio=f"folios.folio:{event.folio_id}")


def _tax() -> rules.Tax:
    found = company()
    return rules.Tax(found.vat_bp, found.tax_kind == Company.TaxKind.GENERAL)


def _first_line(event: OrderDelivered) -> int:
    """An order may be handed over in parts; each part has its own lines."""
    return min((int(line["line_id"]) for line in event.lines), default=0)
