"""`yinglou worker`: the queue and the clock."""

from typing import Any

from django.core.management.base import BaseCommand

from yinglou.kernel.worker import Worker


class Command(BaseCommand):
    """Do the queue's work and the clock's chores until told to stop."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        Worker().run()
