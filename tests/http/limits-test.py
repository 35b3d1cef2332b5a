#!/usr/bin/env python3
"""Hostile and careless clients: each is stopped by a limit, and the server stays quick for others.

usage: limits-test.py YUANTU ROOT
"""
import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

YUANTU = sys.argv[1]
QUICK_S = 1.0  # what a look-up may take while others misbehave; a loaded machine included
checks = failed = 0


def check(ok, message):
    global checks, failed
    checks += 1
    if not ok:
        failed += 1
        print(f"not ok: {message}")


class Server:
    def __init__(self, folder, *options):
        self.process = subprocess.Popen([YUANTU, "serve", "--port", "0", "--web", "", *options, os.path.join(folder, "store")],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        check(self.process.wait(60) == 0, "expected the server to end well")

    def connect(self, timeout=30):
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def get(self, path, headers={}, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def ask(self, query, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def metric(self, name):
        for line in self.get("/metrics")[1].decode().splitlines():
            if line.startswith(f"yuantu_{name} "):
                return float(line.split()[-1])
        raise KeyError(name)

    def is_quick(self, what):
        begun = time.monotonic()
        status, body = self.ask("ASK { <http://e/1> ?p ?o }")
        took = time.monotonic() - begun
        check(status == 200 and b"true" in body and took < QUICK_S, f"{what}: a look-up got {status} after {took:.2f} s")


def read_all(connection):
    """What the server says until it closes, or says no more for the socket's time."""
    content = bytearray()
    try:
        while True:
            piece = connection.recv(1 << 20)
            if not piece:
                return bytes(content), True
            content += piece
    except (socket.timeout, ConnectionError) as error:
        return bytes(content), isinstance(error, ConnectionError)


def idle_connections(server):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 10000
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, wanted + 200) if hard > 0 else wanted + 200, hard))
    n = min(wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)
    if n < wanted:
        print(f"only {n} idle connections: the system allows no more descriptors")
    connections = []
    request = b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for i in range(n):
        connection = server.connect()
        connection.sendall(request)
        connections.append(connection)
    answered = sum(b"200 OK" in connection.recv(4096) for connection in connections)
    check(answered == n, f"expected {n} idle connections to be answered, found {answered}")
    check(server.metric("connections") >= n, "expected them all to be open")
    server.is_quick(f"{n} idle connections")
    resident = server.metric("resident_memory_bytes") / n
    with open(YUANTU, "rb") as program:
        bound = 131072 if b"__asan_init" in program.read() else 65536  # the address sanitizer keeps what is freed
    check(resident < bound, f"expected less than {bound} bytes for each idle connection, found {resident:.0f}")
    connections[n // 2].sendall(request)
    check(b"200 OK" in connections[n // 2].recv(4096), "expected an idle connection to be answered again")
    for connection in connections:
        connection.close()


def pipelining(server):
    with server.connect() as connection:
        query = lambda i: f"GET /sparql?query=ASK%7B%3Chttp%3A%2F%2Fe%2F{i}%3E%20%3Fp%20%3Fo%7D HTTP/1.1\r\nHost: localhost\r\n"
        connection.sendall("".join(query(i) + ("Connection: close\r\n" if i == 49 else "") + "\r\n" for i in range(50)).encode())
        content, closed = read_all(connection)
        # the data has 1 to 1000
        found = [b"true" in part for part in content.split(b"HTTP/1.1 200 OK")[1:]]
        check(found == [i > 0 for i in range(50)] and closed, f"expected 50 answers in order, found {len(found)}")


def slow_heads(server):
    """A byte of a header now and then, from many: they are cut, and others do not notice."""
    connections = [server.connect() for _ in range(300)]
    for connection in connections:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    slow_body = server.connect()
    slow_body.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\n")
    begun, cut = time.monotonic(), 0
    while time.monotonic() - begun < 40 and cut < 301:
        time.sleep(2)
        cut = 0
        for connection in connections + [slow_body]:
            try:
                connection.sendall(b"a")
            except OSError:
                cut += 1
        server.is_quick("slow heads")
    check(cut == 301, f"expected all slow clients to be cut, found {cut} of 301 after {time.monotonic() - begun:.0f} s")
    check(server.metric("connections_cut_total") >= 301, "expected them to be counted")


def broken_requests(server):
    for name, request in {
            "a huge header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 1000000 + b"\r\n\r\n",
            "many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 100000 + b"\r\n",
            "a huge URL": b"GET /" + b"a" * 1000000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "two lengths": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                           b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nASK{}GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "a length and chunks": b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                                   b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "no host": b"GET /sparql?query=ASK{} HTTP/1.1\r\n\r\n",
            "another's host": b"GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "traversal": b"GET /page/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "injection": b"GET /id/a%0d%0aX-Injected:%20b HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "noise": os.urandom(5000)}.items():
        with server.connect(timeout=2) as connection:
            try:
                connection.sendall(request)
            except OSError:
                pass
            content, _ = read_all(connection)
        first = content.split(b"\r\n", 1)[0]
        check(not content or b" 4" in first or b" 5" in first, f"{name}: expected a refusal, found {content[:80]!r}")
        check(b"\r\nX-Injected" not in content and b"root:" not in content and b'"status":"ok"' not in content,
              f"{name}: expected nothing but a refusal, found {content[:300]!r}")
        server.is_quick(name)


def bombs(server, timeout):
    """Queries that want too much: each is answered by a limit, soon after its time."""
    regex = '"' + "a" * 40 + '!"'
    doubling = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
    queries = {
        "a product": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(30)) + " }",
        "a product that is sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        "a path": "SELECT (COUNT(*) AS ?n) { ?s (<http://e/p>|!<http://e/p>|^<http://e/p>)* ?o . ?t (<http://e/p>|^<http://e/p>)+ ?u . "
                  "?v (<http://e/p>|^<http://e/p>)* ?w }",
        "nested repetition": "SELECT (COUNT(*) AS ?n) { ?s " + "(" * 20 + "<http://e/p>" + "*)+" * 10 + ")*" * 10 + " ?o }",
        "a regular expression": f"ASK {{ FILTER(REGEX({regex}, \"^(a+)+$\") || REGEX({regex}, \"(a|aa)+b\") || REGEX({regex}, \"(.*)(.*)(.*)(.*)(.*)x\")) }}",
        "a counted repetition": "ASK { FILTER(REGEX(\"aaaa\", \"((a{1,500}){1,500}){1,500}\")) }",
        "doubling": 'SELECT (STRLEN(?x40) AS ?n) { BIND("0123456789" AS ?x0) ' + doubling + " }",
        "deep braces": "SELECT * " + "{" * 20000,
        "deep parentheses": "SELECT (" + "(" * 20000 + "1 AS ?x) {}",
        "deep paths": "SELECT * { ?s " + "(" * 20000 + "<p> ?o }",
        "many unions": "SELECT (COUNT(*) AS ?n) {" + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"] * 500) + "}",
        "many optionals": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o " + " ".join(f"OPTIONAL {{ ?s{i} ?p{i} ?o }}" for i in range(100)) + "}",
        "a long list": "SELECT * { VALUES ?x { " + "<http://e/x> " * 60000 + "} ?x ?p ?o }",
        "groups": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    }
    for name, query in queries.items():
        answers = []
        thread = threading.Thread(target=lambda: answers.append(server.ask(query)))
        begun = time.monotonic()
        thread.start()
        time.sleep(0.3)
        server.is_quick(name)
        thread.join(timeout + 25)
        took = time.monotonic() - begun
        check(answers and answers[0][0] in (200, 400, 503) and took < timeout + 20,
              f"{name}: expected an answer within {timeout} s, found {answers and answers[0][0]} after {took:.1f} s")
        if answers and answers[0][0] == 503:
            check(json.loads(answers[0][1])["limit"] in ("time", "memory", "size"), f"{name}: expected the limit, found {answers[0][1]!r}")
    resident = server.metric("resident_memory_bytes")
    check(resident < 1 << 30, f"expected less than 1 GiB in use after the bombs, found {resident / 2 ** 20:.0f} MiB")


def forgery(server):
    """SERVICE, LOAD and FROM make no connection and read no file."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        address = "http://127.0.0.1:%d/" % listener.getsockname()[1]
        for query in (f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
                      f"SELECT * FROM <{address}> {{ ?s ?p ?o }}", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
                      f"LOAD <{address}>", "LOAD <file:///etc/passwd>", f"DESCRIBE <{address}>"):
            status, body = server.ask(query)
            check(b"root:" not in body, f"{query}: expected no file, found {body[:100]!r}")
        try:
            listener.accept()
            check(False, "expected no connection from the server")
        except socket.timeout:
            check(True, "")


def slow_readers(server):
    """Large answers that nobody reads cost no worker and little memory."""
    request = ("GET /sparql?query=" + urllib.parse.quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 300000") +
               " HTTP/1.1\r\nHost: localhost\r\nAccept: text/tab-separated-values\r\n\r\n").encode()
    before = server.metric("resident_memory_bytes")
    connections = []
    for i in range(6):
        connection = server.connect()
        if i > 0:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(request)
        connections.append(connection)
    time.sleep(2)
    server.is_quick("clients that do not read")
    status, body = server.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) }")
    check(status == 200, f"expected a worker to be free, found {status}")
    grown = server.metric("resident_memory_bytes") - before
    check(grown < 100 << 20, f"expected less than 100 MiB for answers that are not read, found {grown / 2 ** 20:.0f} MiB")
    # whoever reads after all gets all of it
    content = bytearray()
    while not content.endswith(b"\r\n0\r\n\r\n"):
        piece = connections[0].recv(1 << 20)
        if not piece:
            break
        content += piece
    # the marks of the chunks stand among the rows, and may part a line in two
    check(300001 <= content.count(b"\n") < 310000, f"expected a whole answer, found {len(content)} bytes")
    for connection in connections:
        connection.close()


def streaming(server):
    """The first byte comes long before the last row is known."""
    with server.connect(timeout=60) as connection:
        begun = time.monotonic()
        connection.sendall(("GET /sparql?query=" + urllib.parse.quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 400000") +
                            " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").encode())
        connection.recv(1)
        first = time.monotonic() - begun
        content, _ = read_all(connection)
        whole = time.monotonic() - begun
        check(first < whole / 2, f"expected the first byte early, found it after {first:.2f} s of {whole:.2f} s")
        check(content.endswith(b"0\r\n\r\n"), "expected the last chunk")


def gone_clients(server):
    """The query of a client that goes away ends."""
    for _ in range(2):
        connection = server.connect()
        connection.sendall(("GET /sparql?query=" + urllib.parse.quote(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) > 100) }") +
                            " HTTP/1.1\r\nHost: localhost\r\n\r\n").encode())
        time.sleep(0.5)
        connection.close()
    for _ in range(40):
        time.sleep(0.1)
        if server.metric("queries_running") == 0:
            break
    check(server.metric("queries_running") == 0, "expected no query to run for clients that are gone")


def processor_seconds(server, thread=None):
    """Of all threads, or of each one of that name."""
    ticks = os.sysconf("SC_CLK_TCK")
    found = []
    for task in os.listdir(f"/proc/{server.process.pid}/task"):
        try:
            with open(f"/proc/{server.process.pid}/task/{task}/stat") as stat:
                name, _, fields = stat.read().partition("(")[2].rpartition(")")
        except FileNotFoundError:
            continue
        if thread in (None, name):
            found.append(sum(map(int, fields.split()[11:13])) / ticks)
    return found if thread else sum(found)


def sharing(server):
    """Connections that come at one time are shared out among the threads, which sleep when nobody asks."""
    server.is_quick("a start")
    before = processor_seconds(server, "loop")
    check(len(before) > 1, f"expected more than one thread that serves, found {len(before)}")
    connections = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=30) for _ in range(8)]
    for connection in connections:
        connection.connect()
    for i in range(600):
        for connection in connections:
            connection.request("GET", f"/sparql?query=ASK%7B%3Chttp://e/{i % 1000}%3E%20?p%20{i}%7D")
        for connection in connections:
            connection.getresponse().read()
    spent = [after - first for first, after in zip(before, processor_seconds(server, "loop"))]
    check(min(spent) > 0 and min(spent) > sum(spent) / len(spent) / 5, f"expected about the same work of all threads, found {spent}")
    time.sleep(0.5)
    idle = processor_seconds(server)
    time.sleep(2)
    idle = processor_seconds(server) - idle
    check(idle < 0.1, f"expected an idle server to use no processor, found {idle:.2f} s of 2")
    for connection in connections:
        connection.close()


def alone(server):
    """One client that asks again and again keeps the other processor awake, and only as long as it asks."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for i in range(1000):
        connection.request("GET", f"/sparql?query=ASK%7B%3Chttp://e/{i}%3E%20?p%20?alone%7D")
        answer = connection.getresponse().read()
        check(b"true" in answer or b"false" in answer, f"expected an answer, found {answer[:100]}")
    time.sleep(0.5)
    idle = processor_seconds(server)
    time.sleep(2)
    idle = processor_seconds(server) - idle
    check(idle < 0.1, f"expected the processor to be left alone, found {idle:.2f} s of 2 used")
    connection.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "data.nt"), "w") as file:
            for i in range(1, 1001):
                file.write(f'<http://e/{i}> <http://e/p> "{i * 7919 % 1000}" .\n')
        subprocess.run([YUANTU, "load", os.path.join(folder, "store"), os.path.join(folder, "data.nt")], check=True, capture_output=True)
        with Server(folder, "--timeout", "60") as server:
            for test in (sharing, alone, pipelining, broken_requests, forgery, streaming, slow_readers, gone_clients, idle_connections,
                         slow_heads):
                begun = time.monotonic()
                test(server)
                print(f"{test.__name__}: {time.monotonic() - begun:.1f} s", flush=True)
        with Server(folder, "--timeout", "2", "--memory", "64M") as server:
            bombs(server, 2)
    print(f"{checks} checks, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
