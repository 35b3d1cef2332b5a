#!/usr/bin/env bash
# The pages: a box, the questions, answers as tables; and nothing from the store or the request gets out of its place.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

cat >data.nt <<'EOF'
<http://e/光谷> <http://e/label> "<script>alert('园')</script> & \"引\"" .
<http://e/光谷> <http://e/area> "518"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://w3id.org/yuantu/id/park/临港> <http://e/label> "临港"@zh .
EOF
run load store data.nt
serve --web "" store

get /
equal status "$status" 200
expect_head 'content-type: text/html; charset=utf-8'
for header in "content-security-policy: default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" \
  'x-content-type-options: nosniff' 'referrer-policy: no-referrer' 'cross-origin-resource-policy: cross-origin'; do
  expect_head "$header"
done
expect_out '<form action="/sparql" method="get">'
expect_out '<textarea id="query" name="query"'
! contains "$out" '<script'
check $? 'expected no scripts'
! printf '%s' "$out" | grep -qE '(src|href|action)="(https?:)?//'
check $? 'expected nothing from elsewhere'

# Each question of queries/ is there, by its first line.
n_questions=0
for file in "$2"/queries/*.rq; do
  [ -e "$file" ] || continue
  n_questions=$((n_questions + 1))
  title=$(head -n 1 "$file" | sed 's/^[# ]*//; s/&/\&amp;/g; s/"/\&quot;/g; s/'"'"'/\&apos;/g; s/</\&lt;/g; s/>/\&gt;/g')
  contains "$out" ">$title</a>"
  check $? "expected the question $title"
done
equal 'number of questions' "$(printf '%s\n' "$out" | grep -c '<li><a href="/sparql?query=')" "$n_questions"
get /style.css
equal status "$status" 200
expect_head 'content-type: text/css'

# The query of a link fills the box, and is only text there.
get '/?query=%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E'
expect_out '&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>'
! contains "$out" '<script'
check $? 'expected no scripts'

# An answer as a page: what the store says is text; IRIs lead on; the other formats are a link away.
ask --data-urlencode accept=html 'SELECT ?s ?o { ?s ?p ?o } ORDER BY ?p ?s'
equal status "$status" 200
expect_head 'content-type: text/html; charset=utf-8'
expect_out '<th scope="col">s</th><th scope="col">o</th>'
expect_out '<td class="number">518</td>'
expect_out '<td>&lt;script&gt;alert(&apos;园&apos;)&lt;/script&gt; &amp; &quot;引&quot;</td>'
expect_out '<td lang="zh">临港</td>'
expect_out 'title="https://w3id.org/yuantu/id/park/临港">id:park/临港</a>'
expect_out '共 3 行'
! contains "$out" '<script'
check $? 'expected no scripts'
link=$(printf '%s' "$out" | grep -o '/sparql?query=[^"]*accept=csv' | head -n 1 | sed 's/&amp;/\&/g')
get "$link"
equal 'the link to CSV' "$status" 200
expect_head 'content-type: text/csv'
link=$(printf '%s' "$out" | head -c 0; ask --data-urlencode accept=html 'SELECT ?s { ?s <http://e/area> ?o }'
  printf '%s' "$out" | grep -o '/sparql?query=DESCRIBE[^"]*' | head -n 1 | sed 's/&amp;/\&/g')
get "$link"
equal 'the link to a thing' "$status" 200
expect_out '<td class="number">518</td>'
ask --data-urlencode accept=html 'ASK { ?s ?p ?o }'
expect_out '是 <span lang="en">yes</span>'

# What a browser may show as a page has the policy, XML too; no answer is guessed to be one; who asks from elsewhere may see the tag.
ask --data-urlencode accept=xml 'SELECT ?s { ?s ?p ?o }'
expect_head "content-security-policy: default-src 'none'"
expect_head 'x-content-type-options: nosniff'
ask -H 'Origin: http://elsewhere' --data-urlencode accept=csv 'SELECT ?s { ?s ?p ?o }'
expect_head 'x-content-type-options: nosniff'
expect_head 'access-control-expose-headers: etag'

# The dataset of a request stays with its links and its box.
ask --data-urlencode accept=html --data-urlencode 'default-graph-uri=http://e/"<g>' 'SELECT * { ?s ?p ?o }'
expect_out '<input type="hidden" name="default-graph-uri" value="http://e/&quot;&lt;g&gt;">'
expect_out 'default-graph-uri=http%3A%2F%2Fe%2F%22%3Cg%3E&amp;accept=json'

# An error as a page.
ask --data-urlencode accept=html 'SELECT <script>alert(1)</script>'
equal status "$status" 400
expect_head 'content-type: text/html'
expect_out '<p class="error">'
! contains "$out" '<script'
check $? 'expected no scripts'
stop

# A long answer is cut on the page and whole in the other formats, from memory or from a file.
for i in $(seq 20000); do
  printf '<http://e/%d> <http://e/p> "%0250d" .\n' "$i" "$i"
done >many.nt
run load --new store many.nt
serve --web "" store
ask --data-urlencode accept=html 'SELECT * { ?s ?p ?o }'
expect_out '共 20000 行'
equal 'rows shown' "$(printf '%s\n' "$out" | grep -c '^<tr><td>')" 1000
ask --data-urlencode accept=tsv 'SELECT * { ?s ?p ?o }'
equal 'rows of TSV' "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 20001
stop
finish
