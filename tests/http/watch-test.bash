#!/usr/bin/env bash
# What the server tells of itself, and that a new store comes in without a request being lost.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

printf '<http://e/a> <http://e/p> "1" .\n' >one.nt
printf '<http://e/a> <http://e/p> "1" .\n<http://e/a> <http://e/p> "2" .\n' >two.nt
run load store one.nt
serve --web '' --access-log access.log store

get /health
equal status "$status" 200
expect_out '"status":"ok","quads":1'
first=$out
ask 'ASK {}'
ask 'ASK {'
get /nothing
get /metrics
expect_head 'content-type: text/plain; version=0.0.4'
expect_out 'yuantu_store_quads 1'
expect_out 'yuantu_http_requests_total{route="sparql",status="2xx"} 1'
expect_out 'yuantu_http_requests_total{route="sparql",status="4xx"} 1'
expect_out 'yuantu_problems_total{kind="syntax"} 1'
expect_out 'yuantu_http_request_duration_seconds_bucket{route="sparql",le="+Inf"} 2'
! printf '%s\n' "$out" | grep -vqE '^(#.*|[a-z_]+(\{[^}]*\})? [0-9.e+]+|)$'
check $? "expected Prometheus' format"

# The log: one line of JSON for each request, whatever the request has in it.
get --user-agent $'a"b\tc' '/x%22%0a?y="z"'
sleep 0.2
equal 'lines' "$(wc -l <access.log | tr -d ' ')" 6
while IFS= read -r line; do
  printf '%s' "$line" | python3 -c 'import json, sys; r = json.load(sys.stdin); assert r["client"] == "127.0.0.1" and r["method"] == "GET" and r["status"] and r["ms"] >= 0, r'
  check $? "expected a record, found $line"
done <access.log

# A new store is taken in, by itself and at SIGHUP, while others ask: every answer is one of the two, none is missing.
for i in $(seq 400); do
  curl --silent --max-time 10 --get --data-urlencode 'query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' --header 'Accept: text/csv' \
    --write-out '%{http_code}' "$url/sparql" | tr -d '\r' | tr '\n' ' '
  echo
done >asked.txt &
asking=$!
for round in 1 2 3; do
  run load --new store two.nt
  sleep 0.6
  kill -HUP "$server"
  run load --new store one.nt
  sleep 0.6
done
wait "$asking"
equal 'answers' "$(wc -l <asked.txt | tr -d ' ')" 400
equal 'other answers' "$(grep -vcxE 'n [12] 200' asked.txt)" 0
run load --new store two.nt
for _ in $(seq 50); do
  get /health
  contains "$out" '"quads":2' && break
  sleep 0.1
done
expect_out '"quads":2'
[ "$out" != "$first" ]
check $? 'expected another version'
get /metrics
expect_out 'yuantu_reload_failures_total 0'

# A change in the log of the store too, by another process.
run update store 'INSERT DATA { <http://e/b> <http://e/p> 3 }'
for _ in $(seq 50); do
  get /health
  contains "$out" '"quads":3' && break
  sleep 0.1
done
expect_out '"quads":3'

# What is no store: the old one is served on, and it is said.
printf 'no store at all, but long enough to be looked at as if it were one, which takes 64 bytes' >bad
mv bad store
sleep 1.5
ask 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
expect_out '"value":"3"'
get /metrics
! contains "$out" 'reload_failures_total 0'
check $? 'expected a failure to be counted'
: >server-err.txt
stop
finish
