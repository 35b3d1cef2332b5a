#!/usr/bin/env python3
"""GraphML and GEXF are read by networkx, DOT by Graphviz, the tables by csv, the RDF by the program itself; all of them
must tell the same things and relations, as many as SPARQL counts, and the same bytes must come out twice.

usage: parsers-test.py YUANTU ROOT
"""

import csv
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

try:
    import networkx
    from networkx.readwrite import gexf
except ImportError:
    print("skipped: networkx is missing (Debian package python3-networkx)")
    sys.exit(77)

YUANTU, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
YT = "https://w3id.org/yuantu/ontology#"
PARK = "https://w3id.org/yuantu/id/park/中意生态园"
COMPANY = "https://w3id.org/yuantu/id/company/来凯制药"
DOCUMENT = "https://w3id.org/yuantu/id/document/甬经信函〔2025〕14号-e4243cc7"
QUOTE = "中意生态园招引鞍石生物、来凯制药等创新药企业,引入多款新药项目。"

NODES = """SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }"""
EDGES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT (COUNT(*) AS ?n) {
  { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o . ?s a ?c . ?o a ?d } }
  FILTER(?p NOT IN (skos:narrower, skos:hasTopConcept, skos:topConceptOf, skos:inScheme) &&
         ?p != <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>)
}"""


def run(*arguments):
    return subprocess.run([YUANTU, *map(str, arguments)], check=True, stdout=subprocess.PIPE).stdout


def export(store, name):
    once, twice = (run("export", store, "--format", name) for _ in range(2))
    assert once == twice, f"{name}: two runs give different bytes"
    return once


def count(store, query):
    answer = json.loads(run("query", store, "--format", "json", query))
    return int(answer["results"]["bindings"][0]["n"]["value"])


def check_size(name, nodes, edges, expected):
    assert (nodes, edges) == expected, f"{name}: expected {expected} nodes and edges, found {(nodes, edges)}"


def check_networkx(name, graph, expected):
    check_size(name, graph.number_of_nodes(), graph.number_of_edges(), expected)
    assert graph.is_directed(), f"{name}: expected directed edges"
    park = graph.nodes[PARK]
    assert park["class"] == "Park" and park["label"] == "中意生态园", f"{name}: {park}"
    assert int(park["degree"]) == 3 and int(park["first_year"]) == 2025, f"{name}: {park}"
    for node, degree in graph.degree():
        loops = graph.number_of_edges(node, node)
        assert int(graph.nodes[node]["degree"]) == degree - loops, f"{name}: degree of {node}"
    edge = next(iter(graph.get_edge_data(PARK, COMPANY).values()))
    assert edge["property"] == "hosts" and edge["documents"] == DOCUMENT, f"{name}: {edge}"
    assert float(edge["confidence"]) == 0.85 and edge["quote"] == QUOTE, f"{name}: {edge}"


def check_graphml(text, expected):
    graph = networkx.parse_graphml(text.decode(), force_multigraph=True)
    check_networkx("graphml", graph, expected)


def check_gexf(text, expected):
    # networkx knows versions up to 1.2; 1.3 differs in its namespaces only, as far as it is read here.
    gexf.GEXF.versions["1.3"] = {
        "NS_GEXF": "http://gexf.net/1.3",
        "NS_VIZ": "http://gexf.net/1.3/viz",
        "NS_XSI": "http://www.w3.org/2001/XMLSchema-instance",
        "SCHEMALOCATION": "",
        "VERSION": "1.3",
    }
    graph = gexf.GEXFReader(version="1.3")(io.BytesIO(text))
    if not graph.is_multigraph():
        sys.exit("gexf: expected parallel edges in the sample")
    check_networkx("gexf", graph, expected)
    park, edge = graph.nodes[PARK], next(iter(graph.get_edge_data(PARK, COMPANY).values()))
    assert (park["start"], park["end"]) == ("2025-01-01", "2025-12-31"), f"gexf: {park}"
    assert edge["start"] == "2025-01-01", f"gexf: {edge}"
    assert park["viz"]["color"] == {"r": 46, "g": 125, "b": 79, "a": 1.0}, f"gexf: {park}"
    places = {(n["viz"]["position"]["x"], n["viz"]["position"]["y"]) for _, n in graph.nodes(data=True)}
    assert len(places) > 0.99 * expected[0], f"gexf: {len(places)} places for {expected[0]} nodes"


def check_dot(text, expected, folder):
    if not shutil.which("gvpr"):
        print("dot: not checked, Graphviz is missing (Debian package graphviz)")
        return
    counter = 'BEG_G { printf("%d %d %s\\n", nNodes($G), nEdges($G), aget(node($G, "' + PARK + '"), "class")) }'
    found = subprocess.run(["gvpr", counter], input=text, check=True, stdout=subprocess.PIPE).stdout.decode().split()
    check_size("dot", int(found[0]), int(found[1]), expected)
    assert found[2] == "Park", f"dot: {found}"
    part = run("export", folder / "store", "--format", "dot", "--around", PARK, "--hops", "2")
    picture = subprocess.run(["dot", "-Tsvg"], input=part, check=True, stdout=subprocess.PIPE).stdout.decode()
    assert "中意生态园" in picture and "来凯制药" in picture, "dot: names are missing in the picture"


def read_table(archive, name):
    return list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8", newline=""), strict=True))


def check_tables(name, text, names, columns, expected, folder):
    archive = zipfile.ZipFile(io.BytesIO(text))
    assert archive.testzip() is None and archive.namelist() == list(names), f"{name}: {archive.namelist()}"
    nodes, edges = (read_table(archive, n) for n in names)
    check_size(name, len(nodes), len(edges), expected)
    run("export", folder / "store", "--format", name, "--output", folder / name)
    for member in names:
        assert (folder / name / member).read_bytes() == archive.read(member), f"{name}: {member} differs in the archive"
    key, source, target, kind = columns
    known = {node[key] for node in nodes}
    assert len(known) == len(nodes), f"{name}: an id stands twice"
    assert all(edge[source] in known and edge[target] in known for edge in edges), f"{name}: an end is missing"
    edge = next(e for e in edges if e[source] == PARK and e[target] == COMPANY)
    assert edge[kind] == "hosts" and edge["quote"] == QUOTE, f"{name}: {edge}"


def check_cx2(text, expected):
    aspects = [next(iter(a.items())) for a in json.loads(text)]
    assert [a for a, _ in aspects] == ["CXVersion", "metaData", "attributeDeclarations", "networkAttributes", "nodes",
                                       "edges", "visualProperties", "status"], [a for a, _ in aspects]
    parts = dict(aspects)
    check_size("cx2", len(parts["nodes"]), len(parts["edges"]), expected)
    for part in parts["metaData"]:
        assert part["elementCount"] == len(parts[part["name"]]), f"cx2: {part}"
    types = {"string": str, "integer": int, "double": (int, float), "list_of_string": list}
    declared = parts["attributeDeclarations"][0]
    for aspect in ("nodes", "edges"):
        for element in parts[aspect]:
            for attribute, value in element["v"].items():
                kind = types[declared[aspect][attribute].get("d", "string")]
                assert isinstance(value, kind), f"cx2: {attribute} of {element}"
    ids = {n["id"] for n in parts["nodes"]}
    assert len(ids) == expected[0] and all(e["s"] in ids and e["t"] in ids for e in parts["edges"]), "cx2: ids"


def check_rdf(store):
    for name, n in (("nquads", count(store, "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")),
                    ("trig", None), ("turtle", count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))):
        again = store.parent / ("again-" + name)
        file = store.parent / f"out.{ {'nquads': 'nq', 'trig': 'trig', 'turtle': 'ttl'}[name] }"
        file.write_bytes(export(store, name))
        run("load", "--new", again, file)
        if name == "turtle":
            assert count(again, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == n, "turtle: not the default graph"
        else:
            assert run("export", again, "--format", "nquads") == run("export", store, "--format", "nquads"), name


def check_html(text, expected):
    page = text.decode()
    assert "http-equiv=\"Content-Security-Policy\"" in page and "src=" not in page, "html: something comes from elsewhere"
    start = page.index('id="graph">') + len('id="graph">')
    graph = json.loads(page[start:page.index("</script>", start)])
    check_size("html", len(graph["nodes"]), len(graph["edges"]), expected)


def check_colours():
    lines = (ROOT / "ontology" / "colours.tsv").read_text().splitlines()
    assert lines[0] == "class\tlight\tdark"
    ontology = (ROOT / "ontology" / "yuantu.ttl").read_text()
    for line in lines[1:]:
        name, light, dark = line.split("\t")
        assert f"yt:{name} a owl:Class" in ontology, f"colours.tsv: no class {name}"
        assert all(len(c) == 7 and c[0] == "#" and int(c[1:], 16) >= 0 for c in (light, dark)), f"colours.tsv: {line}"


def check_hostile(folder):
    """Names that are markup, quotes, line ends and characters that XML has not come through every format."""
    name = 'a"b<script>\\n]]></script>&\t,;\x01|'
    line = f'<{YT}x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{YT}Park> .\n'
    line += f'<{YT}x> <http://www.w3.org/2000/01/rdf-schema#label> {json.dumps(name)} .\n'
    line += f'<{YT}x> <{YT}hosts> <{YT}x> .\n'
    (folder / "hostile.nt").write_text(line)
    store = folder / "hostile"
    run("load", "--new", store, folder / "hostile.nt")
    in_xml = name.replace("\x01", "\ufffd")
    graph = networkx.parse_graphml(export(store, "graphml").decode(), force_multigraph=True)
    assert graph.nodes[YT + "x"]["label"] == in_xml and graph.number_of_edges() == 1
    assert gexf.GEXFReader(version="1.3")(io.BytesIO(export(store, "gexf"))).nodes[YT + "x"]["label"] == in_xml
    assert json.loads(export(store, "graphology"))["nodes"][0]["attributes"]["label"] == name
    assert read_table(zipfile.ZipFile(io.BytesIO(export(store, "csv"))), "nodes.csv")[0]["Label"] == name
    check_html(export(store, "html"), (1, 1))
    if shutil.which("gvpr"):
        out = subprocess.run(["gvpr", "N { print(aget($, \"label\")) }"], input=export(store, "dot"), check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        assert "script" in out
    empty = folder / "empty.nt"
    empty.write_text("")
    run("load", "--new", folder / "nothing", empty)
    for kind in ("graphml", "gexf", "dot", "cytoscape", "cx2", "graphology", "echarts", "csv", "neo4j-csv", "html", "trig"):
        export(folder / "nothing", kind)


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    store = folder / "store"
    run("load", "--new", store, ROOT / "data" / "documents", ROOT / "ontology" / "industries.ttl")
    expected = count(store, NODES), count(store, EDGES)
    assert expected[0] > 500 and expected[1] > 500, expected
    check_colours()
    check_graphml(export(store, "graphml"), expected)
    check_gexf(export(store, "gexf"), expected)
    check_dot(export(store, "dot"), expected, folder)
    check_tables("csv", export(store, "csv"), ("nodes.csv", "edges.csv"), ("Id", "Source", "Target", "property"), expected,
                 folder)
    check_tables("neo4j-csv", export(store, "neo4j-csv"), ("nodes.csv", "relationships.csv"),
                 ("iri:ID", ":START_ID", ":END_ID", ":TYPE"), expected, folder)
    check_cx2(export(store, "cx2"), expected)
    check_html(export(store, "html"), expected)
    check_rdf(store)
    check_hostile(folder)
    print(f"{expected[0]} nodes and {expected[1]} edges in every format")
