#!/usr/bin/env bash
# Cytoscape.js, graphology, ECharts and the client of NDEx (CX2) open what was exported for them; ECharts draws it.
. "$2/tests/script.bash"

command -v node >/dev/null || { echo 'skipped: node is missing (Debian package nodejs)'; exit 77; }
[ -d "$2/tests/export/node_modules/@js4cytoscape/ndex-client" ] || { echo "skipped: run 'npm ci' in tests/export first"; exit 77; }

run load --new store "$2/data/documents" "$2/ontology/industries.ttl"
expect_status 0
for format in cytoscape graphology echarts cx2; do
  run export store --format "$format" --output "$format.json"
  expect_status 0
done
run export store --format csv --output tables
expect_status 0
what='open.mjs'
node "$2/tests/export/open.mjs" "$folder" >seen.txt 2>&1
check $? "$(cat seen.txt)"
cat seen.txt
finish
