"""What the house checks read: our files, their syntax trees, our modules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "yinglou" / "modules"
LEFT_OUT = {"migrations", "node_modules", "static-collected"}


def _found(pattern: str, *folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob(pattern))
        if not LEFT_OUT & set(path.parts)
    ]


PRODUCT = _found("*.py", "yinglou", "house")
TESTS = [*_found("test_*.py", "yinglou"), *_found("*.py", "tests")]
TEMPLATES = _found("*.html", "yinglou")
STYLES = _found("*.css", "yinglou")
SCRIPTS = _found("*.js", "yinglou")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def room(path: Path) -> str:
    """`commands` for modules/booking/commands.py and for modules/booking/commands/deposits.py."""
    inside = path.relative_to(MODULES).parts[1:]
    return inside[0].removesuffix(".py") if inside else ""


def in_modules() -> list[Path]:
    """The Python of our modules, without tests."""
    return [path for path in PRODUCT if MODULES in path.parents and path.parent != MODULES]


def tracked() -> list[Path]:
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [path for part in listed.stdout.split("\0") if part and (path := ROOT / part).is_file()]
