"""What the house sells, and what it costs where and when."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.money import FenField, Money
from yinglou.kernel.search import Searchable, name_words
from yinglou.modules.branches.models import Branch

from . import rules


class ShootType(models.Model):
    """A kind of photography the house offers: wedding, children, portrait, family, passport."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=40)
    icon = models.CharField(max_length=30, default="camera")
    tone = models.CharField(max_length=10, default="blue")  # of its blocks on the booking board

    class Meta:
        ordering = ["id"]
        verbose_name = _("shoot type")
        verbose_name_plural = _("shoot types")

    def __str__(self) -> str:
        return self.name


class ProductCategory(models.Model):
    """A group of products which are booked to the same accounts."""

    name = models.CharField(max_length=40, unique=True)
    revenue_account = models.CharField(max_length=20)
    cost_account = models.CharField(max_length=20, blank=True)
    stock_account = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("product category")
        verbose_name_plural = _("product categories")

    def __str__(self) -> str:
        return self.name


class Product(Searchable):
    """A thing or service that is sold by itself: an album, a frame, a gown upgrade."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")
        RENTAL = "rental", _("Rental")
        ADDON = "addon", _("Add-on")
        GIFT = "gift", _("Gift item")

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PRODUCT)
    category = models.ForeignKey(ProductCategory, models.PROTECT, related_name="products")
    price_minor = FenField("price", default=0)
    floor_minor = FenField("floor price", default=0)
    cost_minor = FenField("cost", default=0)
    unit = models.CharField(max_length=10, default="件")
    barcode = models.CharField(max_length=30, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.CheckConstraint(
                condition=Q(price_minor__gte=0, cost_minor__gte=0, floor_minor__gte=0),
                name="product_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(floor_minor__lte=F("price_minor")),
                name="product_floor_is_under_its_price",
            ),
            models.UniqueConstraint(
                fields=["barcode"], condition=~Q(barcode=""), name="product_barcode_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.price_minor)

    @property
    def floor(self) -> Money:
        return Money(self.floor_minor)

    @property
    def cost(self) -> Money:
        return Money(self.cost_minor)

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def search_words(self) -> Iterable[str]:
        return name_words(self.name) | {self.code.lower(), self.barcode}


class Package(Searchable):
    """A package: a shoot with its services, products and gifts at one price."""

    class Negatives(models.TextChoices):
        CHOSEN = "chosen", _("Chosen photos only")
        ALL = "all", _("All originals")
        PAID = "paid", _("Further originals against payment")
        NONE = "none", _("No originals")

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    shoot_type = models.ForeignKey(ShootType, models.PROTECT, related_name="packages")
    price_minor = FenField("price", default=0)
    floor_minor = FenField("floor price", default=0)
    deposit_bp = models.PositiveIntegerField("deposit share", default=3000)
    deposit_round_minor = FenField("deposit rounded up to", default=10_000)
    duration_min = models.PositiveIntegerField("duration in minutes", default=240)
    outfits = models.PositiveSmallIntegerField(default=1)
    retouch_count = models.PositiveSmallIntegerField("retouched photos", default=0)
    album_count = models.PositiveSmallIntegerField("photos in the album", default=0)
    originals_included = models.PositiveSmallIntegerField(default=0)
    extra_retouch_minor = FenField("price of a further retouched photo", default=0)
    negatives_policy = models.CharField(
        max_length=10, choices=Negatives.choices, default=Negatives.CHOSEN
    )
    production_days = models.PositiveSmallIntegerField(default=45)
    description = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints = [
            models.CheckConstraint(
                condition=Q(price_minor__gte=0, floor_minor__gte=0, extra_retouch_minor__gte=0),
                name="package_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(floor_minor__lte=F("price_minor")),
                name="package_floor_is_under_its_price",
            ),
            models.CheckConstraint(
                condition=Q(deposit_bp__lte=10_000, deposit_round_minor__gt=0),
                name="package_deposit_is_a_share",
            ),
            models.CheckConstraint(condition=Q(duration_min__gt=0), name="package_takes_some_time"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.price_minor)

    @property
    def floor(self) -> Money:
        return Money(self.floor_minor)

    def deposit_on(self, total: Money) -> Money:
        """What is asked for at first when it is sold for a total."""
        return rules.deposit_due(total, self.deposit_bp, self.deposit_round_minor)

    @property
    def extra_retouch(self) -> Money:
        return Money(self.extra_retouch_minor)

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def search_words(self) -> Iterable[str]:
        return name_words(self.name.strip("「」")) | {self.code.lower(), self.name}


class PackageItem(models.Model):
    """A thing inside a package: so many of a product, or a promise in words; perhaps as a gift."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=120, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    is_gift = models.BooleanField("gift", default=False)

    class Meta:
        ordering = ["position"]
        verbose_name = _("package item")
        verbose_name_plural = _("package items")
        constraints = [
            models.UniqueConstraint(
                fields=["package", "position"], name="package_item_position_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="package_item_is_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(product__isnull=False) | ~Q(text=""),
                name="package_item_says_what_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ×{self.quantity}"

    @property
    def label(self) -> str:
        return self.text or str(self.product)


class PriceList(models.Model):
    """Prices that hold for a time, in one branch or in all."""

    name = models.CharField(max_length=60)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="price_list_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """The price of one product or package on a price list."""

    list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    package = models.ForeignKey(Package, models.PROTECT, null=True, blank=True, related_name="+")
    price_minor = FenField("price")

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False, package__isnull=True)
                | Q(product__isnull=True, package__isnull=False),
                name="price_is_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="price_is_not_negative"),
            models.UniqueConstraint(
                fields=["list", "product"],
                condition=Q(product__isnull=False),
                name="price_of_a_product_once_a_list",
            ),
            models.UniqueConstraint(
                fields=["list", "package"],
                condition=Q(package__isnull=False),
                name="price_of_a_package_once_a_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product or self.package}: {Money(self.price_minor)}"

    @property
    def yuan(self) -> str:
        return str(Money(self.price_minor)).lstrip("¥")
