#!/usr/bin/python3
"""The pages of yuantu extract --explain, for every golden document and a hostile one.

    explain-test.py PROGRAM SOURCE

A page is HTML without a parse error (html5lib) and well-formed XML (expat); it fetches nothing; its text is the
document's; and its facts are those of the N-Quads, one for one.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

try:
    import html5lib
except ImportError:
    sys.exit(77)

YT = "https://w3id.org/yuantu/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XHTML = "{http://www.w3.org/1999/xhtml}"
n_failed = 0


def check(holds, message):
    global n_failed
    if not holds:
        n_failed += 1
        print(f"not ok: {message}")


def run(program, *arguments, status=0):
    done = subprocess.run([program, "extract", *map(str, arguments)], capture_output=True, check=False)
    check(done.returncode == status, f"{arguments}: expected status {status}, found {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode(), done.stderr.decode()


def classes(element):
    return element.get("class", "").split()


def find(root, name):
    return [e for e in root.iter() if name in classes(e)]


def text_of(element):
    """The text of an element without what the page put into it: marks and what was repaired."""
    if "mark" in classes(element) or element.tag == XHTML + "ins":
        return ""
    return (element.text or "") + "".join(text_of(e) + (e.tail or "") for e in element)


def closed_up(text):
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\ufeff\ufffd\x00-\x1f]", "", text)


def evidence(nquads):
    """(subject, property, object, begin, end) of every node of evidence; a figure is known by its number."""
    nodes = {}
    for line in nquads.splitlines():
        m = re.match(r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"\S*) <[^>]*> \.$', line)
        if m:
            nodes.setdefault(m[1], {}).setdefault(m[2].replace(YT, "yt:").replace(RDF, "rdf:"), m[3] or m[4])
    return sorted((n["rdf:subject"], n["rdf:predicate"], n["rdf:object"], n["yt:begin"], n["yt:end"]) for n in nodes.values())


def facts(root, document):
    """The same of the page."""
    iri = {e.get("data-e"): e.get("data-iri") for e in root.iter() if e.get("data-iri")}
    found = []
    for card in find(root, "fact"):
        for one in find(card, "one"):
            subject, target = one.get("data-e").split()
            subject = f"{document}#q{one.get('data-q')}" if one.get("data-q") else iri[subject]
            found.append((subject, YT + card.get("data-property"), iri[target], one.get("data-begin"), one.get("data-end")))
    return sorted(found)


def check_page(program, path, thorough=True):
    page, _ = run(program, "--explain", path)
    nquads, _ = run(program, path)
    text, _ = run(program, "--text", path)
    if thorough:
        again, _ = run(program, "--explain=html", path)
        check(page == again, f"{path}: --explain and --explain=html differ, or two runs do")
        html5lib.HTMLParser(strict=True).parse(page)
    root = xml.fromstring(re.sub(r"^<!DOCTYPE html>\n", "", page))
    document = re.search(rf'^<([^>]*)> <{re.escape(YT)}sha256>', nquads, re.M)[1]
    expected = evidence(nquads)
    check(facts(root, document) == expected, f"{path}: the facts of the page are not those of the N-Quads")
    read = closed_up("".join(text_of(e) for e in find(root, "words")))
    check(read == closed_up(text), f"{path}: the text of the page is not the document's: {read[:60]}")
    for e in root.iter():
        for name in ("src", "href", "action", "data"):
            value = e.get(name)
            check(value is None or value.startswith("#"), f"{path}: {e.tag} has {name}={value}")
        check(not any(name.startswith("on") for name in e.keys()), f"{path}: {e.tag} has a handler")
        if e.tag == XHTML + "style":
            check("url(" not in e.text and "@import" not in e.text, f"{path}: the style fetches")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    check(len(ids) == len(set(ids)), f"{path}: an id stands twice")
    links = {e.get("href")[1:] for e in root.iter() if e.get("href")}
    check(links <= set(ids), f"{path}: links lead nowhere: {sorted(links - set(ids))[:5]}")
    return root, len(expected)


HOSTILE = """<script>alert(1)</script>关于"><img src=x onerror=alert(2)>的通知
各市、州人民政府:
一、支持</style><script>]]>--><!--武汉<b>星海产业园&amp;&#60;建设
武汉市科技局\u202e引进“'"><svg onload=alert(3)>”湖北甲乙科技有限公司,2025年产值达到3亿元。
"""


def check_hostile(program, folder):
    path = folder / "<img src=x onerror=alert(4)>.txt"
    path.write_text(HOSTILE, "utf-8")
    root, _ = check_page(program, path)
    check(len([e for e in root.iter() if e.tag in (XHTML + "script", "script")]) == 1, "the document brought a script along")
    check(not [e for e in root.iter() if e.tag.removeprefix(XHTML) in ("img", "svg", "b") and "onload" in str(e.attrib)], "the document brought an element along")
    check("alert(1)" in "".join(text_of(e) for e in find(root, "words")), "the document's words are not all there")
    check("\u202e" not in xml.tostring(root, "unicode"), "the document turns the page's words round")


REJECTED = """湖北省经济和信息化厅关于支持产业发展的通知
各市州人民政府:
一、总体要求
二、加快园区建设
不得支持武汉星海产业园。推动医药合同外包服务平台建设。各有关部门要支持湖北甲乙科技有限公司。
"""


def check_rejected(program, folder):
    path = folder / "rejected.txt"
    path.write_text(REJECTED, "utf-8")
    root, _ = check_page(program, path)
    rejected = "".join("".join(e.itertext()) for e in find(root, "rejected"))
    terminal, _ = run(program, "--explain=text", path)
    for reason, english in (("句中有否定", "the sentence denies it"), ("泛称", "generic:"), ("标题没有说要做什么", "the heading names no act"), ("各、有关", "各 or 有关 stands")):
        check(reason in rejected, f"no candidate is rejected with “{reason}”")
        check(english in terminal, f"no candidate is rejected with “{english}” on the terminal")


def check_options(program, folder):
    a, b = folder / "a.txt", folder / "b.txt"
    for path in (a, b):
        path.write_text(f"湖北省科技厅关于{path.stem}的通知\n支持武汉星海产业园。\n", "utf-8")
    _, err = run(program, "--explain", a, b, status=2)
    check("--output" in err, "several documents without --output are not told of it")
    run(program, "--explain", "--output", folder / "pages" / "new", a, b)
    check(sorted(p.name for p in (folder / "pages" / "new").iterdir()) == ["a.txt.html", "b.txt.html"], "the pages are not in the folder")
    run(program, "--output", folder / "pages", a, status=2)
    run(program, "--explain=picture", a, status=2)
    (folder / "other").mkdir()
    (folder / "other" / "a.txt").write_bytes(a.read_bytes())
    _, err = run(program, "--explain", "-o", folder / "pages", a, folder / "other" / "a.txt", status=1)
    check("two documents" in err, "the second page of a name takes the first one's place")
    run(program, "--explain", "-o", a, b, status=1)
    run(program, "--explain", folder / "absent.txt", status=1)
    (folder / "empty.txt").write_text("", "utf-8")
    check_page(program, folder / "empty.txt")


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    documents = sorted((source / "tests/golden/extract").glob("*/input.txt")) + sorted((source / "data/documents").glob("*.txt"))
    # html5lib takes a second for a page: every fifth document, and all that are made here
    n_facts = sum(check_page(program, path, i % 5 == 0)[1] for i, path in enumerate(documents))
    check(len(documents) >= 20 and n_facts > 1000, f"only {n_facts} facts in {len(documents)} documents")
    with tempfile.TemporaryDirectory() as folder:
        check_hostile(program, pathlib.Path(folder))
        check_rejected(program, pathlib.Path(folder))
        check_options(program, pathlib.Path(folder))
    print(f"{len(documents)} documents, {n_facts} facts, {n_failed} failed")
    return 1 if n_failed else 0


sys.exit(main())
