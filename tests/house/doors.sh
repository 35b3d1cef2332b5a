#!/usr/bin/env bash
# doors.sh: modules meet at their doors, and calls go one way.
#
# usage: doors.sh ROOT
#
# For every #include in src/, loader/ and tests/: another module's header is its door, x/x.h; the module may call that
# one (the table below is the order); a wrapped library's header stays in the modules that wrap it. A module's own tests
# see what the module sees, and its private headers. A module without a line in the table is an error: give it one.
set -euo pipefail
cd "$1"
export LC_ALL=C.UTF-8

# module: the modules whose doors it may open
order='
late:
base:
rdf: base
store: base rdf
search: base rdf store
evidence: base rdf store
ways: base rdf store evidence
remote: base rdf
redland: base rdf store
sparql: base rdf store search evidence ways remote redland
http: base rdf store evidence sparql export
export: base rdf store sparql
text: base
loader: base text rdf store
librdf: base rdf store
yuantu: base rdf store sparql
cli: base text loader rdf store redland sparql http export
'
# header of a library: the modules that wrap it
wrapped='
late-libarchive.h: rdf text export
late-libcurl.h: remote
late-libmicrohttpd.h: http
late-libxml-2.0.h: text remote
late-raptor2.h: rdf redland
late-rasqal.h: redland
microhttpd.h: http
raptor2.h: rdf redland
raptor2/raptor2.h: rdf redland
rasqal.h: redland
rasqal/rasqal.h: redland
librdf.h: librdf
redland.h: librdf
archive.h: rdf text export
archive_entry.h: rdf text export
libxml/HTMLparser.h: text
libxml/parser.h: text
libxml/parserInternals.h: text
libxml/xmlreader.h: remote
curl/curl.h: remote
json-glib/json-glib.h: remote cli
nettle/sha2.h: text
'

find src loader tests -name '*.[ch]' -not -path '*/node_modules/*' -print0 | sort -z |
  xargs -0 -r awk -v order="$order" -v wrapped="$wrapped" '
  function read_table(text, table,   lines, n, i, at) {
    n = split(text, lines, "\n")
    for (i = 1; i <= n; i++)
      if ((at = index(lines[i], ":")))
        table[substr(lines[i], 1, at - 1)] = substr(lines[i], at + 1) " "
  }
  function complain(message) { print FILENAME ":" FNR ": " message; n_faults++ }
  BEGIN { read_table(order, uses); read_table(wrapped, wrappers) }
  FNR == 1 {
    n = split(FILENAME, folder, "/")
    is_test = folder[1] == "tests"
    module = folder[1] == "loader" ? "loader" : n > 2 ? folder[2] : ""
    if (!is_test && module != "" && !(module in uses)) complain("module " module " has no place in the order")
  }
  /^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\""); header = quoted[2]
    n_includes++
    if (!index(header, "/")) { # beside the file: in tests only, since a module is addressed by its name
      if (!is_test) complain("expected \"" module "/" header "\", found \"" header "\"")
      next
    }
    other = header; sub(/\/.*/, "", other)
    if (other == module) next
    if (!(other in uses)) complain("no module " other)
    else if (header != other "/" other ".h") complain("private header of another module: " header)
    else if ((module in uses) && !index(uses[module], " " other " ")) complain(module " may not call " other)
  }
  /^[ \t]*#[ \t]*include[ \t]*</ {
    split($0, quoted, /[<>]/)
    if ((quoted[2] in wrappers) && !index(wrappers[quoted[2]], " " module " "))
      complain("<" quoted[2] "> stays inside:" wrappers[quoted[2]])
  }
  END {
    if (!n_includes) { print "no #include found: is this the root of the repository?"; exit 1 }
    printf "%d includes, %d faults\n", n_includes, n_faults
    exit n_faults > 0
  }'
