#!/usr/bin/env python3
"""Compares what the program writes for a document with expected.nq beside it, byte for byte.

    exact.py PROGRAM SOURCE [--update]

Every folder of tests/golden/extract with an expected.nq is compared; a new case is an empty file of that name and
--update, which rewrites them all: read the difference before it is committed.
"""

import difflib
import pathlib
import subprocess
import sys


def main():
    options = {a for a in sys.argv[1:] if a.startswith("--")}
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(words) != 2 or options - {"--update"}:
        sys.exit("usage: exact.py PROGRAM SOURCE [--update]")
    program, folder = pathlib.Path(words[0]).resolve(), pathlib.Path(words[1]) / "tests/golden/extract"
    expected = sorted(folder.glob("*/expected.nq"))
    if not expected:
        sys.exit(f"{folder}: no expected.nq")
    n_different = 0
    for path in expected:
        done = subprocess.run([program, "extract", "--format", "nquads", path.with_name("input.txt")], stdout=subprocess.PIPE, check=True)
        if done.stdout == path.read_bytes():
            continue
        n_different += 1
        if "--update" in options:
            path.write_bytes(done.stdout)
            print(f"wrote {path}")
            continue
        before, after = path.read_text("utf-8").splitlines(), done.stdout.decode().splitlines()
        print(*difflib.unified_diff(before, after, str(path), "found", lineterm="", n=0), sep="\n")
    print(f"{len(expected)} documents, {n_different} different")
    return 1 if n_different and "--update" not in options else 0


if __name__ == "__main__":
    sys.exit(main())
