#!/usr/bin/env python3
"""kill-test.py: kill -9 at random moments of loads, updates and compactions; the store keeps what was acknowledged.

usage: kill-test.py YUANTU SOURCE-FOLDER [ROUNDS [SEED]]

Every round does one thing to a store by the program, and kills it after a random part of the time that such a thing takes. A
program that said it was done has done it; one that was killed has done all of its work or nothing. The store then opens, every byte of it is
checked, it has exactly the quads of the one state or the other, and the folder has no files but those that
docs/store-format.md names. ctest runs 24 rounds; 500 take about ten minutes.
"""
import os
import random
import re
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 24
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else random.SystemRandom().randrange(1 << 32)


def quad(number):
    """One line of N-Quads; every seventh number lies in a named graph."""
    graph = f" <g:{number % 3}>" if number % 7 == 0 else ""
    return f'<s:{number % 997}> <p:{number % 5}> "第{number}个名称"@zh{graph} .'


def as_update(line):
    """A line of N-Quads as the inside of INSERT DATA."""
    match = re.fullmatch(r"(.*) (<g:\d>) \.", line)
    return f"GRAPH {match[2]} {{ {match[1]} }}" if match else line


def run(*arguments, delay=None):
    """Runs the program, and kills it after DELAY seconds. TRUE when it said that it was done, and the seconds it took."""
    start = time.monotonic()
    child = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _, errors = child.communicate(timeout=delay)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return False, delay
    if child.returncode != 0:
        sys.exit(f"{arguments[0]} failed by itself: {errors.decode()}")
    return True, time.monotonic() - start


def read(store):
    """The quads of the store as a set of lines."""
    query = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    out = subprocess.run([PROGRAM, "query", store, "--format", "tsv", query], check=True, capture_output=True, text=True).stdout
    return {" ".join(filter(None, line.split("\t"))) + " ." for line in out.splitlines()[1:]}


class Work:
    """What may be done to a store, and what it then has."""

    def __init__(self, folder):
        self.store = os.path.join(folder, "store")
        self.file = os.path.join(folder, "more.nq")
        self.quads = set()
        self.next = 0

    def fresh(self, n):
        lines = [quad(self.next + i) for i in range(n)]
        self.next += n
        return lines

    def load(self):
        lines = self.fresh(random.choice([10, 2000, 20000]))
        with open(self.file, "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        anew = random.random() < 0.3
        return ["load", *(["--new"] if anew else []), self.store, self.file], set(lines) | (set() if anew else self.quads)

    def update(self):
        added = self.fresh(random.choice([1, 50, 500]))
        removed = random.sample(sorted(self.quads), min(len(self.quads), random.choice([0, 1, 40])))
        request = (f"DELETE DATA {{ {' '.join(map(as_update, removed))} }} ; "
                   f"INSERT DATA {{ {' '.join(map(as_update, added))} }}")
        return ["update", self.store, request], (self.quads - set(removed)) | set(added)

    def compact(self):
        return ["compact", self.store], self.quads

    def choose(self):
        if not os.path.exists(self.store):
            return self.load
        return random.choice([self.load, self.update, self.update, self.compact])


def main():
    random.seed(SEED)
    print(f"seed {SEED}", flush=True)
    took = {}
    counts = {"done": 0, "killed before": 0, "killed behind": 0}
    with tempfile.TemporaryDirectory(prefix="yuantu-kill-") as folder:
        work = Work(folder)
        for round_number in range(ROUNDS):
            do = work.choose()
            arguments, after = do()
            key = do.__name__
            delay = random.uniform(0, took.get(key, 0.1) * 1.2) if round_number % 8 else None
            done, seconds = run(*arguments, delay=delay)
            if done:
                took[key] = 0.7 * took.get(key, seconds) + 0.3 * seconds
            if not os.path.exists(work.store):
                if done or work.quads:
                    sys.exit(f"round {round_number}: {key}: the store is gone")
                continue
            run("verify", work.store)
            found = read(work.store)
            if found == after:
                counts["done" if done else "killed behind"] += 1
            elif not done and found == work.quads:
                counts["killed before"] += 1
            else:
                sys.exit(f"round {round_number}: {key}: {len(found)} quads, expected {len(after)}"
                         + ("" if done else f" or {len(work.quads)}")
                         + f"; {len(found - after)} too many, {len(after - found)} missing")
            work.quads = found
            strange = [name for name in os.listdir(folder) if not re.fullmatch(r"more\.nq|store(-wal-[0-9a-f]+|-lock|-new|-wal-new)?", name)]
            if strange or sum("-wal-" in name for name in os.listdir(folder)) > 3:
                sys.exit(f"round {round_number}: {key}: files left behind: {sorted(os.listdir(folder))}")
    print(f"{ROUNDS} rounds: {counts}")
    if ROUNDS >= 24 and not counts["killed before"]:
        sys.exit("nothing was killed in time: this shows nothing")


main()
