#!/usr/bin/env bash
# run_oxigraph.sh FILE.nt NAME [QUERY_DIR]: Oxigraph's npm package (WASM, in memory) answers the queries one by one, each with
# a deadline. It has one thread and cannot be told to stop, so a query that is not done in time ends the server, and the next
# query gets a new one, which loads FILE again.
# KIT is the folder of the benchmark kit (lib.sh, client.py, oxi_server.cjs, queries); DEADLINE seconds for each query (120);
# SKIP a regular expression of queries that are not asked, such as 'q10|q12'; ONLY one of those that are. What an earlier run of the same NAME found for
# the others stays in its result file. Needs `npm install oxigraph` in $WORK/node.
set -euo pipefail
KIT=${KIT:-$(dirname "$0")/../../shared/bench}
. "$KIT/lib.sh"
FILE=$(realpath "$1") NAME=$2 QUERIES=${3:-$KIT/queries} PORT=${HTTP_PORT:-7001} DEADLINE=${DEADLINE:-120}
LOG=$WORK/oxigraph-$NAME.log OUT=$RES/oxigraph-$NAME.json PID=

stop_server() {
  [ -z "$PID" ] || { kill -9 "$PID" && wait "$PID"; } 2>/dev/null || true
  PID=
}
trap stop_server EXIT

start_server() {
  NODE_PATH=$WORK/node/node_modules node --max-old-space-size=16000 "$KIT/oxi_server.cjs" "$FILE" "$PORT" >"$LOG" 2>&1 &
  PID=$!
  until grep -q 'ready\|failed' "$LOG"; do
    kill -0 "$PID" 2>/dev/null || break
    sleep 0.5
  done
  sed "s/^/oxigraph $NAME: /" "$LOG"
  grep -q ready "$LOG"
}

# Is there an answer to query $1 in the result file?
is_answered() {
  python3 -c 'import json, sys; sys.exit("median_ms" not in json.load(open(sys.argv[1]))["queries"].get(sys.argv[2], {}))' "$OUT" "$1"
}

for file in "$QUERIES"/*.rq; do
  query=$(basename "$file" .rq)
  grep -qxE "${ONLY:-.*}" <<<"$query" || continue
  ! grep -qxE "${SKIP:-}" <<<"$query" || { echo "$query skipped"; continue; }
  [ -n "$PID" ] || start_server || exit 1
  python3 "$KIT/client.py" --url "http://127.0.0.1:$PORT/" --name oxigraph --queries "$QUERIES" --out "$OUT" --pid "$PID" \
    --only "$query" --timeout "$DEADLINE" ${CLIENT_ARGS:-} | grep -v '^geometric mean' || true
  is_answered "$query" || { echo "$query: no answer in $DEADLINE s, or an error"; stop_server; }
done
