"""Erased is erased, in what was written, too."""

import pytest

from yinglou.kernel.actors import Actor
from yinglou.modules.customers.commands import erase_customer
from yinglou.modules.messaging.models import Message, Thread
from yinglou.modules.notices import samples

pytestmark = pytest.mark.django_db


def test_an_erased_customer_leaves_no_name_and_no_words():
    message = samples.a_text()
    assert message.to_masked
    erase_customer(by=Actor.house("tests"), customer=samples.a_couple(), reason="本人来店要求")
    told = Message.objects.get(pk=message.pk)
    assert (told.to, told.to_masked, told.text) == ("", "", "—")
    assert Thread.objects.get().name == "—"
