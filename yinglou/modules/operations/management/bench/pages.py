"""How long the server takes for a list and a record among many orders, without the network."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory

from yinglou.modules.operations.samples.studio import Studio
from yinglou.modules.orders.queries import orders_seen_by

from .bare import Bare
from .measuring import Figures, Statement, Watch, heard, median, p95

# What a front desk asks for in a day: the list as it opens, its views, a search, an order, a page.
LISTS = (
    "", "", "", "?view=placed", "?view=choosing", "?view=late", "?view=uncollected", "?view=owing",
    "?q=wangxm", "?q=晓明", "?page=2", "?page=40", "?sort=-promised_on", "?f.state=ready",
)  # fmt: skip
ROUNDS, RECORDS, BARE_ROUNDS = 8, 60, 5


class Answer(NamedTuple):
    """One request: how long it took on the server."""

    wall_ms: float
    cpu_ms: float


class Desk:
    """A signed-in store manager in front of the house itself, as a web server would call it."""

    def __init__(self, username: str) -> None:
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
        client = Client()
        client.force_login(get_user_model()._default_manager.get(username=username))
        self._cookies = "; ".join(f"{c.key}={c.value}" for c in client.cookies.values())
        self._application: Any = get_wsgi_application()
        self._requests = RequestFactory(HTTP_HOST="localhost", HTTP_COOKIE=self._cookies)

    def ask(self, address: str) -> Answer:
        surroundings = self._requests.get(address).environ
        status: list[str] = []

        def begin(said: str, _headers: Any, _trouble: Any = None) -> Any:
            status.append(said)

        watch = Watch()
        response: Any = self._application(surroundings, begin)
        size = sum(len(part) for part in response)
        response.close()
        answer = Answer(watch.wall_ms(), watch.cpu_ms())
        if not status[0].startswith("200") or not size:
            raise AssertionError(f"{address} answered {status[0]}")
        return answer


def pages(studio: Studio) -> Figures:
    desk = Desk("gaoxiang")
    actor = studio.crew.actors["gaoxiang"]
    numbers = list(orders_seen_by(actor).order_by("pk").values_list("number", flat=True))
    spread = numbers[:: max(1, len(numbers) // RECORDS)][:RECORDS]
    lists = [f"/orders/{query}" for query in LISTS]
    records = [f"/orders/{number}/" for number in spread]
    return {
        "orders": len(numbers),
        **_asked(desk, "list", lists, lists * ROUNDS),
        **_asked(desk, "detail", records[:10], records * 2),
    }


def _asked(desk: Desk, name: str, first: list[str], addresses: list[str]) -> Figures:
    """The first ones warm up and tell the statements; the most expensive one counts."""
    said: list[list[Statement]] = []
    for address in first:
        with heard() as statements:
            desk.ask(address)
        said.append(statements)
    answers = [(desk.ask(address), address) for address in addresses]
    slowest = max(answers)[1]
    return {
        f"{name}_p95_ms": p95([answer.wall_ms for answer, _address in answers]),
        f"{name}_median_ms": median([answer.wall_ms for answer, _address in answers]),
        f"{name}_p95_cpu_ms": p95([answer.cpu_ms for answer, _address in answers]),
        f"{name}_bare_median_ms": _bare(said),
        f"{name}_queries": max(map(len, said)),
        f"{name}_slowest": slowest,
    }


def _bare(said: list[list[Statement]]) -> float:
    """The same statements by the plain driver: what the database alone needs for such a page."""
    bare = Bare(str(connection.settings_dict["NAME"]))
    try:
        spelt = [bare.prepared(statements) for statements in said]
        return median([bare.read(part) for _n in range(BARE_ROUNDS) for part in spelt])
    finally:
        bare.close()
