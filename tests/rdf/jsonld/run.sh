#!/bin/sh
# run.sh: what the writer writes as JSON-LD is read by jsonld.js, and gives the quads that went in.
#
# usage: run.sh YT-RDF-CAT ROOT
#
# Needs Node.js 18 or newer; `npm ci` in this folder once before. Exit status 77, which CTest counts as skipped, where
# one of them is missing. The W3C's suites are read too where they lie beside the repository.
set -eu
here=$(dirname "$0")
command -v node >/dev/null || { echo "skipped: node is missing (Debian package nodejs)"; exit 77; }
[ -d "$here/node_modules/jsonld" ] || { echo "skipped: run 'npm ci' in tests/rdf/jsonld first"; exit 77; }
exec node "$here/round-trip.mjs" "$1" "$2"
