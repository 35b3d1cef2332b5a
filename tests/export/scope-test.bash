#!/usr/bin/env bash
# What is exported: everything, the triples of a query, a thing and its neighbours; and every way to ask wrongly.
. "$2/tests/script.bash"

id=https://w3id.org/yuantu/id/
run load --new store "$2/data/documents/ningbo-75.txt"
expect_status 0

nodes() { # of the table in folder $1
  tail -n +2 "$1/nodes.csv" | cut -d, -f2 | sort | tr '\n' ' '
}
park="$id"park/中意生态园
run export store --format csv --around "$park" --hops 0 --output zero
equal 'the thing itself' "$(nodes zero)" '中意生态园 '
equal 'no edges' "$(wc -l <zero/edges.csv)" 1
run export store --format csv --around "$park" --hops 1 --output one
equal 'its neighbours' "$(nodes one)" '中意生态园 强化项目招引培育 来凯制药 鞍石生物 '
equal 'the edges between them, with their sentences' "$(grep -c '中意生态园招引' one/edges.csv)" 2
equal 'the year, from the number of the document' "$(grep -c ',2025,2025$' one/edges.csv)" 3
run export store --format csv --around "$park" --hops 9 --limit 3 --output some
equal 'no more than asked for' "$(wc -l <some/nodes.csv)" 4

cat >made.rq <<'END'
PREFIX yt: <https://w3id.org/yuantu/ontology#>
CONSTRUCT { ?a yt:near ?b } { ?p a yt:Park ; yt:hosts ?a , ?b . FILTER(STR(?a) < STR(?b)) }
END
run export store --format csv --query made.rq --output made
equal 'things of the query, with what the store knows of them' "$(grep -c ',Company,企业,' made/nodes.csv)" 2
equal 'a property that no ontology has' "$(grep -c ',near,' made/edges.csv)" 1
run export store --format turtle --query made.rq
expect_out 'yt:near'
equal 'the triples of the query alone' "$(grep -c 'label\|Company' out.txt)" 0
cat >said.rq <<'END'
PREFIX yt: <https://w3id.org/yuantu/ontology#>
CONSTRUCT { ?a yt:hosts ?b } { ?a yt:hosts ?b }
END
run export store --format csv --query said.rq --output said
equal 'evidence of a constructed triple that is a fact' "$(grep -c '中意生态园招引' said/edges.csv)" 2

run export store --format graphml
cp out.txt all.graphml
run export store --format graphml --output all.file
expect_status 0
cmp -s all.graphml all.file
check $? 'to a file the same as to the output'
run export store --format neo4j-csv --output neo
expect_err 'neo4j-admin database import full'
run export store --format neo4j-csv --output neo.zip
expect_status 0
[ -f neo.zip ]
check $? 'expected an archive'

# A change in the log gives the same order as one in the file.
run update store "INSERT DATA { <$id""park/一> a <https://w3id.org/yuantu/ontology#Park> ; <https://w3id.org/yuantu/ontology#hosts> <$park> }"
expect_status 0
run export store --format csv --output before
run compact store
expect_status 0
run export store --format csv --output after
equal 'nodes before and after compacting' "$(cat before/nodes.csv)" "$(cat after/nodes.csv)"
equal 'edges before and after compacting' "$(cat before/edges.csv)" "$(cat after/edges.csv)"

run export
expect_status 2
run export store
expect_status 2
expect_err 'expected --format'
run export store --format excel
expect_status 2
expect_err 'no format “excel”'
run export store --format dot --around "$park" --query made.rq
expect_status 2
expect_err 'found both'
run export store --format dot --hops -1 --around "$park"
expect_status 2
run export store --format dot --around "$id"park/无
expect_status 1
expect_err 'the store says nothing of'
echo 'SELECT * { ?s ?p ?o }' >select.rq
for format in dot turtle; do
  run export store --format "$format" --query select.rq
  expect_status 1
  expect_err 'expected CONSTRUCT or DESCRIBE, found SELECT'
done
echo 'CONSTRUCT {' >bad.rq
run export store --format dot --query bad.rq
expect_status 1
run export store --format dot --query absent.rq
expect_status 1
run export absent --format dot
expect_status 1
run export store --format dot --output absent/file
expect_status 1
finish
