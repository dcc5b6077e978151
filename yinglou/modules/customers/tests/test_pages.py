"""The registration card, the ringing telephone and numbers behind their masks."""

import pytest
from django.contrib.auth import get_user_model
from django.test import override_settings
from django.urls import reverse

from yinglou.kernel.actors import EVERYTHING, Actor
from yinglou.kernel.models import JournalEntry
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.samples import two_branches
from yinglou.modules.customers import queries
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.samples import a_couple

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
HERE = "yinglou.modules.customers.tests.test_pages"
HTMX = {"HTTP_HX_REQUEST": "true"}


def everything(user, request=None):
    branch = Branch.objects.order_by("pk").first()
    return Actor(name="林小雨", user_id=user.pk, permissions=EVERYTHING, branch_id=branch.pk)


def of_gx(user, request=None):
    branch = Branch.objects.get(code="GX")
    return Actor(
        name="何佳", user_id=user.pk, permissions=EVERYTHING, reach="branch", branch_id=branch.pk,
        branch_ids=frozenset({branch.pk}),
    )  # fmt: skip


@pytest.fixture
def desk(client):
    two_branches()
    user = get_user_model()(username="linxiaoyu")
    user.save()
    client.force_login(user)
    with override_settings(YINGLOU_ACTOR=f"{HERE}.everything", LANGUAGE_CODE="en"):
        client.cookies["language"] = "en"
        yield client


def test_the_card_asks_for_the_phone_first(desk):
    page = desk.get(reverse("customers.new")).content.decode()
    order = [page.index(f'name="{name}"') for name in
             ("phone", "name", "relation", "source", "intent", "note")]  # fmt: skip
    assert order == sorted(order)


def test_a_customer_is_registered_and_opened(desk):
    given = {"phone": "13800004321", "name": "赵女士", "relation": "self", "source": "xhs"}
    answer = desk.post(reverse("customers.new"), given)
    customer = Customer.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/customers/{customer.number}/")


def test_a_known_phone_offers_both_ways_out(desk):
    couple = a_couple()
    given = {"phone": "13800001234", "name": "赵女士", "relation": "self", "source": "xhs"}
    answer = desk.post(reverse("customers.new"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="/customers/{couple.number}/"' in page
    assert 'name="although_known"' in page
    assert "赵女士" in page  # what was typed is kept
    assert Customer.objects.count() == 1
    answer = desk.post(reverse("customers.new"), {**given, "although_known": "on"})
    assert answer.status_code == 302
    assert Customer.objects.count() == 2


def test_ten_digits_are_told_under_the_field(desk):
    given = {"phone": "1380000432", "name": "赵女士", "relation": "self", "source": "xhs"}
    answer = desk.post(reverse("customers.new"), given)
    assert answer.status_code == 422
    assert "Phone must be 11 digits; you entered 10." in answer.content.decode()


def test_while_typing_the_phone_is_looked_up(desk):
    couple = a_couple()
    url = reverse("customers.by_phone")
    assert "phone-free" in desk.get(f"{url}?phone=13900000000", **HTMX).content.decode()
    assert "phone-trouble" in desk.get(f"{url}?phone=139", **HTMX).content.decode()
    found = desk.get(f"{url}?phone=13800001234", **HTMX).content.decode()
    assert "phone-known-open" in found
    assert couple.number in found


def test_the_telephone_opens_the_customer(desk):
    couple = a_couple()
    answer = desk.get(reverse("customers.caller", args=["13800001234"]))
    assert answer["Location"] == f"/customers/{couple.number}/"


def test_another_stores_customer_is_neither_named_nor_opened(desk):
    couple = a_couple()
    with override_settings(YINGLOU_ACTOR=f"{HERE}.of_gx"):
        part = desk.get(f"{reverse('customers.by_phone')}?phone=13800001234", **HTMX)
        assert "phone-elsewhere" in part.content.decode()
        assert "王晓明" not in part.content.decode()
        assert desk.get(f"/customers/{couple.number}/").status_code == 404
        contact = queries.primary_contact(couple)
        assert desk.post(reverse("customers.reveal", args=[contact.pk, "phone"])).status_code == 404


def test_a_number_is_shown_for_half_a_minute_and_written_down(desk):
    contact = queries.primary_contact(a_couple())
    url = reverse("customers.reveal", args=[contact.pk, "phone"])
    masked = desk.get(url, **HTMX).content.decode()
    assert "138****1234" in masked
    assert "13800001234" not in masked
    shown = desk.post(url, **HTMX)
    assert "13800001234" in shown.content.decode()
    assert "load delay:30s" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert JournalEntry.objects.filter(command="customers.reveal_phone").count() == 1


def test_no_list_page_or_file_shows_a_number(desk):
    couple = a_couple()
    for url in ("/customers/", "/customers/?q=1234", f"/customers/{couple.number}/",
                f"/customers/{couple.number}/peek/", "/customers/contacts/",
                "/api/v1/customers/customers", "/api/v1/customers/contacts"):  # fmt: skip
        page = desk.get(url).content.decode()
        assert "13800001234" not in page, url
        assert "王晓明" in page, url
    assert b"13800001234" not in desk.get("/customers/export/").content


def test_the_list_finds_a_phone_by_its_tail(desk):
    a_couple()
    assert "王晓明" in desk.get("/customers/?q=1234").content.decode()
    assert "王晓明" in desk.get("/customers/?q=13800005678").content.decode()
    assert "王晓明" not in desk.get("/customers/?q=9999").content.decode()


def test_the_lunar_day_is_a_part_for_other_pages(desk):
    assert desk.get("/customers/lunar/?day=2027-05-02").content.decode() == "农历三月廿六"
    assert desk.get("/customers/lunar/?day=x").content.decode() == ""


def test_a_customer_receives_what_is_kept(desk):
    couple = a_couple()
    url = reverse("customers.data", args=[couple.number])
    assert desk.get(url).status_code == 200
    answer = desk.post(url, {"reason": "本人来店"})
    assert answer["Content-Disposition"] == f'attachment; filename="{couple.number}.json"'
    assert answer.json()["contacts"][0]["phone"] == "13800001234"
    assert JournalEntry.objects.filter(command="customers.hand_out_data").exists()


def test_the_palette_offers_what_is_not_there_and_shows_the_latest_when_empty(desk):
    nothing = desk.get(reverse("find"), {"q": "欧阳无名"}).content.decode()
    assert 'data-testid="palette-create-customers.new"' in nothing
    assert f"{reverse('customers.new')}?name=%E6%AC%A7" in nothing
    given = {"phone": "13800138000", "name": "王晓明", "relation": "self", "source": "xhs"}
    desk.post(reverse("customers.new"), given)
    assert Customer.objects.filter(name="王晓明").exists()
    assert "王晓明" in desk.get(reverse("find"), {"q": ""}).content.decode()
    assert "<b>王晓明</b>" in desk.get(reverse("find"), {"q": "wxm"}).content.decode()
