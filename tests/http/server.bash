# server.bash: starts and asks a server. Source it after script.bash.
#
#   serve ARGUMENT…     starts yuantu serve on a free port; sets url and server (its process)
#   get ARGUMENT…       curl to $url + the last argument; sets status, head and out
#   expect_head TEXT    the head has this, without regard to case
#   stop                SIGTERM, and expects exit status 0

command -v curl >/dev/null || exit 77
server=

serve() {
  what="yuantu serve $*"
  rm -f address.txt
  "$yuantu" serve --port 0 "$@" >address.txt 2>server-err.txt &
  server=$!
  trap 'kill -9 "$server" 2>/dev/null; rm -rf "$folder"' EXIT
  for _ in $(seq 100); do
    [ -s address.txt ] && break
    sleep 0.1
  done
  url=$(sed 's,/$,,' address.txt)
  [ -n "$url" ]
  check $? "expected an address, found: $(cat server-err.txt)"
}

get() {
  local path=${*: -1}
  what="curl $*"
  out=
  status=$(curl --silent --show-error --max-time 30 --dump-header head.txt --output out.txt --write-out '%{http_code}' \
    "${@:1:$#-1}" "$url$path" 2>curl-err.txt) || true
  err=$(cat curl-err.txt)
  head=$(tr 'A-Z' 'a-z' <head.txt 2>/dev/null | tr -d '\r')
  [ -f out.txt ] && out=$(tr -d '\0' <out.txt)
  rm -f out.txt head.txt
}

# The query is the last argument.
ask() {
  get --get --data-urlencode "query=${*: -1}" "${@:1:$#-1}" /sparql
}

expect_head() {
  contains "$head" "$1"
  check $? "expected “$1” in the head, found: $head"
}

stop() {
  what=stop
  local code=0
  kill -TERM "$server"
  wait "$server" || code=$?
  equal 'exit status' "$code" 0
  equal 'messages of the server' "$(cat server-err.txt)" ''
}
