"""`make check`: every tool that reads the code, one after the other; all of them are heard."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

BIN = Path(sys.executable).parent
STEPS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "style": ["ruff", "check", "--quiet", "."],
    "plan": ["lint-imports", "--no-cache"],
    "types": ["mypy"],
    "templates": ["djlint", "--lint", "--quiet", "yinglou"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "settings": ["python", "manage.py", "check"],
    "papers": ["yinglou", "house", "--check"],
    "words": ["yinglou", "words", "--check"],
}


def main(chosen: Sequence[str]) -> int:
    failed = []
    for name in chosen or STEPS:
        began = time.monotonic()
        command = [str(BIN / STEPS[name][0]), *STEPS[name][1:]]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        verdict = "FAILED" if done.returncode else "ok"
        print(f"{name:12}{verdict:8}{time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).rstrip(), flush=True)
    if failed:
        print(f"\nNot in order: {', '.join(failed)}. `make fix` mends format and style.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
