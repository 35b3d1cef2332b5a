#!/usr/bin/env bash
# test.sh: installs what is missing, builds with sanitizers, runs every test. The last line is "N passed, N failed".
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  cat <<END
Usage: scripts/test.sh [--release | --threads] [FILTER]

  --release   test the optimised build (build/) instead of that with sanitizers (build-dev/)
  --threads   test a build with the thread sanitizer (build-threads/): without FILTER, the tests of store, library and
              second engine that have several threads
  --help      this page
  FILTER      run only the tests whose names match this regular expression, such as store or '^rdf/'

Exit status: 0 every test passed or was skipped; 1 one failed, or none was run.
END
}

preset=dev filter=''
while [ $# -gt 0 ]; do
  case $1 in
  --release) preset=release ;;
  --threads) preset=threads ;;
  --help | -h) usage; exit 0 ;;
  -*) usage >&2; die "expected --release, --threads, --help or a filter, found “$1”" ;;
  *) [ -z "$filter" ] || die "expected one filter, found “$filter” and “$1”"; filter=$1 ;;
  esac
  shift
done

# The JavaScript side of the tests, in the versions of each package-lock.json; again only when that changed. Without a
# network the tests that need it are skipped, but not where everything is to be tested.
install_javascript() {
  local folder
  for folder in tests/ontology tests/rdf/jsonld tests/export tests/http/clients tests/web; do
    [ -f "$folder/package-lock.json" ] || continue
    cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-for" && continue
    say "fetching the JavaScript packages of $folder"
    if ! (cd "$folder" && npm ci --silent --ignore-scripts); then
      [ "${CI:-}" = true ] && die "npm ci failed in $folder"
      say "npm ci failed in $folder: the tests that need it are skipped"
      continue
    fi
    cp "$folder/package-lock.json" "$folder/node_modules/.installed-for"
  done
}

# Jena, which asks the endpoint as Java programs do. Where it cannot be had, that test is skipped.
install_java() {
  local folder=tests/http/clients
  command -v mvn >/dev/null || { say "no mvn: going on without Jena"; return 0; }
  cmp -s "$folder/pom.xml" "$folder/target/.installed-for" && return 0
  say "fetching the Java packages of $folder"
  if (cd "$folder" && timeout 300 mvn --batch-mode --quiet dependency:copy-dependencies) >/dev/null 2>&1; then
    cp "$folder/pom.xml" "$folder/target/.installed-for"
  else
    rm -rf "${folder:?}/target"
    say "mvn failed in $folder: the test with Jena is skipped"
  fi
}

# Scores the extractor against the annotation that lies beside the repository, where it does.
print_scores() {
  local gold=../shared/gold documents=data/documents graph name pairs=()
  if [ ! -x "$gold/score.py" ]; then
    say "scores: skipped, the annotation is not beside the repository"
    return
  fi
  graph=$(mktemp -d)
  for name in "$gold"/*.tsv; do
    name=$(basename "$name" .tsv)
    "$build/yuantu" extract --format nquads "$documents/$name.txt" >"$graph/$name.nq" || continue
    pairs+=("$gold/$name.tsv=$graph/$name.nq")
  done
  say "scores against the annotated documents"
  "$gold/score.py" "${pairs[@]}" || say "scores: score.py failed"
  rm -rf "$graph"
}

# Reads CTest's report $1; prints the last line, and fails when a test did, or when there was none.
print_count() {
  python3 - "$1" <<'END'
import sys, xml.etree.ElementTree as tree
suite = tree.parse(sys.argv[1]).getroot()
cases = suite.findall("testcase")
status = [case.get("status") for case in cases]
n_failed = sum(s == "fail" for s in status)
n_skipped = sum(s in ("notrun", "disabled") for s in status)
n_passed = sum(s == "run" for s in status)
if n_passed + n_failed + n_skipped != len(status):
    sys.exit(f"test.sh: statuses that are not known: {sorted(set(status))}")
for case in cases:
    if case.get("status") in ("fail", "notrun", "disabled"):
        print(f"    {'FAILED ' if case.get('status') == 'fail' else 'skipped'}  {case.get('name')}")
print(f"{n_passed} passed, {n_failed} failed" + (f", {n_skipped} skipped" if n_skipped else ""))
sys.exit(1 if n_failed or not n_passed else 0)
END
}

[ "$preset" = threads ] && [ -z "$filter" ] && filter='^(store/(writer|load)-test|yuantu/|redland/redland-test)'
setup_packages test
[ "$preset" = threads ] || { install_javascript; install_java; }
setup_build "$preset"
if [ "$preset" != threads ]; then
  setup_web
  print_scores
fi
report=$PWD/$build/tests.xml
rm -f "$report"
say "testing $build/"
ctest --test-dir "$build" --output-on-failure -j2 --output-junit "$report" ${filter:+-R "$filter"} || true
[ -f "$report" ] || die "ctest wrote no report"
print_count "$report"
