"""Somebody with a token who may do everything, so that the fuzz reaches the commands."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from yinglou.modules.access import commands
from yinglou.modules.access.queries import actor_named
from yinglou.modules.access.samples import an_administrator


@pytest.fixture
def api_key(db: None) -> Iterator[str]:
    """A token of the owner. Requests of one test share its transaction, so none closes it."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    owner = an_administrator()
    by = actor_named(owner.username)
    yield str(commands.issue_token(by=by, name="fuzz").secret)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
