#!/usr/bin/python3
"""A Python program works on a store through Redland and librdf_storage_yuantu.

usage: python-test.py YUANTU ROOT MODULE
"""
import os, random, subprocess, sys, tempfile, time

program, root, module = sys.argv[1:]
os.environ["REDLAND_MODULE_PATH"] = os.path.dirname(module)
try:
    import RDF
    import Redland
except ImportError:
    print("skipped: the Python module RDF is missing (Debian package python3-librdf)")
    sys.exit(77)

folder = tempfile.TemporaryDirectory()
os.chdir(folder.name)
E = "http://e/"
n_checks = 0


def check(condition, what):
    global n_checks
    n_checks += 1
    if not condition:
        sys.exit("not ok: " + what)


def open_model(name="s", options=""):
    return RDF.Model(RDF.Storage(storage_name="yuantu", name=name, options_string=options))


def iri(name):
    return RDF.Node(RDF.Uri(E + name))


def statement(s, p, o):
    return RDF.Statement(iri(s), iri(p), o if isinstance(o, RDF.Node) else iri(o))


def objects(model, s, p):
    return sorted(str(x.object) for x in model.find_statements(RDF.Statement(iri(s), iri(p), None)))


def ask(query):
    text = subprocess.run([program, "query", "--format", "csv", "s", query], check=True, stdout=subprocess.PIPE).stdout
    return text.decode().replace("\r\n", "\n").split("\n")[1:-1]


# What is added is there at once, and for other programs after sync.
model = open_model()
model.append(statement("园", "p", RDF.Node(literal="武汉", language="zh")))
model.append(statement("园", "p", RDF.Node(literal="7", datatype=RDF.Uri("http://www.w3.org/2001/XMLSchema#integer"))))
model.append(statement("园", "p", RDF.Node(blank="b1")))
check(model.size() == 3, "the size before sync")
check(statement("园", "p", RDF.Node(blank="b1")) in model, "a statement that was just added")
check(ask("SELECT * { ?s ?p ?o }") == [], "nothing was promised yet")
model.sync()
check(sorted(ask("SELECT ?o { ?s ?p ?o FILTER(!isBlank(?o)) }")) == ["7", "武汉"], "the literals, read by the program")
check(ask("SELECT (1 AS ?x) { ?s ?p 7 }") == ["1"], "the number is a number")

# Contexts are graphs.
context = iri("文件")
model.append(statement("a", "p", "b"), context)
model.append(statement("a", "p", "b"))
check([str(c) for c in model.get_contexts()] == [E + "文件"], "the contexts")
check(len(list(model.find_statements(statement("a", "p", "b")))) == 2, "a statement in two places")
found = [(s, c) for s, c in model.find_statements_context(RDF.Statement(iri("a"), None, None))]
check(sorted(str(c) for s, c in found) == sorted(["None", E + "文件"]), "the contexts of what was found")
check(len(list(model.as_stream(context))) == 1, "the statements of a context")
model.remove_statement(statement("a", "p", "b"), context)
check(list(model.get_contexts()) == [], "the context is gone with its statements")
check(statement("a", "p", "b") in model, "and that of the default graph stays")

# A stream shows what was there when it began.
for s in model.find_statements(RDF.Statement(None, None, None)):
    model.remove_statement(s)
check(model.size() == 0, "all removed while going through them")

# Transactions.
Redland.librdf_model_transaction_start(model._model)
model.append(statement("t", "p", "x"))
model.sync()
check(statement("t", "p", "x") in model and ask("SELECT * { <%st> ?p ?o }" % E) == [],
      "a transaction is seen from inside only")
Redland.librdf_model_transaction_rollback(model._model)
check(model.size() == 0, "rolled back")
Redland.librdf_model_transaction_start(model._model)
model.append(statement("t", "p", "y"))
Redland.librdf_model_transaction_commit(model._model)
check(ask("SELECT ?o { ?s ?p ?o }") == [E + "y"], "committed")
model.remove_statement(statement("t", "p", "y"))

# Random changes, compared with a set.
seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
print("seed", seed)
chance = random.Random(seed)
expected = set()
names = [str(i) for i in range(6)]
for step in range(3000):
    s, p, o = (chance.choice(names) for _ in range(3))
    c = chance.choice([None, "g", "h"])
    node = c and iri(c)
    if chance.random() < 0.6:
        model.append(statement(s, p, o), node) if node else model.append(statement(s, p, o))
        expected.add((s, p, o, c))
    else:
        model.remove_statement(statement(s, p, o), node) if node else model.remove_statement(statement(s, p, o))
        expected.discard((s, p, o, c))
    if chance.random() < 0.1:
        check((statement(s, p, o) in model) == any((s, p, o, g) in expected for g in (None, "g", "h")), f"contains, step {step}")
        pattern = [x if chance.random() < 0.5 else None for x in (s, p, o)]
        found = sorted((str(t.subject), str(t.predicate), str(t.object), str(k))
                       for t, k in model.find_statements_context(RDF.Statement(*(x and iri(x) for x in pattern))))
        wanted = sorted((E + q[0], E + q[1], E + q[2], E + q[3] if q[3] else "None") for q in expected
                        if all(x is None or x == y for x, y in zip(pattern, q)))
        check(found == wanted, f"find, step {step}")
    if chance.random() < 0.01:
        model.sync()
check(model.size() == len(expected), "the size at the end")

# Much in one go: no wait for the disk at each statement, and none for a search among many changes.
begin = time.process_time()
for i in range(20000):
    model.append(statement(str(i), "many", str(i + 1)))
    if i % 10 == 0:
        check(statement(str(i), "many", str(i + 1)) in model, "a statement among many")
check(time.process_time() - begin < 60, "20,000 statements and 2,000 questions in a minute")
n_all = model.size()

# Closed without sync, opened again.
del model
model = open_model(options="write='no'")
check(model.size() == n_all, "what was there when it was closed")
check(objects(model, "5", "many") == [E + "6"], "one of them")
try:
    model.append(statement("x", "y", "z"))
    check(False, "a store opened for reading was changed")
except RDF.RedlandError:
    n_checks += 1
query = RDF.SPARQLQuery(f"SELECT ?o WHERE {{ <{E}5> <{E}many> ?m . ?m <{E}many> ?o }}")
check([str(r["o"]) for r in query.execute(model)] == [E + "7"], "a query by rasqal")
print(n_checks, "checks, 0 failed")
