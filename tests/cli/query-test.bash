#!/usr/bin/env bash
# yuantu query: formats, datasets, messages, statuses.
. "$2/tests/script.bash"
export LC_ALL=C.UTF-8

cat >data.ttl <<'EOF'
@prefix : <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:光谷 rdfs:label "光谷"@zh ; :area 518 .
EOF
cat >named.ttl <<'EOF'
@prefix : <http://e/> .
:临港 :area 120.5 .
EOF

select='SELECT ?s ?o { ?s <http://e/area> ?o }'
run query --data data.ttl "$select"
expect_status 0
equal json "$out" '{"head":{"vars":["s","o"]},"results":{"bindings":[
{"s":{"type":"uri","value":"http://e/光谷"},"o":{"type":"literal","value":"518","datatype":"http://www.w3.org/2001/XMLSchema#integer"}}
]}}'
run query --data data.ttl --format csv "$select"
equal csv "$out" $'s,o\r\nhttp://e/光谷,518\r'
run query --data data.ttl --format tsv "$select"
equal tsv "$out" $'?s\t?o\n<http://e/光谷>\t518'
run query --data data.ttl --format table "$select"
equal table "$out" '┌───────────────┬─────┐
│ s             │ o   │
├───────────────┼─────┤
│ http://e/光谷 │ 518 │
└───────────────┴─────┘
1 行 row'
run query --data data.ttl --format xml "$select"
expect_out '<binding name="s"><uri>http://e/光谷</uri></binding>'
run query --data data.ttl --format ntriples 'CONSTRUCT { ?s a <http://e/Park> } { ?s <http://e/area> ?o }'
equal ntriples "$out" '<http://e/光谷> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Park> .'
run query --data data.ttl 'CONSTRUCT { ?s a <http://e/Park> } { ?s <http://e/area> ?o }'
expect_out '<http://e/光谷> a <http://e/Park>'

# An answer of no is an answer.
run query --data data.ttl 'ASK { ?s <http://e/none> ?o }'
expect_status 0
equal ask "$out" '{"head":{},"boolean":false}'

# A format that does not fit is misuse, and says so before anything is written.
run query --data data.ttl --format csv 'ASK { ?s ?p ?o }'
expect_status 2
expect_err '--format csv does not fit'
equal 'no output' "$out" ''
run query --data data.ttl --format turtle "$select"
expect_status 2
run query --data data.ttl --format jsonld 'CONSTRUCT { <http://e/s> a <http://e/C> } {}'
expect_out $'    {\n      "@id": "http://e/s",\n      "@type": ["http://e/C"]\n    }'

# Named graphs, by IRI and by file name; the default graph stays by itself.
run query --data data.ttl --named http://e/g=named.ttl --format tsv 'SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } }'
equal named "$out" $'?g\t?s\n<http://e/g>\t<http://e/临港>'
run query --named named.ttl --format tsv 'SELECT ?g { GRAPH ?g { ?s ?p ?o } }'
expect_out "<file://$PWD/named.ttl>"
run query --named http://e/g=named.ttl --format tsv "$select"
equal 'empty default graph' "$out" $'?s\t?o'

# Without data, FROM and FROM NAMED say what to read.
printf 'SELECT ?s FROM <data.ttl> FROM NAMED <named.ttl> { ?s <http://e/area> ?a GRAPH ?g { ?x ?p ?o } }' >q.rq
run query --base "file://$PWD/q.rq" --file q.rq --format tsv
equal from "$out" $'?s\n<http://e/光谷>'
run query 'SELECT * FROM <http://nowhere.invalid/x> { ?s ?p ?o }'
expect_status 1
run query 'SELECT * FROM <file:///nonexistent.ttl> { ?s ?p ?o }'
expect_status 1
expect_err 'nonexistent.ttl'

# Blank nodes of two files are two.
printf '_:b <http://e/p> 1 .\n' >a.ttl
printf '_:b <http://e/p> 2 .\n' >b.ttl
run query --data a.ttl --data b.ttl --format tsv 'SELECT ?o ?q { ?s <http://e/p> ?o , ?q FILTER(?o < ?q) }'
equal 'blank nodes' "$out" $'?o\t?q'

# A store, alone and with files.
run load store.ytstore data.ttl
expect_status 0
run query store.ytstore --format tsv "$select"
equal store "$out" $'?s\t?o\n<http://e/光谷>\t518'
run query store.ytstore --data named.ttl --format tsv "$select ORDER BY ?o"
equal both "$out" $'?s\t?o\n<http://e/临港>\t120.5\n<http://e/光谷>\t518'

# Messages: the place, what was expected, what was found.
printf 'SELECT *\n{ ?s ?p }\n' >bad.rq
run query --file bad.rq
expect_status 1
expect_err 'bad.rq:2:'
equal 'no output' "$out" ''
run query --engine redland 'SELECT * { ?s a/a ?o }'
expect_status 1
expect_err 'query:1:16: property paths are not supported'
printf '<http://e/a> <http://e/b> .\n' >bad.ttl
run query --data bad.ttl "$select"
expect_status 1
expect_err 'bad.ttl:1:'
run query --data none.ttl "$select"
expect_status 1
expect_err 'none.ttl'
run query none.ytstore "$select"
expect_status 1
expect_err 'none.ytstore'
run query --file none.rq
expect_status 1
run query data.ttl "$select"
expect_status 1
expect_err 'not a yuantu store'
printf 'ASK { ?s ?p "\0" }' >nul.rq
run query --file nul.rq
expect_status 1
expect_err 'NUL'
printf 'ASK { ?s ?p "\377" }' >latin.rq
run query --file latin.rq
expect_status 1
expect_err 'latin.rq:1:14: expected UTF-8'

# --parse-only answers by its status.
printf 'ASK { ?s ?p ?o }' >good.rq
run query --parse-only --file good.rq
expect_status 0
equal 'no output' "$out" ''
run query --parse-only --file bad.rq
expect_status 1
printf 'INSERT DATA { <http://e/a> <http://e/b> 1 }' >update.ru
run query --parse-only --file update.ru
expect_status 1
run query --parse-only --update --file update.ru
expect_status 0

# A query that would take days ends when its time is over.
for i in $(seq 300); do printf '<http://e/%d> <http://e/p> %d .\n' "$i" "$i"; done >many.ttl
run query --data many.ttl --timeout 0.2 'SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c + ?f + ?i > 1000 + ?l) }'
expect_status 1
expect_err 'ran out of time'

# The plan, for people and for programs.
run query --data many.ttl --explain text 'SELECT * { ?a <http://e/p> ?c }'
expect_status 0
expect_out 'scan ?a <http://e/p> ?c  (expected 300 rows, got 300;'
run query --data many.ttl --explain json 'SELECT * { ?a <http://e/p> ?c }'
expect_status 0
expect_out '"operator":"scan"'
run query --explain picture 'ASK {}'
expect_status 2
expect_err 'expected text or json'

# Updates of files in memory, and of a store.
run update --data many.ttl 'DELETE WHERE { ?s ?p ?o } ; INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/p> 1 } }'
expect_status 0
equal 'one quad is left' "$out" '<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .'
run load u.yt many.ttl
run update u.yt 'DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o > 2) }'
expect_status 0
run query u.yt --format csv 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
expect_out '2'
run update u.yt 'INSERT DATA { <a> }'
expect_status 1
expect_err 'request:1:'
finish
