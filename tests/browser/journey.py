"""Plays a journey as a person does, counts what the hands do, and fails over budget.

One interaction is a click, a key, a scan or one field filled; waiting costs time only, and time
is reported, not asserted.
"""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from playwright.sync_api import Page, expect

BUSY = ".htmx-request, [aria-busy=true]"


class Journey:
    """A journey of `ux.md` §3 with its budget of interactions."""

    def __init__(self, page: Page, name: str, interactions_max: int) -> None:
        self.page, self.name, self.interactions_max = page, name, interactions_max
        self.log: list[tuple[str, float]] = []

    def click(self, testid: str, wait: str = "") -> None:
        self._do(f"click {testid}", self.page.get_by_test_id(testid).first.click, wait)

    def fill(self, testid: str, value: str, wait: str = "") -> None:
        field = self.page.get_by_test_id(testid).first
        self._do(f"fill {testid}", lambda: field.fill(value), wait)

    def writes(self, testid: str, value: str, then: str = "", wait: str = "") -> None:
        """Typed letter by letter and finished with a key, as one field filled."""
        field = self.page.get_by_test_id(testid).first

        def typed() -> None:
            field.focus()
            self.page.keyboard.type(value, delay=20)
            if then:
                self.page.wait_for_timeout(350)
                self._quiet()
                self.page.keyboard.press(then)

        self._do(f"type {testid}", typed, wait)

    def key(self, key: str, wait: str = "") -> None:
        self._do(f"key {key}", lambda: self.page.keyboard.press(key), wait)

    def scan(self, testid: str, code: str, wait: str = "") -> None:
        """A keyboard-wedge scanner: fast keys and Enter are one interaction."""
        self.page.get_by_test_id(testid).first.focus()

        def scanned() -> None:
            self.page.keyboard.type(code, delay=5)
            self.page.keyboard.press("Enter")

        self._do(f"scan {code}", scanned, wait)

    def sees(self, testid: str, text: str) -> None:
        expect(self.page.get_by_test_id(testid).first).to_contain_text(text)

    def state(self, testid: str, value: str) -> None:
        expect(self.page.get_by_test_id(testid).first).to_have_attribute("data-state", value)

    def _do(self, what: str, act: Callable[[], Any], wait: str) -> None:
        started = time.perf_counter()
        act()
        if wait:
            self.page.get_by_test_id(wait).first.wait_for()
        self._quiet()
        self.log.append((what, round(time.perf_counter() - started, 3)))

    def _quiet(self) -> None:
        expect(self.page.locator(BUSY)).to_have_count(0)

    def __enter__(self) -> "Journey":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is not None:
            return
        waited = sum(seconds for _what, seconds in self.log)
        print(f"{self.name}: {len(self.log)} interactions, {waited:.1f} s")  # noqa: T201
        assert len(self.log) <= self.interactions_max, self.log
