"""Asking for money and hearing that it came."""

from .connectors import (
    Charged,
    Connector,
    Declined,
    Notice,
    NoticeRefused,
    Unknown,
    add_connector,
    connector_named,
)
from .dry_run import DryRun
from .late import accept_late, return_late
from .requests import (
    LINK_MINUTES,
    AskedAlready,
    NothingOwed,
    WrongCode,
    ask_payment,
    expire_request,
    take_by_code,
)
from .settling import (
    AlreadySettled,
    GatewayNumberUsed,
    PaymentDeclined,
    WrongAmount,
    fail_request,
    settle,
)

add_connector(DryRun())

__all__ = [
    "LINK_MINUTES",
    "AlreadySettled",
    "AskedAlready",
    "Charged",
    "Connector",
    "Declined",
    "DryRun",
    "GatewayNumberUsed",
    "NothingOwed",
    "Notice",
    "NoticeRefused",
    "PaymentDeclined",
    "Unknown",
    "WrongAmount",
    "WrongCode",
    "accept_late",
    "add_connector",
    "ask_payment",
    "connector_named",
    "expire_request",
    "fail_request",
    "return_late",
    "settle",
    "take_by_code",
]
