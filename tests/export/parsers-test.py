#!/usr/bin/python3
"""GraphML and GEXF are read by networkx, DOT by Graphviz, the tables by csv, the RDF by rdflib; all of them must tell the
same things and relations, as many as SPARQL counts, in the colours of the ontology, and the same bytes must come out twice.

usage: parsers-test.py YUANTU ROOT
"""

import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

try:
    import networkx
    import rdflib
    from networkx.readwrite import gexf
except ImportError as missing:
    print(f"skipped: {missing.name} is missing (Debian package python3-{missing.name})")
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
    if name == "graphml":
        for key, node in graph.nodes(data=True):
            check_colour(name, node["class"], node["color"], key)
    assert graph.is_directed(), f"{name}: expected directed edges"
    park = graph.nodes[PARK]
    assert park["class"] == "Park" and park["label"] == "中意生态园", f"{name}: {park}"
    assert int(park["degree"]) == 3 and int(park["first_year"]) == 2025, f"{name}: {park}"
    for node, degree in graph.degree():
        loops = graph.number_of_edges(node, node)
        assert int(graph.nodes[node]["degree"]) == degree - loops, f"{name}: degree of {node}"
    edge = next(iter(graph.get_edge_data(PARK, COMPANY).values()))
    assert edge["property"] == "hosts" and edge["documents"] == DOCUMENT, f"{name}: {edge}"
    assert float(edge["confidence"]) == 0.75 and edge["quote"] == QUOTE, f"{name}: {edge}"


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
    for key, node in graph.nodes(data=True):
        colour = "#%02x%02x%02x" % tuple(node["viz"]["color"][part] for part in "rgb")
        check_colour("gexf", node["class"], colour, key)
    places = {(n["viz"]["position"]["x"], n["viz"]["position"]["y"]) for _, n in graph.nodes(data=True)}
    assert len(places) > 0.99 * expected[0], f"gexf: {len(places)} places for {expected[0]} nodes"


def check_dot(text, expected, folder):
    if not shutil.which("gvpr"):
        print("dot: not checked, Graphviz is missing (Debian package graphviz)")
        return
    counter = 'BEG_G { printf("%d %d\\n", nNodes($G), nEdges($G)) } N { printf("%s %s\\n", aget($, "class"), aget($, "color")) }'
    found = subprocess.run(["gvpr", counter], input=text, check=True, stdout=subprocess.PIPE).stdout.decode().split()
    check_size("dot", int(found[0]), int(found[1]), expected)
    for kind, colour in zip(found[2::2], found[3::2], strict=True):
        check_colour("dot", kind, colour, "a node")
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


def read_quads(text, syntax):
    """The quads that rdflib reads, blank nodes left out, since their labels are nobody's; and how many there are in all."""
    data = rdflib.ConjunctiveGraph()
    data.parse(data=text, format=syntax)
    quads = {(s, p, o, None if isinstance(g.identifier, rdflib.BNode) else g.identifier) for s, p, o, g in data.quads()}
    return {quad for quad in quads if not any(isinstance(term, rdflib.BNode) for term in quad)}, len(quads)


def check_rdf(store):
    n_all = count(store, "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
    n_facts = count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    everything, n = read_quads(export(store, "nquads"), "nquads")
    assert n == n_all and len(everything) > 1000, f"nquads: {n} quads, {n_all} in the store"
    facts = {quad for quad in everything if quad[3] is None}
    for name, syntax, expected, n_expected in (("trig", "trig", everything, n_all), ("jsonld", "json-ld", everything, n_all),
                                               ("turtle", "turtle", facts, n_facts), ("ntriples", "nt", facts, n_facts)):
        found, n = read_quads(export(store, name), syntax)
        assert n == n_expected, f"{name}: {n} quads, {n_expected} in the store"
        assert found == expected, f"{name}: {sorted(found ^ expected, key=str)[:3]}"


def check_html(text, expected):
    page = text.decode()
    assert "http-equiv=\"Content-Security-Policy\"" in page and "src=" not in page, "html: something comes from elsewhere"
    start = page.index('id="graph">') + len('id="graph">')
    graph = json.loads(page[start:page.index("</script>", start)])
    check_size("html", len(graph["nodes"]), len(graph["edges"]), expected)
    for node in graph["nodes"]:
        check_colour("html", node["class"], node["light"], node["id"])
        assert node["class"] not in COLOURS or node["dark"] == COLOURS[node["class"]][1], f"html: {node}"


def read_colours():
    """The colours of the ontology, {class: (light, dark)}; how they contrast is for tests/ontology."""
    graph = rdflib.Graph().parse(ROOT / "ontology" / "yuantu.ttl", format="turtle")
    light, dark = ({s[len(YT):]: str(o) for s, o in graph.subject_objects(rdflib.URIRef(YT + p))} for p in ("colour", "darkColour"))
    assert light.keys() == dark.keys() and len(light) > 15, light.keys() ^ dark.keys()
    return {name: (light[name], dark[name]) for name in light}


def check_colour(name, kind, colour, of):
    expected = COLOURS[kind][0] if kind in COLOURS else "#737373"
    assert colour == expected, f"{name}: {of} is a {kind} and has {colour}, not {expected}"


def check_colours_of_json(store):
    for name, key, nodes in (("cytoscape", "color", lambda g: [n["data"] for n in g["elements"]["nodes"]]),
                             ("graphology", "color", lambda g: [n["attributes"] for n in g["nodes"]]),
                             ("cx2", "color", lambda g: [n["v"] for part in g for n in part.get("nodes", [])])):
        found = nodes(json.loads(export(store, name)))
        assert len({node["class"] for node in found}) > 10, name
        for node in found:
            check_colour(name, node["class"], node[key], node["label"])
    series = json.loads(export(store, "echarts"))["series"][0]
    of_category = {category["name"]: category["itemStyle"]["color"] for category in series["categories"]}
    for node in series["data"]:
        check_colour("echarts", node["class"], of_category[node["category"]], node["name"])


def check_explain_page():
    page = run("extract", "--explain", ROOT / "data" / "documents" / "ningbo-75.txt").decode()
    shown = set(re.findall(r"^\.c-(\w+)\{--c:", page, re.MULTILINE))
    assert "Park" in shown and len(shown) > 10, f"explain page: {shown}"
    for name in shown:
        light, dark = COLOURS[name]
        found = re.findall(rf"--{name}:([^;]*);", page)
        assert found == [light, dark, dark, light], f"explain page: {name} is {found}"


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


COLOURS = read_colours()
with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    store = folder / "store"
    run("load", "--new", store, ROOT / "data" / "documents", ROOT / "ontology" / "industries.ttl")
    expected = count(store, NODES), count(store, EDGES)
    assert expected[0] > 500 and expected[1] > 500, expected
    check_colours_of_json(store)
    check_explain_page()
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
