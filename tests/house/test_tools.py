"""The module cutter, the front doors and the command line do what they say."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from grimp import ImportGraph

from house.front_door import FrontDoor
from house.locks import strip_addresses
from house.new_module import cut
from yinglou.config.cli import SUB_COMMANDS

from .sources import ROOT

pytestmark = pytest.mark.once


def test_a_cut_module_is_five_tidy_files(tmp_path):
    made = cut("gift_cards", "GiftCard", ["customers"], into=tmp_path)
    assert [path.name for path in made] == [
        "apps.py", "commands.py", "models.py", "queries.py", "resources.py",
    ]  # fmt: skip
    for path in made:
        assert ast.get_docstring(ast.parse(path.read_text()))
    assert 'requires = ("customers",)' in (tmp_path / "gift_cards" / "apps.py").read_text()
    ruff = [str(Path(sys.executable).parent / "ruff"), "--config", str(ROOT / "pyproject.toml")]
    for verb in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff[0], *verb, *ruff[1:], str(tmp_path)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_only_the_doors_may_be_entered():
    graph = ImportGraph()
    graph.add_module("shop")
    for name in ("a", "a.pages", "a.commands", "b", "b.commands", "b.pages"):
        graph.add_module(f"shop.{name}")
    graph.add_import(importer="shop.a.pages", imported="shop.b.commands")
    graph.add_import(importer="shop.a.pages", imported="shop.a.commands")
    graph.add_import(importer="shop.a.commands", imported="shop.b.pages")
    options = {"name": "doors", "container": "shop", "doors": ["commands"]}
    contract = FrontDoor(name="doors", session_options={}, contract_options=options)
    check = contract.check(graph, verbose=False)
    assert not check.kept
    assert check.metadata["trespasses"] == [("shop.a.commands", "shop.b.pages")]


def test_a_lock_forgets_where_it_came_from(tmp_path):
    path = tmp_path / "package-lock.json"
    package = {"version": "1", "resolved": "somewhere", "integrity": "sum"}
    path.write_text(json.dumps({"packages": {"a": package}}))
    strip_addresses(path)
    assert "resolved" not in path.read_text()
    assert "integrity" in path.read_text()


def test_make_lists_its_targets_and_there_are_few():
    listed = subprocess.run(
        ["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert 1 <= len(listed.splitlines()) <= 12
    assert "make run" in listed


def test_the_command_line_knows_its_words():
    done = subprocess.run(
        [sys.executable, "-m", "yinglou.config.cli", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert all(word in done.stdout for word in SUB_COMMANDS)
