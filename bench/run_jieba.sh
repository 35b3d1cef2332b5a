#!/bin/bash
# run_jieba.sh: yuantu extract against the fastest jieba, on the same documents in the same run. Extracting is cutting into
# words and finding names, facts and figures in them, and writing N-Quads with every quote; jieba only cuts into words.
#
# usage: bench/run_jieba.sh YUANTU FOLDER        FOLDER: documents, from bench/loader-corpus.py
#
# Prints seconds on the clock, seconds of processor time, and megabytes (1,000,000 bytes of UTF-8) a second by either, best of
# three. @node-rs/jieba, which is jieba in Rust for Node, is fetched with npm into a folder that goes away again; it gets the
# texts in memory and throws the words away, while yuantu reads the files too.
set -eu
yuantu=$(realpath "$1")
folder=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

find "$folder" -type f | sort | sed 's/.*/{"path": "&"}/' >stream.jsonl
n_bytes=$(find "$folder" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }')
npm install --silent --no-audit --no-fund --prefix . @node-rs/jieba >/dev/null

cat >cut.cjs <<'END'
const fs = require('fs'), path = require('path');
const { Jieba } = require('@node-rs/jieba'), { dict } = require('@node-rs/jieba/dict');
const folder = process.argv[2], hmm = process.argv[3] === 'hmm';
const texts = fs.readdirSync(folder).sort().map(name => fs.readFileSync(path.join(folder, name), 'utf8'));
const jieba = Jieba.withDict(dict);
let wall = Infinity, cpu = Infinity, words = 0;
for (let round = 0; round < 3; round++) {
  const start = process.hrtime.bigint(), before = process.cpuUsage();
  words = 0;
  for (const text of texts) words += jieba.cut(text, hmm).length;
  const used = process.cpuUsage(before);
  wall = Math.min(wall, Number(process.hrtime.bigint() - start) / 1e9);
  cpu = Math.min(cpu, (used.user + used.system) / 1e6);
}
console.log(wall, cpu, words);
END

report() { # name, seconds on the clock, of processor time
  awk -v name="$1" -v wall="$2" -v cpu="$3" -v n="$n_bytes" \
    'BEGIN { printf "%-34s %7.2f s %7.2f s of processor  %6.2f MB/s  %6.2f MB/s a processor\n", name, wall, cpu, n / 1e6 / wall, n / 1e6 / cpu }'
}

best() { # name, command…: by processor time
  local name=$1 wall=999999 cpu=999999 round line
  shift
  for round in 1 2 3; do
    line=$( { TIMEFORMAT='%R %U %S'; time "$@" >/dev/null; } 2>&1 | tail -1)
    read -r wall cpu <<<"$(awk -v l="$line" -v w="$wall" -v c="$cpu" 'BEGIN { split(l, a, " "); s = a[2] + a[3]; print (a[1] < w ? a[1] : w), (s < c ? s : c) }')"
  done
  report "$name" "$wall" "$cpu"
}

extract() { "$yuantu" extract --threads "$1" - <stream.jsonl; }

awk -v n="$n_bytes" -v d="$(wc -l <stream.jsonl)" 'BEGIN { printf "%d documents, %.1f MB\n", d, n / 1e6 }'
read -r wall cpu _ <<<"$(node cut.cjs "$folder" no)"
report '@node-rs/jieba cut, dictionary' "$wall" "$cpu"
read -r wall cpu _ <<<"$(node cut.cjs "$folder" hmm)"
report '@node-rs/jieba cut, with its HMM' "$wall" "$cpu"
best 'yuantu extract, 1 thread' extract 1
best 'yuantu extract, 2 threads' extract 2
