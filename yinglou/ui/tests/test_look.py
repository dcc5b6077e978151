"""The look holds together: icons exist, colours live in one file, templates compile."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from yinglou.ui.templatetags import ui

HOUSE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
STYLES = [p for p in HOUSE.rglob("static/**/*.css") if p.name != "tokens.css"]
ICON = re.compile(r"""\{% (?:icon|empty) ["']([\w-]+)["']""")
NAMED = re.compile(r"""\bicon=["']([\w-]+)["']""")
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)")


def test_every_icon_of_a_template_exists():
    named = {name for path in TEMPLATES for name in ICON.findall(path.read_text(encoding="utf-8"))}
    assert named
    for name in sorted(named):
        assert ui.icon(name)


def test_every_icon_of_the_code_exists():
    files = [path for path in HOUSE.rglob("*.py") if "tests" not in path.parts]
    for name in {
        name for path in files for name in NAMED.findall(path.read_text(encoding="utf-8"))
    }:
        assert ui.icon(name)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_live_in_the_tokens_alone(path):
    assert not HEX.findall(path.read_text(encoding="utf-8"))


def test_no_style_asks_for_what_old_shop_computers_lack():
    # They run Chromium 108.
    for path in [*STYLES, HOUSE / "ui" / "static" / "ui" / "tokens.css"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"color-mix|oklch|light-dark", text), path.name


def test_no_template_carries_inline_script_or_style():
    for path in TEMPLATES:
        text = re.sub(r"\{%.*?%\}", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*(src|type))", text), (
            path.name
        )


def test_the_shared_templates_compile():
    root = HOUSE / "ui" / "templates"
    for path in root.rglob("*.html"):
        get_template(str(path.relative_to(root)))


def test_the_customers_style_is_small():
    file = HOUSE / "ui" / "static" / "ui" / "customer.css"
    assert file.stat().st_size <= 30_000


def test_what_a_wide_table_hides_does_not_widen_the_page_of_a_phone():
    css = (HOUSE / "ui/static/ui/parts.css").read_text(encoding="utf-8")
    held = next(rule for rule in css.split("}") if ".table-responsive" in rule)
    assert ".table-wrap" in held
    assert "position: relative" in held
