"""What the end-to-end tests share: running the program, reading N-Quads, serving a store on a free port."""

import contextlib
import pathlib
import re
import select
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

YT = "https://w3id.org/yuantu/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCT = "http://purl.org/dc/terms/"
SKIPPED = 77  # an exit status that CTest counts as skipped


class Failure(Exception):
    """A promise that was not kept, in words for whoever reads the log."""


def check(condition, message):
    if not condition:
        raise Failure(message)


class Program:
    """The program under test and the source tree beside it."""

    def __init__(self, path, root):
        self.path, self.root = pathlib.Path(path).resolve(), pathlib.Path(root).resolve()
        self.documents = sorted((self.root / "data" / "documents").glob("*.txt"))

    def run(self, *arguments, status=0, timeout=120, **more):
        """The finished process, bytes in and out; any other exit status than `status` is a Failure."""
        command = [str(self.path), *map(str, arguments)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=timeout, **more)
        said = done.stderr.decode("utf-8", "replace")
        check(status is None or done.returncode == status,
              f"{' '.join(command)}: expected exit status {status}, found {done.returncode}: {said.strip()}")
        check("Sanitizer" not in said and "runtime error" not in said, f"{' '.join(command)}: {said}")
        return done

    def extract(self, path, **more):
        return self.run("extract", path, **more).stdout

    def has(self, command):
        return re.search(rf"(?m)^\s+{command}\s", self.run("--help").stdout.decode()) is not None


# ---- N-Quads ----

TERM = re.compile(r'<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?')
ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def unescape(text):
    def character(match):
        code = match.group(1)
        return ESCAPES[code] if len(code) == 1 else chr(int(code[1:], 16))

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", character, text)


def read_nquads(data):
    """The quads of N-Quads as tuples (subject, predicate, object, graph) of texts: an IRI bare, a literal after a quote
    mark, with ^^ and @ behind it as they stand; no graph is None."""
    for line in data.decode("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        terms, at = [], 0
        while match := TERM.match(line, at):
            iri, blank, text, language, datatype = match.groups()
            if text is not None:
                tail = f"@{language}" if language else f"^^{datatype}" if datatype else ""
                terms.append(f'"{unescape(text)}"{tail}')
            else:
                terms.append(unescape(iri) if iri is not None else blank)
            at = match.end()
            while at < len(line) and line[at] == " ":
                at += 1
        check(line[at:] == "." and len(terms) in (3, 4), f"not N-Quads: {line}")
        yield (*terms[:3], terms[3] if len(terms) == 4 else None)


def literal(term):
    """The lexical form of a literal as read_nquads() gives it."""
    return term[1 : term.rindex('"')]


# ---- the endpoint ----

class Endpoint:
    def __init__(self, address):
        self.address = address

    def ask(self, query, media_type):
        """(status, body) of a SPARQL query by POST."""
        request = urllib.request.Request(
            self.address + "/sparql", data=urllib.parse.urlencode({"query": query}).encode(),
            headers={"Accept": media_type, "Content-Type": "application/x-www-form-urlencoded"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@contextlib.contextmanager
def serve(program, store):
    """An Endpoint over `store` on a port that the system chose."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([str(program.path), "serve", "--port", "0", str(store)], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=log)
        try:
            yield Endpoint(wait_for_address(process, log))
        finally:
            process.terminate()
            try:
                status = process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Failure("the server did not stop within 30 s of SIGTERM") from None
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
        check(status == 0 and "Sanitizer" not in said, f"the server ended with status {status}: {said}")


def wait_for_address(process, log, timeout=60):
    """The address that the server prints when it is ready."""
    said, end = b"", time.monotonic() + timeout
    while time.monotonic() < end:
        if select.select([process.stdout], [], [], 1)[0]:
            chunk = process.stdout.read1(4096)
            said += chunk
            if match := re.search(rb"http://127\.0\.0\.1:\d+", said):
                return match.group().decode()
            if not chunk:
                break
    log.seek(0)
    raise Failure(f"the server printed no address within {timeout} s: {said!r} {log.read().decode('utf-8', 'replace')}")


# ---- a script's tests ----

def main(tests):
    """Runs every function of `tests` with (program, folder to write in); each one's first line of documentation names it.
    Exit status 1 if one failed. A test may return "skipped: …"; 77 when all were."""
    program = Program(sys.argv[1], sys.argv[2])
    n_failed = n_skipped = 0
    for test in tests:
        title = (test.__doc__ or test.__name__).strip().splitlines()[0]
        started = time.monotonic()
        try:
            with tempfile.TemporaryDirectory(prefix="yuantu-test-") as folder:
                note = test(program, pathlib.Path(folder))
            n_skipped += bool(note and note.startswith("skipped"))
            print(f"ok      {title}{f' ({note})' if note else ''}  [{time.monotonic() - started:.1f} s]", flush=True)
        except (Failure, subprocess.TimeoutExpired) as failure:
            n_failed += 1
            print(f"FAILED  {title}\n        {failure}", flush=True)
    sys.exit(1 if n_failed else SKIPPED if n_skipped == len(tests) else 0)
