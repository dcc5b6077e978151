"""The plan of the house: modules, what they can do, what happens when. Kept in docs/house.md.

yinglou house            print it
yinglou house --write    write docs/house.md
yinglou house --check    refuse if docs/house.md says something else
"""

import argparse
import difflib
import importlib
import inspect
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "docs" / "house.md"


def floors() -> list[list[str]]:
    """The floors of the business, top first, as the contract in pyproject.toml has them."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contract = next(
        c for c in tool["importlinter"]["contracts"] if c["name"].startswith("The floors")
    )
    return [[room.strip(" ()") for room in layer.split("|")] for layer in contract["layers"]]


def plan() -> str:
    """The whole plan as Markdown."""
    from django.utils import translation

    with translation.override(None):
        return (
            "\n".join([*_head(), *_floors(), *_modules(), *_wiring(), *_clock(), *_checks()]) + "\n"
        )


def _ours() -> dict[str, object]:
    from yinglou.kernel.manifest import modules

    return {module.label: module for module in modules() if module.name.startswith("yinglou.")}


def _head() -> Iterator[str]:
    yield "# The plan of the house"
    yield ""
    yield "Written by `yinglou house --write` from the code; `make check` compares. Do not edit."
    yield ""


def _floors() -> Iterator[str]:
    built = _ours()
    yield "## Floors"
    yield ""
    yield "A module may call what stands below it, never beside or above."
    yield ""
    yield "```"
    for floor in floors():
        if rooms := [name for name in floor if name in built]:
            yield "  " + " | ".join(rooms)
    yield "  " + "─" * 40
    yield "  ui"
    yield "  kernel"
    yield "```"
    yield ""


def _modules() -> Iterator[str]:
    built = _ours()
    yield "## Modules"
    yield ""
    for floor in reversed(floors()):
        for name in floor:
            if name in built:
                yield from _module(built[name])


def _module(module: object) -> Iterator[str]:
    label = module.label  # type: ignore[attr-defined]
    room = importlib.import_module(type(module).__module__)
    yield f"### {label}"
    yield ""
    yield inspect.cleandoc(room.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    yield ""
    if module.requires:  # type: ignore[attr-defined]
        yield f"Requires {', '.join(sorted(module.requires))}."  # type: ignore[attr-defined]
        yield ""
    yield from _nouns(label)
    yield from _verbs(label)


def _nouns(label: str) -> Iterator[str]:
    from yinglou.kernel.resources import all_resources

    found = [resource for resource in all_resources() if resource.module() == label]
    if found:
        yield "| page | permission | create | actions |"
        yield "|---|---|---|---|"
        for resource in found:
            create = resource.create.__name__ if resource.create else "–"
            actions = ", ".join(action.__name__ for action in resource.actions) or "–"
            yield f"| `/{resource.base()}/` | `{resource.permission}` | {create} | {actions} |"
        yield ""


def _verbs(label: str) -> Iterator[str]:
    from yinglou.kernel.commands import all_commands

    found = [command for command in all_commands() if command.module == label]
    if found:
        yield "| verb | permission | what it does |"
        yield "|---|---|---|"
        for command in found:
            told = inspect.cleandoc(command.func.__doc__ or command.title).partition("\n\n")[0]
            said = told.replace("\n", " ").replace("|", "\\|")
            yield f"| `{command.__name__}` | `{command.permission}` | {said} |"
        yield ""


def _wiring() -> Iterator[str]:
    from yinglou.kernel.events import all_reactions

    yield "## Wiring"
    yield ""
    yield "| fact | reaction | when |"
    yield "|---|---|---|"
    for reaction in all_reactions():
        when = "after commit" if reaction.after_commit else "same transaction"
        yield f"| `{reaction.event.name()}` | `{reaction.name}` | {when} |"
    yield ""


def _clock() -> Iterator[str]:
    from yinglou.kernel.chores import all_chores

    yield "## By the clock"
    yield ""
    yield "| chore | when |"
    yield "|---|---|"
    for chore in all_chores():
        yield f"| `{chore.name}` | {f'every {chore.every} s' if chore.every else chore.cron} |"
    yield ""


def _checks() -> Iterator[str]:
    from yinglou.kernel.checks import all_checks

    yield "## What `yinglou check` verifies"
    yield ""
    for check in all_checks():
        yield f"- `{check.name}`: {check.title}"


def main(arguments: Sequence[str]) -> int:
    import django

    parser = argparse.ArgumentParser(
        prog="yinglou house", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    django.setup()
    now = plan()
    if asked.write:
        PAPER.parent.mkdir(exist_ok=True)
        PAPER.write_text(now, encoding="utf-8")
        return 0
    if not asked.check:
        print(now, end="")
        return 0
    kept = PAPER.read_text(encoding="utf-8") if PAPER.exists() else ""
    changed = list(
        difflib.unified_diff(kept.splitlines(), now.splitlines(), "docs/house.md", "code")
    )
    print("\n".join(changed[:60]) or "docs/house.md is up to date.")
    if changed:
        print("Run: yinglou house --write", file=sys.stderr)
    return 1 if changed else 0
