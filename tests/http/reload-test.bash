#!/usr/bin/env bash
# A server follows its store: loads, updates and compactions show, and no request is dropped meanwhile.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

count='SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }'
ask_count() {
  curl --silent --fail --max-time 20 --get --data-urlencode "query=$count" --header 'Accept: text/csv' "$url/sparql" | tr -d '\r' | tail -n 1
}

await_count() {
  local found=
  for _ in $(seq 50); do
    found=$(ask_count)
    [ "$found" = "$1" ] && break
    sleep 0.1
  done
  equal "the count after $2" "$found" "$1"
}

make_data() { for i in $(seq "$1"); do printf '<http://e/%d> <http://e/p> "%d" .\n' "$i" "$i"; done >data.nt; }

make_data 10
run load store data.nt
serve store
await_count 10 'the start'

# All the while: answers, each with a number, and none smaller than the one before.
while [ ! -e stop-asking ]; do ask_count || echo failed; done >answers.txt &
asker=$!

run update store 'INSERT DATA { <http://e/x> <http://e/p> 1 }'
expect_status 0
await_count 11 'an update'
run compact store
expect_status 0
run update store 'INSERT DATA { <http://e/y> <http://e/p> 1 }'
await_count 12 'compacting and another update'
make_data 2000
run load --new store data.nt
expect_status 0
await_count 2000 'loading it anew'
touch stop-asking
wait "$asker"
what='the answers meanwhile'
equal 'failures' "$(grep -c -v -x '[0-9]*' answers.txt)" 0
equal 'in order' "$(cat answers.txt)" "$(sort -n answers.txt)"
stop
finish
