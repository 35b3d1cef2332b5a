#!/usr/bin/env bash
# late.sh: what src/late/CMakeLists.txt lists is loaded when it is needed and not when a process starts; where it cannot be
# loaded, what needs it says so, and all else works.
#
# usage: late.sh BUILD ROOT
set -euo pipefail
build=$1 root=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
fail() { echo "$*"; exit 1; }

sonames=$(sed -n 's/^ *static YtLateLibrary library = {"\([^"]*\)".*/\1/p' "$build"/src/late/late-*.c)
[ -n "$sonames" ] || fail "no library is listed: is this the build folder?"
for file in yuantu src/yuantu/libyuantu.so; do
  ldd "$build/$file" >"$place/ldd" || fail "ldd cannot read $build/$file"
  ! grep -F "$sonames" "$place/ldd" || fail "$file is linked with what should be loaded late"
done

cd "$place"
mkdir broken
cat >facts.nt <<'NT'
<http://example.org/s> <http://example.org/p> <http://example.org/o> .
NT
cat >facts.rdf <<'XML'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<rdf:Description rdf:about="http://example.org/s"><e:p rdf:resource="http://example.org/o"/></rdf:Description></rdf:RDF>
XML
echo '<html><body><h1>通知</h1><p>宁波市人民政府</p></body></html>' >notice.html
cp "$root/data/documents/ningbo-75.txt" notice.txt
"$build/yuantu" load store facts.nt >/dev/null 2>&1 || fail "facts.nt cannot be loaded"
yuantu() { LD_LIBRARY_PATH=$place/broken timeout 60 "$build/yuantu" "$@"; }
ask='ASK { <http://example.org/s> ?p ?o }'

# needs SONAME ARGUMENT...: yuantu with these arguments works, and without the library says which one is missing.
needs() {
  local soname=$1
  shift
  grep -qxF "$soname" <<<"$sonames" || fail "$soname is not listed"
  rm -f broken/*
  yuantu "$@" >out 2>&1 || fail "yuantu $* fails: $(cat out)"
  : >"broken/$soname" # a file that is no library stands before the one that is
  if yuantu "$@" >out 2>&1; then fail "yuantu $* works without $soname"; fi
  grep -qF "expected the library $soname, found none" out || fail "yuantu $* without $soname says: $(cat out)"
}
gzip -k facts.nt
needs libarchive.so.13 load store facts.nt.gz
needs libraptor2.so.0 query --data facts.rdf "$ask"
needs librasqal.so.3 query --engine redland store "$ask"
needs libxml2.so.2 extract notice.html

# These two need another side: they must get further with the library than without it.
rm -f broken/*
: >broken/libcurl-gnutls.so.4
remote='SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }'
if yuantu query --service http://127.0.0.1:9/ store "$remote" >out 2>&1; then fail "SERVICE works without libcurl"; fi
grep -qF 'expected the library libcurl-gnutls.so.4, found none' out || fail "SERVICE without libcurl says: $(cat out)"
if yuantu query store "$remote" >out 2>&1; then fail "SERVICE asks whom no list names"; fi
grep -qF 'is not on the list' out || fail "SERVICE without a list needs libcurl, or says: $(cat out)"
rm -f broken/*
: >broken/libmicrohttpd.so.12
if yuantu serve --port 0 store >out 2>&1; then fail "serve works without libmicrohttpd"; fi
grep -qF 'expected the library libmicrohttpd.so.12, found none' out || fail "serve without libmicrohttpd says: $(cat out)"

# Without any of them.
for soname in $sonames; do : >"broken/$soname"; done
yuantu query --format json store "$ask" | grep -q true || fail "a query over a store needs one of: $sonames"
yuantu extract notice.txt >late.nq || fail "reading a text needs one of: $sonames"
"$build/yuantu" extract notice.txt | cmp - late.nq
