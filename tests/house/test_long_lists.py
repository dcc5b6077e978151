"""A long list shows its rows first; its figures follow."""

import pytest
from django.urls import reverse

from yinglou.kernel import lists
from yinglou.kernel.actors import Actor
from yinglou.modules.access.samples import an_administrator
from yinglou.modules.catalog.samples import forever

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client):
    client.force_login(an_administrator())
    forever(Actor.house("tests"))
    return client


def test_a_short_list_tells_its_figures_at_once(owner):
    page = owner.get(reverse("catalog.packages")).context["page"]
    assert page.figures_url == ""


def test_a_long_list_tells_them_afterwards(owner, monkeypatch):
    monkeypatch.setattr(lists, "LARGE", 0)
    page = owner.get(reverse("catalog.packages")).context["page"]
    assert page.figures_url
    assert all(tab.count is None for tab in page.views)
    told = owner.get(page.figures_url).json()
    assert set(told) == {"views", "totals"}


def test_an_empty_view_leads_back_to_everything(owner):
    shown = owner.get(reverse("orders.orders"), {"view": "late"}).context["page"]
    assert (shown.empty, shown.clear_url) == ("filtered", reverse("orders.orders"))
    assert owner.get(reverse("orders.orders")).context["page"].empty == "new"
