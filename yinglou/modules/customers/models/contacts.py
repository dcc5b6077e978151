"""The people through whom a customer is reached."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.fields import EncryptedTextField
from yinglou.kernel.values import mask_phone
from yinglou.modules.customers import rules

from .customers import Customer


class Contact(models.Model):
    """A person behind a customer, with the numbers that are kept under lock.

    Phone and ID number are encrypted; they are found by a keyed digest of the whole number,
    the phone also by its last four digits.
    """

    class Relation(models.TextChoices):
        """What this person is in the customer."""

        SELF = "self", _("The customer")
        GROOM = "groom", _("Groom")
        BRIDE = "bride", _("Bride")
        PARENT = "parent", _("Parent")
        CHILD = "child", _("Child")
        OTHER = "other", _("Someone else")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="contacts", verbose_name=_("customer")
    )
    name = models.CharField(_("contact name"), max_length=rules.NAME_MAX)
    relation = models.CharField(
        _("relation"), max_length=10, choices=Relation.choices, default=Relation.SELF
    )
    phone = EncryptedTextField(_("phone"), blank=True)
    phone_blind = models.CharField(max_length=32, blank=True, editable=False)
    phone_tail = models.CharField(max_length=4, blank=True, editable=False)
    is_shared = models.BooleanField(_("phone shared with another customer"), default=False)
    wechat = models.CharField(_("WeChat name"), max_length=60, blank=True)
    email = models.CharField(_("e-mail"), max_length=120, blank=True)
    id_number = EncryptedTextField(_("ID number"), blank=True)
    id_blind = models.CharField(max_length=32, blank=True, editable=False)
    born_on = models.DateField(_("birthday"), null=True, blank=True)
    is_primary = models.BooleanField(_("first contact"), default=False)
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)
    retired_at = models.DateTimeField(_("removed"), null=True, editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["phone_blind"],
                condition=Q(is_shared=False, retired_at__isnull=True) & ~Q(phone_blind=""),
                name="contact_phone_belongs_to_one_customer",
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(is_primary=True, retired_at__isnull=True),
                name="contact_first_one_is_one",
            ),
        ]
        indexes = [
            models.Index(fields=["phone_blind"], name="contact_phone_blind"),
            models.Index(fields=["phone_tail"], name="contact_phone_tail"),
            models.Index(fields=["id_blind"], condition=~Q(id_blind=""), name="contact_id_blind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def branch_id(self) -> int:
        """A contact is seen by whoever sees its customer."""
        return self.customer.branch_id

    @property
    def phone_masked(self) -> str:
        """`138****1234`, or nothing."""
        return mask_phone(self.phone) if self.phone else ""

    @property
    def id_masked(self) -> str:
        return rules.mask_id_number(self.id_number) if self.id_number else ""

    @property
    def born_lunar(self) -> str:
        return rules.lunar_text(self.born_on) if self.born_on else ""
