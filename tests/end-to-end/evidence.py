#!/usr/bin/env python3
"""The graph that comes out of the sample documents can be traced back to them.

usage: evidence.py YUANTU ROOT
"""
import collections
import hashlib
import shutil
import subprocess

from support import DCT, RDF, YT, check, literal, main, read_nquads


def quote_and_span(program, folder):
    """Every quote is the file's own text between begin and end, counted in characters."""
    n_quotes = 0
    for path in program.documents:
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
        nodes = collections.defaultdict(dict)
        for subject, predicate, value, graph in read_nquads(program.extract(path)):
            if graph is not None:
                nodes[subject][predicate] = value
        check(nodes, f"{path.name}: no evidence at all")
        for node, said in nodes.items():
            begin, end = int(literal(said[YT + "begin"])), int(literal(said[YT + "end"]))
            quote = literal(said[YT + "quote"])
            check(0 <= begin < end <= len(text), f"{node}: {begin} to {end} is outside the {len(text)} characters of {path.name}")
            check(text[begin:end] == quote, f"{node}: characters {begin} to {end} are “{text[begin:end]}”, the quote is “{quote}”")
            n_quotes += 1
    return f"{n_quotes} quotes"


def every_fact_has_evidence(program, folder):
    """Evidence names only facts of the default graph, and every fact between things has some."""
    between_things = {YT + name for name in (
        "issuedBy repliesTo submittedBy handledWith cites hasMeasure responsibleFor supports hosts establishes investsIn "
        "reliesOn develops acquires cooperatesWith memberOf quantityOf").split()}
    for path in program.documents:
        facts, nodes = set(), collections.defaultdict(dict)
        for subject, predicate, value, graph in read_nquads(program.extract(path)):
            if graph is None:
                facts.add((subject, predicate, value))
            else:
                nodes[subject][predicate] = value
        backed = {tuple(said.get(RDF + part) for part in ("subject", "predicate", "object")) for said in nodes.values()}
        check(backed <= facts, f"{path.name}: evidence for what is no fact: {sorted(backed - facts, key=str)[:3]}")
        bare = {fact for fact in facts if fact[1] in between_things} - backed
        check(not bare, f"{path.name}: facts without evidence: {sorted(bare)[:3]}")


def digest(program, folder):
    """A document carries the SHA-256 of its file and the file's name."""
    for path in program.documents:
        quads = list(read_nquads(program.extract(path)))
        found = [literal(value) for _, predicate, value, _ in quads if predicate == YT + "sha256"]
        check(found == [hashlib.sha256(path.read_bytes()).hexdigest()], f"{path.name}: sha256 {found}")
        source = [literal(value) for _, predicate, value, _ in quads if predicate == DCT + "source"]
        check(source == [path.name], f"{path.name}: source {source}")


def same_bytes(program, folder):
    """Two runs print the same bytes, in every format, wherever they are started."""
    for form in ("nquads", "trig", "turtle"):
        first, again = (program.run("extract", "--format", form, *program.documents, cwd=where).stdout
                        for where in (program.root, folder))
        check(first == again, f"--format {form}: two runs differ")
        check(len(first) > 1000, f"--format {form}: only {len(first)} bytes")


def shapes(program, folder):
    """The graph of all documents keeps to ontology/shapes.ttl, says an independent SHACL processor."""
    checker = program.root / "tests" / "ontology"
    if not (checker / "node_modules" / "rdf-validate-shacl").is_dir() or not shutil.which("node"):
        return "skipped: run 'npm ci' in tests/ontology first"
    (folder / "graph.nq").write_bytes(program.run("extract", *program.documents).stdout)
    # the industries that things belong to stand in their own file
    industries = program.root / "ontology" / "industries.ttl"
    done = subprocess.run(["node", "check-shapes.mjs", folder / "graph.nq", industries], cwd=checker, capture_output=True, text=True, timeout=120)
    check(done.returncode == 0, f"{done.stdout[:4000]}{done.stderr}")
    return done.stderr.strip()


main([quote_and_span, every_fact_has_evidence, digest, same_bytes, shapes])
