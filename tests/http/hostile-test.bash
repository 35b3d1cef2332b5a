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

# Each kind of attack is answered by its limit, and while it runs a look-up is answered at once. Slow heads and bodies, which take
# their time, are in limits-test.py. A server of others plays the ones that SERVICE is led to; what it is asked it writes down.
cat >others.py <<'END'
import gzip, http.server, threading
asked = open("asked.txt", "a", buffering=1)
class Inside(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked.write("inside\n"); self.send_response(200); self.end_headers()
    do_GET = do_POST
    def log_message(self, *arguments): pass
inside = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Inside)
class Outside(Inside):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        asked.write("outside\n")
        if self.path == "/redirect":
            self.send_response(307); self.send_header("Location", f"http://127.0.0.1:{inside.server_port}/"); self.end_headers(); return
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json"); self.send_header("Content-Encoding", "gzip"); self.end_headers()
        try: self.wfile.write(packed)
        except OSError: pass
rows = b'{"s":{"type":"uri","value":"e:a"}},' * 3000000 # 105 MB
packed = gzip.compress(b'{"head":{"vars":["s"]},"results":{"bindings":[' + rows, 1)
outside = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Outside)
threading.Thread(target=inside.serve_forever, daemon=True).start()
print(outside.server_port, inside.server_port, flush=True)
outside.serve_forever()
END
python3 others.py >ports.txt &
others=$!
for _ in $(seq 300); do [ -s ports.txt ] && break; sleep 0.1; done
read -r outside inside <ports.txt
name=$(hostname)
export YUANTU_TOKEN=a-token-for-the-tests
serve --web '' --writable --timeout 2 --memory 64M --max-upload 1M --service "http://127.0.0.1:$outside/" --service "http://$name/" store
trap 'kill -9 "$server" "$others" 2>/dev/null; rm -rf "$folder"' EXIT
auth="Authorization: Bearer $YUANTU_TOKEN"

# attack NAME STATUS[,STATUS] ARGUMENT…: curl with the arguments gets one of the statuses, and a look-up beside it takes less than two
# seconds, of which a loaded machine with sanitizers needs the most
attack() {
  local name=$1 wanted=$2 begun took
  shift 2
  curl --silent --max-time 20 --dump-header attack-head.txt --output attack.txt --write-out '%{http_code}' "$@" >attack-status.txt 2>/dev/null &
  local attacker=$!
  sleep 0.2
  begun=$(date +%s%3N)
  ask 'ASK { <http://e/a> <http://e/p> ?o }'
  took=$(($(date +%s%3N) - begun))
  what="$name"
  [ "$status" = 200 ] && [ "$took" -lt 2000 ]
  check $? "expected a look-up at once, found $status after $took ms"
  wait "$attacker"
  contains ",$wanted," ",$(cat attack-status.txt),"
  check $? "expected status $wanted, found $(cat attack-status.txt)"
  ! grep -qi '^x-injected\|root:x' attack-head.txt attack.txt
  check $? 'expected nothing of it in the answer'
}
limit() { grep -q "\"limit\":\"$1\"" attack.txt; check $? "expected the limit $1, found $(head -c 300 attack.txt)"; }
query() { attack "$1" "$2" --get --data-urlencode "query=$3" "$url/sparql"; }
put() { attack "$1" "$2" --request PUT --header "$auth" --header "Content-Type: $3" --data-binary "@$4" "${@:5}" "$url/graphs?graph=http://e/put"; }

for i in $(seq 2000); do printf '<http://e/s%d> <http://e/p> <http://e/s%d> .\n' "$i" "$((i * 7 % 2000))"; done >ring.nt
printf '%s' "{ ?s0 ?p0 ?o0 $(for i in $(seq 30); do printf '. ?s%d ?p%d ?o%d ' "$i" "$i" "$i"; done) }" >product.txt
put 'a graph of some size' 201 application/n-triples ring.nt
query 'a bomb of patterns' 503 "SELECT (COUNT(*) AS ?n) FROM <http://e/put> $(cat product.txt)"
limit time
query 'a bomb of paths' 503 'SELECT (COUNT(*) AS ?n) FROM <http://e/put> { ?s (<http://e/p>|^<http://e/p>)* ?o . ?t (<http://e/p>|^<http://e/p>)* ?u FILTER(?o != ?u) }'
query 'a bomb of memory' 503 'SELECT * FROM <http://e/put> { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c'
query 'a bomb of a regular expression' 200 "SELECT (COUNT(*) AS ?n) FROM <http://e/put> { ?s ?p ?o FILTER(REGEX('$(printf 'a%.0s' $(seq 60))!', '^(a+)+\$')) }"
query 'a counted repetition' 200 'ASK { FILTER(REGEX("aaaa", "((a{1,500}){1,500}){1,500}")) }'
query 'too many ways' 400 'PREFIX yt: <https://w3id.org/yuantu/ontology#> SELECT * { ?p yt:path (<http://e/a> <http://e/b> 1000000 1000) }'
head -c 200000 /dev/zero | tr '\0' a >long.txt
attack 'a huge header' 431 --header "X: $(head -c 100000 long.txt)" "$url/"
attack 'a huge URL' 414 "$url/$(head -c 20000 long.txt)"
attack 'header injection' 404 "$url/id/a%0d%0aX-Injected:%20b"
attack 'header injection by a format' 406 --get --data-urlencode 'query=ASK {}' --data-urlencode $'accept=text/x\r\nX-Injected: b' "$url/sparql"
attack 'traversal' 404 --path-as-is "$url/../../../../etc/passwd"
attack 'traversal, escaped' 404 --path-as-is "$url/%2e%2e/%2e%2e/etc/passwd"
attack 'traversal by a name' 404 --path-as-is "$url/page/%2e%2e%2f%2e%2e%2fetc%2fpasswd"

# SSRF: one endpoint may be asked, and leads nowhere else.
query 'SERVICE by a redirect' 500 "SELECT * { SERVICE <http://127.0.0.1:$outside/redirect> { ?s ?p ?o } }"
query 'SERVICE to another port' 500 "SELECT * { SERVICE <http://127.0.0.1:$inside/> { ?s ?p ?o } }"
query 'SERVICE to another name of it' 500 "SELECT * { SERVICE <http://localhost:$outside/> { ?s ?p ?o } }"
query 'SERVICE to a number' 500 "SELECT * { SERVICE <http://2130706433:$inside/> { ?s ?p ?o } }"
query 'SERVICE with a user' 500 "SELECT * { SERVICE <http://127.0.0.1:$outside@127.0.0.1:$inside/> { ?s ?p ?o } }"
query 'SERVICE to metadata' 500 'SELECT * { SERVICE <http://169.254.169.254/latest/meta-data/> { ?s ?p ?o } }'
query 'SERVICE to a file' 500 'SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }'
query 'SERVICE to a bomb that is packed' 500,503 "SELECT * { SERVICE <http://127.0.0.1:$outside/bomb> { ?s ?p ?o } }"
grep -q 'larger than it may be\|"limit":"time"' attack.txt
check $? "expected the limit of answers or of time, found $(head -c 300 attack.txt)"
if [ "$name" != localhost ] && getent ahosts "$name" | grep -qE '^(10|127|172|192)\.'; then # the list has the name, not the address
  query 'SERVICE to a name of a private address' 500 "SELECT * { SERVICE <http://$name/> { ?s ?p ?o } }"
fi
! grep -q inside asked.txt
check $? 'expected nobody inside to be asked'
equal 'those that may be asked' "$(sort -u asked.txt)" outside
attack LOAD 500 --header "$auth" --data-urlencode "update=LOAD <http://127.0.0.1:$inside/>" "$url/sparql"

# Documents: entities that name files and servers, that multiply; what is packed, and what is too large.
rdf='<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><rdf:Description rdf:about="http://e/x"><e:p>[&x;]</e:p></rdf:Description></rdf:RDF>'
printf '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>%s' "$rdf" >file.rdf
printf '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:%s/">]>%s' "$inside" "$rdf" >net.rdf
printf '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY %% d SYSTEM "http://127.0.0.1:%s/"> %%d;]>%s' "$inside" "$rdf" >dtd.rdf
{
  printf '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "haha">'
  for i in $(seq 12); do printf '<!ENTITY a%d "%s">' "$i" "$(for _ in 1 2 3 4 5 6 7 8 9 10; do printf '&a%d;' "$((i - 1))"; done)"; done
  printf '<!ENTITY x "&a12;">]>%s' "$rdf"
} >laughs.rdf
for document in file net dtd laughs; do
  curl --silent --max-time 20 --output put.txt --request PUT --header "$auth" --header 'Content-Type: application/rdf+xml' \
    --data-binary "@$document.rdf" "$url/graphs?graph=http://e/$document"
  get --header 'Accept: text/csv' "/graphs?graph=http://e/$document"
  ! contains "$out" root: && [ ${#out} -lt 2000 ]
  check $? "$document.rdf: expected nothing of it, found ${out:0:300}"
done
! grep -q inside asked.txt
check $? 'expected nobody to be asked for entities'
head -c 200000000 /dev/zero | gzip -1 >zeros.gz
put 'a packed document' 415 text/turtle zeros.gz --header 'Content-Encoding: gzip'
head -c 3000000 /dev/zero >zeros.bin
put 'a document too large' 413 text/turtle zeros.bin
attack 'a packed query' 415 --header 'Content-Encoding: deflate' --header 'Content-Type: application/sparql-query' --data-binary @zeros.gz "$url/sparql"
kill "$others"
wait "$others" 2>/dev/null
stop
finish
