#!/usr/bin/env python3
"""Every question in queries/, asked of the sample documents on the command line and over HTTP.

usage: questions.py YUANTU ROOT [--update]

Both ways must give the same bytes. The answers are compared with tests/queries/expected/, which people read off the documents;
so they measure the extractor, and it may not fall behind the rows found as expected-recall.tsv has them. --update
writes that file anew: do that when the extractor found more, and say why when it found less.

The columns of expected-recall.tsv: the question; how many rows are expected; how many of them are found; how many rows
came that are not expected (none is promised of those). A question that the engine refuses finds nothing.
"""
import collections
import decimal
import json
import pathlib
import re
import sys
import unicodedata

from support import Failure, check, main, serve

UPDATE = "--update" in sys.argv[3:]
RECALL = pathlib.Path(__file__).resolve().parent / "expected-recall.tsv"


def normal(cell):
    """Width, quotation marks, title marks and spaces do not distinguish names, and numbers compare as numbers."""
    cell = re.sub(r"[\s《》〈〉“”\"'‘’「」『』]", "", unicodedata.normalize("NFKC", cell)).lower()
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", cell):
        cell = str(decimal.Decimal(cell).normalize() + 0)
    return cell


def read_expected(path):
    """The columns, and the set of rows of normal cells."""
    lines = path.read_text("utf-8").splitlines()
    columns = [name.lstrip("?") for name in lines[0].split("\t")]
    rows = {tuple(normal(cell) for cell in line.split("\t")) for line in lines[1:]}
    check(all(len(row) == len(columns) for row in rows), f"{path.name}: a row has another number of cells than the first line")
    return columns, rows


def found_rows(body, columns):
    result = json.loads(body)
    missing = set(columns) - set(result["head"]["vars"])
    check(not missing or not result["results"]["bindings"], f"expected columns that the question does not ask for: {sorted(missing)}")
    return {tuple(normal(row[name]["value"]) if name in row else "" for name in columns) for row in result["results"]["bindings"]}


def needs(query):
    match = re.search(r"(?m)^# needs: (.*)$", query)
    return set(re.split(r",\s*", match.group(1))) if match else set()


def load_stores(program, folder):
    """Two stores: the documents alone, and the industries with them."""
    documents, industries = program.root / "data" / "documents", program.root / "ontology" / "industries.ttl"
    program.run("load", folder / "plain", documents)
    program.run("load", folder / "industries", documents, industries)
    return {name: folder / name for name in ("plain", "industries")}


def questions(program):
    for path in sorted((program.root / "queries").glob("*.rq")):
        text = path.read_text("utf-8")
        yield path, text, "industries" if "industries" in needs(text) else "plain"


def ask(program, store, path):
    """The answer in JSON, or None when the engine says that it cannot do this."""
    done = program.run("query", "--format", "json", "--file", path, store, status=None)
    check(done.returncode in (0, 1), f"{path.name}: exit status {done.returncode}: {done.stderr.decode()}")
    if done.returncode == 0:
        return done.stdout
    check("paths" in needs(path.read_text("utf-8")), f"{path.name}: {done.stderr.decode().strip()}")
    return None


def read_recall():
    if not RECALL.exists():
        return {}
    rows = (line.split("\t") for line in RECALL.read_text("utf-8").splitlines()[1:])
    return {name: (int(expected), int(found)) for name, expected, found, _ in rows}


def recall(program, folder):
    """The answers hold as many of the expected rows as they have before, or more."""
    stores = load_stores(program, folder)
    promised, table, faults = read_recall(), [], []
    for path, _, store in questions(program):
        columns, expected = read_expected(program.root / "tests" / "queries" / "expected" / f"{path.stem}.tsv")
        body = ask(program, stores[store], path)
        rows = found_rows(body, columns) if body else set()
        n_found, n_extra = len(rows & expected), len(rows - expected)
        table.append((path.stem, len(expected), n_found, n_extra))
        print(f"        {path.stem:32} {n_found:3} of {len(expected):3}, {n_extra:3} extra{'' if body else ', refused'}")
        n_expected_before, n_before = promised.get(path.stem, (0, 0))
        # The share counts, since expectations are mended too.
        if n_found * n_expected_before < n_before * len(expected):
            faults.append(f"{path.stem}: {n_found} of {len(expected)} rows, and it was {n_before} of {n_expected_before}; "
                          f"missing: {sorted(expected - rows)[:3]}")
    check(table, "no questions in queries/")
    n_expected, n_found, n_extra = (sum(row[i] for row in table) for i in (1, 2, 3))
    if UPDATE:
        lines = ["question\texpected\tfound\textra", *("\t".join(map(str, row)) for row in table)]
        RECALL.write_text("\n".join(lines) + "\n", "utf-8")
    elif faults:
        raise Failure("\n        ".join(faults))
    return f"{n_found} of {n_expected} rows, {n_extra} extra"


def two_ways(program, folder):
    """HTTP answers with the same bytes as the command line."""
    if not program.has("serve"):
        return "skipped: this program has no command serve"
    stores, n_refused, n_rows = load_stores(program, folder), 0, collections.Counter()
    for name, store in stores.items():
        with serve(program, store) as endpoint:
            for path, text, wanted in questions(program):
                if wanted != name:
                    continue
                said = ask(program, store, path)
                status, body = endpoint.ask(text, "application/sparql-results+json")
                if said is None:
                    n_refused += 1
                    check(status >= 400, f"{path.name}: the command line refuses what HTTP answers with status {status}")
                else:
                    check(status == 200, f"{path.name}: status {status}: {body[:500]!r}")
                    check(body == said, f"{path.name}: HTTP and command line differ: {body[:300]!r} and {said[:300]!r}")
                    n_rows[name] += len(json.loads(body)["results"]["bindings"])
    check(sum(n_rows.values()) > 0, "no question had an answer")
    return f"{sum(n_rows.values())} rows the same, {n_refused} questions refused by both"


def cut_down(program, folder):
    """The comparison notices: without the facts of one document, fewer rows are found."""
    program.run("load", folder / "all", *program.documents)
    program.run("load", folder / "fewer", *program.documents[1:])
    counts = []
    for store in ("all", "fewer"):
        n = 0
        for path, _, _ in questions(program):
            columns, expected = read_expected(program.root / "tests" / "queries" / "expected" / f"{path.stem}.tsv")
            body = ask(program, folder / store, path)
            n += len(found_rows(body, columns) & expected) if body else 0
        counts.append(n)
    check(counts[1] < counts[0], f"found {counts[0]} rows in all documents and {counts[1]} without {program.documents[0].name}")


main([recall] if UPDATE else [recall, two_ways, cut_down])
