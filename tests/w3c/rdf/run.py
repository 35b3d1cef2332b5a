#!/usr/bin/python3
"""Runs one of the W3C's suites for N-Triples, N-Quads, Turtle or TriG.

usage: run.py YT-RDF-CAT SUITE-FOLDER

Prints every failure and "pass/total"; the exit status is 0 when all pass, 77 when the suite or rdflib is absent.
rdflib reads the manifest and decides whether two graphs are isomorphic, nothing else: results are read here, by a
few lines for N-Quads. What an evaluation test gives is also written as TriG and read again, which must not change it.
"""
import os, re, subprocess, sys, tempfile

try:
    import rdflib
    from rdflib.compare import isomorphic
except ImportError:
    print("skipped: python3-rdflib is not installed")
    sys.exit(77)

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
TOKEN = re.compile(r'[ \t]*(?:<([^<>]*)>|_:([^ \t<>"]*[^ \t<>".])|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>]*)>)?)', re.S)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)


def unescape(text):
    named = dict(zip("tbnrf", "\t\b\n\r\f"))
    return ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else named.get(m[3], m[3]), text)


def read_quads(text):
    """The quads of an N-Quads document as tuples of terms; a term is ("blank", label) or a tuple that says it all."""
    quads = set()
    for line in text.split("\n"):
        if not line.strip(" \t\r") or line.lstrip(" \t").startswith("#"):
            continue
        terms, at = [], 0
        while m := TOKEN.match(line, at):
            iri, blank, literal, language, datatype = m.groups()
            if iri is not None:
                terms.append(("iri", unescape(iri)))
            elif blank is not None:
                terms.append(("blank", blank))
            else:
                datatype = unescape(datatype) if datatype and datatype != XSD_STRING else None
                terms.append(("literal", unescape(literal), language and language.lower(), datatype))
            at = m.end()
        rest = line[at:].split("#")[0].strip(" \t\r")
        if rest != "." or len(terms) not in (3, 4):
            raise ValueError(f"not N-Quads: {line!r}")
        quads.add(tuple(terms))
    return quads


def as_graph(quads):
    """A graph that is isomorphic to another such graph exactly when the datasets are."""
    graph = rdflib.Graph()
    for quad in quads:
        node = rdflib.BNode()
        for position, term in enumerate(quad):
            value = rdflib.BNode(term[1]) if term[0] == "blank" else rdflib.Literal(repr(term))
            graph.add((node, rdflib.URIRef(f"position:{position}"), value))
    return graph


def same(a, b):
    return len(a) == len(b) and isomorphic(as_graph(a), as_graph(b))


class Cat:
    """yt-rdf-cat, kept running: starting it under a sanitizer takes longer than most tests."""

    def __init__(self, program):
        self.program, self.process = program, None

    def read(self, *words):
        """What the program prints, and None when it refuses the document."""
        if not self.process or self.process.poll() is not None:
            self.process = subprocess.Popen([self.program, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdin.write(("\t".join(words) + "\n").encode())
        self.process.stdin.flush()
        head = self.process.stdout.readline().split()
        if len(head) != 2:
            raise RuntimeError(f"the program ended with status {self.process.wait()}")
        status, text = int(head[0]), self.process.stdout.read(int(head[1])).decode()
        if status > 1 or (status == 1 and not re.match(r".*:\d+:\d+: expected .*, found ", text)):
            raise RuntimeError(f"status {status}, a message without a place: {text!r}")
        return text if status == 0 else None

    def end(self):
        """Ends the program; False when it found fault with itself, such as a leak."""
        self.process.stdin.close()
        return self.process.wait() == 0


def passes(cat, kind, form, base, action, result):
    got = cat.read(form, base, action)
    if kind.endswith("NegativeSyntax"):
        return got is None
    if got is None:
        return False
    quads = read_quads(got)
    with tempfile.NamedTemporaryFile(suffix=".trig") as file:
        file.write(cat.read(form, base, action, "trig").encode())
        file.flush()
        if not same(quads, read_quads(cat.read("trig", base, file.name))):
            return False
    if not result:
        return kind.endswith("PositiveSyntax")
    return same(quads, read_quads(open(result, encoding="utf-8", newline="").read()))


def main():
    program, folder = sys.argv[1:]
    manifest_path = os.path.join(folder, "manifest.ttl")
    if not os.path.exists(manifest_path):
        print(f"skipped: no {manifest_path}")
        sys.exit(77)
    manifest = rdflib.Graph().parse(manifest_path, format="turtle", publicID="suite:/")
    base = str(next(manifest.objects(None, MF.assumedTestBase), "http://base.example/"))
    form = {"rdf-n-triples": "ntriples", "rdf-n-quads": "nquads", "rdf-turtle": "turtle", "rdf-trig": "trig"}
    cat = Cat(program)
    n_passed = n_all = 0
    entries = next(manifest.objects(None, MF.entries))
    for test in rdflib.collection.Collection(manifest, entries):
        kind = str(manifest.value(test, rdflib.RDF.type)).split("#")[1]
        action = str(manifest.value(test, MF.action)).replace("suite:/", "")
        result = manifest.value(test, MF.result)
        result = result and os.path.join(folder, str(result).replace("suite:/", ""))
        n_all += 1
        try:
            ok = passes(cat, kind, form[os.path.basename(os.path.normpath(folder))], base + action,
                        os.path.join(folder, action), result)
        except (RuntimeError, ValueError, OSError) as problem:
            ok = False
            print(problem)
        n_passed += ok
        if not ok:
            print("FAIL", kind, action)
    print(f"{os.path.basename(os.path.normpath(folder))}: {n_passed}/{n_all}")
    sys.exit(0 if cat.end() and n_passed == n_all > 0 else 1)


main()
