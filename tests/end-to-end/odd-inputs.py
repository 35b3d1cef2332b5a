#!/usr/bin/env python3
"""What extract does with files that are no ordinary document: a clear error or a right graph, never a crash.

usage: odd-inputs.py YUANTU ROOT
"""
import os
import pwd
import re
import stat
import subprocess

from support import DCT, YT, check, literal, main, read_nquads

MAX_SECONDS = 60  # of processor time; the machine may have other work
SANITIZED = 3  # times as many in a build with sanitizers: they make it three times slower
MAX_BYTES = 2 << 30  # of memory, for a file of 50 MB; a build with sanitizers uses about twice what another does


def refuse(program, path, *words, **more):
    """The program must say which file it refuses and why, and print nothing else."""
    done = program.run("extract", path, status=1, **more)
    said = done.stderr.decode()
    check(done.stdout == b"", f"{path}: something was printed: {done.stdout[:200]!r}")
    for word in (os.path.basename(path), *words):
        check(re.search(word, said), f"{path}: expected a message with “{word}”, found: {said.strip()}")


def same_but_for_the_bytes(one, other):
    """The graphs of two files that hold the same characters: all is equal but the digest and the names made from it."""
    def plain(data):
        quads = list(read_nquads(data))
        digest = next(literal(value) for _, predicate, value, _ in quads if predicate == YT + "sha256")
        return [tuple(term and term.replace(digest, "DIGEST").replace(digest[:8], "DIGEST") for term in quad)
                for quad in quads if quad[1] != DCT + "source"]

    a, b = plain(one), plain(other)
    check(a == b, f"the graphs differ: {sorted(set(a) ^ set(b), key=str)[:4]}")
    check(len(a) > 500, f"only {len(a)} quads")


def empty(program, folder):
    """An empty file is a document that says nothing."""
    for name, content in (("empty.txt", b""), ("blank.txt", "\n \n　\n".encode()), ("mark.txt", b"\xef\xbb\xbf")):
        (folder / name).write_bytes(content)
        quads = list(read_nquads(program.extract(folder / name)))
        check(any(predicate == YT + "sha256" for _, predicate, _, _ in quads), f"{name}: no document")
        check(all(graph is None for *_, graph in quads), f"{name}: evidence out of nothing: {quads}")


def binary(program, folder):
    """A binary file is refused, whatever its name and wherever the first odd byte is."""
    (folder / "program.txt").write_bytes(program.path.read_bytes()[:200_000])
    refuse(program, folder / "program.txt", "binary")
    (folder / "late.txt").write_bytes(program.documents[0].read_bytes() + b"\0")
    refuse(program, folder / "late.txt", "binary|NUL")
    (folder / "cut.png.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    refuse(program, folder / "cut.png.txt")


def large(program, folder):
    """A file of 50 MB is read whole, in bounded time and memory."""
    document = program.documents[-1].read_bytes()
    path = folder / "large.txt"
    path.write_bytes(document * (50_000_000 // len(document)))
    with open(folder / "large.nq", "wb") as out:
        process = subprocess.Popen([str(program.path), "extract", str(path)], stdout=out, stderr=subprocess.PIPE)
        said = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    figures = f"{usage.ru_utime + usage.ru_stime:.1f} s, {usage.ru_maxrss / 1024:.0f} MB"
    check(process.returncode == 0, f"exit status {process.returncode}: {said}")
    limit = MAX_SECONDS * (SANITIZED if b"__asan_init" in program.path.read_bytes() else 1)
    check(usage.ru_utime + usage.ru_stime < limit, f"{figures} for {path.stat().st_size} bytes")
    check(usage.ru_maxrss * 1024 < MAX_BYTES, f"{figures} for {path.stat().st_size} bytes")
    check((folder / "large.nq").stat().st_size > 100_000_000, "the graph is too small for the whole file")
    return figures


def too_large(program, folder):
    """A file above the limit is refused without being read into memory."""
    path = folder / "above.txt"
    path.write_bytes("园图\n".encode() * 10_000_000)
    refuse(program, path, "64 MB")
    path = folder / "huge.txt"
    with open(path, "wb") as file:
        file.truncate(20 << 30)  # a hole: it takes no room
    process = subprocess.Popen([str(program.path), "extract", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    check(process.returncode == 1 and "huge.txt" in said, f"exit status {process.returncode}: {said}")
    check(usage.ru_maxrss < 600 * 1024, f"{usage.ru_maxrss / 1024:.0f} MB of memory for a file that is refused")


def gb18030(program, folder):
    """A document in GB18030 gives the graph of the same text in UTF-8."""
    for path in program.documents:
        text = path.read_bytes().decode("utf-8")
        (folder / path.name).write_bytes(text.encode("gb18030"))
        same_but_for_the_bytes(program.extract(path), program.extract(folder / path.name))


def utf16(program, folder):
    """So does one in UTF-16 with a byte order mark, and one in UTF-8 with it."""
    path = program.documents[0]
    text = path.read_bytes().decode("utf-8")
    for name, mark, encoding in (("le.txt", b"\xff\xfe", "utf-16-le"), ("be.txt", b"\xfe\xff", "utf-16-be"),
                                 ("utf8.txt", b"\xef\xbb\xbf", "utf-8")):
        (folder / name).write_bytes(mark + text.encode(encoding))
        same_but_for_the_bytes(program.extract(path), program.extract(folder / name))


def line_ends(program, folder):
    """CR LF at the ends of lines gives the same facts, and quotes that are the file's own text."""
    for path in program.documents:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\n", "\r\n")
        (folder / path.name).write_bytes(text.encode())
        found, expected = (list(read_nquads(program.extract(file))) for file in (folder / path.name, path))

        def facts(quads):
            digest = next(literal(value) for _, predicate, value, _ in quads if predicate == YT + "sha256")
            return [tuple(term and term.replace(digest[:8], "") for term in quad[:3]) for quad in quads
                    if quad[3] is None and quad[1] != YT + "sha256"]

        check(facts(found) == facts(expected), f"{path.name}: {sorted(set(facts(found)) ^ set(facts(expected)))[:4]}")
        nodes = {}
        for subject, predicate, value, graph in found:
            if predicate in (YT + "begin", YT + "end", YT + "quote"):
                nodes.setdefault(subject, {})[predicate] = literal(value)
        for node in nodes.values():
            begin, end = int(node[YT + "begin"]), int(node[YT + "end"])
            check(text[begin:end] == node[YT + "quote"], f"{path.name}: characters {begin} to {end} are not the quote")


def missing(program, folder):
    """A file that is not there is named, and the others are read all the same."""
    refuse(program, folder / "nothing.txt", "No such file")
    done = program.run("extract", folder / "nothing.txt", program.documents[0], status=1)
    check(done.stdout == program.extract(program.documents[0]), "the other file was not read")


def folders(program, folder):
    """A folder is refused by name."""
    refuse(program, folder, "directory")


def unreadable(program, folder):
    """A file that may not be read is refused by name."""
    path = folder / "secret.txt"
    path.write_bytes(program.documents[0].read_bytes())
    path.chmod(0)
    if os.getuid() != 0:
        refuse(program, path, "Permission denied")
        return None
    # Root reads everything, so somebody else asks.
    nobody = pwd.getpwnam("nobody")
    folder.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    try:
        subprocess.run([str(program.path), "--version"], user=nobody.pw_uid, capture_output=True, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        return "skipped: the program lies where nobody else may run it"
    refuse(program, path, "Permission denied", user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[])


def pipe(program, folder):
    """A pipe is read like a file."""
    path = program.documents[0]
    with open(path, "rb") as document:
        done = subprocess.run([str(program.path), "extract", "/dev/stdin"], stdin=document, capture_output=True, timeout=60)
    check(done.returncode == 0, done.stderr.decode())
    same_but_for_the_bytes(program.extract(path), done.stdout)


def full_disk(program, folder):
    """When the output cannot be written, the exit status says so."""
    if not os.path.exists("/dev/full"):
        return "skipped: no /dev/full here"
    with open("/dev/full", "wb") as full:
        done = subprocess.run([str(program.path), "extract", str(program.documents[0])], stdout=full, stderr=subprocess.PIPE, timeout=60)
    check(done.returncode == 1 and done.stderr, f"exit status {done.returncode}: {done.stderr!r}")


main([empty, binary, large, too_large, gb18030, utf16, line_ends, missing, folders, unreadable, pipe, full_disk])
