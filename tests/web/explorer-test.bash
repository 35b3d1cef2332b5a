#!/usr/bin/env bash
# Uses the explorer in Chromium: explorer.mjs on the sample documents, other.mjs on a graph of others. SCREENSHOTS=DIR keeps
# a picture of every view.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

command -v node >/dev/null || { echo 'skipped: node is missing (Debian package nodejs)'; exit 77; }
command -v chromium >/dev/null || { echo 'skipped: chromium is missing (Debian package chromium)'; exit 77; }
[ -d "$2/tests/web/node_modules/playwright-core" ] || { echo "skipped: run 'npm ci' in tests/web first"; exit 77; }
[ -f "$2/web/dist/index.html" ] || { echo "skipped: run 'npm ci && npm run build' in web first"; exit 77; }

run load --new store "$2/ontology/industries.ttl" "$2/data/documents"
expect_status 0
serve --web "$2/web/dist" store
what='explorer.mjs'
timeout 700 node "$2/tests/web/explorer.mjs" "$url" "$2/web/dist"
check $? 'a view or a task failed; its messages stand above'
stop

# A graph of others: names without rdfs:label, classes without colours, one thing with very many neighbours.
foaf=http://xmlns.com/foaf/0.1 e=http://example.org
person() { printf '<%s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <%s/Person> .\n<%s> <%s/name> "%s" .\n' "$1" "$foaf" "$1" "$foaf" "$2"; }
{
  person "$e/hub" 中心
  for i in $(seq 2130); do
    person "$e/p$i" "人物$i"
    if [ "$i" -le 130 ]; then echo "<$e/hub> <$foaf/knows> <$e/p$i> ."; else echo "<$e/p$i> <$foaf/knows> <$e/hub> ."; fi
  done
} >others.nt
run load --new others others.nt "$2/tests/web/later.trig"
expect_status 0
serve --web "$2/web/dist" others
what='other.mjs'
timeout 300 node "$2/tests/web/other.mjs" "$url"
check $? 'a view or a task failed; its messages stand above'
stop
finish
