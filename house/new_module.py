"""Cuts a new module out of the plan: five files that run, to be filled with the trade's words.

yinglou new-module gift_cards --row GiftCard
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from . import plan

MODULES = plan.ROOT / "yinglou" / "modules"

APPS = '''"""{Title}: say in one sentence what it is for, and what it does not know."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Module


class {Class}(Module):
    """The card on the door."""

    name = "yinglou.modules.{name}"
    requires = ({requires})
    permissions = {{
        "{name}.view": _("See {words}"),
        "{name}.edit": _("Change {words}"),
    }}
'''
MODELS = '''"""What is kept: say in one sentence what a row is in the trade."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class {Row}(models.Model):
    """Say what it is in the trade."""

    name = models.CharField(_("name"), max_length=80)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("{row_words}")
        verbose_name_plural = _("{row_words}s")

    def __str__(self) -> str:
        return self.name
'''
QUERIES = '''"""What may be read, and by whom."""

from django.db.models import QuerySet

from yinglou.kernel.actors import Actor

from .models import {Row}


def {row}s_seen_by(actor: Actor) -> QuerySet[{Row}]:
    """The rows this actor may see."""
    return {Row}.objects.all()
'''
COMMANDS = '''"""What can be done: every change of state, one verb each."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command

from .models import {Row}


@command(permission="{name}.edit", title=_("New {row_words}"))
def add_{row}(*, by: Actor, name: str) -> {Row}:
    """Add one."""
    return {Row}.objects.create(name=name)
'''
RESOURCES = '''"""Its pages and its API, declared."""

from yinglou.kernel.resources import Resource, resource

from . import commands, queries
from .models import {Row}


@resource
class {Row}s(Resource):
    """List, record, form and API of {row_words}s."""

    model = {Row}
    rows = queries.{row}s_seen_by
    permission = "{name}.view"
    columns = ("name",)
    search_in = ("name",)
    create = commands.add_{row}
'''
FILES = {
    "apps.py": APPS, "models.py": MODELS, "queries.py": QUERIES, "commands.py": COMMANDS,
    "resources.py": RESOURCES,
}  # fmt: skip


def cut(name: str, row: str, requires: Sequence[str] = (), into: Path = MODULES) -> list[Path]:
    """Write the five files (and the two empty packages they need)."""
    home = into / name
    home.mkdir(parents=True)
    spoken = re.sub(r"(?<!^)(?=[A-Z])", "_", row).lower()
    fill = {
        "name": name, "words": name.replace("_", " "), "Title": name.replace("_", " ").capitalize(),
        "Class": "".join(part.capitalize() for part in name.split("_")),
        "Row": row, "row": spoken, "row_words": spoken.replace("_", " "),
        "requires": "".join(f'"{needed}", ' for needed in requires).strip(),
    }  # fmt: skip
    for file, text in FILES.items():
        (home / file).write_text(text.format(**fill), encoding="utf-8")
    (home / "__init__.py").touch()
    for package in ("migrations", "tests"):
        (home / package).mkdir()
        (home / package / "__init__.py").touch()
    return sorted(home / file for file in FILES)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="yinglou new-module", description=__doc__)
    parser.add_argument("name", help="one English word, plural if it holds things")
    parser.add_argument("--row", required=True, help="its main row, in CamelCase")
    parser.add_argument("--requires", nargs="*", default=[], help="the modules it points at")
    asked = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z][a-z_]{2,30}", asked.name) or not asked.row.isidentifier():
        print("A module is named in small letters, a row in CamelCase.", file=sys.stderr)
        return 2
    if (MODULES / asked.name).exists():
        print(f"{asked.name} is already there.", file=sys.stderr)
        return 1
    for path in cut(asked.name, asked.row, asked.requires):
        print(path.relative_to(plan.ROOT))
    if not any(asked.name in floor for floor in plan.floors()):
        print(f"Now give “{asked.name}” a floor in pyproject.toml and a line in settings.py,")
    print(f"then: python manage.py makemigrations {asked.name} && yinglou words")
    print("and:  yinglou house --write")
    return 0
