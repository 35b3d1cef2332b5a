#!/usr/bin/env bash
# files.sh: no tracked file holds a path of somebody's machine, the host of a package registry or a trailing blank.
#
# usage: files.sh ROOT
#
# Texts from elsewhere (documents, the golden inputs made like them, seeds for fuzzing, the licence) stay as they are, and a
# tab at the end of a line of a .tsv file is an empty cell.
set -euo pipefail
cd "$1"
git() { command git -c safe.directory='*' "$@"; } # the tree may belong to another user than the one who tests
command -v git >/dev/null && git rev-parse --is-inside-work-tree >/dev/null 2>&1 || { echo "skipped: no git checkout"; exit 77; }

texts=(':!data/documents/*.txt' ':!tests/golden/**/*.txt' ':!tests/fuzz/seeds/**' ':!LICENSE')
n_faults=0

# find_fault WHAT PATTERN PATHSPEC…
find_fault() {
  local what=$1 pattern=$2
  shift 2
  if git grep -nIE "$pattern" -- "$@"; then
    echo "    ^ $what"
    n_faults=$((n_faults + 1))
  fi
}

# The patterns are spelled so that this file does not match itself.
find_fault 'a path of one machine' '(^|[^[:alnum:]_.~-])/([w]ork|[h]ome|[r]oot|[U]sers)/[[:alnum:]_.-]' "${texts[@]}"
find_fault 'the host of a package registry' \
  'registry[.]npmjs|registry[.]yarnpkg|deb[.]debian[.]|security[.]debian[.]|snapshot[.]debian[.]|nodesource[.]|files[.]pythonhosted|proxy[.]golang|static[.]crates' \
  "${texts[@]}"
find_fault 'a blank at the end of a line' '[[:blank:]]$' "${texts[@]}" ':!*.tsv'
find_fault 'a blank at the end of a line' ' $' '*.tsv'
find_fault 'a line end of another system' $'\r$' "${texts[@]}" ':!tests/**/*.rq'

echo "$(git ls-files | wc -l) files, $n_faults kinds of fault"
[ "$n_faults" = 0 ]
