#!/usr/bin/env bash
# Changes: who may make them, and that they are made whole or not at all.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

printf '<http://e/a> <http://e/p> "一" .\n<http://e/a> <http://e/q> _:b .\n_:b <http://e/p> "blank" .\n' >data.nt
run load store data.nt
update='INSERT DATA { <http://e/b> <http://e/p> "二" }'
turtle='<http://e/c> <http://e/p> "三" .'

# A server that only reads: 403, whatever is shown.
serve --web '' store
for token in '' 'Bearer a-token-for-the-tests'; do
  get --header "Authorization: $token" --header 'Content-Type: application/sparql-update' --data-binary "$update" /sparql
  equal 'read-only update' "$status" 403
  for method in PUT POST DELETE; do
    get --request "$method" --header "Authorization: $token" --header 'Content-Type: text/turtle' --data-binary "$turtle" '/graphs?default'
    equal "read-only $method" "$status" 403
  done
done
get '/graphs?default'
equal 'reading is free' "$status" 200
stop

# No token, no server; and a short one is none.
run serve --writable --port 0 store
expect_status 1
expect_err 'needs a token'
export YUANTU_TOKEN=short
run serve --writable --port 0 store
expect_status 1
unset YUANTU_TOKEN

echo a-token-for-the-tests >token
serve --web '' --writable --token-file token store
for token in '' 'Bearer ' 'Bearer a-token-for-the-test' 'Bearer a-token-for-the-testsx' 'Basic !!!' 'Digest x' \
  "Basic $(printf 'x:wrong' | base64)"; do
  get --header "Authorization: $token" --header 'Content-Type: application/sparql-update' --data-binary "$update" /sparql
  equal "token “$token”" "$status" 401
  expect_head 'www-authenticate: bearer'
  get --header "Authorization: $token" --data-urlencode "update=$update" /sparql
  equal "form, token “$token”" "$status" 401
  get --request PUT --header "Authorization: $token" --header 'Content-Type: text/turtle' --data-binary "$turtle" '/graphs?default'
  equal "PUT, token “$token”" "$status" 401
done
ask 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
expect_out '"value":"3"'
auth='Authorization: Bearer a-token-for-the-tests'

# From a page of another origin: not even with the token.
get --header "$auth" --header 'Origin: http://evil.example' --header 'Content-Type: application/sparql-update' --data-binary "$update" /sparql
equal 'another origin' "$status" 403

get --header "$auth" --header 'Content-Type: application/sparql-update' --data-binary "$update" /sparql
equal 'update' "$status" 204
get --user "any:a-token-for-the-tests" --data-urlencode "update=DELETE DATA { <http://e/b> <http://e/p> \"二\" }" /sparql
equal 'update by form, token as password' "$status" 204
ask 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
expect_out '"value":"3"'
get --header "$auth" --data-urlencode "update=$update ; INSERT DATA { <a> <b" /sparql
equal 'syntax' "$status" 400
get --header "$auth" --data-urlencode "update=$update ; LOAD <file:///etc/passwd>" /sparql
case "$status" in 4?? | 5??) check 0 '' ;; *) check 1 "LOAD got $status" ;; esac
ask 'ASK { <http://e/b> ?p ?o }'
expect_out '"boolean":false'

# A bad document leaves the graph as it was.
get --request PUT --header "$auth" --header 'Content-Type: text/turtle' --data-binary "$turtle" '/graphs?graph=http://e/g'
equal 'PUT' "$status" 201
get --request PUT --header "$auth" --header 'Content-Type: text/turtle' --data-binary "$turtle <http://e/x> <" '/graphs?graph=http://e/g'
equal 'bad PUT' "$status" 400
expect_out 'body:1:'
get --request PUT --header "$auth" --header 'Content-Type: application/n-quads' \
  --data-binary '<http://e/x> <http://e/y> <http://e/z> <http://e/other> .' '/graphs?graph=http://e/g'
equal 'PUT of quads' "$status" 400
get --header 'Accept: application/n-triples' '/graphs?graph=http://e/g'
equal 'GET' "$out" '<http://e/c> <http://e/p> "三" .'
get --head '/graphs?graph=http://e/g'
equal 'HEAD' "$status" 200
get --request PUT --header "$auth" --header 'Content-Type: image/png' --data-binary x '/graphs?graph=http://e/g'
equal 'media type' "$status" 415
for bad in 'graph=relative' 'graph=http://e/%3E%20a' 'graph=http://e/&default' ''; do
  get "/graphs?$bad"
  equal "graphs?$bad" "$status" 400
done
get --request DELETE --header "$auth" '/graphs?graph=http://e/g'
equal 'DELETE' "$status" 204
get --request DELETE --header "$auth" '/graphs?graph=http://e/g'
equal 'DELETE again' "$status" 404
get '/graphs?graph=http://e/g'
equal 'GET after DELETE' "$status" 404

# A graph without a triple leaves no trace: to put one is to take away what was there, and creates nothing.
put_empty() { get --request PUT --header "$auth" --header 'Content-Type: text/turtle' --data-binary "$1" "/graphs?graph=http://e/empty"; }
put_empty ''
equal 'PUT of nothing, new' "$status" 204
get '/graphs?graph=http://e/empty'
equal 'GET of nothing' "$status" 404
put_empty "$turtle"
equal 'PUT, new' "$status" 201
put_empty '# no triple'
equal 'PUT of nothing' "$status" 204
get '/graphs?graph=http://e/empty'
equal 'GET of what is no more' "$status" 404
get --request POST --header "$auth" --header 'Content-Type: text/turtle' --data-binary '# no triple' /graphs
equal 'POST of nothing' "$status" 400

# XXE: a document that names a file or a server gets nothing of either.
echo 'the secret of this machine' >secret.txt
cat >xxe.rdf <<EOF
<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY file SYSTEM "file://$PWD/secret.txt"><!ENTITY net SYSTEM "http://127.0.0.1:${url##*:}/sparql?query=ASK{}">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/x"><e:p>[&file;][&net;]</e:p></rdf:Description></rdf:RDF>
EOF
get --request PUT --header "$auth" --header 'Content-Type: application/rdf+xml' --data-binary @xxe.rdf '/graphs?graph=http://e/xxe'
xxe=$status
get '/graphs?graph=http://e/xxe'
! contains "$out" 'secret' && ! contains "$out" boolean
check $? "expected nothing of the file, found $xxe: $out"
cat >laughs.rdf <<'EOF'
<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;"><!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><rdf:Description rdf:about="http://e/x"><e:p>&i;</e:p></rdf:Description></rdf:RDF>
EOF
get --request PUT --header "$auth" --header 'Content-Type: application/rdf+xml' --data-binary @laughs.rdf '/graphs?graph=http://e/laughs'
case "$status" in 4?? | 5??) check 0 '' ;; *) check 1 "a billion laughs got $status" ;; esac
ask 'ASK {}'
equal 'alive' "$status" 200

# Too large: refused by what the head says, before a byte is taken.
get --request PUT --header "$auth" --header 'Content-Type: text/turtle' --header 'Content-Length: 99999999999' --data-binary x '/graphs?default'
equal 'size' "$status" 413

# Blank nodes leave as IRIs, which find them again, and come back as what they were.
ask --header 'Accept: text/csv' 'SELECT ?o { <http://e/a> <http://e/q> ?o }'
node=$(printf '%s\n' "$out" | tail -n 1 | tr -d '\r')
contains "$node" https://w3id.org/yuantu/.well-known/genid/
check $? "expected an IRI, found $node"
ask --header 'Accept: text/csv' "SELECT ?o { <$node> <http://e/p> ?o }"
equal 'followed' "$out" $'o\r\nblank\r'
get --location --header 'Accept: application/n-triples' "${node#https://w3id.org/yuantu}"
expect_out '"blank"'
ask 'SELECT * { ?s ?p ?o }'
! contains "$out" bnode
check $? 'expected no blank node'
get '/graphs?default'
printf '%s\n' "$out" >default.ttl
get --request PUT --header "$auth" --header 'Content-Type: text/turtle' --data-binary @default.ttl '/graphs?default'
equal 'PUT of what was got' "$status" 204
ask 'ASK { <http://e/a> <http://e/q> ?b . FILTER(ISBLANK(?b)) }'
expect_out '"boolean":true'

# The tag changes with the store, and only then.
get --get --data-urlencode 'query=ASK { <http://e/t> ?p ?o }' /sparql
tag=$(printf '%s\n' "$head" | sed -n 's/^etag: //p')
get --get --data-urlencode 'query=ASK { <http://e/t> ?p ?o }' --header "If-None-Match: $tag" /sparql
equal 'not modified' "$status $out" '304 '
get --header "$auth" --data-urlencode 'update=INSERT DATA { <http://e/t> <http://e/p> 1 }' /sparql
get --get --data-urlencode 'query=ASK { <http://e/t> ?p ?o }' --header "If-None-Match: $tag" /sparql
equal 'modified' "$status $out" '200 {"head":{},"boolean":true}'
ask 'SELECT (NOW() AS ?now) {}'
! printf '%s' "$head" | grep -q '^etag:'
check $? 'expected no tag on what changes by itself'
stop

# What was committed is there afterwards.
run query store 'ASK { <http://e/t> <http://e/p> 1 }'
expect_out 'true'
finish
