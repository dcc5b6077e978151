"""What a gateway has to be able to do. One class per gateway; adding it is enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.money import Money


class NoticeRefused(DomainError):
    """A notice that no gateway of ours has sent, or that was sent before."""

    status = 401


@dataclass(frozen=True, slots=True)
class Notice:
    """What a gateway tells us: this request was paid, by so much, or it was not."""

    token: str
    external_id: str
    amount: Money
    method: str
    paid: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Charged:
    """The gateway took the money."""

    external_id: str
    method: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The gateway said no, for certain: nothing was taken."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The gateway did not answer in time: the money may have been taken."""


class Connector(Protocol):
    """A gateway: WeChat Pay, Alipay, a card acquirer, or the dry run."""

    name: str

    def charge(self, token: str, code: str, amount: Money) -> Charged | Declined | Unknown:
        """Take an amount from the customer whose payment code was scanned."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Believe a notice only if it is signed and fresh; `NoticeRefused` otherwise."""
        ...


_connectors: dict[str, Connector] = {}


def add_connector(connector: Connector) -> None:
    _connectors[connector.name] = connector


def connector_named(name: str) -> Connector:
    found = _connectors.get(name)
    if found is None:
        raise NotFound(_("There is no payment gateway called %(name)s.") % {"name": name})
    return found
