#!/usr/bin/python3
"""Runs the W3C's suites for SPARQL 1.0 and 1.1 query, update, syntax and result formats.

usage: run.py YUANTU KNOWN MANIFEST... [--only TEXT]

Prints every failure and "pass/total"; the exit status is 0 when all pass but those that stand in the file KNOWN, 77 when a
manifest or rdflib is absent. rdflib reads manifests and expected graphs and decides whether graphs are isomorphic, nothing
else: results are read here. Terms are compared letter for letter, but for the digits of decimal numbers, floats and doubles,
where the specifications leave the form open and the values are compared. Where the query ends with ORDER BY, the rows must come in
the order of the expected ones.
"""
import collections, csv, io, json, os, re, subprocess, sys
import xml.etree.ElementTree as ElementTree
from decimal import Decimal, InvalidOperation
from urllib.parse import unquote, urlparse

try:
    import rdflib
    from rdflib.collection import Collection
    from rdflib.compare import isomorphic
except ImportError:
    print("skipped: python3-rdflib is not installed")
    sys.exit(77)

rdflib.NORMALIZE_LITERALS = False
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
RDF = rdflib.RDF
XSD = "http://www.w3.org/2001/XMLSchema#"
SRX = "{http://www.w3.org/2005/sparql-results#}"
EVALUATION = {"QueryEvaluationTest", "CSVResultFormatTest"}
TIMEOUT = 120  # seconds; generous, for the sanitizers


def path_of(iri):
    return unquote(urlparse(str(iri)).path)


def parse_graph(path):
    form = "xml" if path.endswith(".rdf") else "nt" if path.endswith(".nt") else "turtle"
    return rdflib.Graph().parse(path, format=form, publicID="file://" + path)


# ---- terms: ("iri", text), ("blank", label), ("literal", text, language, datatype) or ("number", value, datatype) ----


def literal(text, language, datatype):
    if language:
        return ("literal", text, language.lower(), "")
    datatype = "" if not datatype or str(datatype) == XSD + "string" else str(datatype)
    if datatype in (XSD + "double", XSD + "float"):
        try:
            return ("number", repr(float(text.replace("INF", "inf"))), datatype)
        except ValueError:
            pass
    elif datatype == XSD + "decimal":
        try:
            return ("number", str(Decimal(text).normalize() + 0), datatype)
        except InvalidOperation:
            pass
    return ("literal", text, "", datatype)


def from_rdflib(node):
    if isinstance(node, rdflib.URIRef):
        return ("iri", str(node))
    if isinstance(node, rdflib.BNode):
        return ("blank", str(node))
    return literal(str(node), node.language, node.datatype)


def from_json(term):
    if term["type"] == "uri":
        return ("iri", term["value"])
    if term["type"] == "bnode":
        return ("blank", term["value"])
    return literal(term["value"], term.get("xml:lang"), term.get("datatype"))


def from_xml(element):
    kind, text = element.tag.replace(SRX, ""), element.text or ""
    if kind != "literal":
        return ("iri" if kind == "uri" else "blank", text)
    return literal(text, element.get("{http://www.w3.org/XML/1998/namespace}lang"), element.get("datatype"))


def from_tsv(text):
    """One cell of a TSV file: a term as Turtle writes it."""
    graph = rdflib.Graph().parse(data="<x:s> <x:p> %s ." % text, format="turtle")
    return from_rdflib(next(graph.objects()))


# ---- results: ("boolean", value), ("graph", rdflib graph) or ("rows", variables, rows, whether in order) ----


def read_json(text):
    document = json.loads(text)
    if "boolean" in document:
        return ("boolean", document["boolean"])
    rows = [{name: from_json(term) for name, term in row.items()} for row in document["results"]["bindings"]]
    return ("rows", document["head"]["vars"], rows, False)


def read_xml(text):
    root = ElementTree.fromstring(text)
    boolean = root.find(SRX + "boolean")
    if boolean is not None:
        return ("boolean", boolean.text.strip() == "true")
    names = [variable.get("name") for variable in root.iter(SRX + "variable")]
    rows = [{binding.get("name"): from_xml(binding[0]) for binding in row} for row in root.iter(SRX + "result")]
    return ("rows", names, rows, False)


def read_csv(text):
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    cells = lambda row: {name: ("blank", cell) if cell.startswith("_:") else ("literal", cell) for name, cell in zip(head, row) if cell}
    return ("rows", head, [cells(row) for row in rows], False)


def read_tsv(text):
    head, *lines = text.rstrip("\r\n").replace("\r\n", "\n").split("\n") if text.strip("\r\n") else [text.rstrip("\r\n")]
    names = [name.lstrip("?$") for name in head.split("\t")]
    rows = [{name: from_tsv(cell) for name, cell in zip(names, line.split("\t")) if cell} for line in lines]
    return ("rows", names, rows, False)


def read_result_graph(path):
    graph = parse_graph(path)
    table = graph.value(None, RDF.type, RS.ResultSet)
    if table is None:
        return ("graph", graph)
    boolean = graph.value(table, RS.boolean)
    if boolean is not None:
        return ("boolean", str(boolean) == "true")
    solutions = list(graph.objects(table, RS.solution))
    index = {solution: graph.value(solution, RS["index"]) for solution in solutions}
    ordered = bool(solutions) and all(place is not None for place in index.values())
    if ordered:
        solutions.sort(key=lambda solution: int(index[solution]))
    rows = [{str(graph.value(binding, RS.variable)): from_rdflib(graph.value(binding, RS.value))
             for binding in graph.objects(solution, RS.binding)} for solution in solutions]
    return ("rows", [str(name) for name in graph.objects(table, RS.resultVariable)], rows, ordered)


READERS = {"srj": read_json, "srx": read_xml, "csv": read_csv, "tsv": read_tsv}


def read_expected(path):
    reader = READERS.get(path.rsplit(".", 1)[-1])
    if not reader:
        return read_result_graph(path)
    with open(path, encoding="utf-8", newline="") as file:
        return reader(file.read())


def has_blank(row):
    return any(term[0] == "blank" for term in row.values())


def graph_of_rows(rows):
    """A graph that is isomorphic to another such graph exactly when the rows are the same but for their blank nodes."""
    graph = rdflib.Graph()
    for row in rows:
        node = rdflib.BNode()
        graph.add((node, rdflib.URIRef("x:row"), rdflib.Literal(len(row))))
        for name, term in row.items():
            value = rdflib.BNode(term[1]) if term[0] == "blank" else rdflib.Literal(repr(term))
            graph.add((node, rdflib.URIRef("x:" + name), value))
    return graph


def same_rows(a, b, ordered):
    if ordered:
        strip = lambda rows: [{n: "blank" if t[0] == "blank" else t for n, t in row.items()} for row in rows]
        if strip(a) != strip(b):
            return False
    counts = [collections.Counter(repr(sorted(row.items())) for row in rows if not has_blank(row)) for rows in (a, b)]
    blanks = [[row for row in rows if has_blank(row)] for rows in (a, b)]
    return counts[0] == counts[1] and len(blanks[0]) == len(blanks[1]) and isomorphic(*map(graph_of_rows, blanks))


def same_result(expected, found):
    if expected[0] != found[0]:
        return False
    if expected[0] == "boolean":
        return expected[1] == found[1]
    if expected[0] == "graph":
        return isomorphic(expected[1], found[1])
    return set(expected[1]) == set(found[1]) and same_rows(expected[2], found[2], expected[3])


# ---- the program ----


class Failure(Exception):
    pass


def run(program, *words):
    process = subprocess.run([program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT)
    if process.returncode not in (0, 1):
        raise Failure(f"status {process.returncode}: {process.stderr.decode(errors='replace')[:300]}")
    return process.returncode, process.stdout.decode(), process.stderr.decode(errors="replace")


def answer(program, *words):
    status, out, err = run(program, *words)
    if status:
        raise Failure(err.strip()[:300])
    return out


def accepts(program, path, is_update):
    status, _, err = run(program, "query", "--parse-only", *(["--update"] if is_update else []), "--file", path)
    if status and not re.search(r":\d+:\d+: ", err):
        raise Failure("a message without a place: " + err.strip()[:300])
    return status == 0


def evaluates(program, manifest, action, result_path):
    query = path_of(manifest.value(action, QT.query))
    words = ["query", "--base", "file://" + query, "--file", query]
    for data in manifest.objects(action, QT.data):
        words += ["--data", path_of(data)]
    for data in manifest.objects(action, QT.graphData):
        file = manifest.value(data, QT.graph) or data
        words += ["--named", path_of(file)]
    expected = read_expected(result_path)
    with open(query, encoding="utf-8") as file:
        if expected[0] == "rows" and re.search(r"\bORDER\s+BY\b[^{}]*$", file.read(), re.I):
            expected = expected[:3] + (True,)
    ending = result_path.rsplit(".", 1)[-1]
    if ending in ("csv", "tsv"):
        return same_result(expected, READERS[ending](answer(program, *words, "--format", ending)))
    if expected[0] == "graph":
        return same_result(expected, ("graph", rdflib.Graph().parse(data=answer(program, *words, "--format", "ntriples"), format="nt")))
    return same_result(expected, read_json(answer(program, *words, "--format", "json"))) and \
        same_result(expected, read_xml(answer(program, *words, "--format", "xml")))


def dataset_of(manifest, node):
    """The files of each graph; that of the default graph is None."""
    files = collections.defaultdict(list)
    for data in manifest.objects(node, UT.data):
        files[None].append(path_of(data))
    for data in manifest.objects(node, UT.graphData):
        files[str(manifest.value(data, rdflib.RDFS.label))].append(path_of(manifest.value(data, UT.graph)))
    return files


def updates(program, manifest, action, result):
    request = path_of(manifest.value(action, UT.request))
    words = ["update", "--format", "nquads", "--base", "file://" + request, "--file", request]
    for name, paths in dataset_of(manifest, action).items():
        for path in paths:
            words += ["--data", path] if name is None else ["--named", f"{name}={path}"]
    found = collections.defaultdict(rdflib.Graph)
    dataset = rdflib.ConjunctiveGraph()
    dataset.parse(data=answer(program, *words), format="nquads")
    for graph in dataset.contexts():
        name = str(graph.identifier) if isinstance(graph.identifier, rdflib.URIRef) and str(graph.identifier) != "urn:x-rdflib:default" else None
        for triple in graph:
            found[name].add(triple)
    expected = collections.defaultdict(rdflib.Graph)
    for name, paths in dataset_of(manifest, result).items():
        for path in paths:
            for triple in parse_graph(path):
                expected[name].add(triple)
    return set(expected) == set(found) and all(isomorphic(expected[name], found[name]) for name in expected)


def passes(program, manifest, test):
    """Does the test pass? None when it is of a kind that is not for here."""
    kinds = {str(kind).split("#")[-1] for kind in manifest.objects(test, RDF.type)}
    action, result = manifest.value(test, MF.action), manifest.value(test, MF.result)
    for kind in kinds:
        syntax = re.fullmatch("(Positive|Negative)(Update)?SyntaxTest(11)?", kind)
        if syntax:
            return accepts(program, path_of(action), bool(syntax[2])) == (syntax[1] == "Positive")
    if "UpdateEvaluationTest" in kinds:
        return updates(program, manifest, action, result)
    if kinds & EVALUATION and manifest.value(action, QT.serviceData) is None:
        return evaluates(program, manifest, action, path_of(result))
    return None


# ---- manifests ----


def read_manifests(path, seen):
    path = os.path.realpath(path)
    if path in seen:
        return
    seen.add(path)
    manifest = parse_graph(path)
    for node in manifest.subjects(RDF.type, MF.Manifest):
        for included in manifest.objects(node, MF.include):
            for other in Collection(manifest, included):
                yield from read_manifests(path_of(other), seen)
        for entries in manifest.objects(node, MF.entries):
            for test in Collection(manifest, entries):
                yield manifest, test, os.path.basename(os.path.dirname(path)) + "#" + str(test).split("#")[-1]


def main():
    words = sys.argv[1:]
    only = words[words.index("--only") + 1] if "--only" in words else ""
    program, known_path, *manifests = words[:words.index("--only")] if "--only" in words else words
    for path in manifests:
        if not os.path.exists(path):
            print(f"skipped: no {path}")
            sys.exit(77)
    with open(known_path, encoding="utf-8") as file:
        known = {line.split()[0] for line in file if line.strip() and not line.startswith("#")}
    seen, n_passed, n_failed, n_known, n_left_out = set(), 0, 0, 0, 0
    for path in manifests:
        for manifest, test, name in read_manifests(path, seen):
            if only not in name:
                continue
            why = ""
            try:
                ok = passes(program, manifest, test)
            except (Failure, subprocess.TimeoutExpired, ValueError, KeyError, ElementTree.ParseError) as problem:
                ok, why = False, f"{type(problem).__name__}: {problem}"
            if ok is None:
                n_left_out += 1
            elif ok != (name in known):
                n_passed += ok
                n_known += not ok
            else:
                n_failed += 1
                print("FAIL", name, "passes, and stands in known.txt" if ok else why)
    print(f"{n_passed}/{n_passed + n_failed}, {n_known} known to fail, {n_left_out} left out: they need an endpoint")
    sys.exit(0 if n_failed == 0 and n_passed > 0 else 1)


main()
