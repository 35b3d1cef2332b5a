#!/usr/bin/env bash
# format.sh: every C source is as clang-format-14 leaves it; prints those that are not. Headers, whose comments stand in columns, are
# left to their readers.
#
# usage: format.sh ROOT
set -euo pipefail
cd "$1"
command -v clang-format-14 >/dev/null || { echo "skipped: clang-format-14 is missing (Debian package clang-format-14)"; exit 77; }
n_faults=0 n_files=0
while IFS= read -r -d '' file; do
  n_files=$((n_files + 1))
  if ! clang-format-14 "$file" | cmp -s - "$file"; then
    echo "$file: clang-format-14 -i would change it"
    n_faults=$((n_faults + 1))
  fi
done < <(find src loader tests bench -name '*.c' -not -path '*/node_modules/*' -print0 | sort -z)
echo "$n_files files, $n_faults not formatted"
[ "$n_files" -gt 0 ] && [ "$n_faults" = 0 ]
