#!/usr/bin/env python3
"""A day's work in little: mixed queries, updates, aborted clients, reloads; no wrong answer, no lost request, flat memory.

usage: soak.py YUANTU [SECONDS]        60 without SECONDS; an hour before a release

Two servers over stores of their own: one that is written to, by its protocols, and one that others load anew.
"""
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

YUANTU = sys.argv[1]
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 60
TOKEN = "a-token-for-the-tests"
faults, counts, lock = [], {}, threading.Lock()
end = time.monotonic() + SECONDS


def note(kind, fault=None):
    with lock:
        counts[kind] = counts.get(kind, 0) + 1
        if fault:
            faults.append(f"{kind}: {fault}")


class Client:
    def __init__(self, port):
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, method, path, body=None, headers={}):
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def ask(self, query):
        return self.send("GET", "/sparql?query=" + urllib.parse.quote(query), headers={"Accept": "text/csv"})

    def update(self, text):
        return self.send("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-update", "Authorization": "Bearer " + TOKEN})


def metric(port, name):
    for line in Client(port).send("GET", "/metrics")[1].decode().splitlines():
        if line.startswith(f"yuantu_{name} "):
            return float(line.split()[-1])


def start(folder, name, lines, *options):
    store, data = os.path.join(folder, name), os.path.join(folder, name + ".nt")
    with open(data, "w") as file:
        file.writelines(lines)
    subprocess.run([YUANTU, "load", "--new", store, data], check=True, capture_output=True)
    process = subprocess.Popen([YUANTU, "serve", "--port", "0", "--web", "", *options, store], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "YUANTU_TOKEN": TOKEN})
    return process, int(process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])


def until_end(work):
    def run():
        while time.monotonic() < end:
            try:
                work()
            except Exception as error:  # a lost request is a fault, whatever it is called
                note(work.__name__, repr(error))
                return
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def make_work(written, loaded):
    reader, writer, follower = Client(written), Client(written), Client(loaded)
    state = {"n": 0}

    def look_up():
        i = random.randrange(5000)
        status, body = reader.ask(f"SELECT ?o {{ <http://e/{i}> <http://e/p> ?o }}")
        note("look-up", None if (status, body) == (200, f"o\r\n{i * 7 % 5000}\r\n".encode()) else f"{status} {body[:100]}")

    def heavy():
        status, body = Client(written).ask("SELECT (COUNT(*) AS ?n) { ?a <http://e/p> ?x . ?b <http://e/p> ?x . ?c <http://e/p> ?y FILTER(?x < ?y) }")
        note("heavy", None if status in (200, 429, 503) else f"{status} {body[:100]}")
        time.sleep(0.5)

    def change():
        n = state["n"] = state["n"] + 1
        status, body = writer.update(f"DELETE WHERE {{ <http://e/counter> <http://e/is> ?n }} ; INSERT DATA {{ <http://e/counter> <http://e/is> {n} }}")
        note("update", None if status == 204 else f"{status} {body[:100]}")
        status, body = writer.ask("SELECT ?n { <http://e/counter> <http://e/is> ?n }")
        note("read one's own write", None if body == f"n\r\n{n}\r\n".encode() else f"{n}: {status} {body[:100]}")
        time.sleep(0.05)

    def abort():
        with socket.create_connection(("127.0.0.1", random.choice((written, loaded)))) as connection:
            connection.sendall(b"GET /sparql?query=SELECT%20*%20%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff%7D HTTP/1.1\r\nHost: localhost\r\n"
                               + random.choice((b"", b"Accept-Encoding: gzip\r\n")) + b"\r\n")
            if random.random() < 0.5:
                connection.recv(100000)
        note("abort")
        time.sleep(0.2)

    def follow():
        status, body = follower.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        note("follow", None if body in (b"n\r\n1000\r\n", b"n\r\n2000\r\n") else f"{status} {body[:100]}")
        time.sleep(0.01)

    return look_up, heavy, change, abort, follow


def reload_for_ever(folder, process):
    files = []
    for n in (1000, 2000):
        files.append(os.path.join(folder, f"{n}.nt"))
        with open(files[-1], "w") as file:
            file.writelines(f'<http://e/{i}> <http://e/p> "{i}" .\n' for i in range(n))
    turn = 0
    while time.monotonic() < end:
        subprocess.run([YUANTU, "load", "--new", os.path.join(folder, "loaded"), files[turn % 2]], check=True, capture_output=True)
        process.send_signal(signal.SIGHUP)
        note("reload")
        turn += 1
        time.sleep(1)


def main():
    with tempfile.TemporaryDirectory() as folder:
        written, written_port = start(folder, "written", (f'<http://e/{i}> <http://e/p> "{i * 7 % 5000}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
                                                         for i in range(5000)),
                                      "--writable", "--timeout", "2", "--memory", "64M")
        loaded, loaded_port = start(folder, "loaded", (f'<http://e/{i}> <http://e/p> "{i}" .\n' for i in range(1000)), "--timeout", "2")
        threads = [until_end(work) for work in make_work(written_port, loaded_port)]
        threads.append(threading.Thread(target=reload_for_ever, args=(folder, loaded)))
        threads[-1].start()
        sizes = []
        while time.monotonic() < end:
            time.sleep(max(SECONDS / 20, 1))
            sizes.append([metric(port, "resident_memory_bytes") / 2 ** 20 for port in (written_port, loaded_port)])
        for thread in threads:
            thread.join()
        for process in (written, loaded):
            process.send_signal(signal.SIGTERM)
            if process.wait(60) != 0:
                faults.append("a server did not end well")
    print("counts:", dict(sorted(counts.items())))
    print("MiB in use:", [[round(size) for size in pair] for pair in sizes])
    half = len(sizes) // 2
    for server in range(2):  # the second half needs no more than the first, but for noise
        early, late = max(pair[server] for pair in sizes[:half]), max(pair[server] for pair in sizes[half:])
        if late > early * 1.3 + 20:
            faults.append(f"memory grew from {early:.0f} to {late:.0f} MiB")
    for fault in faults[:20]:
        print("not ok:", fault)
    print(f"{sum(counts.values())} requests, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
