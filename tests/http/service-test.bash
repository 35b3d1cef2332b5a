#!/usr/bin/env bash
# SERVICE, asked of our own server: what may be asked, what comes back, and what goes wrong. Python plays the servers that do
# wrong.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

cat >remote.nq <<'END'
<e:a> <p:name> "一"@zh .
<e:b> <p:name> "二"@zh .
<e:b> <p:size> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:x <p:name> "没有名字" .
END
for i in $(seq 400); do printf '<e:n%d> <p:name> "第%d" .\n' "$i" "$i"; done >>remote.nq
printf '<e:a> <p:here> "A" .\n<e:b> <p:here> "B" .\n<e:c> <p:here> "C" .\n_:y <p:here> "Y" .\n' >local.nq
for i in $(seq 300); do printf '<e:n%d> <p:here> "N" .\n' "$i"; done >many.nq
run load remote remote.nq
run load local local.nq
run load many many.nq
serve remote
endpoint=$url/sparql

rows() { # store, query: rows of the answer, sorted, joined by blanks
  run query "$1" --service "$url/" --format csv "$2"
  expect_status 0
  rows=$(printf '%s\n' "$out" | tr -d '\r' | tail -n +2 | LC_ALL=C sort | tr '\n' ' ')
}

query="SELECT ?s ?h ?n { ?s <p:here> ?h SERVICE <$endpoint> { ?s <p:name> ?n } }"
rows local "$query"
equal rows "$rows" 'e:a,A,一 e:b,B,二 '
rows local "PREFIX p: <p:> SELECT ?n { VALUES ?s { <e:a> } SERVICE <$endpoint> { ?s p:name ?n } }"
equal 'prefixes go along' "$rows" '一 '
rows local "SELECT ?s ?n { ?s <p:here> ?h OPTIONAL { SERVICE <$endpoint> { ?s <p:name> ?n } } FILTER(?h IN ('A', 'C')) }"
equal 'an optional part' "$rows" 'e:a,一 e:c, '
rows local "SELECT ?s { ?s <p:here> ?h FILTER NOT EXISTS { SERVICE <$endpoint> { ?s <p:name> ?n } } FILTER(isIRI(?s)) }"
equal 'NOT EXISTS' "$rows" 'e:c '
rows local "SELECT ?s ?m { ?s <p:here> ?h SERVICE <$endpoint> { ?s <p:name> ?n OPTIONAL { ?s <p:size> ?m } } }"
equal 'unbound there' "$rows" 'e:a, e:b,2 '
rows local "SELECT ?e ?n { VALUES ?e { <$endpoint> } SERVICE ?e { <e:a> <p:name> ?n } }"
equal 'an endpoint from the data' "$rows" "$endpoint,一 "
rows local "SELECT (COUNT(*) AS ?n) (COUNT(?s) AS ?m) { SERVICE <$endpoint> { ?s <p:name> ?o FILTER(isBlank(?s)) } ?s2 <p:here> 'Y' }"
equal 'blank nodes' "$rows" '1,1 '
rows local "SELECT (COUNT(*) AS ?n) { SERVICE <$endpoint> { ?s <p:name> '没有名字' } ?s <p:here> ?o }"
equal 'a blank node is nobody else' "$rows" '0 '
rows many "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s <p:here> 'N' SERVICE <$endpoint> { ?s <p:name> ?o } }"
equal 'several requests' "$rows" '300,300 '

# Who may be asked.
run query local "$query"
expect_status 1
expect_err 'is not on the list of endpoints that may be asked'
run query local --service "http://localhost:${url##*:}/" "$query"
expect_status 1
run query local --service "$url/other/" "$query"
expect_status 1
run query local --service "localhost" "$query"
expect_status 2
run query local --format csv "SELECT ?s { ?s <p:here> 'A' SERVICE SILENT <$endpoint> { ?s <p:name> ?n } }"
expect_status 0
expect_out 'e:a'
run update local "INSERT { ?s <p:n> ?n } WHERE { $(printf '%s' "SERVICE <$endpoint> { ?s <p:name> ?n }") }"
expect_status 1
run update local --service "$url/" "INSERT { ?s <p:n> ?n } WHERE { SERVICE <$endpoint> { ?s <p:size> ?n } }"
expect_status 0
run query local --format csv 'SELECT ?n { <e:b> <p:n> ?n }'
expect_out 2
run update local 'LOAD <http://127.0.0.1/>'
expect_status 1
expect_err 'is not allowed here'

# A server asks only where it was told to.
status=$(curl --silent --get --data-urlencode "query=SELECT * { SERVICE <$endpoint> { ?s ?p ?o } }" --output out.txt --write-out '%{http_code}' "$endpoint")
[ "$status" != 200 ]
check $? "a server without a list answered SERVICE"
stop

# A name that stands for a private address.
name=$(hostname)
if [ "$name" != localhost ] && getent ahosts "$name" | grep -qE '^(10|127|172|192)\.' ; then
  run query local --service "http://$name/" "SELECT * { SERVICE <http://$name/> { ?s ?p ?o } }"
  expect_status 1
  expect_err 'private address'
fi

# Servers that do wrong.
command -v python3 >/dev/null || finish
cat >wrong.py <<'END'
import http.server, sys, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.path[1:]
        if kind == "redirect":
            self.send_response(302); self.send_header("Location", "http://127.0.0.1:1/"); self.end_headers(); return
        if kind == "status":
            self.send_response(500); self.end_headers(); return
        if kind == "slow":
            time.sleep(20)
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if kind == "html" else "application/sparql-results+json"); self.end_headers()
        body = b'{"head":{"vars":["s"]},"results":{"bindings":['
        self.wfile.write(body)
        try:
            while kind == "endless":
                self.wfile.write(b'{"s":{"type":"uri","value":"e:a"}},' * 10000)
        except OSError:
            pass
    def log_message(self, *arguments): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
END
python3 wrong.py >port.txt &
wrong=$!
trap 'kill -9 "$wrong" "$server" 2>/dev/null; rm -rf "$folder"' EXIT
for _ in $(seq 100); do [ -s port.txt ] && break; sleep 0.1; done
base=http://127.0.0.1:$(cat port.txt)
for pair in 'redirect a redirect' 'status status 500' 'html expected an answer in JSON or XML' 'short the answer in JSON' 'endless larger than it may be' 'slow ran out of time'; do
  run query local --timeout 6 --service "$base/" "SELECT * { SERVICE <$base/${pair%% *}> { ?s ?p ?o } }"
  expect_status 1
  expect_err "${pair#* }"
done
kill "$wrong"
wait "$wrong" 2>/dev/null
run query local --service "http://127.0.0.1:1/" 'SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }'
expect_status 1
expect_err 'onnect'
finish
