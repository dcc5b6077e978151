"""`yinglou`: everything the owner of an installation, or a developer, types."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

BASE_DIR = Path(__file__).resolve().parents[2]


class SubCommand(NamedTuple):
    """One word after `yinglou`: a management command, or a function `main(arguments) -> int`."""

    help: str
    target: str  # "module:function", or the name of a management command


SUB_COMMANDS = {
    "run": SubCommand("set up what is missing, then serve", "yinglou.config.serving:main"),
    "demo": SubCommand("fill an empty database with a year of a studio", "demo"),
    "check": SubCommand("verify everything that must hold in the database", "verify"),
    "house": SubCommand("print the plan: modules, verbs, wiring", "house.plan:main"),
    "new-module": SubCommand("cut a new module out of the plan", "house.new_module:main"),
    "bench": SubCommand("measure, and write bench.json", "bench"),
    "backup": SubCommand("write a verified copy of all data", "backup"),
    "restore": SubCommand("bring a copy back", "restore"),
    "doctor": SubCommand("look for what is wrong with this installation", "doctor"),
    "worker": SubCommand("do the queue's work and the clock's chores", "worker"),
    "words": SubCommand(
        "keep the translations: extract, draft, compile, check", "house.words:main"
    ),
    "assets": SubCommand("fetch the browser files that are served", "yinglou.config.npm:main"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="yinglou", description=__doc__)
    chosen = parser.add_subparsers(dest="word", metavar="word", required=True)
    for word, sub in SUB_COMMANDS.items():
        chosen.add_parser(word, help=sub.help, add_help=False)
    word = parser.parse_args(given[:1]).word
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinglou.config.settings")
    module, colon, function = SUB_COMMANDS[word].target.partition(":")
    if not colon:
        return _manage(word, module, given[1:])
    return _function(module, function)(given[1:])


def _function(module: str, name: str) -> Callable[[Sequence[str]], int]:
    if module.startswith("house.") and find_spec("house") is None:
        sys.path.insert(0, str(BASE_DIR))
    found: Callable[[Sequence[str]], int] = getattr(import_module(module), name)
    return found


def _manage(word: str, command: str, arguments: Sequence[str]) -> int:
    import django
    from django.core.management import ManagementUtility, get_commands

    django.setup()
    if command not in get_commands():
        print(f"“yinglou {word}” is not there yet.", file=sys.stderr)
        return 3
    ManagementUtility([f"yinglou {word}", command, *arguments]).execute()
    return 0


if __name__ == "__main__":
    sys.exit(main())
