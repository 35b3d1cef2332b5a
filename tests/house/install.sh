#!/usr/bin/env bash
# install.sh: what `cmake --install` lays down works from another place: the program with its data, and the library.
#
# usage: install.sh BUILD ROOT
set -euo pipefail
build=$1 root=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
unset YUANTU_DATA
fail() { echo "$*"; exit 1; }

cmake --install "$build" --prefix "$place/first" >"$place/log" || { cat "$place/log"; fail "cmake --install failed"; }
mv "$place/first" "$place/second" # no path may have been fixed on the way
prefix=$place/second
cp "$root/data/documents/ningbo-75.txt" "$place/"
cd "$place"

# The source tree must not help: the program is to read the installed rules, so with those taken away it has to fail.
"$prefix/bin/yuantu" extract ningbo-75.txt >installed.nq || fail "the installed program cannot extract"
"$build/yuantu" extract ningbo-75.txt >built.nq
cmp installed.nq built.nq || fail "the installed program extracts something else than that of the build folder"
grep -q '/ontology#hosts>' installed.nq || fail "nothing was extracted"
mv "$prefix/share/yuantu/loader" "$prefix/share/yuantu/hidden"
if "$prefix/bin/yuantu" extract ningbo-75.txt >/dev/null 2>refusal; then fail "the installed program reads rules from elsewhere"; fi
grep -q 'YUANTU_DATA' refusal || fail "expected a message that names YUANTU_DATA, found: $(cat refusal)"
mv "$prefix/share/yuantu/hidden" "$prefix/share/yuantu/loader"

YUANTU_DATA=$place/nowhere "$prefix/bin/yuantu" extract ningbo-75.txt >/dev/null 2>refusal && fail "a wrong YUANTU_DATA was passed over"
grep -q nowhere refusal || fail "expected a message that names the folder, found: $(cat refusal)"

for file in share/yuantu/ontology/yuantu.ttl share/yuantu/data/gazetteers/divisions.tsv share/doc/yuantu/README.md \
  share/doc/yuantu/README.zh-CN.md include/yuantu/yuantu.h lib/redland/librdf_storage_yuantu.so; do
  [ -f "$prefix/$file" ] || fail "not installed: $file"
done
for page in "$root"/docs/man/*.1; do
  [ ! -f "$page" ] || [ -f "$prefix/share/man/man1/$(basename "$page")" ] || fail "not installed: $(basename "$page")"
done

# The library, by way of pkg-config alone, shared and static, in C99 and in C++; nothing but what its header declares
# leaves the shared one.
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name yuantu.pc)")
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
sanitize=$(sed -n 's/^YT_SANITIZE:STRING=//p' "$build/CMakeCache.txt")
foreign=$(nm -D --defined-only "$LD_LIBRARY_PATH/libyuantu.so" | awk '$2 != "A" && $3 !~ /^yuantu_/')
[ -n "$sanitize" ] || [ -z "$foreign" ] || fail "exported and not of yuantu.h: $foreign"
objdump -p "$LD_LIBRARY_PATH/libyuantu.so" | grep -q 'SONAME *libyuantu[.]so[.]0$' || fail "libyuantu.so has not the SONAME libyuantu.so.0"

cp "$root/examples/residents.c" .
"$prefix/bin/yuantu" load store ningbo-75.txt >/dev/null 2>&1 || fail "the installed program cannot load"
# shellcheck disable=SC2046 # the flags are words
{
  cc ${sanitize:+-fsanitize=$sanitize} -std=c99 -pedantic -Wall -Wextra -Werror residents.c -o residents $(pkg-config --cflags --libs yuantu) ||
    fail "a program cannot be built with pkg-config yuantu"
  cc ${sanitize:+-fsanitize=$sanitize} residents.c -o residents-static $(pkg-config --cflags --libs yuantu-static) ||
    fail "a program cannot be built with libyuantu.a"
  c++ -x c++ -std=c++11 -fsyntax-only -Wall -Wextra -pedantic -Werror $(pkg-config --cflags yuantu) "$prefix/include/yuantu/yuantu.h" ||
    fail "C++ does not take the header"
}
readelf -d residents | grep -q 'libyuantu[.]so[.]0' || fail "the example does not use the shared library"
park=$("$prefix/bin/yuantu" query --format csv store 'PREFIX yt: <https://w3id.org/yuantu/ontology#>
  PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
  SELECT ?l { ?p yt:hosts ?c . ?c rdfs:label ?n . ?p rdfs:label ?l } ORDER BY ?l LIMIT 1' | tail -n 1 | tr -d '\r')
./residents store "$park" >shared || fail "the example does not run: $(cat shared)"
[ -s shared ] || fail "the example found no resident of “$park”"
./residents-static store "$park" | cmp - shared || fail "libyuantu.a answers otherwise than libyuantu.so"
./residents nowhere "$park" 2>refusal && fail "the example found a store that is not there"
grep -q nowhere refusal || fail "expected a message that names the store, found: $(cat refusal)"
