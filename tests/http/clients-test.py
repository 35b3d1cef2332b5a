#!/usr/bin/python3
"""Clients that people use, each against the real server. One that is not installed is skipped with a message.

usage: clients-test.py YUANTU ROOT
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

YUANTU = sys.argv[1]
CLIENTS = os.path.join(sys.argv[2], "tests/http/clients")
TOKEN = "a-token-for-the-tests"
DATA = """<http://e/光谷> <http://e/name> "光谷"@zh .
<http://e/光谷> <http://e/area> "518"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://e/光谷> <http://e/has> _:b .
_:b <http://e/name> "a \\"blank\\" one" .
"""
checks = failed = 0


def check(ok, message):
    global checks, failed
    checks += 1
    if not ok:
        failed += 1
        print(f"not ok: {message}")


def test_sparqlwrapper(url):
    from SPARQLWrapper import BASIC, CSV, GET, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, URLENCODED, XML, SPARQLWrapper
    client = SPARQLWrapper(url + "/sparql")
    client.setQuery("SELECT ?o { ?s <http://e/name> ?o } ORDER BY ?o")
    for method in (GET, POST):
        for kind in (JSON, XML, CSV):
            client.setMethod(method)
            client.setReturnFormat(kind)
            answer = client.query()
            body = answer.convert()
            text = str(body if kind != XML else body.toxml())
            if kind == CSV:
                text = body.decode() if isinstance(body, bytes) else text
            check("光谷" in text, f"SPARQLWrapper, {method} {kind}: {text[:200]}")
    client.setRequestMethod(POSTDIRECTLY)
    client.setReturnFormat(JSON)
    check(len(client.query().convert()["results"]["bindings"]) == 2, "SPARQLWrapper, direct POST")
    client.setRequestMethod(URLENCODED)
    client.setQuery("CONSTRUCT WHERE { ?s <http://e/area> ?o }")
    client.setReturnFormat(TURTLE)
    check(b"518" in client.query().convert(), "SPARQLWrapper, CONSTRUCT")
    writer = SPARQLWrapper(url + "/sparql")
    writer.setHTTPAuth(BASIC)
    writer.setCredentials("anyone", TOKEN)
    writer.setMethod(POST)
    writer.setQuery("INSERT DATA { <http://e/x> <http://e/y> 1 }")
    check(writer.query().response.getcode() == 204, "SPARQLWrapper, update")


def test_rdflib(url):
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
    graph = rdflib.Graph(SPARQLStore(url + "/sparql"))
    name, thing = rdflib.URIRef("http://e/name"), rdflib.URIRef("http://e/光谷")
    check((thing, name, rdflib.Literal("光谷", lang="zh")) in graph, "rdflib, a triple")
    check(graph.value(thing, rdflib.URIRef("http://e/area")).toPython() == 518, "rdflib, a value")
    nodes = list(graph.objects(thing, rdflib.URIRef("http://e/has")))
    check(len(nodes) == 1 and isinstance(nodes[0], rdflib.URIRef), f"rdflib, a blank node as an IRI: {nodes}")
    check(graph.value(nodes[0], name) == rdflib.Literal('a "blank" one'), "rdflib, following it")
    rows = list(graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    check(int(rows[0][0]) >= 4, "rdflib, a query")
    loaded = rdflib.Graph().parse(url + "/graphs?default", format="turtle")
    check((thing, name, rdflib.Literal("光谷", lang="zh")) in loaded, "rdflib, the graph store")
    store = SPARQLUpdateStore(url + "/sparql", url + "/sparql", auth=("anyone", TOKEN))
    writable = rdflib.Graph(store, identifier=rdflib.URIRef("http://e/graph"))
    writable.add((rdflib.URIRef("http://e/new"), name, rdflib.Literal("新")))
    check((rdflib.URIRef("http://e/new"), name, rdflib.Literal("新")) in writable, "rdflib, an update")


def test_curl(url):
    out = subprocess.run(["curl", "--silent", "--compressed", "--data-urlencode", "query=SELECT ?o { ?s <http://e/name> ?o } ORDER BY ?o",
                          "--header", "Accept: text/csv", url + "/sparql"], capture_output=True, check=True).stdout.decode()
    check(out.split("\r\n") == ["o", '"a ""blank"" one"', "光谷", ""], f"curl: {out!r}")


def test_javascript(url):
    if not shutil.which("node"):
        raise FileNotFoundError("node is missing (Debian package nodejs)")
    if not os.path.isdir(os.path.join(CLIENTS, "node_modules/@comunica")):
        raise FileNotFoundError("run 'npm ci' in tests/http/clients first")
    run = subprocess.run(["node", os.path.join(CLIENTS, "clients.mjs"), url, TOKEN], capture_output=True, text=True, timeout=240)
    check(run.returncode == 0 and " checks, 0 failed" in run.stdout, f"the clients in JavaScript: {run.stdout}{run.stderr}")


def test_jena(url):
    jars = os.path.join(CLIENTS, "target/dependency")
    if not shutil.which("java"):
        raise FileNotFoundError("java is missing (Debian package default-jre-headless)")
    if not os.path.isdir(jars):
        raise FileNotFoundError("run 'mvn dependency:copy-dependencies' in tests/http/clients first")

    def jena(command, *arguments):
        run = subprocess.run(["java", "-cp", os.path.join(jars, "*"), command, *arguments], capture_output=True, text=True, timeout=240)
        return run.stdout if run.returncode == 0 else run.stdout + run.stderr

    with tempfile.NamedTemporaryFile("w", suffix=".ttl") as local:
        local.write("<http://e/本地> <http://e/about> <http://e/光谷> .")
        local.flush()
        out = jena("arq.arq", "--data", local.name, "--results=json",
                   f"SELECT ?x ?n {{ ?x <http://e/about> ?s SERVICE <{url}/sparql> {{ ?s <http://e/name> ?n ; <http://e/area> 518 }} }}")
    rows = json.loads(out)["results"]["bindings"] if out.startswith("{") else []
    check([(row["x"]["value"], row["n"]["value"], row["n"].get("xml:lang")) for row in rows] == [("http://e/本地", "光谷", "zh")],
          f"Jena, SERVICE: {out}")
    out = jena("arq.rsparql", "--service", url + "/sparql", "CONSTRUCT WHERE { ?s <http://e/area> ?o }")
    check("518" in out and "光谷" in out, f"Jena, CONSTRUCT: {out}")


def main():
    ran = 0
    with tempfile.TemporaryDirectory() as folder:
        store, data = os.path.join(folder, "store"), os.path.join(folder, "data.nt")
        with open(data, "w") as file:
            file.write(DATA)
        subprocess.run([YUANTU, "load", store, data], check=True, capture_output=True)
        server = subprocess.Popen([YUANTU, "serve", "--port", "0", "--web", "", "--writable", store], stdout=subprocess.PIPE, text=True,
                                  env={**os.environ, "YUANTU_TOKEN": TOKEN})
        url = server.stdout.readline().strip().rstrip("/")
        for test in (test_curl, test_sparqlwrapper, test_rdflib, test_javascript, test_jena):
            try:
                test(url)
                ran += 1
            except (ImportError, FileNotFoundError) as error:
                print(f"skipped: {test.__name__}: {error}")
        server.send_signal(signal.SIGTERM)
        check(server.wait(30) == 0, "the server ends well")
    print(f"{checks} checks, {failed} failed")
    return 1 if failed else 0 if ran else 77


if __name__ == "__main__":
    sys.exit(main())
