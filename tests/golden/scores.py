#!/usr/bin/env python3
"""Scores what the program reads out of the annotated documents, and compares with minimum.tsv.

    scores.py PROGRAM SOURCE [--update] [--errors]

Three sets of documents: the composed ones of tests/golden/extract; the blind ones, composed too, of which only the score
is told, so that no rule is written for them; and the real ones annotated in ../shared/gold, beside the repository. The
real ones are also read with their entities renamed (../shared/gold/swap.py): rules that know the language rather than
these documents' names lose little by that, and minimum.tsv says how much.

--update writes today's figures, less a margin, to minimum.tsv; --errors lists what was missed and what is spurious, but
for the blind documents. A set that minimum.tsv does not have yet is reported only.
Exit status: 1 below a minimum; 77 where ../shared/gold is absent.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

KINDS = ("entity", "relation", "quantity")
MARGIN = 0.02  # room below today's score, so that a rule may win more in one place than it loses in another
RENAMED_LIMIT = 0.03  # what renaming may cost; where it costs more today, today's loss and RENAMED_MARGIN
RENAMED_MARGIN = 0.005
SEEDS = range(1, 6)
BLIND = {  # nobody tunes a rule on these, nor reads what the program makes of them
    "heilongjiang-robot-publicity",
    "inner-mongolia-rare-earth-report",
    "ningxia-wine-opinions",
    "shanxi-low-altitude-plan",
}
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0"}  # ties are broken alike in every run
HEADER = """\
# The least F1 of each set of documents, and the most that renaming may cost; scores.py --update writes this file.
# columns: set\tentity\trelation\tquantity
"""


class Scorer:
    """Runs the program and the scorer of ../shared/gold over sets of documents."""

    def __init__(self, program, source, work, errors):
        self.program, self.source, self.work, self.errors = program, source, work, errors
        self.gold = source.parent / "shared/gold"
        self.pool = concurrent.futures.ThreadPoolExecutor(2)

    def extract(self, document, graph):
        """Reads @document into the N-Quads file @graph."""
        with open(graph, "wb") as out:
            done = subprocess.run([self.program, "extract", "--format", "nquads", document], stdout=out, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            sys.exit(f"{document}: {done.stderr.decode()}")

    def score(self, title, documents, errors=True):
        """documents: name → (document, annotation). Prints the table, returns F1 by kind over all of them."""
        pairs = []
        jobs = []
        for name, (document, annotation) in sorted(documents.items()):
            graph = self.work / f"{name}.nq"
            copy = self.work / f"{name}.tsv"
            if copy != annotation:
                copy.write_bytes(annotation.read_bytes())  # its name is the row's
            jobs.append(self.pool.submit(self.extract, document, graph))
            pairs.append(f"{copy}={graph}")
        for job in jobs:
            job.result()
        options = ["--errors"] if self.errors and errors else []
        done = subprocess.run([sys.executable, self.gold / "score.py", *options, *pairs], stdout=subprocess.PIPE, check=False, text=True, env=ENVIRONMENT)
        if done.returncode != 0:
            sys.exit(f"score.py failed on {title}:\n{done.stdout}")
        print(f"== {title}\n{done.stdout}", flush=True)
        row = re.search(r"^all \(micro\)\s+(.*)$", done.stdout, re.M).group(1).split()
        return dict(zip(KINDS, (float(row[i]) for i in (2, 5, 8))))

    def composed(self, blind):
        folders = sorted(p for p in (self.source / "tests/golden/extract").iterdir() if (p / "expected.tsv").is_file())
        return {p.name: (p / "input.txt", p / "expected.tsv") for p in folders if (p.name in BLIND) == blind}

    def real(self):
        documents = self.gold.parent / "documents"
        return {p.stem: (documents / f"{p.stem}.txt", p) for p in sorted(self.gold.glob("*.tsv"))}

    def renamed(self, seed):
        found = {}
        for name, (document, annotation) in self.real().items():
            text, table = (self.work / f"{name}-{seed}{end}" for end in (".txt", ".tsv"))
            subprocess.run([sys.executable, self.gold / "swap.py", "--seed", str(seed), document, annotation, text, table],
                           stdout=subprocess.DEVNULL, check=True, env=ENVIRONMENT)
            found[f"{name}-{seed}"] = (text, table)
        return found


def read_minimum(path):
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {row[0]: {kind: float(cell) for kind, cell in zip(KINDS, row[1:]) if cell} for row in rows}


def write_minimum(path, scores, losses):
    lines = []
    for name, score in scores.items():
        lines.append("\t".join([name, *(f"{max(score[kind] - MARGIN, 0):.3f}" for kind in KINDS)]))
    limits = [max(RENAMED_LIMIT, losses[kind] + RENAMED_MARGIN) for kind in KINDS[:2]]
    lines.append("\t".join(["renamed", *(f"{limit:.3f}" for limit in limits), ""]))
    path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


def find_faults(minimum, scores, losses):
    faults = []
    for name, score in scores.items():
        for kind in minimum.get(name, ()):
            if score[kind] < minimum[name][kind]:
                faults.append(f"{name}: {kind} F1 is {score[kind]:.3f}, expected at least {minimum[name][kind]:.3f}")
    for kind in KINDS[:2]:
        if losses[kind] > minimum["renamed"][kind] + 1e-9:
            faults.append(f"renamed: {kind} F1 falls by {losses[kind]:.3f}, expected at most {minimum['renamed'][kind]:.3f}")
    return faults


def main():
    options = {a for a in sys.argv[1:] if a.startswith("--")}
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(words) != 2 or options - {"--update", "--errors"}:
        sys.exit("usage: scores.py PROGRAM SOURCE [--update] [--errors]")
    source = pathlib.Path(words[1]).resolve()
    if not (source.parent / "shared/gold/score.py").is_file():
        print("skipped: ../shared/gold/score.py is absent")
        return 77
    path = source / "tests/golden/minimum.tsv"
    with tempfile.TemporaryDirectory() as work:
        scorer = Scorer(pathlib.Path(words[0]).resolve(), source, pathlib.Path(work), "--errors" in options)
        scores = {
            "composed": scorer.score("composed", scorer.composed(blind=False)),
            "blind": scorer.score("blind", scorer.composed(blind=True), errors=False),
            "real": scorer.score("real", scorer.real()),
        }
        losses = dict.fromkeys(KINDS[:2], 0.0)
        for seed in SEEDS:
            score = scorer.score(f"real, renamed with seed {seed}", scorer.renamed(seed))
            for kind in losses:
                losses[kind] = max(losses[kind], scores["real"][kind] - score[kind])
    print("set\t" + "\t".join(KINDS))
    for name, score in scores.items():
        print("\t".join([name, *(f"{score[kind]:.3f}" for kind in KINDS)]))
    print("\t".join(["renamed, greatest loss", *(f"{losses[kind]:.3f}" for kind in losses)]))
    if "--update" in options:
        write_minimum(path, scores, losses)
        print(f"wrote {path}")
        return 0
    faults = find_faults(read_minimum(path), scores, losses)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
