#!/usr/bin/env bash
# doors-test.sh: doors.sh finds each kind of fault, in a small tree made for it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{src/{base,rdf,store},loader,tests/rdf}
echo '#include "base/base.h"' >"$tree/src/rdf/rdf.h"
echo '#include "rdf/token.h"' >"$tree/tests/rdf/token-test.c" # its own module's private header
echo '#include "store/store.h"' >"$tree/loader/emit.c"

"$here/doors.sh" "$tree" || { echo "a tree without faults was refused"; exit 1; }

# expect_fault FILE LINE MESSAGE
expect_fault() {
  local said
  echo "$2" >"$tree/$1"
  said=$("$here/doors.sh" "$tree") && { echo "not found: $1 with $2"; exit 1; }
  grep -qF "$1:1: $3" <<<"$said" || { echo "expected “$1:1: $3”, found: $said"; exit 1; }
  rm "$tree/$1"
}
expect_fault src/store/scan.c '#include "rdf/token.h"' 'private header of another module: rdf/token.h'
expect_fault src/rdf/read.c '#include "store/store.h"' 'rdf may not call store'
expect_fault src/rdf/read.c '#  include "token.h"' 'expected "rdf/token.h", found "token.h"'
expect_fault src/rdf/read.c '#include "nosuch/nosuch.h"' 'no module nosuch'
expect_fault loader/facts.c '#include "sparql/sparql.h"' 'loader may not call sparql'
expect_fault tests/rdf/read-test.c '#include "store/store.h"' 'rdf may not call store'
expect_fault src/store/scan.c '#include <raptor2.h>' '<raptor2.h> stays inside: rdf redland'
mkdir "$tree/src/extra"
expect_fault src/extra/extra.c '#include "base/base.h"' 'module extra has no place in the order'
