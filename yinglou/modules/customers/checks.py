"""What must hold of customers, verified on demand."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check

from . import queries


@check(gettext_lazy("Every customer can be reached through somebody"))
def customers_have_a_contact() -> Iterable[str]:
    """A live customer has a contact, and one of them comes first."""
    for customer in queries.unreachable():
        yield _("%(name)s (%(number)s) has no first contact.") % {
            "name": customer.name,
            "number": customer.number,
        }


@check(gettext_lazy("Sealed phones are found again"))
def phones_agree_with_their_digests() -> Iterable[str]:
    """What is sealed and what it is found by say the same number."""
    for contact in queries.all_with_phone():
        if contact.phone_blind != queries.phone_blind(contact.phone) or (
            contact.phone_tail != contact.phone[-4:]
        ):
            yield _("The phone of contact %(key)s is not found by its number.") % {
                "key": contact.pk
            }


@check(gettext_lazy("Merged records lead to a live one"))
def merges_lead_somewhere() -> Iterable[str]:
    """Following a merged record ends at one that is not merged, not in a circle."""
    pairs = queries.merges()
    for merged in pairs:
        seen, at = {merged}, pairs[merged]
        while at in pairs and at not in seen:
            seen.add(at)
            at = pairs[at]
        if at in seen:
            yield _("Customer %(key)s is merged in a circle.") % {"key": merged}
