"""`make lock`: lock requirements by hash, without naming where they came from.

It looks for `uv` in the environment or on the path, because uv locks for all platforms at once.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet",
    "--python-version", "3.11", "--universal", "--upgrade",
]  # fmt: skip


def main() -> int:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        print("uv is needed once: .venv/bin/pip install uv", file=sys.stderr)
        return 1
    for name in ("base", "dev"):
        files = [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        subprocess.run([uv, "pip", "compile", *FLAGS, *files], cwd=ROOT, check=True)
    strip_addresses(ROOT / "package-lock.json")
    return 0


def strip_addresses(path: Path) -> None:
    """npm notes where a package came from; the hash is enough."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
