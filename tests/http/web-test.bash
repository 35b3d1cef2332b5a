#!/usr/bin/env bash
# The files of the explorer: types, lifetimes, codings, and nothing from beside or above the folder.
. "$2/tests/script.bash"
. "$2/tests/http/server.bash"

printf '<http://e/a> <http://e/p> "一" .\n' >data.nt
run load store data.nt
mkdir -p web/assets web/.hidden
echo '<!DOCTYPE html><title>园图</title>' >web/index.html
echo 'console.log("园")' >web/assets/index-Dx1k_9aZ.js
echo '{}' >web/assets/plain.json
echo hidden >web/.hidden/secret
echo secret >secret
ln -s ../secret web/link
ln -s .. web/out
seq 1000 >web/numbers.txt
gzip --keep web/numbers.txt
printf 'as brotli' >web/numbers.txt.br
mkfifo web/pipe
serve --web web store

get /
equal 'status and body' "$status $out" '200 <!DOCTYPE html><title>园图</title>'
expect_head 'content-type: text/html; charset=utf-8'
expect_head 'cache-control: no-cache'
expect_head "content-security-policy: default-src 'self'"
expect_head 'x-content-type-options: nosniff'
tag=$(printf '%s\n' "$head" | sed -n 's/^etag: //p')
get --header "If-None-Match: \"other\", W/$tag" /
equal 'not modified' "$status $out" '304 '
get --header 'If-None-Match: "other"' /
equal 'modified' "$status" 200
get /assets/index-Dx1k_9aZ.js
equal 'script' "$status $out" '200 console.log("园")'
expect_head 'content-type: text/javascript'
expect_head 'cache-control: public, max-age=31536000, immutable'
get /assets/plain.json
expect_head 'cache-control: no-cache'
get --head /assets/plain.json
equal 'HEAD' "$status $(printf '%s' "$head" | grep content-length)" '200 content-length: 3'

# A file beside it in a coding that the client likes.
get /numbers.txt
equal 'as it is' "$(printf '%s\n' "$out" | tail -n 1)" 1000
! contains "$head" content-encoding
check $? 'expected no coding'
get --header 'Accept-Encoding: gzip' --compressed /numbers.txt
equal 'gzip' "$(printf '%s\n' "$out" | tail -n 1)" 1000
expect_head 'content-encoding: gzip'
expect_head 'vary: accept-encoding'
get --header 'Accept-Encoding: gzip;q=0.5, br' /numbers.txt
equal 'brotli' "$out" 'as brotli'
get --header 'Accept-Encoding: br;q=0, gzip;q=0' /numbers.txt
equal 'neither' "$(printf '%s\n' "$out" | head -n 1)" 1

# Nothing else.
for path in /secret /../secret /%2e%2e/secret /..%2fsecret /assets/../../secret /%2e%2e%2fsecret /out/secret /link /.hidden/secret \
  /assets /assets/ /pipe /none '/%00' /assets/%ff '/..\secret' //secret /etc/passwd; do
  get --path-as-is "$path"
  equal "$path" "$status" 404
  [ "$out" != secret ] && [ "$out" != hidden ]
  check $? "expected no secret, found: $out"
done

# The endpoint is still there.
ask 'ASK {}'
equal 'ASK' "$status" 200
stop
run serve --web none store
expect_status 1
expect_err 'expected a folder with index.html'
finish
