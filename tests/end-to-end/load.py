#!/usr/bin/env python3
"""Loading documents: twice is once, and a changed document takes its former facts with it and no others.

usage: load.py YUANTU ROOT

The model is a store that was built anew from the files as they are now: whatever was loaded and changed before, the
result has to be the same store, byte for byte when its log is folded in. There are two ways there, a transaction
and a store that is written anew (--rewrite); every test goes both.
"""
import fcntl
import functools
import random
import re

from support import RDF, YT, Failure, check, main, read_nquads


def quads(program, store):
    """All quads of a store, sorted, as the endpoint's users see them."""
    default = program.run("query", "--format", "tsv", store, "SELECT ?s ?p ?o { ?s ?p ?o }").stdout
    named = program.run("query", "--format", "tsv", store, "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }").stdout
    return sorted(default.splitlines()), sorted(named.splitlines())


class Rewriting:
    """The program, with every load --rewrite."""

    def __init__(self, program):
        self.program = program

    def __getattr__(self, name):
        return getattr(self.program, name)

    def run(self, command, *arguments, **more):
        return self.program.run(command, *(["--rewrite"] if command == "load" else []), *arguments, **more)


def both_ways(test):
    """Two tests of one: with transactions, and with stores that are written anew."""
    @functools.wraps(test)
    def rewriting(program, folder):
        return test(Rewriting(program), folder)

    rewriting.__doc__ = test.__doc__.splitlines()[0].rstrip(".") + " (--rewrite)."
    return [test, rewriting]


def check_same(program, store, anew, what):
    found, expected = quads(program, store), quads(program, anew)
    for name, f, e in zip(("default graph", "named graphs"), found, expected):
        check(f == e, f"{what}: {name}: {len(set(f) - set(e))} quads too many, {len(set(e) - set(f))} missing; "
                      f"such as {[line.decode() for line in sorted(set(f) ^ set(e))[:3]]}")


def copy_documents(program, folder):
    work = folder / "work"
    work.mkdir()
    for path in program.documents:
        (work / path.name).write_bytes(path.read_bytes())
    return work


def cut_sentences(path, generator, n):
    """Takes n sentences out of the file. A few, so that the rest is still known for the same document."""
    sentences = re.split("(?<=。)", path.read_text("utf-8"))
    for i in sorted(generator.sample(range(len(sentences) - 1), n), reverse=True):
        del sentences[i]
    path.write_text("".join(sentences), "utf-8")


def twice_is_once(program, folder):
    """Loading the same documents again changes nothing, all at once or one by one, in any order."""
    program.run("load", folder / "once", program.root / "data" / "documents")
    before = (folder / "once").read_bytes() if (folder / "once").is_file() else None
    program.run("load", folder / "once", program.root / "data" / "documents")
    check(before is None or (folder / "once").read_bytes() == before, "the file changed")
    for path in reversed(program.documents):
        program.run("load", folder / "singly", path)
    check_same(program, folder / "singly", folder / "once", "one by one, backwards")


def change_and_back(program, folder):
    """After a change the store is as if only the new version had ever been read; after undoing it, as at first."""
    work = copy_documents(program, folder)
    seed = random.SystemRandom().randrange(1 << 32)
    generator = random.Random(seed)
    program.run("load", folder / "first", work)
    program.run("load", folder / "store", work)
    for turn in range(3):
        for path in generator.sample(sorted(work.glob("*.txt")), 2):
            cut_sentences(path, generator, 2)
        said = program.run("load", folder / "store", work).stdout.decode()
        check("newer version" in said, f"seed {seed}, turn {turn}: no word of newer versions: {said}")
        program.run("load", "--new", folder / "anew", work)
        check_same(program, folder / "store", folder / "anew", f"seed {seed}, turn {turn}")
    for path in program.documents:
        (work / path.name).write_bytes(path.read_bytes())
    program.run("load", folder / "store", work)
    check_same(program, folder / "store", folder / "first", f"seed {seed}, undone")


def find_lone_fact(program, text, folder):
    """A fact that one sentence of the text says, and its object's name, both gone with the sentence: (fact, name, quote)."""
    def extract(words):
        (folder / "probe.txt").write_text(words, "utf-8")
        return list(read_nquads(program.extract(folder / "probe.txt")))

    nodes = {}
    for subject, predicate, value, graph in extract(text):
        if graph is not None:
            nodes.setdefault(subject, {})[predicate] = value
    for said in nodes.values():
        fact = tuple(said[RDF + part] for part in ("subject", "predicate", "object"))
        quote = said[YT + "quote"][1 : said[YT + "quote"].rindex('"')]
        if fact[1] != YT + "hosts" or text.count(quote) != 1:
            continue
        rest = extract(text.replace(quote, ""))
        if not any(fact[2] in quad for quad in rest):
            return fact, quote
    raise Failure("no fact of the document hangs on one sentence: this test wants another document")


def shared_fact(program, folder):
    """A fact that two documents say stays until the second one drops it too; its names likewise."""
    text = (program.root / "data" / "documents" / "ningbo-75.txt").read_text("utf-8")
    fact, quote = find_lone_fact(program, text, folder)
    first, second = folder / "first.txt", folder / "second.txt"
    first.write_text(text, "utf-8")
    second.write_text(text + "（此件为抄送件）\n", "utf-8")

    def says(pattern):
        return b"true" in program.run("query", "--format", "json", folder / "store", f"ASK {{ {pattern} }}").stdout

    triple = " ".join(f"<{term}>" for term in fact)
    name = f"<{fact[2]}> <http://www.w3.org/2000/01/rdf-schema#label> ?name"
    program.run("load", folder / "store", first, second)
    check(says(triple) and says(name), f"{triple} was not loaded")
    first.write_text(text.replace(quote, ""), "utf-8")
    program.run("load", folder / "store", first)
    check(says(triple) and says(name), f"{triple}, which the other document says, went with this one")
    second.write_text(text.replace(quote, "") + "（此件为抄送件）\n", "utf-8")
    program.run("load", folder / "store", second)
    check(not says(triple), f"{triple}, which no document says any more, is still there")
    check(not says(name), f"the name of {fact[2]}, which no document says any more, is still there")


def same_name_other_document(program, folder):
    """Two documents of one file name from two folders do not push each other out."""
    for name, path in (("one", program.documents[0]), ("two", program.documents[1])):
        (folder / name).mkdir()
        (folder / name / "notice.txt").write_bytes(path.read_bytes())
        program.run("load", folder / "store", folder / name)
    program.run("load", folder / "anew", folder / "one", folder / "two")
    check_same(program, folder / "store", folder / "anew", "two documents named notice.txt")


def second_copy(program, folder):
    """A text in two files stays when one of them changes."""
    path = folder / "first.txt"
    copy = folder / "second.txt"
    for file in (path, copy):
        file.write_bytes(program.documents[0].read_bytes())
    program.run("load", folder / "store", path, copy)
    cut_sentences(path, random.Random(1), 2)
    program.run("load", folder / "store", path)
    program.run("load", folder / "anew", path, copy)
    check_same(program, folder / "store", folder / "anew", "a text in two files")


def other_triples_stay(program, folder):
    """What came from RDF files is not touched when a document changes."""
    work = copy_documents(program, folder)
    industries = program.root / "ontology" / "industries.ttl"
    program.run("load", folder / "store", industries, work)
    cut_sentences(work / program.documents[0].name, random.Random(2), 3)
    program.run("load", folder / "store", work)
    program.run("load", folder / "anew", industries, work)
    check_same(program, folder / "store", folder / "anew", "with an RDF file beside the documents")


def one_thing_in_two_documents(program, folder):
    """Forms of one name, and names with one code, are one thing with one label; places have the divisions above them."""
    texts = {
        "a.txt": "索引号:757009218/2025-1\n发布机构:湖北省经济和信息化厅\n湖北省经济和信息化厅关于花卉产业的通知\n\n支持汉阳区发展花卉产业。\n",
        "b.txt": "湖北省人民政府办公厅关于花卉产业的通知\n\n省经信厅负责落实。\n",
        "c.txt": "索引号:757009218/2026-1\n发布机构:湖北省工业和信息化厅\n湖北省工业和信息化厅关于花卉产业的意见\n\n湖北恺玥生物科技有限公司(统一社会信用代码:91420100MA4K12345K)落户。\n",
        "d.txt": "襄阳市人民政府关于花卉产业的通知\n\n引进襄阳恺玥花卉有限公司(统一社会信用代码:91420100MA4K12345K)。\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    program.run("load", folder / "store", *(folder / name for name in texts))

    def ask(pattern):
        prefixes = f"PREFIX yt: <{YT}> PREFIX id: <https://w3id.org/yuantu/id/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        return program.run("query", "--format", "tsv", folder / "store", prefixes + pattern).stdout.decode().splitlines()[1:]

    issuers = ask('SELECT DISTINCT ?a { ?d yt:issuedBy ?a . ?a yt:organisationCode "75700921-8" }')
    check(len(issuers) == 1, f"one code, several agencies: {issuers}")
    labels = ask('SELECT ?l { ?a yt:organisationCode "75700921-8" ; rdfs:label ?l }')
    check(labels == ['"湖北省经济和信息化厅"@zh'], f"labels of one agency: {labels}")
    names = ask('SELECT ?l { ?a yt:organisationCode "75700921-8" ; skos:altLabel ?l }')
    check('"湖北省工业和信息化厅"@zh' in names, f"names of one agency: {names}")
    usual = ask('SELECT ?l { ?a yt:organisationCode "75700921-8" ; owl:sameAs ?b . ?b rdfs:label ?l }')
    check(usual == ['"湖北省经信厅"@zh'], f"forms of one name: {usual}")
    firms = ask('SELECT ?c { ?c yt:creditCode "91420100MA4K12345K" }')
    check(len(firms) == 1 and "湖北恺玥生物科技有限公司" in firms[0], f"one code, several firms: {firms}")
    chain = ask('SELECT ?p { ?c yt:divisionCode "420105" ; yt:partOf+ ?p }')
    check(sorted(chain) == ["<https://w3id.org/yuantu/id/place/武汉市>", "<https://w3id.org/yuantu/id/place/湖北省>"], f"above 汉阳区: {chain}")
    twice = ask("SELECT ?s { ?s rdfs:label ?l FILTER(lang(?l) = \"zh\") } GROUP BY ?s HAVING (COUNT(?l) > 1)")
    check(not twice, f"two labels: {twice}")
    before = quads(program, folder / "store")
    program.run("load", folder / "store", *(folder / name for name in reversed(texts)))
    check(quads(program, folder / "store") == before, "loading again changes which is which")
    program.run("load", "--new", folder / "store", folder / "b.txt")
    check(not ask("SELECT ?s { ?s yt:divisionCode \"420105\" }"), "what another document named is still there")


def removed(program, folder):
    """A document that is taken out leaves what the others say, and nothing else."""
    store = folder / "store"
    program.run("load", store, *program.documents)
    program.run("load", "--remove", program.documents[0].name, store)
    program.run("load", folder / "anew", *program.documents[1:])
    check_same(program, store, folder / "anew", "removed by name")
    document = program.run("query", "--format", "tsv", store,
                           f'SELECT ?d {{ ?d <http://purl.org/dc/terms/source> "{program.documents[1].name}" ; <{YT}sha256> ?h }}')
    program.run("load", "--remove", document.stdout.decode().splitlines()[1].strip("<>"), store, program.documents[0])
    program.run("load", "--new", folder / "anew", program.documents[0], *program.documents[2:])
    check_same(program, store, folder / "anew", "removed by IRI, while another came")
    refused = program.run("load", "--remove", "nothing.txt", store, status=1).stderr.decode()
    check("nothing.txt" in refused, f"expected a message that names nothing.txt, found: {refused}")
    check_same(program, store, folder / "anew", "nothing to remove")


def little_touches_little(program, folder):
    """Adding, replacing and removing one document is a transaction of its facts; the store's file stays as it was."""
    work = copy_documents(program, folder)
    store, log = folder / "store", lambda: sum(path.stat().st_size for path in folder.glob("store-wal-*"))
    first = program.documents[0]
    program.run("load", store, *program.documents[1:])
    file = store.read_bytes()
    sizes = [log()]
    program.run("load", store, first)
    sizes.append(log())
    program.run("load", store, first)
    check(log() == sizes[-1], "loading what is there again wrote to the log")
    cut_sentences(work / first.name, random.Random(3), 1)
    program.run("load", store, work / first.name)
    sizes.append(log())
    check(store.read_bytes() == file, "the store's file was written anew for one document")
    check(sizes[0] < sizes[1] < sizes[2] and sizes[2] - sizes[1] < len(file),
          f"sizes of the log: {sizes}; of the file: {len(file)}")
    program.run("load", folder / "rewritten", program.documents[0], *program.documents[1:])
    program.run("load", "--rewrite", folder / "rewritten", work / first.name)
    program.run("compact", store)
    check(store.read_bytes() == (folder / "rewritten").read_bytes(), "the two ways end in different files")
    program.run("load", store, first)
    program.run("load", "--rewrite", store, work / first.name)
    check(log() == 0, "--rewrite left a log")
    check(store.read_bytes() == (folder / "rewritten").read_bytes(), "--rewrite over a log ends in another file")


def log_is_folded_in(program, folder):
    """A log that has become large is folded into the store by the load that made it so."""
    (folder / "many.nt").write_text("".join(f"<urn:s> <urn:p> \"{i:05}{'长' * 400}\" .\n" for i in range(9000)), "utf-8")
    (folder / "more.nt").write_text("".join(f"<urn:s> <urn:p> \"{i:05}{'短' * 400}\" .\n" for i in range(9000)), "utf-8")
    program.run("load", folder / "store", program.documents[0])
    program.run("load", folder / "store", folder / "many.nt")
    program.run("load", folder / "store", folder / "more.nt")
    check(sum(path.stat().st_size for path in folder.glob("store-wal-*")) < 16 << 20, "the log grows and grows")
    program.run("verify", folder / "store")
    program.run("load", "--new", folder / "anew", program.documents[0], folder / "many.nt", folder / "more.nt")
    program.run("compact", folder / "store")
    check((folder / "store").read_bytes() == (folder / "anew").read_bytes(), "something was lost")


def busy(program, folder):
    """While another process writes the store, nothing is loaded, and a message says so."""
    program.run("load", folder / "store", program.documents[0])
    before = quads(program, folder / "store")
    with (folder / "store-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for option in ([], ["--rewrite"], ["--new"]):
            refused = program.run("load", *option, folder / "store", program.documents[1], status=1).stderr.decode()
            check("store" in refused, f"expected a message about the lock, found: {refused}")
    check(quads(program, folder / "store") == before, "the store changed although another process had the lock")


def failures(program, folder):
    """A document that cannot be read leaves the store as it was; --keep-going loads the others and says so."""
    work = copy_documents(program, folder)
    program.run("load", folder / "store", program.documents[0])
    before = quads(program, folder / "store")
    (work / "aaa.txt").write_bytes(b"\0\1\2 no text")
    refused = program.run("load", folder / "store", work, status=1).stderr.decode()
    check("aaa.txt" in refused, f"expected a message that names aaa.txt, found: {refused}")
    check(quads(program, folder / "store") == before, "the store changed although loading failed")
    program.run("load", "--keep-going", folder / "store", work, status=1)
    program.run("load", folder / "anew", program.root / "data" / "documents")
    check_same(program, folder / "store", folder / "anew", "--keep-going")
    refused = program.run("load", "--graph", "urn:x:g", folder / "other", program.documents[0], status=1).stderr.decode()
    check("--graph" in refused, f"expected a message about --graph, found: {refused}")
    program.run("load", folder / "other", folder / "nothing-here.txt", status=1)
    check(not (folder / "other").exists(), "a store was written although nothing was loaded")


main([way for test in (twice_is_once, change_and_back, shared_fact, same_name_other_document, second_copy, other_triples_stay,
                       one_thing_in_two_documents, removed, failures) for way in both_ways(test)] +
     [little_touches_little, log_is_folded_in, busy])
