"""A browser at the front desk of the fixture studio, on the fixture's day."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.cast import Cast, on_stage

AXE = Path(settings.NPM_ROOT) / "axe-core" / "axe.min.js"


@pytest.fixture
def studio(transactional_db: None) -> Iterator[Cast]:
    """The people and things of `demo_pack_1`, on Saturday 21 November 2026, 10:15."""
    with on_stage() as cast:
        yield cast


@pytest.fixture
def at_desk(studio: Cast, live_server: Any, context: BrowserContext) -> Callable[[str], Page]:
    """Open a page of the shop as somebody: `at_desk("linxiaoyu")`. Its console must stay empty."""

    def sit_down(username: str) -> Page:
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.goto(live_server.url)
        return page

    return sit_down


def serious_flaws(page: Page) -> list[str]:
    """What axe finds that keeps somebody out (serious or critical), as rule: place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{flaw['id']}: {node['target'][0]}"
        for flaw in found["violations"]
        if flaw["impact"] in ("serious", "critical")
        for node in flaw["nodes"][:3]
    ]
