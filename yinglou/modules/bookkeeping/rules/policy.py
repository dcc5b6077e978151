"""The table: rule by rule, what is debited and what is credited.

Read it from left to right. `METHOD` is the account of the way the money came or went (the
second table); `REVENUE`, `COST` and `STOCK` come from the category of what was sold; `VAT` from
how the company is taxed. The numbers are those of the accounting specification.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

METHOD, REVENUE, VAT, COST, STOCK = "METHOD", "REVENUE", "VAT", "COST", "STOCK"

ADVANCE = "220301"  # 预收账款-订单款
RECEIVABLE = "112201"  # 应收账款-客户挂账
SECURITY = "224102"  # 其他应付款-收取押金
UNIDENTIFIED = "224106"  # 其他应付款-待查款
FORFEITED = "530103"  # 违约金及没收定金
SHOOTING = "500101"  # 摄影服务收入
FEES = "505102"  # 其他业务收入-手续费及取消费
VAT_SMALL = "22210190"  # 应交增值税-小规模
VAT_OUTPUT = "22210102"  # 销项税额
SALES_PREFIXES = ("5001", "5051")
VAT_PREFIX = "2221"
STOCK_PREFIX = "14"

METHOD_ACCOUNTS = {
    "cash": "100101",  # 门店收银抽屉
    "bank": "100201",  # 基本存款账户
    "wechat": "101201",  # 微信支付商户余额
    "alipay": "101202",  # 支付宝商户余额
    "card": "101203",  # 银行卡收单在途
}


PLACEHOLDERS = {
    METHOD: _("account of the payment method"),
    REVENUE: _("revenue account of the category"),
    VAT: _("VAT payable"),
    COST: _("cost account of the category"),
    STOCK: _("stock account of the category"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the policy: when, debit, credit, line of the cash-flow statement."""

    code: str
    when: Any
    debit: tuple[str, ...]
    credit: tuple[str, ...]
    cash_flow: str = ""


_ROWS = (
    Rule("E01", _("A deposit or advance is received"), (METHOD,), (ADVANCE,), "1"),
    Rule("E02", _("A progress or final payment is received"), (METHOD,), (ADVANCE,), "1"),
    Rule("E03", _("An upsell is paid"), (METHOD,), (ADVANCE,), "1"),
    Rule("E04", _("Goods or services are handed over, paid in advance"),
         (ADVANCE,), (REVENUE, VAT)),
    Rule("E04b", _("The same, partly on credit"), (ADVANCE, RECEIVABLE), (REVENUE, VAT)),
    Rule("E04g", _("The same, by a general taxpayer"),
         (ADVANCE, RECEIVABLE), (REVENUE, VAT)),
    Rule("E05", _("Cost of what was handed over"), (COST,), (STOCK,)),
    Rule("E06", _("Money is paid back"), (ADVANCE,), (METHOD,), "1"),
    Rule("E07", _("An allowance after hand-over"), (REVENUE, VAT), (RECEIVABLE, ADVANCE)),
    Rule("E08", _("A cancelled order: part is kept, nothing was supplied"),
         (ADVANCE,), (FORFEITED,)),
    Rule("E08b", _("A cancelled order: part is kept for work done"), (ADVANCE,), (SHOOTING, VAT)),
    Rule("E09", _("A deposit is forfeited"), (ADVANCE,), (FORFEITED,)),
    Rule("E10", _("A security deposit is taken"), (METHOD,), (SECURITY,), "2"),
    Rule("E10b", _("A security deposit is returned, less damage"),
         (SECURITY,), (METHOD, FEES, VAT), "6"),
    Rule("E22b", _("A customer pays what was handed over on credit"),
         (METHOD,), (RECEIVABLE,), "1"),
    Rule("E69", _("Money comes for a request that was over"), (METHOD,), (UNIDENTIFIED,), "2"),
    Rule("E69b", _("Such money is claimed or given back"), (UNIDENTIFIED,), (METHOD,), "2"),
)  # fmt: skip

POLICY = {rule.code: rule for rule in _ROWS}

# What a payment is for decides the number of its rule; all go to the same account.
PAYMENT_RULES = {
    "down_payment": "E01",
    "refundable_advance": "E01",
    "progress": "E02",
    "final": "E02",
    "second_sale": "E03",
}


def place_of(account: str, method: str, branch_id: int) -> str:
    """Where it lies: cash and goods in the store, other money with the company's accounts."""
    if account.startswith(STOCK_PREFIX) or method == "cash":
        return f"branches.branch:{branch_id}"
    return method
