"""What all tests share: a clock that stands, a browser, words that are compiled."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations

from house import suite, words
from yinglou.kernel import clock

# Playwright's loop runs in the thread of the test, and Django would mistake it for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
STANDING = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # a Saturday, ten in the morning in the shop


_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_flush = DatabaseOperations.execute_sql_flush


def _flush_without_triggers(self: Any, statements: list[str]) -> None:
    """After a transactional test Django deletes row by row on SQLite, where tables refuse it.

    PostgreSQL truncates, which row triggers allow; here they are lifted for that moment.
    """
    with self.connection.cursor() as cursor:
        triggers = cursor.execute(_TRIGGERS).fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    _flush(self, statements)
    with self.connection.cursor() as cursor:
        for _name, sql in triggers:
            cursor.execute(sql)


DatabaseOperations.execute_sql_flush = _flush_without_triggers


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        words.compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"page", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            if not suite.browser():
                item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: apt install chromium"))
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


@pytest.fixture
def standing_clock() -> Iterator[datetime]:
    """The clock of the house stands still: Saturday 21 November 2026, 10:00 in Shanghai."""
    with clock.set_to(STANDING):
        yield STANDING


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
    return {**browser_type_launch_args, "executable_path": suite.browser(), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A shop's computer: Chinese, in Shanghai, a common screen."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
    }
