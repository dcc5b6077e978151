"""`yinglou check`: everything that must hold in the database, verified row by row."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from yinglou.kernel.checks import Check, all_checks

SHOWN_MAX = 20


class Command(BaseCommand):
    """Verify what must hold; exit with 1 when something does not."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("only", nargs="*", help="names of checks or of modules (default: all)")
        parser.add_argument("--language", default="zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [check for check in all_checks() if _is_meant(check, options["only"])]
        with override(options["language"]):
            broken = sum(self._told(check) for check in chosen)
            self.stdout.write(f"{len(chosen) - broken}/{len(chosen)} ✓")
        if broken or not chosen:
            sys.exit(1)

    def _told(self, check: Check) -> bool:
        sentences = list(check.run())
        mark = "✗" if sentences else "✓"
        self.stdout.write(f"{mark} {check.title}  ({check.name})")
        for sentence in sentences[:SHOWN_MAX]:
            self.stdout.write(f"    {sentence}")
        if len(sentences) > SHOWN_MAX:
            self.stdout.write(f"    … {len(sentences) - SHOWN_MAX}")
        return bool(sentences)


def _is_meant(check: Check, only: list[str]) -> bool:
    return not only or any(check.name == name or check.name.startswith(f"{name}.") for name in only)
