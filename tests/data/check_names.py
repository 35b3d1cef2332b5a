#!/usr/bin/env python3
"""Checks that no rule and no gazetteer knows the documents that we are measured on.

    check_names.py PROGRAM SOURCE

No entry of data/gazetteers and no word of loader/grammar/*.ytg (lists, suffixes, quoted words of rules) may be the name of
a company, park, fund, platform, project, program, product or person that the annotation in ../shared/gold, beside the
repository, or in tests/golden/extract holds: such a score would say nothing about other documents. Words of fewer than
three characters, those that general vocabulary has (words.tsv), the national table of divisions, and suffixes of up to five characters,
which are common nouns that an annotated thing may have for its whole name, are allowed. So are, in gazetteers, the names that whoever
composed a document of tests/golden says to be household names, in a line "# known to every reader: 中国移动 | …" of its annotation.

Every offender is one line, file:line: message. Exit status: 1 with offenders.
"""

import pathlib
import re
import sys
import unicodedata

CLASSES = {"Company", "Park", "Fund", "Platform", "Project", "Program", "Product", "Person"}
LEAST = 3  # characters
COMMON = 5  # characters of a suffix
KNOWN = "# known to every reader:"
TABLES = {"words.tsv", "divisions.tsv"}  # made by somebody else, whole


def normal(name):
    return re.sub(r"[\s《》〈〉“”\"'‘’「」『』]", "", unicodedata.normalize("NFKC", name))


def read_names(paths):
    """name → (class, file) of the annotated things."""
    names = {}
    for path in paths:
        lines = path.read_text("utf-8").splitlines()
        known = {normal(name) for line in lines if line.startswith(KNOWN) for name in line[len(KNOWN):].split("|")}
        for line in lines:
            cells = line.split("\t")
            if cells[0] == "E" and cells[2] in CLASSES:
                for name in [cells[3], *(cells[4].split("|") if len(cells) > 4 else [])]:
                    if len(normal(name)) >= LEAST and normal(name) not in known:
                        names.setdefault(normal(name), (cells[2], f"{path.parent.name}/{path.name}"))
    return names


def gazetteer_words(path):
    """Yields (line number, word) for every value of every cell."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.startswith("#"):
            for cell in line.split("\t"):
                for value in cell.split("|"):
                    yield number, value


def grammar_words(path):
    """Yields (line number, word, its statement) of lists, suffixes and rules; comments are no words."""
    statement = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = re.sub(r'(^|\s)#.*', "", line)
        if line[:1].strip():
            statement, _, line = line.partition(":")
            statement = statement.split(" ")[0]
        if statement in ("list", "suffix"):
            for word in line.split():
                yield number, word, statement
        else:
            for word in re.findall(r'"([^"]*)"', line):
                yield number, word, statement


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: check_names.py PROGRAM SOURCE")
    source = pathlib.Path(sys.argv[2]).resolve()
    gazetteers, grammar = source / "data/gazetteers", source / "loader/grammar"
    gold = sorted((source.parent / "shared/gold").glob("*.tsv"))
    if not gold:
        print("the annotation in ../shared/gold is absent: only that of tests/golden is looked at")
    names = read_names(gold + sorted((source / "tests/golden/extract").glob("*/expected.tsv")))
    general = {normal(word) for _, word in gazetteer_words(gazetteers / "words.tsv")}
    words = [(path, *found) for path in sorted(gazetteers.glob("*.tsv")) if path.name not in TABLES for found in gazetteer_words(path)]
    found = [(path, *word) for path in sorted(grammar.glob("*.ytg")) for word in grammar_words(path)]
    general |= {normal(word) for _, _, word, statement in found if statement == "suffix" and len(word) <= COMMON}
    words += [(path, number, word) for path, number, word, _ in found]
    offenders = []
    for path, number, word in words:
        name = normal(word)
        if name in names and name not in general:
            offenders.append(f"{path.relative_to(source)}:{number}: {word} is a {names[name][0]} of {names[name][1]}")
    for offender in offenders:
        print(offender, file=sys.stderr)
    print(f"{len(words)} words, {len(names)} names, {len(offenders)} offenders")
    return 1 if offenders or not words or not names else 0


if __name__ == "__main__":
    sys.exit(main())
