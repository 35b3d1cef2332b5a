#!/usr/bin/env bash
# /export: the same bytes as yuantu export, by name of the format; and a reason for each refusal.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

run load store "$2/data/documents/ningbo-75.txt"
serve store
park=https%3A%2F%2Fw3id.org%2Fyuantu%2Fid%2Fpark%2F%E4%B8%AD%E6%84%8F%E7%94%9F%E6%80%81%E5%9B%AD

for format in gexf graphml dot cytoscape cx2 graphology echarts csv neo4j-csv html turtle ntriples trig nquads jsonld; do
  what="format $format"
  "$yuantu" export store --format "$format" >expected
  curl --silent --max-time 30 --output found "$url/export?format=$format"
  cmp -s expected found
  check $? 'expected the bytes that yuantu export writes'
done
get '/export?format=gexf'
equal 'status' "$status" 200
expect_head 'content-type: application/gexf+xml'
expect_head 'content-disposition: attachment; filename="yuantu.gexf"'
tag=$(printf '%s\n' "$head" | sed -n 's/^etag: //p')
get --header "If-None-Match: $tag" '/export?format=gexf'
equal 'not modified' "$status" 304
get "/export?format=dot&hops=1&around=$park"
equal 'a thing and its neighbours' "$(printf '%s' "$out" | grep -c ' -> ')" 3
get --get --data-urlencode 'query=CONSTRUCT { ?a <https://e/near> ?b } { ?a <https://w3id.org/yuantu/ontology#hosts> ?b }' '/export?format=dot'
equal 'a query' "$status" 200
[[ $out = *'near'* ]]
check $? 'expected the constructed property'

for bad in '/export' '/export?format=excel' "/export?format=dot&hops=x&around=$park" "/export?format=dot&hops=6&around=$park" \
  '/export?format=dot&query=ASK%20%7B%7D' '/export?format=dot&query=nonsense' "/export?format=dot&query=x&around=$park"; do
  get "$bad"
  equal "status of $bad" "$status" 400
  expect_out '"detail"'
done
get '/export?format=dot&around=https://e/nothing'
equal 'a thing that is not there' "$status" 404
get --request POST '/export?format=dot'
equal 'POST' "$status" 405
stop
finish
