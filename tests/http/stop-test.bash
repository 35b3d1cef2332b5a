#!/usr/bin/env bash
# Starting and stopping: addresses, ports in use, and queries that finish before the end.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

for i in $(seq 250); do printf '<http://e/%d> <http://e/p> "%d" .\n' "$i" "$i"; done >data.nt
run load store data.nt

# A query in progress gets its answer.
serve store
query='SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) }'
curl --silent --get --data-urlencode "query=$query" --header 'Accept: text/csv' "$url/sparql" >slow.txt &
slow=$!
sleep 0.3
stop
wait "$slow"
equal 'the answer' "$(tr -d '\r' <slow.txt)" $'n\n31125'

# SIGINT stops too, and the port is free again at once.
serve store
port=${url##*:}
what='a second server'
run serve --port "$port" store
expect_status 1
expect_err "127.0.0.1 port $port: cannot listen: Address already in use"
code=0
kill -INT "$server"
wait "$server" || code=$?
equal 'exit status' "$code" 0
"$yuantu" serve --port "$port" store >again.txt &
server=$!
for _ in $(seq 50); do
  [ -s again.txt ] && break
  sleep 0.1
done
equal 'the same port again' "$(cat again.txt)" "http://127.0.0.1:$port/"
stop

# Addresses.
serve --host localhost store
equal localhost "${url%:*}" http://localhost
get /
equal status "$status" 200
stop
if [ -e /proc/net/if_inet6 ] && grep -q '00000000000000000000000000000001' /proc/net/if_inet6; then
  serve --host ::1 store
  equal IPv6 "${url%:*}" 'http://[::1]'
  get --globoff /
  equal status "$status" 200
  stop
fi
run serve --host nowhere.invalid --port 0 store
expect_status 1
expect_err 'expected an IP address or localhost'
run serve --port 0 none
expect_status 1
expect_err none
finish
