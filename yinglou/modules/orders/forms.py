"""The sheet on which an order is taken: what is on it, every change of it, and taking one back.

The sheet travels with the page. Whatever comes back is read as if a stranger had typed it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.dates import read_date
from yinglou.kernel.errors import InvalidValue
from yinglou.modules.catalog.models import Package, Product
from yinglou.modules.catalog.queries import packages_seen_by, products_seen_by, sold
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import customers_seen_by
from yinglou.modules.staff.models import Employee
from yinglou.modules.staff.queries import employees_seen_by, working

from . import rules
from .models import Order
from .queries import CreditIn, GiftIn, LineIn

PAST_MAX = 12
KEY_MAX = 10**15
QUANTITY_MAX = 999


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that was chosen and typed so far."""

    customer: int = 0
    kind: int = 0
    package: int = 0
    addons: tuple[tuple[int, int], ...] = ()
    gifts: tuple[tuple[int, int], ...] = ()
    discount: str = ""
    deposit_kind: str = Order.DepositKind.DOWN_PAYMENT
    wedding: str = ""
    shares: tuple[tuple[int, str], ...] = ()
    note: str = ""
    request: str = ""

    @property
    def discount_bp(self) -> int | None:
        return rules.read_fold(self.discount)

    @property
    def wedding_on(self) -> date | None:
        return read_date(self.wedding) if self.wedding else None

    def changed_by(self, act: str) -> "Sheet":
        """The sheet after a button was pressed: `addon:7`, `addon-less:7`, `discount-clear` …"""
        verb, _colon, key = act.partition(":")
        number = _number(key)
        if verb == "discount-clear":
            return replace(self, discount="")
        if not number:
            return self
        if verb in ("addon", "addon-less"):
            return replace(self, addons=_counted(self.addons, number, verb == "addon"))
        if verb in ("gift", "gift-less"):
            return replace(self, gifts=_counted(self.gifts, number, verb == "gift"))
        return self

    def told(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def sheet_of(post: Any) -> Sheet:
    """The sheet as the page sends it."""
    counts: dict[str, list[tuple[int, int]]] = {"addons": [], "gifts": []}
    shares: list[tuple[int, str]] = []
    for name, value in post.items():
        head, _dash, key = name.partition("-")
        if head in ("addon", "gift") and (number := _number(key)):
            if quantity := min(_number(value), QUANTITY_MAX):
                counts[f"{head}s"].append((number, quantity))
        elif head == "share" and (number := _number(key)) and value.strip():
            shares.append((number, value.strip()[:6]))
    deposit = post.get("deposit_kind", "")
    return Sheet(
        customer=_number(post.get("customer", "")),
        kind=_number(post.get("kind", "")),
        package=_number(post.get("package", "")),
        addons=tuple(counts["addons"]),
        gifts=tuple(counts["gifts"]),
        discount=post.get("discount", "").strip()[:8],
        deposit_kind=deposit if deposit in Order.DepositKind.values else Sheet().deposit_kind,
        wedding=post.get("wedding", "").strip()[:20],
        shares=tuple(shares),
        note=post.get("note", "")[:2000],
        request=post.get("request", "")[:500],
    )


def sheet_told(told: str) -> Sheet | None:
    """The sheet as it was told before; None if this is not one."""
    try:
        found = json.loads(told[:20_000])
        pairs = {n: tuple((int(a), b) for a, b in found[n]) for n in ("addons", "gifts", "shares")}
        words = ("discount", "deposit_kind", "wedding", "note", "request")
        texts = {n: str(found[n]) for n in words}
        keys = {n: _number(str(found[n])) for n in ("customer", "kind", "package")}
    except (ValueError, TypeError, KeyError):
        return None
    return Sheet(**keys, **texts, **pairs)  # type: ignore[arg-type]


def past_with(past: list[str], before: str, now: Sheet) -> list[str]:
    """What can be taken back: the sheets before, the last one at the end."""
    if before and before != now.told():
        past = [*past, before]
    return past[-PAST_MAX:]


class OnTheSheet:
    """The rows behind the keys of a sheet, as far as this actor may choose them."""

    def __init__(self, sheet: Sheet, actor: Actor) -> None:
        self.sheet = sheet
        self.customer: Customer | None = None
        if sheet.customer:
            self.customer = customers_seen_by(actor).filter(pk=sheet.customer).first()
        self.package: Package | None = None
        if sheet.package:
            self.package = sold(packages_seen_by(actor)).filter(pk=sheet.package).first()
        keys = [key for key, _quantity in (*sheet.addons, *sheet.gifts)]
        rows = sold(products_seen_by(actor)).filter(pk__in=keys) if keys else ()
        self._products: dict[int, Product] = {row.pk: row for row in rows}
        people = [key for key, _share in sheet.shares]
        found = working(employees_seen_by(actor)).filter(pk__in=people) if people else ()
        self._people: dict[int, Employee] = {row.pk: row for row in found}

    @property
    def addons(self) -> list[LineIn]:
        return [LineIn(p, int(n)) for p, n in self._chosen(self.sheet.addons)]

    @property
    def gifts(self) -> list[GiftIn]:
        return [GiftIn(p, int(n)) for p, n in self._chosen(self.sheet.gifts)]

    @property
    def credits(self) -> list[CreditIn]:
        found = []
        for key, typed in self.sheet.shares:
            share = _share(typed)
            if share and key in self._people:
                found.append(CreditIn(self._people[key], share))
        return found

    @property
    def share_total(self) -> int:
        return sum(credit.share_bp for credit in self.credits)

    def arguments(self) -> dict[str, Any]:
        """What an order is placed with; says which field is missing or cannot be meant."""
        sheet = self.sheet
        if self.customer is None:
            raise InvalidValue(_("Choose the customer."), field="customer")
        if self.package is None:
            raise InvalidValue(_("Choose a package."), field="package")
        if sheet.discount_bp is None:
            raise InvalidValue(
                _("“%(typed)s” is no discount. Enter 95 or 9.5.") % {"typed": sheet.discount},
                field="discount",
            )
        if sheet.wedding and sheet.wedding_on is None:
            raise InvalidValue(_("Enter a date such as 2026-11-21 or 11-21."), field="wedding")
        return {
            "customer": self.customer,
            "package": self.package,
            "addons": self.addons,
            "gifts": self.gifts,
            "discount_bp": sheet.discount_bp,
            "deposit_kind": Order.DepositKind(sheet.deposit_kind),
            "credits": self.credits,
            "wedding_on": sheet.wedding_on,
            "note": sheet.note,
            "special_request": sheet.request,
        }

    def _chosen(self, pairs: tuple[tuple[int, int], ...]) -> list[tuple[Product, int]]:
        return [(self._products[key], n) for key, n in pairs if key in self._products]


def start(actor: Actor, query: Mapping[str, str]) -> Sheet:
    """A new sheet, with what the address says about the customer."""
    sheet = Sheet(customer=_number(query.get("customer", "")))
    customer = OnTheSheet(sheet, actor).customer
    if customer is not None and customer.wedding_on is not None:
        sheet = replace(sheet, wedding=customer.wedding_on.isoformat())
    return sheet


def _counted(
    pairs: tuple[tuple[int, int], ...],
    key: int,
    more: bool,  # noqa: FBT001 one step up or down
) -> tuple[tuple[int, int], ...]:
    counts = dict(pairs)
    counts[key] = counts.get(key, 0) + (1 if more else -1)
    return tuple((k, min(n, QUANTITY_MAX)) for k, n in counts.items() if n > 0)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= 15 else 0


def _share(typed: str) -> int:
    """70 or 33.5 per cent in basis points; nothing for what is no number."""
    try:
        return round(float(typed.rstrip("%")) * 100)
    except ValueError:
        return 0
