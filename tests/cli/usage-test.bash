#!/usr/bin/env bash
# Help, version, and every way to misuse the command line: exit status 2 and a message that names the way out.
. "$2/tests/script.bash"

run
expect_status 2
expect_err 'Usage: yuantu COMMAND'
equal 'nothing on the output' "$out" ''

run --version
expect_status 0
expect_out 'yuantu '
run --help
expect_status 0
for command in load query export serve stats update; do
  expect_out "  $command"
  run "$command" --help
  expect_status 0
  expect_out "yuantu $command [OPTION"
  expect_out 'Exit status:'
  run "$command" --nonsense
  expect_status 2
  expect_err "see yuantu $command --help"
  equal 'nothing on the output' "$out" ''
  run --help
done

run nonsense
expect_status 2
expect_err 'found “nonsense”'
run $'\xff\xfe'
expect_status 2

run query
expect_status 2
expect_err 'expected a query'
run query a b c
expect_status 2
run query --file q.rq a b
expect_status 2
run query --format nonsense 'ASK {}'
expect_status 2
expect_err 'found “nonsense”'
run query --engine nonsense 'ASK {}'
expect_status 2
run query --timeout -1 'ASK {}'
expect_status 2
run query --update 'ASK {}'
expect_status 2
run load
expect_status 2
run load store
expect_status 2
run load --graph relative store file.nt
expect_status 2
expect_err 'absolute IRI'
run stats
expect_status 2
run stats a b
expect_status 2
run serve
expect_status 2
run serve --port 65536 store
expect_status 2
run serve --workers -1 store
expect_status 2
run serve --timeout nan store
expect_status 2
finish
