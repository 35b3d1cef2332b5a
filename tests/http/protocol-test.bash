#!/usr/bin/env bash
# The SPARQL 1.1 Protocol: ways to ask, formats, datasets, statuses.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

cat >data.nq <<'EOF'
<http://e/a> <http://e/p> "一"@zh .
<http://e/a> <http://e/p> "二"@zh <http://e/g> .
<http://e/a> <http://e/p> "三"@zh <http://e/h> .
EOF
run load store data.nq
serve --web "" store
select='SELECT ?o { ?s <http://e/p> ?o }'
json='{"head":{"vars":["o"]},"results":{"bindings":[
{"o":{"type":"literal","value":"一","xml:lang":"zh"}}
]}}'

# Three ways to ask; HEAD has the head of GET and no body.
ask "$select"
equal status "$status" 200
equal body "$out" "$json"
expect_head 'content-type: application/sparql-results+json'
expect_head 'vary: accept, accept-encoding, accept-language'
length=$(printf '%s\n' "$head" | grep content-length)
get --data-urlencode "query=$select" /sparql
equal 'form' "$status $out" "200 $json"
get --header 'Content-Type: application/sparql-query; charset=utf-8' --data-binary "$select" /sparql
equal 'direct' "$status $out" "200 $json"
ask --head "$select"
equal 'HEAD' "$status $out" "200 $(printf '%s' "$out")"
equal 'length of HEAD' "$(printf '%s\n' "$head" | grep content-length)" "$length"

# Formats, by header and by parameter.
for pair in 'text/csv|text/csv; charset=utf-8; header=present' 'text/tab-separated-values|text/tab-separated-values' \
  'application/sparql-results+xml|application/sparql-results+xml' 'application/json|application/json' \
  'text/html|text/html; charset=utf-8' 'text/*;q=0.5, application/xml|application/xml' \
  'text/csv;q=0.4, text/html;q=0.3, */*;q=0.1|text/csv' '*/*|application/sparql-results+json'; do
  ask --header "Accept: ${pair%%|*}" "$select"
  equal "status for ${pair%%|*}" "$status" 200
  expect_head "content-type: ${pair##*|}"
done
ask --header 'Accept: text/html' --data-urlencode accept=csv "$select"
expect_head 'content-type: text/csv'
equal 'csv' "$out" $'o\r\n一\r'
ask --data-urlencode accept=application/sparql-results+xml "$select"
expect_head 'content-type: application/sparql-results+xml'
ask 'CONSTRUCT WHERE { ?s ?p ?o }'
expect_head 'content-type: text/turtle; charset=utf-8'
ask --header 'Accept: application/n-triples' 'CONSTRUCT WHERE { ?s ?p ?o }'
equal 'ntriples' "$out" '<http://e/a> <http://e/p> "一"@zh .'
ask --header 'Accept: application/ld+json' 'CONSTRUCT WHERE { ?s ?p ?o }'
expect_head 'content-type: application/ld+json'
expect_out '{"@language": "zh", "@value": "一"}'
ask 'ASK { ?s ?p ?o }'
equal 'ASK' "$out" '{"head":{},"boolean":true}'

# The request's dataset comes before the query's.
ask --header 'Accept: text/csv' 'SELECT ?o FROM <http://e/h> { ?s ?p ?o }'
equal 'FROM' "$out" $'o\r\n三\r'
ask --header 'Accept: text/csv' --data-urlencode default-graph-uri=http://e/g 'SELECT ?o FROM <http://e/h> { ?s ?p ?o }'
equal 'default-graph-uri' "$out" $'o\r\n二\r'
ask --header 'Accept: text/csv' --data-urlencode named-graph-uri=http://e/g --data-urlencode named-graph-uri=http://e/h \
  'SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g'
equal 'named-graph-uri' "$out" $'o\r\n二\r\n三\r'
get --header 'Content-Type: application/sparql-query' --header 'Accept: text/csv' --data-binary "$select" \
  '/sparql?default-graph-uri=http%3A%2F%2Fe%2Fg'
equal 'direct with a dataset' "$out" $'o\r\n二\r'

# 400, with the parser's message as text, as JSON and as a page.
ask 'SELECT * {'
equal 'syntax' "$status" 400
expect_head 'content-type: application/problem+json'
expect_out '"line":1,"column":11}'
ask --header 'Accept: application/json' $'SELECT *\n  { "'
equal 'syntax as JSON' "$status" 400
expect_head 'content-type: application/problem+json'
expect_out '{"type":"https://w3id.org/yuantu/problem#syntax","title":"Bad request","status":400,"detail":"2:'
expect_out '"line":2,"column":'
ask --data-urlencode accept=json 'SELECT * { "'
expect_out '"status":400'
ask --header 'Accept: text/plain' 'SELECT * {'
expect_head 'content-type: text/plain; charset=utf-8'
expect_out '1:11:'
ask --header 'Accept: text/html,*/*;q=0.1' 'SELECT * {'
equal 'syntax as a page' "$status" 400
expect_head 'content-type: text/html'
expect_out '<p class="error">'
get --data 'other=1' /sparql
equal 'no query' "$status" 400
expect_out 'expected the parameter query, found none'
get '/sparql?query=ASK%7B%7D&query=ASK%7B%7D'
equal 'two queries' "$status" 400
get --data-urlencode 'update=CLEAR ALL' /sparql
equal 'update' "$status" 403
expect_out 'only reads'
get --get --data-urlencode 'update=CLEAR ALL' /sparql
equal 'update by GET' "$status" 400
for bad in 'query=%zz' 'query=%ff' 'query=%00' 'query'; do
  get "/sparql?$bad"
  equal "$bad" "$status" 400
done
get --header 'Content-Type: application/sparql-query' --data-binary $'ASK { ?s ?p "\xff" }' /sparql
equal 'not UTF-8' "$status" 400

# 404, 405, 406, 413, 414, 415, 421.
get /nothing
equal 'no such path' "$status" 404
get '/sparql/'
equal 'no such path' "$status" 404
for method in PUT DELETE PATCH; do
  get --request "$method" /sparql
  equal "$method" "$status" 405
  expect_head 'allow: get, head, post, options'
done
get --request OPTIONS /sparql
equal 'OPTIONS' "$status $out" '204 '
what='answers that need no body keep the connection'
equal 'connections' "$(curl --silent --output out1 --output out2 --write-out '%{num_connects}' "$url/none" "$url/none")" 10
equal 'connections' "$(curl --silent --request OPTIONS --output out1 --output out2 --write-out '%{num_connects}' "$url/sparql" "$url/sparql")" 10
expect_head 'allow: get, head, post, options'
get --data x=y /
equal 'POST /' "$status" 405
expect_head 'allow: get, head, options'
ask --header 'Accept: image/png' "$select"
equal 'not acceptable' "$status" 406
expect_out 'text/csv'
ask --header 'Accept: text/csv' 'ASK { ?s ?p ?o }'
equal 'not acceptable' "$status" 406
head -c 1200000 /dev/zero | tr '\0' ' ' >large.txt
get --header 'Content-Type: application/sparql-query' --data-binary @large.txt /sparql
equal 'large body' "$status" 413
get --header 'Content-Type: application/sparql-query' --header 'Transfer-Encoding: chunked' --header 'Expect:' \
  --data-binary @large.txt /sparql
equal 'large chunked body' "$status" 413
{ head -c 1000000 large.txt && printf '%s' "$select"; } >fits.txt
get --header 'Content-Type: application/sparql-query' --data-binary @fits.txt /sparql
equal 'a body that fits' "$status" 200
get "/sparql?query=$(head -c 17000 large.txt | tr ' ' +)"
equal 'long URL' "$status" 414
get "/?$(head -c 130000 large.txt | tr ' ' a)"
equal 'longer URL' "$status" 414
get --header 'Content-Type: application/sparql-update' --data-binary 'CLEAR ALL' /sparql
equal 'update' "$status" 403
get --header 'Content-Type: text/plain' --data-binary "$select" /sparql
equal 'media type' "$status" 415
get --header 'Host: evil.example' /
equal 'another host' "$status" 421
for host in localhost "127.0.0.1:80" '[::1]:3030'; do
  get --header "Host: $host" /
  equal "Host: $host" "$status" 200
done

# Two requests over one connection.
what=keep-alive
equal connections "$(curl --silent --output /dev/null --output /dev/null --write-out '%{num_connects} ' "$url/" "$url/style.css")" '1 0 '
stop

# 503: over time, and with no room. Nothing else waits meanwhile.
for i in $(seq 300); do printf '<http://e/%d> <http://e/p> "%d" .\n' "$i" "$i"; done >many.nt
run load --new store many.nt
serve --web "" store --workers 1 --queue 0 --timeout 2
product='SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l)) = "x") }'
curl --silent --get --data-urlencode "query=$product" --output slow.txt --write-out '%{http_code}' "$url/sparql" >slow-status.txt &
slow=$!
sleep 0.7
ask "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
equal 'no room' "$status" 503
expect_head 'retry-after: 1'
expect_out 'problem#busy'
ask 'ASK { ?s ?p ?o }'
equal 'a look-up meanwhile' "$status" 200
get /
equal 'the page meanwhile' "$status" 200
wait "$slow"
equal 'over time' "$(cat slow-status.txt)" 503
contains "$(cat slow.txt)" '"limit":"time","limitValue":2000,"limitUnit":"ms"'
check $? "expected the reason, found: $(cat slow.txt)"
ask 'ASK { ?s ?p ?o }'
equal 'room again' "$status" 200
stop

# 429: one client may not take all the room.
serve --web "" store --workers 1 --queue 4 --per-client 1 --timeout 2
curl --silent --get --data-urlencode "query=$product" --output slow.txt "$url/sparql" &
slow=$!
sleep 0.7
ask "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
equal 'too many of one client' "$status" 429
expect_head 'retry-after: 1'
wait "$slow"
stop

# Limits of memory and size say which they are.
serve --web "" store --memory 1M --max-result 4K
ask 'SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g'
equal 'memory' "$status" 503
expect_out '"limit":"memory","limitValue":1048576,"limitUnit":"bytes"'
ask 'SELECT * { ?a ?b ?c }'
equal 'size' "$status" 503
expect_out '"limit":"size","limitValue":4096,"limitUnit":"bytes"'
stop

# Origins that are named: each gets its own answer, which a cache keeps for it alone.
serve --web '' --cors 'https://a.example' store
for origin in https://a.example https://b.example; do
  get --header "Origin: $origin" '/sparql?query=ASK%7B%7D'
  equal "from $origin" "$status" 200
  expect_head 'vary: origin'
  case "$head" in *"access-control-allow-origin: https://a.example"*) allowed=yes ;; *) allowed=no ;; esac
  [ "$origin$allowed" = https://a.exampleyes ] || [ "$origin$allowed" = https://b.exampleno ]
  check $? "expected only https://a.example to be allowed, found for $origin: $head"
done
stop
finish
