#!/usr/bin/env bash
# rdfproc-test.bash: Redland's own program works on a store through librdf_storage_yuantu.
#
# usage: rdfproc-test.bash YUANTU ROOT MODULE
# shellcheck source=tests/script.bash
command -v rdfproc >/dev/null || { echo "skipped: rdfproc is missing (Debian package redland-utils)"; exit 77; }
. "$2/tests/script.bash"
REDLAND_MODULE_PATH=$(dirname "$3")
export REDLAND_MODULE_PATH

# rdf WORD…: rdfproc on the store s
rdf() {
  what="rdfproc $*"
  status=0
  rdfproc -q -s yuantu s "$@" >out.txt 2>err.txt || status=$?
  out=$(cat out.txt)
  err=$(cat err.txt)
}

cat >data.ttl <<'END'
@prefix : <http://e/> .
:a :p :b , "一"@zh , "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> , "plain" ; :q [ :r "in a blank node" ] .
END

rdf -n parse "file://$folder/data.ttl" turtle
expect_status 0
rdf size
expect_out 'graph has 6 triples'
rdf -o ntriples serialize ntriples
expect_status 0
for object in '<http://e/b>' '"一"@zh' '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>' '"plain"'; do
  printf '%s\n' "$out" | sed 's/\\u4E00/一/' >lines.txt
  grep -qF "<http://e/a> <http://e/p> $object ." lines.txt
  check $? "expected $object, found: $out"
done

# What Redland wrote, the program reads, and the other way round.
run query --format csv s 'SELECT ?o { ?s <http://e/r> ?o }'
equal 'a literal of a blank node' "$out" $'o\r\nin a blank node\r'
run update s 'INSERT DATA { GRAPH <http://e/g> { <http://e/c> <http://e/p> "三"@zh } }'
expect_status 0
rdf size
expect_out 'graph has 7 triples'
rdf contexts
expect_out 'http://e/g'
rdf contains http://e/c http://e/p http://e/x
expect_status 1
rdf contains http://e/a http://e/p http://e/b
expect_status 0

# Searches with each of the places open, with and without a context.
rdf find http://e/a http://e/p -
equal 'triples of a subject and a predicate' "$(grep -c '^Matched triple' out.txt)" 4
rdf find - - http://e/b
equal 'triples of an object' "$(grep -c '^Matched triple' out.txt)" 1
rdf find - - -
equal 'all triples' "$(grep -c '^Matched triple' out.txt)" 7
rdf find - - - http://e/g
equal 'triples of a context' "$(grep -c '^Matched triple' out.txt)" 1
rdf find - - - http://e/none
equal 'triples of a context that is not there' "$(grep -c '^Matched triple' out.txt)" 0
rdf sources http://e/p http://e/b
expect_out 'http://e/a'
rdf arcs http://e/a http://e/b
expect_out 'http://e/p'
rdf arcs-out http://e/a
expect_out 'http://e/q'
rdf has-arc-in http://e/p http://e/b
expect_status 0
rdf has-arc-in http://e/r http://e/b
expect_status 1
rdf query sparql - 'SELECT ?o WHERE { <http://e/a> <http://e/q> ?b . ?b <http://e/r> ?o }'
expect_out 'in a blank node'

# Adding and removing, by context and without.
rdf add http://e/c http://e/p three http://e/g
expect_status 0
rdf add http://e/c http://e/p three
rdf size
expect_out 'graph has 9 triples'
rdf remove http://e/c http://e/p three
rdf find http://e/c - three http://e/g
equal 'the triple of the context is still there' "$(grep -c '^Matched triple' out.txt)" 1
rdf remove http://e/c http://e/p three http://e/g
rdf size
expect_out 'graph has 7 triples'
rdf add http://e/d http://e/p four http://e/h
rdf remove-context http://e/h
rdf contexts
equal 'contexts that are left' "$(grep -c 'http://e/' out.txt)" 1

# A new store, options, and what goes wrong.
mkdir sub
rdfproc -q -n -s yuantu -t "dir='sub'" t add http://e/x http://e/y z
[ -f sub/t ]
check $? "the folder of the option dir was not used"
rdf -n add http://e/x http://e/y z
rdf size
expect_out 'graph has 1 triples'
echo 'no store at all' >s
rdf size
[ "$status" -ne 0 ]
check $? 'a file that is no store was opened'
expect_err 's: '
finish
