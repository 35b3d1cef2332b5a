#!/usr/bin/python3
"""The W3C's tests of the SPARQL 1.1 Protocol, the Graph Store HTTP Protocol and the Service Description, over HTTP.

usage: run.py YUANTU ROOT [NAME]

The manifests describe requests and the responses that are expected; each is sent to a real server. Their endpoint is
http://www.example/sparql/ and their graph store http://www.example/gsp; ours take these places. Blank nodes leave our
server as IRIs, which are made blank again before graphs are compared. With NAME only tests whose name has it are run.
"""
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.parse

try:
    import rdflib
    from rdflib.compare import isomorphic
except ImportError:
    print("skipped: rdflib is missing (Debian package python3-rdflib)")
    sys.exit(77)

YUANTU, ROOT = sys.argv[1], sys.argv[2]
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
SUITES = os.path.join(ROOT, "..", "shared", "w3c", "sparql", "sparql11")
if not os.path.isdir(SUITES):
    print(f"skipped: the W3C's test suites are not at {SUITES}")
    sys.exit(77)

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
GENID = "https://w3id.org/yuantu/.well-known/genid/"
TOKEN = "a-token-for-the-tests"
STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}


class Server:
    """A writable server over an empty store; ends with the block."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [YUANTU, "serve", "--port", "0", "--web", "", "--writable", os.path.join(self.folder.name, "store")],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "YUANTU_TOKEN": TOKEN})
        self.authority = self.process.stdout.readline().strip()[len("http://"):].rstrip("/")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0
        self.folder.cleanup()

    def send(self, method, path, headers=(), body=None):
        connection = http.client.HTTPConnection(self.authority, timeout=60)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.putheader("Authorization", "Bearer " + TOKEN)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, content


def parse(content, content_type):
    """The graph of a response, its blank nodes blank again."""
    kind = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml",
            "application/ld+json": "json-ld"}[content_type.split(";")[0].strip()]
    graph, result = rdflib.Graph().parse(data=content.decode(), format=kind), rdflib.Graph()
    blank = lambda term: rdflib.BNode(str(term)[len(GENID):]) if str(term).startswith(GENID) else term
    for s, p, o in graph:
        result.add((blank(s), p, blank(o) if isinstance(o, rdflib.URIRef) else o))
    return result


def is_expected(status, wanted):
    for name in wanted:
        group = re.fullmatch(r"StatusCode(\d)xx", name)
        if (group and status // 100 == int(group[1])) or STATUS.get(name) == status:
            return True
    return False


def get_body(manifest, node):
    content = manifest.value(node, HT.body)
    if content is None:
        return None
    encoding = str(manifest.value(content, CNT.characterEncoding) or "utf-8")
    return str(manifest.value(content, CNT.chars) or "").encode(encoding)


def get_headers(manifest, node):
    found = manifest.value(node, HT.headers)
    return [(str(manifest.value(h, HT.fieldName)), str(manifest.value(h, HT.fieldValue)))
            for h in (manifest.items(found) if found else [])]


def localise(text, server):
    """The manifest's names for the endpoint and the graph store, as ours."""
    text = text.replace("http://www.example/gsp", f"http://{server.authority}/graphs")
    text = text.replace(urllib.parse.quote("http://www.example/gsp", safe=""),
                        urllib.parse.quote(f"http://{server.authority}/graphs", safe=""))
    return text


def get_path(manifest, node, server, location):
    path = localise(str(manifest.value(node, HT.absolutePath)), server)
    if location and path.startswith("$LOCATION$"):
        return urllib.parse.urlsplit(location).path
    path = path.replace("$LOCATION$", urllib.parse.quote(location or "", safe=""))
    return re.sub(r"^/gsp", "/graphs", re.sub(r"^/sparql/", "/sparql", path))


def check_response(manifest, request, response, server):
    """What is wrong with it, or None."""
    wanted = manifest.value(request, HT.resp)
    status, headers, content = response
    if wanted is None:
        return None
    statuses = [str(s).rsplit("#", 1)[-1] for s in manifest.objects(wanted, MF.expectedStatus)]
    if statuses and not is_expected(status, statuses):
        return f"expected {statuses}, found {status}: {content[:200]!r}"
    kind = headers.get("content-type", "")
    expected_format = str(manifest.value(wanted, MF.expectedFormat) or "")
    if expected_format == "RDF":
        parse(content, kind)
    elif expected_format and not kind.startswith("application/sparql-results+json"):
        return f"expected {expected_format}, found {kind}"
    boolean = manifest.value(wanted, MF.expectedBoolean)
    if boolean is not None and (b'"boolean":true' in content) != boolean.toPython():
        return f"expected {boolean}, found {content!r}"
    body = get_body(manifest, wanted)
    if body:
        for name, value in get_headers(manifest, wanted):
            if name.lower() == "content-type" and kind.split(";")[0] != value.split(";")[0]:
                return f"expected {value}, found {kind}"
        base = f"http://{server.authority}/graphs"
        expected = rdflib.Graph().parse(data=localise(body.decode(), server), format="turtle", publicID=base)
        found = parse(content, kind)
        if not isomorphic(expected, found):
            return f"expected {expected.serialize(format='nt')}\nfound {found.serialize(format='nt')}"
    return None


def load_data(manifest, test, folder, server):
    """The graphs that a protocol test begins with."""
    server.send("POST", "/sparql", [("Content-Type", "application/sparql-update")], b"DROP ALL")
    for data in manifest.objects(test, UT.graphData):
        name = str(manifest.value(data, rdflib.RDFS.label))
        with open(os.path.join(folder, os.path.basename(str(manifest.value(data, UT.graph)))), "rb") as file:
            status, _, content = server.send("PUT", "/graphs?graph=" + urllib.parse.quote(name, safe=""),
                                             [("Content-Type", "text/turtle")], file.read())
            assert status in (201, 204), content


def run_test(manifest, test, folder, server):
    location = None
    load_data(manifest, test, folder, server)
    for request in manifest.items(manifest.value(manifest.value(test, MF.action), HT.requests)):
        method = str(manifest.value(request, HT.methodName))
        path = get_path(manifest, request, server, location)
        body = get_body(manifest, request)
        if body is not None and b"www.example" in body:
            body = localise(body.decode(), server).encode()
        response = server.send(method, path, get_headers(manifest, request), body)
        location = response[1].get("location", location)
        fault = check_response(manifest, request, response, server)
        if fault:
            return f"{method} {path}: {fault}"
    return None


def run_manifest(path, server):
    manifest = rdflib.Graph().parse(path, format="turtle")
    folder, n_tests, n_failed = os.path.dirname(path), 0, 0
    for test in manifest.items(next(manifest.objects(None, MF.entries))):
        name = str(test).rsplit("#", 1)[-1]
        if ONLY not in name:
            continue
        n_tests += 1
        fault = run_test(manifest, test, folder, server)
        if fault:
            n_failed += 1
            print(f"not ok: {name}: {fault}")
    return n_tests, n_failed


def run_service_description(server):
    """The three tests of service-description/manifest.ttl, which are told in words there."""
    status, headers, content = server.send("GET", "/sparql", [("Accept", "text/turtle")])
    graph = parse(content, headers["content-type"])
    endpoint = rdflib.URIRef(f"http://{server.authority}/sparql")
    checks = {"returns-rdf": status == 200 and len(graph) > 0,
              "has-endpoint-triple": (None, SD.endpoint, endpoint) in graph,
              "conforms-to-schema": conforms(graph)}
    for name, ok in checks.items():
        if not ok:
            print(f"not ok: {name}")
    return len(checks), list(checks.values()).count(False)


def conforms(graph):
    """One service; its properties' values are what the vocabulary says they are."""
    services = set(graph.subjects(rdflib.RDF.type, SD.Service))
    if len(services) != 1:
        return False
    service = services.pop()
    datasets = list(graph.objects(service, SD.defaultDataset))
    return (len(list(graph.objects(service, SD.endpoint))) == 1
            and {SD.SPARQL11Query, SD.SPARQL11Update} == set(graph.objects(service, SD.supportedLanguage))
            and all(isinstance(f, rdflib.URIRef) for p in (SD.resultFormat, SD.inputFormat) for f in graph.objects(service, p))
            and len(datasets) == 1 and (datasets[0], rdflib.RDF.type, SD.Dataset) in graph
            and (graph.value(datasets[0], SD.defaultGraph), rdflib.RDF.type, SD.Graph) in graph)


def main():
    failed = 0
    with Server() as server:
        for name in ("protocol/manifest.ttl", "graph-store-protocol/manifest-direct.ttl",
                     "graph-store-protocol/manifest-indirect.ttl"):
            n_tests, n_failed = run_manifest(os.path.join(SUITES, name), server)
            print(f"{name}: {n_tests - n_failed}/{n_tests}")
            failed += n_failed + (n_tests == 0 and not ONLY)
        if not ONLY:
            n_tests, n_failed = run_service_description(server)
            print(f"service-description/manifest.ttl: {n_tests - n_failed}/{n_tests}")
            failed += n_failed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
