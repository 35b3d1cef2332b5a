#!/usr/bin/env python3
"""Make many documents of a few: the samples and the golden inputs, their names changed with one seed after another.

usage: bench/loader-corpus.py SWAP OUT MEGABYTES        from the root of the repository

SWAP is the renaming script, ../shared/gold/swap.py, which lies beside the repository with the gold of the five samples.
Writes OUT/00001-NAME.txt and so on, until they hold MEGABYTES (of 1,000,000 bytes) of UTF-8. Same arguments, same files.
"""
import contextlib, importlib.util, io, pathlib, sys, tempfile

def documents(gold):
    for path in sorted(pathlib.Path("data/documents").glob("*.txt")):
        yield path.stem, path, gold / (path.stem + ".tsv")
    for folder in sorted(pathlib.Path("tests/golden/extract").iterdir()):
        if (folder / "input.txt").exists():
            yield folder.name, folder / "input.txt", folder / "expected.tsv"

def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    swap_path, out, size = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), float(sys.argv[3]) * 1e6
    spec = importlib.util.spec_from_loader("swap", None)
    swap = importlib.util.module_from_spec(spec)
    source = swap_path.read_text(encoding="utf-8")
    exec(compile(source.removesuffix("main()\n"), str(swap_path), "exec"), swap.__dict__)
    out.mkdir(parents=True, exist_ok=True)
    n_bytes = n = seed = 0
    found = list(documents(swap_path.parent))
    with tempfile.TemporaryDirectory() as scratch:
        while n_bytes < size:
            seed += 1
            for name, text, gold in found:
                n += 1
                path = out / f"{n:05d}-{name}.txt"
                sys.argv = ["swap", "--seed", str(seed), str(text), str(gold), str(path), scratch + "/gold"]
                try:
                    with contextlib.redirect_stdout(io.StringIO()):
                        swap.main()
                except SystemExit:  # nothing to rename in it
                    path.write_bytes(text.read_bytes())
                n_bytes += path.stat().st_size
                if n_bytes >= size:
                    break
    print(f"{n} documents, {n_bytes} bytes, {seed} seeds")

main()
