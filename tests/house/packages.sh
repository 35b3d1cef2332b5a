#!/usr/bin/env bash
# packages.sh: scripts/packages.txt has the Debian package of every library that a CMakeLists.txt asks for, so that a bare
# machine can build what this one can.
#
# usage: packages.sh ROOT
set -euo pipefail
cd "$1"
command -v dpkg-query >/dev/null || { echo "skipped: not a Debian system"; exit 77; }

# The pkg-config names after PACKAGES and LATE, up to the next keyword or the closing bracket.
asked=$(find src loader tests CMakeLists.txt cmake bench \( -name CMakeLists.txt -o -name '*.cmake' \) -not -path '*/node_modules/*' \
  -exec sed 's,#.*,,' {} + | tr '\n' ' ' | grep -oE '\b(PACKAGES|LATE) [^)]*' | tr ' ' '\n' | grep -E '^[a-z][a-z0-9.+-]*$' | sort -u)
[ -n "$asked" ] || { echo "no PACKAGES or LATE found: is this the root of the repository?"; exit 1; }

n_faults=0
for name in $asked; do
  folder=$(pkg-config --variable=pcfiledir "$name") || { echo "$name: pkg-config does not know it"; n_faults=$((n_faults + 1)); continue; }
  # Since /lib is a link to /usr/lib, dpkg may know the file by either name.
  package=$(dpkg-query --search "*/pkgconfig/$name.pc" | grep -F "$folder/$name.pc" | sed 's/[:,].*//' | head -n 1) || true
  if [ -z "$package" ]; then
    echo "$name: no Debian package owns $folder/$name.pc"
    n_faults=$((n_faults + 1))
  elif ! grep -qE "^$package[[:blank:]]" scripts/packages.txt; then
    echo "$name: its package $package is not in scripts/packages.txt"
    n_faults=$((n_faults + 1))
  fi
done
echo "$(wc -w <<<"$asked") libraries, $n_faults faults"
[ "$n_faults" = 0 ]
