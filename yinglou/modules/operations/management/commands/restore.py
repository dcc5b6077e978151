"""`yinglou restore`: bring a copy back. Stop the house first."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from yinglou.kernel.health import WORKER_SILENT_S
from yinglou.kernel.worker import last_beat_age_s
from yinglou.modules.operations.management import copies


class Command(BaseCommand):
    """Put a verified copy in the place of the data; what was there is kept beside it."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", help="the folder of the copy")
        parser.add_argument("--look", action="store_true", help="only verify the copy")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["copy"])
        try:
            told = copies.verify(folder)
            self.stdout.write(f"{folder} of {told['made_at']} is complete and sound.")
            if options["look"]:
                return
            self._must_be_meant(said_yes=options["yes"])
            copies.bring_back(folder)
        except copies.CopyRefused as refusal:
            raise CommandError(str(refusal)) from None
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Restored. What was there before is kept beside the data.")

    def _must_be_meant(self, *, said_yes: bool) -> None:
        age = last_beat_age_s()
        if age is not None and age < WORKER_SILENT_S:
            raise CommandError("The house is at work. Stop `yinglou run` first.")
        if not said_yes and input("Replace all data by this copy? yes/no: ").strip() != "yes":
            raise CommandError("Nothing was changed.")
