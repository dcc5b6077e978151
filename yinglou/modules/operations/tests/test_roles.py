"""Each job of the demo begins its day on a page of the house."""

from django.urls import reverse

from yinglou.modules.operations.samples.roles import STANDARD_ROLES


def test_every_standard_role_begins_on_a_page_that_exists():
    for role in STANDARD_ROLES:
        assert reverse(role.landing)
