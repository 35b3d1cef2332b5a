# script.bash: what the tests that are scripts share. Source it with the program's path as $1.
#
#   run ARGUMENT…            runs the program; sets status, out and err
#   expect_status N          and
#   expect_out TEXT, expect_err TEXT   say that TEXT is somewhere in them
#   equal WHAT FOUND EXPECTED
#   finish                   ends the script with the tally

set -u
yuantu=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
n_checks=0
n_failed=0
what=

fail() {
  n_failed=$((n_failed + 1))
  printf 'not ok: %s\n  %s\n' "$what" "$1"
}

check() { # status of the check, message
  n_checks=$((n_checks + 1))
  [ "$1" -eq 0 ] || fail "$2"
}

run() {
  what="yuantu $*"
  status=0
  "$yuantu" "$@" >out.txt 2>err.txt </dev/null || status=$?
  out=$(cat out.txt)
  err=$(cat err.txt)
}

expect_status() {
  [ "$status" -eq "$1" ]
  check $? "expected status $1, found $status: $err"
}

contains() {
  case "$1" in
  *"$2"*) return 0 ;;
  esac
  return 1
}

expect_out() {
  contains "$out" "$1"
  check $? "expected “$1” in the output, found: $out"
}

expect_err() {
  contains "$err" "$1"
  check $? "expected “$1” in the messages, found: $err"
}

equal() {
  [ "$2" = "$3" ]
  check $? "$1: expected “$3”, found “$2”"
}

finish() {
  printf '%d checks, %d failed\n' "$n_checks" "$n_failed"
  [ "$n_failed" -eq 0 ]
  exit
}
