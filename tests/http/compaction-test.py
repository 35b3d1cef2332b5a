#!/usr/bin/env python3
"""A server that takes updates folds its log into the store while it answers, and loses nothing.

usage: compaction-test.py YUANTU ROOT

One client updates, one request after the other; others ask meanwhile. Each update inserts some quads, deletes one that it
knows and moves a mark, all in one request, so whoever asks can see whether an answer is of one state and not older than
the one before. In the end the server is killed, and the files are looked at.
"""
import csv
import glob
import http.client
import os
import subprocess
import sys
import tempfile
import threading

YUANTU = sys.argv[1]
TOKEN = "a-token-for-the-tests"
LOG_BYTES = 64 * 1024
N_UPDATES = 400
N_ASKERS = 3
INSERTED = 10  # quads of an update, of which the next one deletes the first
MARK = "SELECT ?n (COUNT(?o) AS ?c) { <urn:mark> <urn:n> ?n . ?s <urn:p> ?o } GROUP BY ?n"
failures = []


def check(ok, message):
    if not ok:
        failures.append(message)
        print(f"not ok: {message}")


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def post(self, body, media_type, **headers):
        self.connection.request("POST", "/sparql", body.encode(), {"Content-Type": media_type, **headers})
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def ask(self, query):
        status, body = self.post(query, "application/sparql-query", Accept="text/csv")
        check(status == 200, f"asking: {status}: {body}")
        return list(csv.reader(body.splitlines()))[1:]

    def update(self, request):
        status, body = self.post(request, "application/sparql-update", Authorization=f"Bearer {TOKEN}")
        check(status in (200, 204), f"updating: {status}: {body}")


def expected_rows(n):
    return INSERTED * n - (n - 1)


def values(n):
    return [f"{n:04}-{i}" + "文字" * 20 for i in range(INSERTED)]


def request(n):
    inserted = " ".join(f'<urn:s{n}> <urn:p> "{value}" .' for value in values(n))
    forget = f'DELETE DATA {{ <urn:s{n - 1}> <urn:p> "{values(n - 1)[0]}" }} ; ' if n > 1 else ""
    return (f"{forget}DELETE {{ <urn:mark> <urn:n> ?old }} INSERT {{ <urn:mark> <urn:n> {n} . {inserted} }} "
            f"WHERE {{ OPTIONAL {{ <urn:mark> <urn:n> ?old }} }}")


def keep_asking(port, stop, counts, k):
    client, last = Client(port), 0
    while not stop.is_set():
        for n, count in client.ask(MARK):
            check(int(count) == expected_rows(int(n)), f"after update {n} there are {count} rows")
            check(int(n) >= last, f"update {n} was seen after {last}")
            last = int(n)
            counts[k] += 1


def run(*arguments):
    return subprocess.run([YUANTU, *arguments], check=True, capture_output=True, timeout=120).stdout.decode()


def size_of(path):
    """In bytes; 0 for a log that was folded in or renamed since it was listed."""
    try:
        return os.path.getsize(path)
    except FileNotFoundError:
        return 0


def main(folder):
    store, token = os.path.join(folder, "store"), os.path.join(folder, "token")
    with open(token, "w") as file:
        file.write(TOKEN)
    with open(os.path.join(folder, "data.nt"), "w") as file:
        file.write("<urn:a> <urn:b> <urn:c> .\n")
    run("load", store, os.path.join(folder, "data.nt"))
    server = subprocess.Popen([YUANTU, "serve", "--port", "0", "--web", "", "--writable", "--token-file", token,
                               "--max-log", str(LOG_BYTES), store], stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
        client, stop, counts = Client(port), threading.Event(), [0] * N_ASKERS
        askers = [threading.Thread(target=keep_asking, args=(port, stop, counts, k)) for k in range(N_ASKERS)]
        for asker in askers:
            asker.start()
        files, largest = {os.stat(store).st_ino}, 0
        for n in range(1, N_UPDATES + 1):
            client.update(request(n))
            files.add(os.stat(store).st_ino)
            largest = max([largest] + [size_of(log) for log in glob.glob(store + "-wal-*")])
        stop.set()
        for asker in askers:
            asker.join()
        check(len(files) >= 3, f"the store was written anew {len(files) - 1} times, expected 2 or more")
        check(largest < 32 * LOG_BYTES, f"the log became {largest} bytes")
        check(min(counts) > 0, f"answers meanwhile: {counts}")
        before = sorted(client.ask("SELECT ?s ?o { ?s <urn:p> ?o }"))
        maps = open(f"/proc/{server.pid}/maps").read()
        check(maps.count("(deleted)") <= 1, "files that were replaced are kept open")
    finally:
        server.kill()
        server.wait()
    n = N_UPDATES
    expected = sorted([f"urn:s{k}", value] for k in range(1, n + 1) for value in values(k)[1 if k < n else 0:])
    check(before == expected, "quads were lost or came back while the server ran")
    after = run("query", "--format", "csv", store, "SELECT ?s ?o { ?s <urn:p> ?o }")
    check(sorted(list(csv.reader(after.splitlines()))[1:]) == expected, "quads were lost or came back with the kill")
    run("verify", store)
    print(f"{N_UPDATES} updates, {len(files) - 1} compactions seen, largest log {largest}, answers meanwhile {counts}")


with tempfile.TemporaryDirectory(prefix="yuantu-test-") as folder:
    main(folder)
sys.exit(1 if failures else 0)
