#!/usr/bin/env bash
# Linked data: every thing has an address; descriptions; answers with receipts; ways between things.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

id=https://w3id.org/yuantu/id yt=https://w3id.org/yuantu/ontology# rdf=http://www.w3.org/1999/02/22-rdf-syntax-ns#
label=http://www.w3.org/2000/01/rdf-schema#label
# fact SUBJECT PREDICATE OBJECT CONFIDENCE: the edge, and its evidence in document d
n=0
fact() {
  n=$((n + 1))
  local e="<$id/document/d#e$n>" g="<$id/document/d>"
  printf '<%s> <%s> <%s> .\n' "$id/$1" "$yt$2" "$id/$3"
  printf '%s <%stype> <%sEvidence> %s .\n' "$e" "$rdf" "$yt" "$g"
  printf '%s <%ssubject> <%s> %s .\n' "$e" "$rdf" "$id/$1" "$g"
  printf '%s <%spredicate> <%s> %s .\n' "$e" "$rdf" "$yt$2" "$g"
  printf '%s <%sobject> <%s> %s .\n' "$e" "$rdf" "$id/$3" "$g"
  printf '%s <%squote> "第%s句<b>"@zh %s .\n' "$e" "$yt" "$n" "$g"
  printf '%s <%srule> "r/%s" %s .\n' "$e" "$yt" "$n" "$g"
  printf '%s <%sbegin> "%s0"^^<http://www.w3.org/2001/XMLSchema#integer> %s .\n' "$e" "$yt" "$n" "$g"
  printf '%s <%sconfidence> "%s"^^<http://www.w3.org/2001/XMLSchema#decimal> %s .\n' "$e" "$yt" "$4" "$g"
}
{
  fact park/光谷 hosts company/甲 0.9
  fact park/光谷 hosts company/乙 0.5
  fact company/甲 cooperatesWith company/丙 0.8
  fact company/乙 cooperatesWith company/丙 0.9
  fact park/光谷 locatedIn place/武汉 0.9
  fact place/武汉 partOf place/湖北 1.0
  printf '<%s/park/光谷> <%s> "光谷"@zh .\n<%s/park/光谷> <%s> "Optics Valley"@en .\n' "$id" "$label" "$id" "$label"
  printf '<%s/company/甲> <%s> "甲<script>"@zh .\n<%s/company/a%%20b> <%s> "逃"@zh .\n' "$id" "$label" "$id" "$label"
  printf '<%s/park/光谷> <%stype> <%sPark> .\n<http://e/x> <http://e/p> "elsewhere" .\n' "$id" "$rdf" "$yt"
} >data.nq
run load store data.nq
serve --web '' store

# 303, to the page or the data.
get --header 'Accept: text/html,*/*;q=0.1' /id/park/光谷
equal 'for people' "$status" 303
expect_head 'location: /page/park/%e5%85%89%e8%b0%b7'
get --header 'Accept: application/n-triples' '/id/park/%E5%85%89%E8%B0%B7'
equal 'for programs' "$status" 303
expect_head 'location: /data/park/%e5%85%89%e8%b0%b7'
get /id/park/光谷
expect_head 'location: /data/park/'
get /id/park/none
equal 'unknown' "$status" 404
get '/id/company/a%20b'
equal 'an IRI with an escape' "$status" 303
get '/id/%ff'
equal 'no UTF-8' "$status" 404
get '/id/a%0d%0aSet-Cookie:%20b'
equal 'header injection' "$status" 404
! contains "$head" 'set-cookie'
check $? 'expected no header of the client'
for type in text/turtle application/n-triples application/rdf+xml application/ld+json application/trig application/n-quads; do
  get --location --header "Accept: $type" /id/park/光谷
  equal "$type" "$status" 200
  expect_head "content-type: $type"
  expect_out 'Optics Valley'
done
get --header 'Accept: application/n-quads' /data/document/d
expect_out "<$id/document/d#e1> <${yt}rule> \"r/1\" <$id/document/d> ."

# The page: labels in the reader's language, sentences, nothing unescaped.
get --header 'Accept-Language: zh-CN,en;q=0.5' /page/park/光谷
equal status "$status" 200
expect_head 'content-language: zh'
expect_out '<h1 class="thing">光谷</h1>'
expect_out '位于'
expect_out '第1句&lt;b&gt;'
expect_out '甲&lt;script&gt;'
expect_out '<code>r/1</code>'
get --header 'Accept-Language: en' /page/park/光谷
expect_head 'content-language: en'
expect_out '<h1 class="thing">Optics Valley</h1>'
get '/page?iri=http%3A%2F%2Fe%2Fx'
expect_out elsewhere
get "/page?iri=https%3A%2F%2Fw3id.org%2Fyuantu%2Fontology%23Park"
equal 'a class' "$status" 303
expect_head 'location: /page/ontology#park'
get /page
equal 'no name' "$status" 400

# Descriptions.
get --header 'Accept: text/html' /ontology
expect_head 'location: /page/ontology'
get --location --header 'Accept: text/turtle' /ontology
equal 'the ontology' "$status" 200
expect_out 'yt:Park'
get /page/ontology
expect_out 'id="Park"'
get /shapes
expect_out 'NodeShape'
for path in /shapes /ontology.ttl; do
  get "$path"
  etag=$(sed -n 's/^etag: //p' <<<"$head")
  get --header "If-None-Match: $etag" "$path"
  equal "$path, known" "$status" 304
  expect_head "etag: $etag"
  get --header "If-None-Match: $etag" --header 'Accept: application/rdf+xml' "$path"
  equal "$path in another syntax" "$status" 200
done
get /.well-known/void
expect_out 'propertyPartition'
expect_out '/dump.nq>'
get /sitemap.xml
expect_out '/page/park/%E5%85%89%E8%B0%B7</loc>'
for coding in gzip zstd; do
  command -v "$coding" >/dev/null || continue
  get --header "Accept-Encoding: $coding" /dump.nq
  expect_head "content-encoding: $coding"
  curl --silent --header "Accept-Encoding: $coding" "$url/dump.nq" | "$coding" -dc | LC_ALL=C sort >dump.nq
  equal "$coding" "$(cat dump.nq)" "$(LC_ALL=C sort data.nq)"
done

# Receipts: for each row the edges with what the documents say.
get --get --data-urlencode evidence=1 \
  --data-urlencode "query=PREFIX yt: <$yt> SELECT ?c { <$id/park/光谷> yt:hosts ?c } ORDER BY ?c" /sparql
equal status "$status" 200
printf '%s' "$out" >receipts.json
python3 - <<'EOF'
import json
answer = json.load(open("receipts.json"))
rows, evidence = answer["results"]["bindings"], answer["evidence"]
assert len(rows) == len(evidence) == 2
for row, edges in zip(rows, evidence):
    (edge,) = edges
    assert edge["object"]["value"] == row["c"]["value"] and edge["subject"].endswith("/park/光谷")
    (place,) = edge["evidence"]
    assert place["document"].endswith("/document/d") and place["quote"].startswith("第") and place["begin"] in (10, 20)
    assert place["rule"].startswith("r/") and place["confidence"] in (0.9, 0.5)
EOF
check $? "expected a receipt for each row, found $out"
# Of groups, of paths, and of what is not projected.
get --get --data-urlencode evidence=1 \
  --data-urlencode "query=PREFIX yt: <$yt> SELECT (COUNT(?c) AS ?n) { <$id/park/光谷> yt:hosts ?c . ?c yt:cooperatesWith <$id/company/丙> }" /sparql
for rule in r/1 r/2 r/3 r/4; do expect_out "\"rule\":\"$rule\""; done
! contains "$out" r/5
check $? 'expected no edge beside the pattern'
get --get --data-urlencode evidence=1 \
  --data-urlencode "query=PREFIX yt: <$yt> SELECT ?o { <$id/company/甲> ^yt:hosts/yt:locatedIn/yt:partOf+ ?o }" /sparql
for rule in r/1 r/5 r/6; do expect_out "\"rule\":\"$rule\""; done
get --get --data-urlencode evidence=1 --data-urlencode 'query=ASK {}' /sparql
equal 'evidence of ASK' "$status" 400
ask --data-urlencode evidence=0 'SELECT * {}'
! contains "$out" '"evidence"'
check $? 'expected no evidence'

# Ways: the shortest first, of equal length the surer one.
get '/path?from=park/光谷&to=company/丙&k=2'
equal status "$status" 200
printf '%s' "$out" >path.json
python3 - <<'EOF'
import json
first, second = json.load(open("path.json"))["paths"]
assert first["length"] == second["length"] == 2
assert abs(first["confidence"] - 0.72) < 1e-6 and abs(second["confidence"] - 0.45) < 1e-6
assert [s["object"].rsplit("/")[-1] for s in first["steps"]] == ["甲", "丙"]
assert all(s["evidence"][0]["quote"] for s in first["steps"])
EOF
check $? "expected two ways, found $out"
get '/path?from=place/湖北&to=company/丙&k=1'
expect_out '"length":4'
expect_out '"forward":false'
get '/path?from=place/湖北&to=company/丙&steps=3'
expect_out '"paths":['$'\n'']}'
# The same in a query, with receipts.
get --get --data-urlencode evidence=1 --data-urlencode "query=PREFIX yt: <$yt>
  SELECT * { (?path ?step ?subject ?predicate ?object ?cost) yt:path (<id/park/光谷> <id/company/丙> 2) } ORDER BY ?path ?step" /sparql
equal 'yt:path' "$status" 200
printf '%s' "$out" >rows.json
python3 - <<'EOF'
import json
answer, paths = json.load(open("rows.json")), json.load(open("path.json"))["paths"]
rows = [{name: term["value"] for name, term in row.items()} for row in answer["results"]["bindings"]]
steps = [{"path": str(p), "step": str(s), "cost": f"{len(path['steps']) + 1 - path['confidence']:.4f}",
          **{name: step[name] for name in ("subject", "predicate", "object")}}
         for p, path in enumerate(paths, 1) for s, step in enumerate(path["steps"], 1)]
assert rows == steps, (rows, steps)
for (edge,), step in zip(answer["evidence"], (step for path in paths for step in path["steps"])):
    assert edge["object"]["value"] == step["object"] and edge["evidence"] == step["evidence"]
EOF
check $? "expected the steps of /path, found $out"
get --get --data-urlencode evidence=1 \
  --data-urlencode "query=PREFIX yt: <$yt> SELECT ?path { ?path yt:path (<id/park/光谷> <id/company/丙>) }" /sparql
for rule in r/1 r/2 r/3 r/4; do expect_out "\"rule\":\"$rule\""; done
ask "PREFIX yt: <$yt> SELECT * { ?path yt:path (<id/park/光谷> <id/company/丙> 99) }"
equal 'too many paths' "$status" 400
expect_out 'yt:path: expected 1 to 20 for the number of paths, found 99'
get '/path?from=park/光谷&to=park/none'
equal 'unknown' "$status" 404
get '/path?from=park/光谷&to=company/丙&k=100'
equal 'too many' "$status" 400
get '/path?from=park/光谷'
equal 'no end' "$status" 400
stop
finish
