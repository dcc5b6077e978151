"""`yinglou backup`: a verified copy of all data, while the house is at work."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from yinglou.modules.operations.management import copies


class Command(BaseCommand):
    """Write a verified copy of database, files, keys and journal anchor."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="", help="a folder (default: backups beside the data)")
        parser.add_argument("--keep", type=int, default=0, help="leave only so many copies there")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["to"] or settings.DATA_DIR / "backups")
        try:
            made = copies.make(target)
        except copies.CopyRefused as refusal:
            raise CommandError(str(refusal)) from None
        size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
        self.stdout.write(f"{made}  {size / 1_000_000:.1f} MB, verified")
        self.stdout.write("It contains the keys: keep it as safe as the house itself.")
        if options["keep"] > 0:
            for old in copies.older(target, options["keep"]):
                self.stdout.write(f"{old.name} was removed")
