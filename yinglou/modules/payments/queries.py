"""Every read of payment requests."""

from django.db.models import QuerySet, Sum
from django.urls import reverse

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.folios.models import Folio

from .models import PayRequest


def requests_seen_by(actor: Actor) -> QuerySet[PayRequest]:
    """The requests of the stores an actor has to do with."""
    rows = PayRequest.objects.select_related("folio", "folio__customer", "branch", "payment")
    return rows if actor.reach == "all" else rows.filter(branch_id__in=actor.branch_ids)


def late_payments(actor: Actor) -> QuerySet[PayRequest]:
    """Money that came for requests which were over, and waits for a decision."""
    return requests_seen_by(actor).filter(state=PayRequest.State.PAID_LATE).order_by("pk")


def request_with_token(token: str) -> PayRequest | None:
    """The request behind a customer's link."""
    rows = PayRequest.objects.select_related("folio", "folio__customer", "branch", "payment")
    return rows.filter(token=token).first()


def request_of_payment(payment_id: int) -> PayRequest | None:
    return PayRequest.objects.filter(payment_id=payment_id).first()


def requests_of(folio: Folio) -> QuerySet[PayRequest]:
    """The requests on an account, newest first."""
    return PayRequest.objects.filter(folio=folio).select_related("payment").order_by("-pk")


def waiting_on(folio: Folio) -> Money:
    """What customers were asked for on an account and may still pay."""
    found = PayRequest.objects.filter(
        folio=folio, state=PayRequest.State.WAITING, expires_at__gt=clock.now()
    ).aggregate(minor=Sum("amount_minor"))
    return Money(found["minor"] or 0)


def open_request(folio: Folio) -> PayRequest | None:
    """The newest request on an account that can still be paid."""
    rows = PayRequest.objects.filter(folio=folio, state=PayRequest.State.WAITING)
    return rows.filter(expires_at__gt=clock.now()).order_by("-pk").first()


def overdue_requests(limit: int = 200) -> list[PayRequest]:
    """Requests whose time is over and that nobody has marked yet."""
    rows = PayRequest.objects.filter(state=PayRequest.State.WAITING, expires_at__lte=clock.now())
    return list(rows.select_related("folio").order_by("expires_at")[:limit])


def path_of(request: PayRequest) -> str:
    """The address a customer pays at."""
    return reverse("payments.pay", args=[request.token])
