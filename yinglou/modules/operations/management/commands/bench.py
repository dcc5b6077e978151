"""`yinglou bench`: measure, print a table, and write bench.json."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from yinglou.modules.operations.management.bench.loading import fill
from yinglou.modules.operations.management.bench.measuring import load, settle_down
from yinglou.modules.operations.management.bench.order_to_cash import order_to_cash
from yinglou.modules.operations.management.bench.pages import pages
from yinglou.modules.operations.management.bench.places import PLACES, Place, server
from yinglou.modules.operations.management.bench.selling import open_a_studio
from yinglou.modules.operations.management.bench.serving import api_list, startup

# Measured on each database: in a small studio, and among many orders.
SMALL = {"order_to_cash": order_to_cash}
LARGE = {"pages": pages, "http": api_list}
ON_DATABASES = SMALL | LARGE
STARTUP = "startup"
NAMES = (*ON_DATABASES, STARTUP)
ORDERS = 50_000


class Command(BaseCommand):
    """Measure on databases made for it and thrown away; the data of the house is not touched."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only", default=os.environ.get("ONLY", ""), help=f"some of: {', '.join(NAMES)}"
        )
        parser.add_argument("--orders", type=int, default=ORDERS, help="orders behind the pages")
        parser.add_argument("--to", default=str(settings.BASE_DIR / "bench.json"))
        # One database is measured in a process of its own: this command, called by itself.
        parser.add_argument("--inside", default="", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [name for name in options["only"].replace(",", " ").split() if name] or [*NAMES]
        if unknown := set(chosen) - set(NAMES):
            raise CommandError(f"{', '.join(sorted(unknown))}? Choose among {', '.join(NAMES)}.")
        if options["inside"]:
            with translation.override(settings.LANGUAGE_CODE):
                self._measure_here(chosen, options["orders"], Path(options["inside"]))
            return
        head = _head(options["orders"])
        self.stdout.write("  ".join(f"{key} {value}" for key, value in head.items()))
        with tempfile.TemporaryDirectory(prefix="yinglou-bench-") as folder:
            found = self._measure(chosen, options["orders"], Path(folder))
        head["load_after"] = load()
        text = json.dumps({"head": head, **found}, indent=1, ensure_ascii=False)
        Path(options["to"]).write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(f"\nload_after {head['load_after']}; written to {options['to']}")

    def _measure(self, chosen: list[str], orders: int, folder: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        on_databases = [name for name in chosen if name in ON_DATABASES]
        for make in PLACES if on_databases else ():
            with make(folder) as place:
                if place is None:
                    self.stdout.write(f"\nSKIPPED: no PostgreSQL answers at {server()}")
                    continue
                self._tell(found, self._in_its_own_process(place, on_databases, orders, folder))
        if STARTUP in chosen:
            self._tell(found, {STARTUP: startup(folder, folder / "static")})
            self.stdout.write(f"{STARTUP}.cold_s  not measured: it needs a clean clone, a network")
        return found

    def _in_its_own_process(
        self, place: Place, chosen: list[str], orders: int, folder: Path
    ) -> dict[str, Any]:
        told = folder / f"{place.name}.json"
        command = [
            sys.executable, "-m", "django", "bench", "--only", ",".join(chosen),
            "--orders", str(orders), "--inside", str(told),
        ]  # fmt: skip
        around = place.surroundings(folder / "static")
        done = subprocess.run(command, env=around, cwd=settings.BASE_DIR, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(f"Measuring on {place.name} failed.")
        measured: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        return {f"{name}.{place.name}": figures for name, figures in measured.items()}

    def _measure_here(self, chosen: list[str], orders: int, to: Path) -> None:
        studio, found = open_a_studio(), {}
        for name in chosen:
            if name in SMALL:
                found[name] = SMALL[name](studio)
        if large := [name for name in chosen if name in LARGE]:
            fill(studio, orders)
            settle_down()
            for name in large:
                found[name] = LARGE[name](studio)
        to.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")

    def _tell(self, found: dict[str, Any], measured: dict[str, Any]) -> None:
        """A line for each figure, named as in the file."""
        self.stdout.write("")
        for name, figures in measured.items():
            for figure, value in figures.items():
                parts = value if isinstance(value, dict) else {"": value}
                for part, number in parts.items():
                    key = ".".join(filter(None, (name, figure, part)))
                    found[key] = number
                    shown = f"{number:>12,}" if isinstance(number, int | float) else number
                    self.stdout.write(f"{key:<52}{shown}")


def _head(orders: int) -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "orders": orders,
        "load": load(),
    }
