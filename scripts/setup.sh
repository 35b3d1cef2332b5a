# setup.sh: what run.sh and test.sh share; sourced by bash, not run. Leaves the shell in the root of the repository.
#
#   setup_packages run|test    installs the Debian packages of packages.txt that are missing
#   setup_build PRESET         configures and builds a preset of CMakePresets.json, and sets $build to its folder
#   setup_web                  builds the explorer, web/dist
#
# The second call finds everything in place: packages are looked up with dpkg-query, apt runs only for a missing one.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8 # same order of names, UTF-8 in messages, whatever the machine is set to

say() { printf '==> %s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# ---- packages ----

# Prints the packages for $1 (run, or test, which has run's too) that are not installed, one a line.
missing_packages() {
  local installed package who command
  installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n')
  while read -r package who command _; do
    case $package in '' | '#'*) continue ;; esac
    [ "$who" = run ] || [ "$1" = test ] || continue
    grep -qx "installed $package" <<<"$installed" && continue
    [ "$command" != - ] && command -v "$command" >/dev/null && continue
    echo "$package"
  done <scripts/packages.txt
}

# Names the commands that this system lacks, where packages cannot be looked up by Debian's names.
check_other_system() {
  local name=an\ unknown\ system command absent=''
  [ -r /etc/os-release ] && name=$(. /etc/os-release && echo "${PRETTY_NAME:-$NAME}")
  for command in cc cmake ninja pkg-config curl; do
    command -v "$command" >/dev/null || absent+=" $command"
  done
  for command in glib-2.0 json-glib-1.0 libarchive libcurl libmicrohttpd libxml-2.0 libxxhash nettle raptor2 rasqal redland; do
    pkg-config --exists "$command" 2>/dev/null || absent+=" $command (development files)"
  done
  [ -z "$absent" ] && { say "not a Debian system, but all that is needed is there: going on"; return; }
  die "this is $name, and packages are installed by themselves on Debian 12 only.
Install what scripts/packages.txt lists under the names of your system, then start again. Missing here:$absent"
}

setup_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || { check_other_system; return; }
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$1")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "missing packages: ${missing[*]}
Install them as root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing with ${as_root[*]:+${as_root[*]} }apt-get: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  # A source that cannot be reached does not matter as long as the packages are found in another.
  "${apt[@]}" update >/dev/null || say "apt-get update failed for some source: trying all the same"
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null ||
    die "apt-get could not install ${missing[*]}; its messages stand above"
}

# ---- build ----

setup_build() {
  case $1 in release) build=build ;; dev) build=build-dev ;; threads) build=build-threads ;; *) die "no preset $1" ;; esac
  # A build folder that was made elsewhere, such as in a copied tree, cannot be used again.
  if [ -f "$build/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$build/CMakeCache.txt"; then
    say "$build/ belongs to another folder: making it anew"
    rm -rf "${build:?}"
  fi
  say "building $build/"
  local log
  log=$(mktemp)
  if ! { cmake --preset "$1" && cmake --build "$build"; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "the build failed; its messages stand above"
  fi
  rm -f "$log"
}

# ---- the explorer ----

# Fetches what web/ is built with and builds web/dist, again only when something that it is made of changed. Needs a
# network once. Without npm, or when that fails, the program serves its plain page instead.
setup_web() {
  command -v npm >/dev/null || { say "no npm: going on without the explorer"; return 0; }
  local stamp=web/dist/.made-from digest log
  digest=$(find web ontology queries -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -print0 | sort -z |
    xargs -0 sha256sum | sha256sum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ] && return 0
  say "building web/dist, the explorer"
  log=$(mktemp)
  if (cd web && { cmp -s package-lock.json node_modules/.installed-for ||
    { npm ci --silent --ignore-scripts && cp package-lock.json node_modules/.installed-for; }; } && npm run --silent build) >"$log" 2>&1; then
    printf '%s\n' "$digest" >"$stamp"
  else
    cat "$log" >&2
    [ "${CI:-}" = true ] && die "the explorer could not be built; its messages stand above"
    say "the explorer could not be built: going on without it"
  fi
  rm -f "$log"
}
