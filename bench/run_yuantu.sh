#!/usr/bin/env bash
# run_yuantu.sh FILE.nt NAME COMPANIES [QUERY_DIR]: yuantu loads FILE, serves it on loopback and answers the queries.
# KIT is the folder of the benchmark kit (lib.sh, client.py, point.lua, queries); YUANTU the program; MEMORY, such as 512M,
# is handed to yuantu load.
set -euo pipefail
KIT=${KIT:-$(dirname "$0")/../../shared/bench}
YUANTU=$(realpath "${YUANTU:-$(dirname "$0")/../build/yuantu}")
. "$KIT/lib.sh"
FILE=$(realpath "$1") NAME=$2 COMPANIES=$3 QUERIES=${4:-$KIT/queries} PORT=${HTTP_PORT:-7002}
STORE=$WORK/yuantu-$NAME.store
rm -f "$STORE"*
N=$(lines "$FILE")
A=$(now)
/usr/bin/env python3 - "$YUANTU" load --new ${MEMORY:+--memory "$MEMORY"} "$STORE" "$FILE" <<'PY'
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f'peak memory: {usage.ru_maxrss // 1024} MiB; processor time: {usage.ru_utime + usage.ru_stime:.2f} s')
sys.exit(status)
PY
S=$(took "$A" "$(now)")
BYTES=$(stat -c %s "$STORE")
echo "yuantu $NAME: loaded $N triples in $S s: $(per_s "$N" "$S") triples/s, $BYTES bytes: $(awk -v b="$BYTES" -v n="$N" 'BEGIN { printf "%.1f", b / n }') a triple"
"$YUANTU" serve --help >/dev/null 2>&1 || { echo "yuantu $NAME: this program has no command serve, so no queries" >&2; exit 0; }
"$YUANTU" serve --port "$PORT" "$STORE" >"$WORK/yuantu-$NAME.log" 2>&1 &
PID=$!
trap 'kill $PID 2>/dev/null || true' EXIT
wait_port "$PORT" 60 || { cat "$WORK/yuantu-$NAME.log"; exit 1; }
python3 "$KIT/client.py" --url "http://127.0.0.1:$PORT/sparql" --name yuantu --queries "$QUERIES" --out "$RES/yuantu-$NAME.json" --pid $PID ${CLIENT_ARGS:-}
echo "yuantu $NAME peak while serving: $(hwm $PID) MiB"
[ "$COMPANIES" = 0 ] || point_rate "yuantu-$NAME" "http://127.0.0.1:$PORT" /sparql "$COMPANIES"
