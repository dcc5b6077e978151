"""What the catalogue announces."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PriceSet(Event):
    """A thing has a new price on a price list, or its usual price has changed."""

    product_id: int | None
    package_id: int | None
    price_minor: int
    price_list_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PackageChanged(Event):
    """What a package contains or costs has changed; orders already placed keep theirs."""

    package_id: int


@dataclass(frozen=True, kw_only=True)
class ProductRetired(Event):
    """A product is no longer sold."""

    product_id: int


@dataclass(frozen=True, kw_only=True)
class PackageRetired(Event):
    """A package is no longer sold."""

    package_id: int
