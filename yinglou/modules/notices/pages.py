"""Writing to a customer from the customer's page."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.pages import PageRequest, carry_out, done, form_for, page, render
from yinglou.kernel.records import FormPage
from yinglou.kernel.resources import url_of
from yinglou.modules.customers.queries import customers_seen_by

from . import commands


@page("messaging.send", "notices/write/<int:pk>/", name="notices.write")
def write(request: PageRequest, pk: int) -> HttpResponse:
    """Compose a message; what was typed stays if it is refused."""
    customer = customers_seen_by(request.actor).filter(pk=pk).first()
    if customer is None:
        raise NotFound
    posted = request.method == "POST"
    form = form_for(
        commands.send_text,
        request.actor,
        data=request.POST if posted else None,
        about={"customer": customer},
        initial=None if posted else request.GET.dict(),
    )
    back = f"{url_of(customer)}?tab={_('Messages')}"
    shown = FormPage(commands.send_text, form, request, back)
    if posted and form.is_valid():
        try:
            outcome = carry_out(request, commands.send_text, form.arguments())
        except DomainError as refusal:
            form.refuse(refusal)
            shown.refusal = refusal
        else:
            return done(request, back, outcome, _("The message is on its way"))
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    status = 422 if posted else 200
    return render(request, "ui/form.html", {"page": shown}, part=part, status=status)
