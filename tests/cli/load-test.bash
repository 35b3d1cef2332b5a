#!/usr/bin/env bash
# yuantu load and stats: what goes in is there, a failure changes nothing, and twice is once.
. "$2/tests/script.bash"
export LC_ALL=C.UTF-8

mkdir -p folder/inner
cat >folder/a.ttl <<'EOF'
@prefix : <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:光谷 a :Park ; rdfs:label "光谷"@zh , "Optics Valley"@en ; :hosts [ a :Company ] .
:Park rdfs:label "Park"@en , "园区"@zh .
EOF
printf '<http://e/d> <http://purl.org/dc/terms/title> "文件" <http://e/d> .\n' >folder/inner/b.nq
printf '<http://e/d> <http://purl.org/dc/terms/title> "文件" .\n' >folder/inner/c.nt
printf 'not RDF' >folder/picture.png
printf 'no more' >folder/.hidden.ttl

run load store folder
expect_status 0
expect_out 'store: 9 quads'
equal 'no messages' "$err" ''
sum=$(sha256sum <store)
run load store folder
expect_status 0
equal 'twice is once' "$(sha256sum <store)" "$sum"
run load other folder
equal 'same input, same bytes' "$(sha256sum <other)" "$sum"
run query store --format tsv 'SELECT ?g { GRAPH ?g { ?s ?p ?o } }'
equal 'graph of the quad' "$out" $'?g\n<http://e/d>'

run stats store
expect_status 0
expect_out '         9  quads'
expect_out '         1  http://e/Park  园区'
expect_out '         4  rdfs:label'
expect_out '         1  http://e/d  文件'

# More is added; --new begins anew; --graph takes what names no graph.
printf '<http://e/x> <http://e/y> <http://e/z> .\n' >more.nt
run load store more.nt
expect_out 'store: 10 quads'
run load --new --graph http://e/g store more.nt
expect_out 'store: 1 quads'
run query store --format tsv 'SELECT ?g { GRAPH ?g { ?s ?p ?o } }'
equal 'the graph given' "$out" $'?g\n<http://e/g>'

# A compressed file is read as what it was.
gzip -c more.nt >packed.nt.gz
run load --new store packed.nt.gz
expect_out 'store: 1 quads'

# A failure leaves the store as it was, and no other file.
run load --new store folder
sum=$(sha256sum <store)
printf '<http://e/a> <http://e/b> "unclosed .\n' >bad.nt
run load store more.nt bad.nt
expect_status 1
expect_err 'bad.nt:1:'
equal 'unchanged' "$(sha256sum <store)" "$sum"
run load store folder/picture.png
expect_status 1
expect_err 'picture.png: expected'
run load store none.nt
expect_status 1
expect_err 'none.nt'
run load more.nt folder
expect_status 1
expect_err 'not a yuantu store'
run load nowhere/store more.nt
expect_status 1
expect_err 'nowhere'
equal 'no files left behind' "$(find . -name 'store?*' -o -name '*.tmp' | head -1)" ''

# A store that was cut is refused, and not written over.
head -c 200 store >cut
run stats cut
expect_status 1
expect_err 'cut: '
run load cut more.nt
expect_status 1
equal 'still there' "$(wc -c <cut | tr -d ' ')" 200
finish
