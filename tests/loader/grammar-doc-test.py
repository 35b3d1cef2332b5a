#!/usr/bin/env python3
"""Runs the examples of docs/grammar.md and the commands of docs/first-rule.md.

    grammar-doc-test.py PROGRAM SOURCE

An example of grammar.md is a block ```ytg, the rules; a block ```text, a document; and a block ```facts, what these rules
say of it, all of it: a line "A --property--> B" is a fact that a rule of the block gives, a line "Class name" a name that
a mention rule or a suffix of the block gives. A block ```message instead of the last two is the message that the rules
end in, from the line number on; a block ```ytg alone only has to compile.

The commands of first-rule.md are its blocks ```sh, run one after the other by a shell in an empty folder where `yuantu` is
the program and `loader`, `data` and `tests` are copies; the block ```output behind one is all that it prints, where a
line "…" stands for any lines, and blanks at the ends of lines do not count.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

YT = "https://w3id.org/yuantu/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def read_blocks(path):
    """Yields (line number, kind, text) of the fenced blocks of a page."""
    kind = start = None
    lines = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        fence = re.match(r"```(\S*)", line)
        if not fence:
            lines.append(line)
        elif kind is None:
            kind, start, lines = fence.group(1), number, []
        else:
            yield start, kind, "\n".join(lines) + "\n"
            kind = None


def read_quads(text):
    term = r'<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@\w+|\^\^<[^>]*>)?'
    for line in text.splitlines():
        terms = [iri or literal for iri, literal in re.findall(term, line)]
        yield terms[0], terms[1], terms[2], terms[3] if len(terms) > 3 else None


class Runner:
    """Runs examples with the program, and keeps what went wrong."""

    def __init__(self, program, source):
        self.program, self.source = program, source
        self.faults, self.n_checks = [], 0

    def extract(self, rules, document, *options):
        """Returns (status, output, messages) for rules and a document given as text."""
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            (work / "rules").mkdir()
            (work / "rules/90-example.ytg").write_text(rules, "utf-8")
            (work / "document.txt").write_text(document, "utf-8")
            done = subprocess.run([self.program, "extract", "--rules", "rules", *options, "document.txt"], cwd=work,
                                  capture_output=True, check=False, text=True)
            return done.returncode, done.stdout, done.stderr

    def check(self, where, found, expected):
        self.n_checks += 1
        if found != expected:
            self.faults.append(f"{where}:\n  expected {expected!r}\n  found    {found!r}")

    def find_facts(self, rules, document):
        """The facts and names that rules of this block give."""
        status, output, messages = self.extract(rules, document)
        if status != 0:
            return {messages}
        fact_rules = set(re.findall(r"^rule (\S+?):", rules, re.M))
        mention_rules = set(re.findall(r"^mention (\S+?):", rules, re.M))
        if re.search(r"^suffix ", rules, re.M):
            mention_rules |= {"suffix", "suffix/quoted"}
        quads = list(read_quads(output))
        names = {s: o for s, p, o, g in quads if p == LABEL}
        evidence = {}
        for s, p, o, g in quads:
            if g:
                evidence.setdefault(s, {})[p] = o
        facts = set()
        for e in evidence.values():
            if e.get(YT + "rule") in fact_rules:
                s, p, o = (e[RDF + key] for key in ("subject", "predicate", "object"))
                facts.add(f"{names[s]} --{p.removeprefix(YT)}--> {names[o]}")
        explained = self.extract(rules, document, "--explain=text")[1] if mention_rules else ""
        for line in explained.splitlines():
            mention = re.match(r"(\w+) +(?!(?:weak|rejected) )(?:nested )?(\S.*?)  \((\S+) [\d.]+\)", line)
            if mention and mention.group(3) in mention_rules:
                facts.add(f"{mention.group(1)} {mention.group(2)}")
        return facts

    def run_examples(self, page):
        blocks = list(read_blocks(page))
        for i, (line, kind, rules) in enumerate(blocks):
            if kind != "ytg":
                continue
            where = f"{page.name}:{line}"
            kinds = [k for _, k, _ in blocks[i + 1 : i + 3]]
            if kinds == ["text", "facts"]:
                expected = {fact.strip() for fact in blocks[i + 2][2].splitlines() if fact.strip() not in ("", "none")}
                self.check(where, sorted(self.find_facts(rules, blocks[i + 1][2])), sorted(expected))
            elif kinds[:1] == ["message"]:
                status, _, messages = self.extract(rules, "园\n")
                message = re.sub(r"^.*90-example\.ytg:", "", messages)
                self.check(where, (status, message), (1, blocks[i + 1][2]))
            else:
                self.check(where, self.extract(rules, "园\n")[0::2], (0, ""))

    def run_commands(self, page):
        """Runs the ```sh blocks of a page in a copy of what they touch."""
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            for name in ("loader/grammar", "data/gazetteers", "ontology", "tests/golden"):
                shutil.copytree(self.source / name, work / name)
            (work / "build").mkdir()
            (work / "build/yuantu").symlink_to(self.program)
            environment = {**os.environ, "YUANTU_DATA": str(work)}
            blocks = list(read_blocks(page))
            for i, (line, kind, text) in enumerate(blocks):
                where = f"{page.name}:{line}"
                if kind == "sh":
                    done = subprocess.run(["bash", "-eu"], input=text, cwd=work, env=environment, capture_output=True, check=False, text=True)
                    self.check(f"{where}: status", (done.returncode, done.stderr), (0, ""))
                    if blocks[i + 1 : i + 2] and blocks[i + 1][1] == "output":
                        pattern = "".join("(?:.*\n)*" if part == "…\n" else re.escape(part) for part in blocks[i + 1][2].splitlines(True))
                        self.n_checks += 1
                        found = re.sub(r" +$", "", done.stdout, flags=re.M)
                        if not re.fullmatch(pattern, found):
                            self.faults.append(f"{where}:\n  expected {blocks[i + 1][2]}\n  found {found}")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: grammar-doc-test.py PROGRAM SOURCE")
    program, source = (pathlib.Path(word).resolve() for word in sys.argv[1:])
    runner = Runner(program, source)
    runner.run_examples(source / "docs/grammar.md")
    runner.run_commands(source / "docs/first-rule.md")
    for fault in runner.faults:
        print(fault, file=sys.stderr)
    print(f"{runner.n_checks} checks, {len(runner.faults)} faults")
    return 1 if runner.faults or runner.n_checks == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
