"""`yinglou demo`: fill an empty database with a year of a studio."""

import gc
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from yinglou.modules.access.queries import administrators
from yinglou.modules.branches.queries import open_branches
from yinglou.modules.operations.samples import PASSWORD, PEOPLE, build, build_fixture

BAR = 40


class Command(BaseCommand):
    """Build the studio of the demo; refuses a database in which somebody works already."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, help="0.1: a tenth of the orders")
        parser.add_argument("--bare", action="store_true", help="only stores, people and wares")

    def handle(self, *args: Any, **options: Any) -> None:
        if open_branches().exists() or administrators():
            raise CommandError(
                "There is a studio in this database already. The demo needs an empty one: "
                "choose another DATA folder."
            )
        started = time.monotonic()
        self._shown = -1
        gc.freeze()
        gc.set_threshold(200_000, 50, 50)  # a year makes much garbage and few circles
        with translation.override(settings.LANGUAGE_CODE):
            if options["bare"]:
                build_fixture()
            else:
                build(scale=options["scale"], tell=self._tell)
        self._write_logins()
        if not options["bare"]:
            self.stdout.write("")
        self.stdout.write(f"The studio stands ({time.monotonic() - started:.0f} s).")

    def _tell(self, share: float) -> None:
        """A bar on a terminal, some lines in a log."""
        step = 1 if sys.stdout.isatty() else 20
        percent = int(share * 100) // step * step
        if percent == self._shown:
            return
        self._shown = percent
        bar = "█" * (percent * BAR // 100)
        text = f"  A year goes by  {bar:<{BAR}}  {percent:3} %"
        if sys.stdout.isatty():
            self.stdout.write(f"\r{text}", ending="")
            self.stdout.flush()
        else:
            self.stdout.write(text)

    def _write_logins(self) -> None:
        """What `yinglou run` shows below the address."""
        shown = ("linxiaoyu", "hejia", "zhouhang", "xuran", "wumin", "gaoxiang", "chenli")
        people = {person.username: person for person in PEOPLE}
        lines = [f"{n:<10} {people[n].name}  {people[n].position}" for n in shown]
        text = "\n".join(["Demo sign-ins:", *lines, f"Password of all: {PASSWORD}", ""])
        (settings.DATA_DIR / "demo-logins.txt").write_text(text, encoding="utf-8")
