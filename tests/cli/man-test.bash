#!/usr/bin/env bash
# The manual page renders without a warning and names every command and every option of the help.
. "$2/tests/script.bash"
command -v man >/dev/null || exit 77

MANWIDTH=80 man -l --warnings -E UTF-8 "$2/docs/man/yuantu.1" >page.txt 2>warnings.txt
equal 'warnings' "$(cat warnings.txt)" ''
page=$(cat page.txt)
run --help
commands=$(printf '%s\n' "$out" | sed -n 's/^  \([a-z]*\)  .*/\1/p')
[ -n "$commands" ]
check $? 'expected commands in the help'
for command in $commands; do
  contains "$page" "yuantu $command"
  check $? "expected $command in the manual page"
  run "$command" --help
  for option in $(printf '%s\n' "$out" | grep -o -- '--[a-z-]*' | sort -u | grep -v -x -e --help -e --); do
    contains "$page" "$option"
    check $? "expected $option of $command in the manual page"
  done
done
finish
