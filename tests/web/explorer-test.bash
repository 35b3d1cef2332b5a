#!/usr/bin/env bash
# Serves the sample documents and uses the explorer in Chromium: explorer.mjs. SCREENSHOTS=DIR keeps a picture of every view.
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
timeout 840 node "$2/tests/web/explorer.mjs" "$url" "$2/web/dist"
check $? 'a view or a task failed; its messages stand above'
stop
finish
