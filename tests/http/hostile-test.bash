#!/usr/bin/env bash
# Whatever comes over the wire, the server stays up, answers others, and prints nothing.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

printf '<http://e/a> <http://e/p> "一" .\n' >data.nt
run load store data.nt
serve --web "" store --timeout 5
port=${url##*:}

trap '' PIPE # the server closes on us

# Bytes as they are; what comes back is thrown away.
send() {
  { exec 3<>"/dev/tcp/127.0.0.1/$port" && printf "$@" >&3 && timeout 0.5 head -c 4000 <&3 >/dev/null; exec 3>&-; } 2>/dev/null
}

alive() {
  ask 'ASK { ?s ?p ?o }'
  equal "alive after $1" "$status $out" '200 {"head":{},"boolean":true}'
}

send '\0\0\0\0'
send 'GET / HTTP/1.1\r\nHost: localhost\r\nX: \377\376\r\n\r\n'
send 'GET\r\n\r\n'
send 'GET /sparql?query=%%00%%ff%%zz HTTP/1.1\r\nHost: localhost\r\n\r\n'
send '\026\003\001\002\000\001\000\001\374\003\003'
send 'POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: -5\r\n\r\nASK{}'
send 'POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 99999999999999999999\r\n\r\nASK{}'
send 'POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nASK{}\r\n0\r\n\r\n'
send 'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n'
send 'GET http://[::1/ HTTP/1.1\r\nHost: localhost\r\n\r\n'
send 'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n'
send 'HEAD / HTTP/1.0\r\n\r\n'
alive 'broken requests'

# Half a request, then silence, then the end of the connection: others are not held up.
for _ in 1 2 3 4 5 6 7 8; do
  { exec {half}<>"/dev/tcp/127.0.0.1/$port"; printf 'POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n' >&"$half"; } 2>/dev/null
done
alive 'half requests'

# A client that goes away while its query runs.
for i in 1 2 3; do
  timeout 0.2 curl --silent --get --data-urlencode 'query=SELECT * { ?a ?b ?c . ?d ?e ?f }' "$url/sparql" --output /dev/null
done
alive 'clients that went away'

# Queries that are nothing, too deep, too long or too much.
deep=$(printf '{%.0s' $(seq 5000))
chain=$(printf '1+%.0s' $(seq 3000))
for query in "SELECT * $deep" "SELECT ($chain 1 AS ?x) {}" $'\x01\x02\x03' "ASK { ?s ?p '''" 'SELECT * { <<<>>> }' \
  'PREFIX : <\u003e> ASK {}' 'ASK { FILTER(REGEX("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a*)*b")) }' \
  'SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }' 'LOAD <file:///etc/passwd>' \
  'SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }'; do
  ask "$query"
  case "$status" in
  200 | 400 | 500 | 503) check 0 '' ;;
  *) check 1 "status “$status” for ${query:0:60}" ;;
  esac
  ! contains "$out" root:
  check $? 'expected no file of the machine'
done
alive 'hostile queries'

# Noise in the place of a query, eight at a time.
clients=()
for i in $(seq 40); do
  head -c $((i * 7)) /dev/urandom >"noise$i.bin"
  curl --silent --max-time 20 --output /dev/null --header 'Content-Type: application/sparql-query' \
    --data-binary "@noise$i.bin" "$url/sparql" &
  clients+=($!)
  if [ ${#clients[@]} -eq 8 ]; then
    wait "${clients[@]}"
    clients=()
  fi
done
alive noise
kill -0 "$server"
check $? 'expected the server to run'
stop
finish
