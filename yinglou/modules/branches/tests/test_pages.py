"""The pages of the company and its stores."""

from typing import Any

import pytest
from django.urls import reverse

from yinglou.kernel.resources import url_of
from yinglou.modules.branches.models import Branch, Company, OpeningHours
from yinglou.modules.branches.samples import a_branch, a_company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def owner(client: Any, settings: Any, django_user_model: Any) -> Any:
    settings.YINGLOU_ACTOR = "tests.house.contract_actors.everything"
    client.force_login(django_user_model.objects.create(username="lin"))
    return client


def posted(page: Any) -> dict[str, str]:
    """What the browser would send if nobody had touched the week of the page."""
    formset = page.context["page"].lines[0].formset
    data = {f.html_name: str(f.value() or "0") for f in formset.management_form}
    for form in formset:
        for field in form:
            shown = field.value()
            first = getattr(field.field, "choices", [("", "")])[0][0]
            data[field.html_name] = str(shown if shown is not None else first)
        data.pop(f"{form.prefix}-DELETE", None)
    return data


def test_the_company_is_entered_and_then_shown(owner):
    address = reverse("branches.company")
    new = owner.get(address)["Location"]
    form = {"name": "时光婚纱摄影有限公司", "tax_kind": "small", "vat_bp": "100"}
    assert owner.post(new, form).status_code == 302
    assert owner.get(address)["Location"] == url_of(Company.objects.get())


def test_a_store_is_opened_and_shows_its_week(owner):
    a_company()
    form = {"code": "gx", "name": "高新店", "business_date": "2026-11-21"}
    assert owner.post(reverse("branches.stores.new"), form).status_code == 302
    page = owner.get(url_of(Branch.objects.get(code="GX"))).content.decode()
    assert page.count("09:00–21:00") == 7


def test_the_week_is_saved_as_it_is_shown(owner):
    branch = a_branch()
    address = reverse("branches.hours", args=[branch.pk])
    data = posted(owner.get(address))
    assert owner.post(address, data).status_code == 302
    assert OpeningHours.objects.filter(branch=branch).count() == 7


def test_a_day_is_taken_out_of_the_week_and_a_wrong_one_is_told(owner):
    branch = a_branch()
    address = reverse("branches.hours", args=[branch.pk])
    data = {**posted(owner.get(address)), "hours-0-DELETE": "on", "hours-1-closes": "00:00"}
    assert owner.post(address, data).status_code == 302
    days = list(OpeningHours.objects.filter(branch=branch).values_list("weekday", "closes_min"))
    assert sorted(days)[0] == (1, 1440)
    assert len(days) == 6
    wrong = {**posted(owner.get(address)), "hours-0-closes": "08:00"}
    answer = owner.post(address, wrong)
    assert answer.status_code == 422
    assert "打烊时间早于开门时间" in answer.content.decode()
    assert OpeningHours.objects.filter(branch=branch).count() == 6
