#!/bin/sh
# run.sh: checks ontology/ and queries/: two independent parsers read the Turtle, every term is
# documented, the shapes catch what is wrong, every question speaks the vocabulary and has an expectation.
#
# Needs rapper (raptor2-utils) and Node.js 18 or newer; `npm ci` in this folder once before. Exit status 77, which CTest
# counts as skipped, where one of them is missing.
set -eu
cd "$(dirname "$0")"

command -v rapper >/dev/null || { echo "skipped: rapper is missing (Debian package raptor2-utils)"; exit 77; }
command -v node >/dev/null || { echo "skipped: node is missing (Debian package nodejs)"; exit 77; }
[ -d node_modules/rdf-validate-shacl ] || { echo "skipped: run 'npm ci' in tests/ontology first"; exit 77; }

for file in yuantu shapes industries; do
  rapper -q -i turtle -c "../../ontology/$file.ttl" || { echo "ontology/$file.ttl: rapper cannot parse it"; exit 1; }
done
node --test test-terms.mjs test-shapes.mjs test-queries.mjs
