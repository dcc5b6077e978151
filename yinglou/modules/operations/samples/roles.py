"""The jobs of a photo studio and what each may do: the standard roles of an installation."""

from dataclasses import dataclass

from yinglou.kernel.actors import Actor, all_permissions
from yinglou.kernel.manifest import modules
from yinglou.modules.access.commands import LimitIn, define_role
from yinglou.modules.access.models import Reach, Role

EVERYBODY = ("timeline.view", "timeline.write", "timeline.tasks", "approvals.view",
             "approvals.ask", "branches.view")  # fmt: skip
SEES_WORK = ("customers.view", "booking.view", "orders.view", "production.view", "staff.view",
             "catalog.view")  # fmt: skip
SELLS = (
    "customers.register", "customers.change", "booking.book", "booking.move", "booking.cancel",
    "booking.serve", "orders.place", "orders.schedule", "orders.select", "orders.hand_over",
    "orders.print", "orders.ask_cancel", "messaging.view", "messaging.send",
)  # fmt: skip
CASHES = ("folios.view", "folios.take_payment", "folios.hold_deposit", "folios.print",
          "orders.take_payment", "payments.view", "payments.ask")  # fmt: skip
MAKES = ("production.work", "orders.produce")
RUNS_A_STORE = (
    "customers.*", "booking.*", "orders.*", "production.*", "folios.*", "payments.view",
    "payments.ask", "payments.resolve", "staff.*", "approvals.decide", "timeline.*", "messaging.*",
    "ledger.view", "reports.morning", "catalog.price", "catalog.cost", "branches.roll",
    "access.view", "operations.journal",
)  # fmt: skip
HOME, SCHEDULE, QUEUE, MORNING = (
    "reports.workbench", "booking.mine", "production.mine", "reports.morning",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StandardRole:
    """A job with what it may do; `landing` is the page on which its day begins."""

    code: str
    name: str
    permissions: tuple[str, ...]
    reach: Reach = Reach.BRANCH
    discount_bp: int = 0
    landing: str = HOME


STANDARD_ROLES = (
    StandardRole("front_desk", "前台", (*EVERYBODY, *SEES_WORK, *SELLS, *CASHES), discount_bp=1500),
    StandardRole("service", "客服", (*EVERYBODY, *SEES_WORK, *SELLS), discount_bp=500),
    StandardRole(
        "photographer", "摄影师", (*EVERYBODY, "booking.view", "booking.serve"), Reach.OWN,
        landing=SCHEDULE,
    ),
    StandardRole(
        "makeup_artist", "化妆师", (*EVERYBODY, "booking.view", "booking.serve"), Reach.OWN,
        landing=SCHEDULE,
    ),
    StandardRole(
        "technician", "技师", (*EVERYBODY, "booking.view", "booking.serve"), Reach.OWN,
        landing=SCHEDULE,
    ),
    StandardRole("retoucher", "修图师", (*EVERYBODY, *SEES_WORK, *MAKES), landing=QUEUE),
    StandardRole(
        "selection_consultant", "选片顾问",
        (*EVERYBODY, *SEES_WORK, *SELLS, *CASHES), discount_bp=1000, landing="orders.orders",
    ),
    StandardRole("purchaser", "采购", (*EVERYBODY, *SEES_WORK), landing="orders.orders"),
    StandardRole("storekeeper", "库管", (*EVERYBODY, *SEES_WORK, "orders.hand_over")),
    StandardRole("cashier", "收银", (*EVERYBODY, *SEES_WORK, *CASHES), landing="folios.payments"),
    StandardRole(
        "night_auditor", "夜审", (*EVERYBODY, *CASHES, "branches.roll", "ledger.view"),
        landing="folios.payments",
    ),
    StandardRole(
        "accountant", "财务",
        (*EVERYBODY, *SEES_WORK, "folios.view", "folios.print", "payments.view", "ledger.*",
         "catalog.cost", "orders.cost", "orders.print", "reports.morning", "operations.journal"),
        Reach.ALL, landing="ledger.trial_balance",
    ),
    StandardRole(
        "hr", "人事", (*EVERYBODY, "staff.*", "access.view", "access.users"), Reach.ALL,
        landing="staff.employees",
    ),
    StandardRole("store_manager", "店长", (*EVERYBODY, *SEES_WORK, *RUNS_A_STORE), Reach.BRANCH,
                 discount_bp=3000),
    StandardRole("owner", "老板", ("*",), Reach.ALL, discount_bp=10_000, landing=MORNING),
    StandardRole(
        "admin", "管理员",
        (*EVERYBODY, "access.*", "branches.*", "catalog.*", "booking.view", "booking.manage",
         "messaging.templates", "operations.*", "staff.*"),
        Reach.ALL, landing="access.people",
    ),
)  # fmt: skip


def define_standard_roles(by: Actor) -> dict[str, Role]:
    """All standard roles, by code. What a module that is not installed would allow is left out."""
    return {
        line.code: define_role(
            by=by,
            code=line.code,
            name=line.name,
            permissions=_known(line.permissions),
            reach=line.reach,
            limits=[LimitIn("discount_bp", line.discount_bp)] if line.discount_bp else [],
            landing=line.landing,
            position=place * 10,
        )
        for place, line in enumerate(STANDARD_ROLES, start=1)
    }


def _known(permissions: tuple[str, ...]) -> list[str]:
    known, homes = all_permissions(), {f"{module.label}.*" for module in modules()}
    return [name for name in dict.fromkeys(permissions) if name in known or name in homes | {"*"}]
