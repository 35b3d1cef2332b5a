#!/usr/bin/env bash
# run.sh: from a fresh clone to an endpoint that answers: installs what is missing, builds, loads data/documents, serves.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  cat <<END
Usage: scripts/run.sh [--no-serve] [--port PORT]
园图：装好、编好、读入样例文件、开始应答 · installs, builds, loads the sample documents, serves them

  --no-serve    stop when everything is loaded
  --port PORT   serve at this port of 127.0.0.1; 3030 without this option
  --help        this page

The second time only what changed is done again. The store is var/store; it is made anew when the program or its data
change, so keep documents of your own in another one.
END
}

port=3030 serve=yes
while [ $# -gt 0 ]; do
  case $1 in
  --no-serve) serve=no ;;
  --port) [ $# -gt 1 ] || die "expected a number after --port"; port=$2; shift ;;
  --port=*) port=${1#--port=} ;;
  --help | -h) usage; exit 0 ;;
  *) usage >&2; die "expected --no-serve, --port or --help, found “$1”" ;;
  esac
  shift
done
[[ $port =~ ^[0-9]{1,5}$ ]] && ((10#$port >= 1 && 10#$port <= 65535)) || die "expected a port from 1 to 65535, found “$port”"
port=$((10#$port))

# ---- load ----

# What the store is made of, as one digest: the program, its rules and names, the ontology and the documents.
digest_of_inputs() {
  find "$build/yuantu" data loader/grammar ontology -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

# The industries go to the default graph, since facts point to them; the vocabulary and its shapes have graphs of their own.
load() {
  local store=var/store stamp=var/store.inputs digest
  digest=$(digest_of_inputs)
  if [ -e "$store" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then
    say "$store is up to date"
    return
  fi
  say "loading data/documents and ontology into $store"
  mkdir -p var
  rm -f "$stamp"
  "$build/yuantu" load --new "$store" ontology/industries.ttl data/documents
  "$build/yuantu" load --graph https://w3id.org/yuantu/ontology "$store" ontology/yuantu.ttl >/dev/null
  "$build/yuantu" load --graph https://w3id.org/yuantu/shapes "$store" ontology/shapes.ttl >/dev/null
  printf '%s\n' "$digest" >"$stamp"
}

# ---- serve ----

print_questions() {
  cat <<END

Two questions to try from here, $PWD; queries/ has more:

  各地有哪些园区？ · Which parks lie in which place?
  curl -s http://127.0.0.1:$port/sparql -H 'Accept: text/csv' --data-urlencode query@queries/parks-by-place.rq

  各提案的答复由哪些机构会办？ · With which agencies was the reply to each proposal prepared?
  build/yuantu query --format table var/store --file queries/handled-with.rq

END
}

setup_packages run
setup_build release
setup_web
load
if [ "$serve" = no ]; then
  say "everything is loaded: build/yuantu query var/store QUERY asks it, scripts/run.sh serves it"
  exit 0
fi
print_questions
say "serving at the address below; Ctrl-C stops it"
exec "$build/yuantu" serve --port "$port" var/store
