#!/usr/bin/env bash
# upkeep.sh YUANTU SOURCE: updates lie in a log, compact folds them in, verify sees what is wrong.
set -euo pipefail
YUANTU=$1 FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
STORE=$FOLDER/园图.store
fail() { echo "$1" >&2; exit 1; }

printf '<s:1> <p:1> "一"@zh .\n<s:2> <p:1> "二"@zh .\n' >"$FOLDER/a.nt"
"$YUANTU" load "$STORE" "$FOLDER/a.nt" >/dev/null
"$YUANTU" update "$STORE" 'INSERT DATA { <s:3> <p:1> "三"@zh } ; DELETE DATA { <s:1> <p:1> "一"@zh }'
ls "$STORE"-wal-* >/dev/null || fail "expected a log after an update"
"$YUANTU" verify "$STORE" | grep -q ': 2 quads' || fail "expected 2 quads, from store and log"
"$YUANTU" compact --memory 64M "$STORE" | grep -q 'folded in 2 changes' || fail "expected compact to fold in 2 changes"
[ "$(ls "$FOLDER" | tr '\n' ' ')" = "a.nt 园图.store " ] || fail "expected nothing beside the compacted store: $(ls "$FOLDER")"
"$YUANTU" query "$STORE" 'ASK { <s:3> ?p "三"@zh FILTER NOT EXISTS { <s:1> ?q ?o } }' | grep -q true || fail "expected the updated quads"

printf 'x' | dd of="$STORE" bs=1 seek=4100 conv=notrunc status=none
! "$YUANTU" verify "$STORE" 2>"$FOLDER/why" || fail "expected verify to see a changed byte"
grep -q 'checksum is wrong' "$FOLDER/why" || fail "expected it to say what is wrong: $(cat "$FOLDER/why")"
! "$YUANTU" compact "$FOLDER/nothing" 2>/dev/null || fail "expected compact to want a store"
[ ! -e "$FOLDER/nothing" ] || fail "expected compact to make no store"
