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
  share/doc/yuantu/README.zh-CN.md include/yuantu/store/store.h; do
  [ -f "$prefix/$file" ] || fail "not installed: $file"
done
for page in "$root"/docs/man/*.1; do
  [ ! -f "$page" ] || [ -f "$prefix/share/man/man1/$(basename "$page")" ] || fail "not installed: $(basename "$page")"
done

# The library, by way of pkg-config alone.
cat >count.c <<'END'
#include <sparql/sparql.h>
#include <loader/loader.h>
#include <stdio.h>

int
main(void)
{
  GError *error = NULL;
  YtStoreBuilder *builder = yt_store_builder_new();
  YtTermQuad quad = {yt_term_iri(YT_ID "a"), yt_term_iri(YT_RDFS_NS "label"), yt_term_tagged("园图", "zh"), {0}};
  yt_store_builder_add(&quad, builder, NULL);
  YtStore *store = yt_store_builder_build(builder);
  YtSparqlResult *result = yt_sparql_query(store, "SELECT ?l { ?s ?p ?l }", NULL, &error);
  if (!result || !yt_sparql_result_next(result, &error))
    g_error("%s", error ? error->message : "no row");
  YtTerm term = yt_sparql_result_get_term(result, 0);
  printf("%.*s\n", (int) term.n_text, term.text);
  yt_sparql_result_free(result);
  yt_store_unref(store);
  yt_store_builder_free(builder);
  return 0;
}
END
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name yuantu.pc)")
export PKG_CONFIG_PATH
sanitize=$(sed -n 's/^YT_SANITIZE:STRING=//p' "$build/CMakeCache.txt")
# shellcheck disable=SC2046 # the flags are words
cc ${sanitize:+-fsanitize=$sanitize} -Wall -Werror count.c -o count $(pkg-config --cflags --libs yuantu) ||
  fail "a program cannot be built with pkg-config yuantu"
[ "$(./count)" = 园图 ] || fail "a program with libyuantu does not answer"
