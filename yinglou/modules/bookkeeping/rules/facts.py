"""Facts in, entries out. Nothing here knows a database, a clock or a customer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from yinglou.kernel.money import Money

from .amounts import Earned, Line, Spent, Tax, Written, net_of, written
from .policy import (
    ADVANCE,
    FEES,
    FORFEITED,
    METHOD_ACCOUNTS,
    PAYMENT_RULES,
    POLICY,
    RECEIVABLE,
    SALES_PREFIXES,
    SECURITY,
    SHOOTING,
    UNIDENTIFIED,
    VAT_PREFIX,
)

Balances = Mapping[str, int]


def payment(kind: str, amount: int, method: str, balances: Balances) -> Written:
    """E01–E03; what the customer owes on credit is settled first (E22b)."""
    on_credit = min(amount, max(balances.get(RECEIVABLE, 0), 0))
    rule = "E22b" if on_credit == amount else PAYMENT_RULES[kind]
    lines = [
        _money(rule, method, amount),
        Line(RECEIVABLE, -on_credit),
        Line(ADVANCE, on_credit - amount),
    ]
    return written(rule, lines)


def refund(amount: int, method: str, balances: Balances) -> Written:
    """E06, out of what was paid in advance; beyond that the customer owes again."""
    from_advance = min(amount, _advance(balances))
    lines = [
        Line(ADVANCE, from_advance),
        Line(RECEIVABLE, amount - from_advance),
        _money("E06", method, -amount),
    ]
    return written("E06", lines)


def sale(sold: Iterable[Earned], tax: Tax, balances: Balances) -> Written:
    """E04, E04b, E04g: revenue and tax per line; first the advance, the rest on credit."""
    net: dict[str, int] = defaultdict(int)
    gross_total = 0
    for line in sold:
        net[line.revenue_account] += net_of(line.gross_minor, tax.vat_bp)
        gross_total += line.gross_minor
    advance = min(gross_total, _advance(balances))
    rule = "E04g" if tax.is_general else "E04" if advance == gross_total else "E04b"
    lines = [
        Line(ADVANCE, advance),
        Line(RECEIVABLE, gross_total - advance),
        *(Line(account, -minor) for account, minor in net.items()),
        Line(tax.account, sum(net.values()) - gross_total),
    ]
    return written(rule, lines)


def by_hand(gross_minor: int) -> Earned:
    """What was charged on the account beside every document: other revenue."""
    return Earned(gross_minor, FEES)


def at_most(gross_minor: int, sold: list[Earned]) -> list[Earned]:
    """What was let off before the hand-over was never earned: every line bears its part."""
    total = sum(line.gross_minor for line in sold)
    if total <= gross_minor or not total:
        return sold
    parts = Money(max(gross_minor, 0)).apportion([line.gross_minor for line in sold])
    return [
        Earned(part.minor, line.revenue_account) for part, line in zip(parts, sold, strict=True)
    ]


def costs(spent: Iterable[Spent]) -> Written:
    """E05: goods leave the stock and become cost."""
    moved: dict[tuple[str, str], int] = defaultdict(int)
    for line in spent:
        if line.cost_account and line.stock_account:
            moved[line.cost_account, line.stock_account] += line.cost_minor
    lines = []
    for (cost, stock), minor in moved.items():
        lines += [Line(cost, minor), Line(stock, -minor)]
    return written("E05", lines)


def allowance_after_delivery(charged: int, tax: Tax, balances: Balances) -> Written:
    """E07: what was earned beyond what is charged now reduces this period's revenue."""
    too_much = earned_gross(balances) - charged
    sales = {code: -minor for code, minor in balances.items() if _is_sale(code) and minor < 0}
    if too_much <= 0 or not sales:
        return Written("E07", ())
    net = net_of(too_much, tax.vat_bp)
    parts = Money(net).apportion(list(sales.values()))
    on_credit = min(too_much, max(balances.get(RECEIVABLE, 0), 0))
    lines = [
        *(Line(code, part.minor) for code, part in zip(sales, parts, strict=True)),
        Line(tax.account, too_much - net),
        Line(RECEIVABLE, -on_credit),
        Line(ADVANCE, on_credit - too_much),
    ]
    return written("E07", lines)


def fee_kept(
    kept: int, tax: Tax, balances: Balances, *, work_done: bool, paid_back: bool
) -> Written:
    """E08, E08b, E09: what stays with us of a cancelled order.

    Without work it is a penalty and bears no tax; for work done it is pay, and does.
    """
    from_advance = min(kept, _advance(balances))
    lines = [Line(ADVANCE, from_advance), Line(RECEIVABLE, kept - from_advance)]
    if not work_done:
        rule = "E08" if paid_back else "E09"
        return written(rule, [*lines, Line(FORFEITED, -kept)])
    net = net_of(kept, tax.vat_bp)
    return written("E08b", [*lines, Line(SHOOTING, -net), Line(tax.account, net - kept)])


def deposit_taken(amount: int, method: str) -> Written:
    """E10: it is a debt, not an advance."""
    return written("E10", [_money("E10", method, amount), Line(SECURITY, -amount)])


def deposit_returned(returned: int, kept: int, method: str, tax: Tax) -> Written:
    """E10b: what is kept for damage is other revenue, with tax."""
    net = net_of(kept, tax.vat_bp)
    lines = [
        Line(SECURITY, returned + kept),
        _money("E10b", method, -returned),
        Line(FEES, -net),
        Line(tax.account, net - kept),
    ]
    return written("E10b", lines)


def late_money(amount: int, method: str) -> Written:
    """E69: real money whose place is not known yet."""
    return written("E69", [_money("E69", method, amount), Line(UNIDENTIFIED, -amount)])


def late_money_resolved(amount: int, method: str) -> Written:
    """E69b: its place is known; if it is a payment, that is booked by its own rule."""
    return written("E69b", [Line(UNIDENTIFIED, amount), _money("E69b", method, -amount)])


def earned_gross(balances: Balances) -> int:
    """What was earned so far, tax included."""
    return -sum(
        minor for code, minor in balances.items() if _is_sale(code) or code.startswith(VAT_PREFIX)
    )


def _advance(balances: Balances) -> int:
    """What was paid in advance and is not used up."""
    return max(-balances.get(ADVANCE, 0), 0)


def _is_sale(code: str) -> bool:
    return code.startswith(SALES_PREFIXES)


def _money(rule: str, method: str, minor: int) -> Line:
    return Line(METHOD_ACCOUNTS[method], minor, POLICY[rule].cash_flow, method)
