#!/usr/bin/env python3
"""Checks the gazetteers of data/gazetteers.

    check_gazetteers.py PROGRAM SOURCE

Every fault is one line, file:line: message, and the exit status is 1; without a fault it is 0. What is checked: the header
(what it is, source, licence, columns), the columns, sorting, UTF-8, NFC, blanks, keys that stand twice, values that
stand twice in a cell, names that stand for two things, and the references between files: parents, provinces, seats,
successors, issuers.
"""

import pathlib
import re
import sys
import unicodedata

FILES = {  # name: (columns, least number of entries)
    "agencies-national.tsv": ("canonical aliases kind status", 120),
    "agency-kinds.tsv": ("kind full_forms short_forms levels", 150),
    "companies.tsv": ("canonical aliases", 100),
    "programs-national.tsv": ("canonical aliases", 50),
    "funds-national.tsv": ("canonical aliases", 10),
    "divisions.tsv": ("code name level parent short_names abbreviations flags", 3200),
    "divisions-former.tsv": ("key code name level parent year successor short_names", 300),
    "document-prefixes.tsv": ("prefix issuer match", 60),
    "institutions.tsv": ("canonical aliases place kind", 350),
    "pinyin.tsv": ("character pinyin", 8105),
    "regions.tsv": ("name aliases provinces", 80),
    "surnames.tsv": ("surname kind rank per_million", 450),
    "traditional.tsv": ("traditional simplified", 2500),
    "units.tsv": ("unit kind factor base", 150),
    "words.tsv": ("word part_of_speech frequency", 50000),
}
PATTERNS = {  # what every cell of a column must match
    "code": r"\d{6}", "parent": r"(\d{6})?", "level": "province|prefecture|county", "successor": r"(\d{6})?",
    "year": r"(19|20)\d\d", "status": "current|former", "match": "exact|prefix|pattern", "place": r"\d{6}",
    "provinces": r"\d{6}(\|\d{6})*", "character": ".", "pinyin": r"[a-z]+(\|[a-z]+)*", "traditional": ".",
    "simplified": ".", "rank": r"(\d+)?", "frequency": r"\d+", "per_million": r"(\d+\.\d)?", "factor": r"\d+(\.\d+)?",
    "levels": r"(province|city|county|zone|township)(\|(province|city|county|zone|township))*", "surname": ".{1,5}",
}
FILLED = {"canonical", "kind", "name", "full_forms", "issuer", "base", "unit", "prefix", "flags", "key"}


class Checker:
    """Reads the files of one folder and keeps the faults it finds."""

    def __init__(self, folder):
        self.folder = folder
        self.faults = []
        self.tables = {}  # file: [(line number, {column: cell})]

    def fault(self, file, line, message):
        self.faults.append(f"{self.folder / file}:{line}: {message}")

    def read(self, file, columns, least):
        """Reads and checks one file by itself."""
        self.tables[file] = []
        try:
            text = (self.folder / file).read_bytes().decode("utf-8")
        except OSError as error:
            return self.fault(file, 1, error.strerror)
        except UnicodeDecodeError as error:
            return self.fault(file, error.object[: error.start].count(b"\n") + 1, "not UTF-8")
        if not text.endswith("\n"):
            self.fault(file, text.count("\n") + 1, "no newline at the end")
        lines = text.removesuffix("\n").split("\n")
        n_header = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
        self.check_header(file, lines[:n_header], columns)
        previous = b""
        for number, line in enumerate(lines[n_header:], n_header + 1):
            previous = self.check_line(file, number, line, columns, previous)
        if len(self.tables[file]) < least:
            self.fault(file, 1, f"expected at least {least} entries, found {len(self.tables[file])}")

    def check_header(self, file, header, columns):
        if not header or not re.match(r"# \S", header[0]) or re.match(r"# \w+:", header[0]):
            self.fault(file, 1, "expected a comment that says what the file is")
        for word in ("source", "licence"):
            if not any(re.match(rf"# {word}: \S", line) for line in header):
                self.fault(file, 1, f"no {word}")
        expected = "# columns: " + "\t".join(columns)
        if not header or header[-1] != expected:
            self.fault(file, max(len(header), 1), f"expected the header to end with {expected!r}")
        for number, line in enumerate(header, 1):
            if line != line.rstrip() or unicodedata.normalize("NFC", line) != line:
                self.fault(file, number, "trailing blank, or not NFC")
            generator = re.match(r"# generator: (\S+)", line)
            if generator and not (self.folder.parent.parent / generator.group(1)).is_file():
                self.fault(file, number, f"no such generator: {generator.group(1)}")

    def check_line(self, file, number, line, columns, previous):
        """Checks one entry and returns its key, to be compared with the next one."""
        cells = line.split("\t")
        key = cells[0].encode()
        if not line.strip():
            self.fault(file, number, "empty line")
            return previous
        if unicodedata.normalize("NFC", line) != line:
            self.fault(file, number, "not NFC")
        if len(cells) != len(columns):
            self.fault(file, number, f"expected {len(columns)} columns, found {len(cells)}")
            return key
        if key == previous:
            self.fault(file, number, f"key stands twice: {cells[0]}")
        elif key < previous:
            self.fault(file, number, f"not sorted: {cells[0]}")
        for column, cell in zip(columns, cells):
            self.check_cell(file, number, column, cell)
        self.tables[file].append((number, dict(zip(columns, cells))))
        return key

    def check_cell(self, file, number, column, cell):
        if cell != cell.strip() or "\r" in cell:
            self.fault(file, number, f"blank at the edge of {column}")
        if column in FILLED and not cell:
            self.fault(file, number, f"{column} is empty")
        if column in PATTERNS and not re.fullmatch(PATTERNS[column], cell):
            self.fault(file, number, f"{column} is {cell!r}, expected {PATTERNS[column]}")
        values = cell.split("|")
        if len(values) > 1 and "" in values:
            self.fault(file, number, f"{column} has an empty value")
        if len(values) != len(set(values)):
            self.fault(file, number, f"{column} has a value twice")

    def values(self, file, *columns):
        """Yields (line number, value) of multi-valued columns, empty values left out."""
        for number, row in self.tables[file]:
            for column in columns:
                yield from ((number, value) for value in row[column].split("|") if value)

    def check_unique(self, file, *columns):
        """A name leads to one entry of the file."""
        owners = {}
        for number, name in self.values(file, *columns):
            if owners.setdefault(name, number) != number:
                self.fault(file, number, f"{name} also stands for the entry of line {owners[name]}")

    def check_references(self, file, column, known):
        for number, value in self.values(file, column):
            if value not in known:
                self.fault(file, number, f"{column} {value} is not known")

    def check_divisions(self):
        levels = {row["code"]: row["level"] for _, row in self.tables["divisions.tsv"]}
        above = {"province": {""}, "prefecture": {"province"}, "county": {"province", "prefecture"}}
        for number, row in self.tables["divisions.tsv"]:
            found = levels.get(row["parent"], "") if row["parent"] else ""
            if row["parent"] and not found:
                self.fault("divisions.tsv", number, f"parent {row['parent']} is not known")
            elif found not in above.get(row["level"], {found}):
                self.fault("divisions.tsv", number, f"a {row['level']} under {found or 'nothing'}")
            if row["parent"] and row["parent"][:2] != row["code"][:2]:
                self.fault("divisions.tsv", number, f"parent {row['parent']} lies in another province")
        n_provinces = sum(level == "province" for level in levels.values())
        if n_provinces != 34:
            self.fault("divisions.tsv", 1, f"expected 34 provinces, found {n_provinces}")
        for column in ("parent", "successor"):
            self.check_references("divisions-former.tsv", column, levels)
        self.check_references("institutions.tsv", "place", levels)
        provinces = {code for code, level in levels.items() if level == "province"}
        self.check_references("regions.tsv", "provinces", provinces)

    def check_issuers(self):
        national = {name for file in ("agencies-national.tsv", "institutions.tsv") for _, name in self.values(file, "canonical", "aliases")}
        kinds = {name.removeprefix("~") for _, name in self.values("agency-kinds.tsv", "full_forms", "short_forms")}
        for number, row in self.tables["document-prefixes.tsv"]:
            is_pattern = row["match"] == "pattern"
            if is_pattern != row["prefix"].startswith("~") or is_pattern != ("~" in row["issuer"]):
                self.fault("document-prefixes.tsv", number, "~ marks a pattern, in prefix and issuer")
            if row["issuer"].removeprefix("~") not in (kinds if is_pattern else national):
                self.fault("document-prefixes.tsv", number, f"issuer {row['issuer']} is not known")

    def check_mappings(self):
        traditional = {row["traditional"] for _, row in self.tables["traditional.tsv"]}
        for number, row in self.tables["traditional.tsv"]:
            if row["simplified"] in traditional or row["simplified"] == row["traditional"]:
                self.fault("traditional.tsv", number, f"{row['simplified']} is not simplified")
        bases = {row["base"]: row for _, row in self.tables["units.tsv"] if row["base"] == row["unit"]}
        for number, row in self.tables["units.tsv"]:
            base = bases.get(row["base"])
            if base and (base["kind"] != row["kind"] or base["factor"] != "1"):
                self.fault("units.tsv", number, f"base {row['base']} is of another kind or not 1")

    def check(self):
        for file, (columns, least) in FILES.items():
            self.read(file, columns.split(), least)
        for path in sorted(self.folder.glob("*.tsv")):
            if path.name not in FILES:
                self.fault(path.name, 1, "unknown file")
        self.check_divisions()
        self.check_issuers()
        self.check_mappings()
        self.check_unique("agencies-national.tsv", "canonical", "aliases")
        self.check_unique("agency-kinds.tsv", "full_forms", "short_forms")
        self.check_unique("institutions.tsv", "canonical", "aliases")
        self.check_unique("companies.tsv", "canonical", "aliases")
        self.check_unique("programs-national.tsv", "canonical", "aliases")
        self.check_unique("funds-national.tsv", "canonical", "aliases")
        self.check_unique("regions.tsv", "name", "aliases")
        readme = self.folder / "README.md"
        told = readme.read_text("utf-8") if readme.is_file() else ""
        for file in FILES:
            if f"`{file}`" not in told:
                self.fault("README.md", 1, f"does not tell of {file}")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: check_gazetteers.py PROGRAM SOURCE")
    checker = Checker(pathlib.Path(sys.argv[2]) / "data/gazetteers")
    checker.check()
    for fault in checker.faults:
        print(fault, file=sys.stderr)
    print(f"{sum(map(len, checker.tables.values()))} entries, {len(checker.faults)} faults")
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
