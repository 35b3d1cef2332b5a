#!/bin/bash
# run_jieba.sh: yuantu extract against the fastest jieba, on the same documents in the same run. Extracting is cutting into
# words and finding names, facts and figures in them, and writing N-Quads with every quote; jieba only cuts into words.
#
# usage: bench/run_jieba.sh YUANTU FOLDER        FOLDER: documents, from bench/loader-corpus.py
#
# With one thread and with two, prints seconds on the clock, seconds of processor time, and megabytes (1,000,000 bytes of UTF-8)
# a second by either, best of three. @node-rs/jieba, which is jieba in Rust for Node, is fetched with npm into a folder that
# goes away again; it gets the texts in memory and throws the words away, while yuantu reads the files too.
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
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');
const { Jieba } = require('@node-rs/jieba'), { dict } = require('@node-rs/jieba/dict');
const [folder, how, threads] = isMainThread ? process.argv.slice(2) : workerData.slice(0, 3);
const names = fs.readdirSync(folder).sort();

function cutter(part) { // of the texts, one in so many as there are threads
  const texts = names.filter((_, i) => i % threads === part).map(name => fs.readFileSync(path.join(folder, name), 'utf8'));
  const jieba = Jieba.withDict(dict);
  return () => texts.reduce((n, text) => n + jieba.cut(text, how === 'hmm').length, 0);
}

async function main() {
  const rounds = []; // one function a thread, which cuts its part and says when it is done
  for (let part = 0; part < threads; part++) {
    if (threads === '1') {
      rounds.push(cutter(0));
      continue;
    }
    const worker = new Worker(__filename, { workerData: [folder, how, threads, part] });
    const answer = () => new Promise(done => worker.once('message', done));
    await answer();
    rounds.push(() => { const done = answer(); worker.postMessage('cut'); return done; });
  }
  let wall = Infinity, cpu = Infinity, words = 0;
  for (let round = 0; round < 3; round++) {
    const start = process.hrtime.bigint(), before = process.cpuUsage();
    words = (await Promise.all(rounds.map(cut => cut()))).reduce((a, b) => a + b);
    const used = process.cpuUsage(before);
    wall = Math.min(wall, Number(process.hrtime.bigint() - start) / 1e9);
    cpu = Math.min(cpu, (used.user + used.system) / 1e6);
  }
  console.log(wall, cpu, words);
  process.exit(0);
}

if (isMainThread) {
  main();
} else {
  const cut = cutter(workerData[3]);
  parentPort.on('message', () => parentPort.postMessage(cut()));
  parentPort.postMessage('ready');
}
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
for threads in 1 2; do
  read -r wall cpu _ <<<"$(node cut.cjs "$folder" no "$threads")"
  report "@node-rs/jieba cut, dictionary, $threads" "$wall" "$cpu"
  read -r wall cpu _ <<<"$(node cut.cjs "$folder" hmm "$threads")"
  report "@node-rs/jieba cut, with HMM, $threads" "$wall" "$cpu"
  best "yuantu extract, $threads" extract "$threads"
done
