#!/usr/bin/env bash
# yuantu extract - reads a stream of documents, one JSON object a line; threads change nothing but the time.
. "$2/tests/script.bash"
export LC_ALL=C.UTF-8
data=$2/data/documents
dct=http://purl.org/dc/terms/

# run_with FILE ARGUMENT…: as run, with FILE on standard input
run_with() {
  input=$1
  shift
  what="yuantu $* <$input"
  status=0
  "$yuantu" "$@" <"$input" >out.txt 2>err.txt || status=$?
  out=$(cat out.txt)
  err=$(cat err.txt)
}

# A text in the stream gives what the file gives, under the name that its id is.
python3 - "$data" <<'EOF2'
import json, pathlib, sys
with open("stream", "w", encoding="utf-8") as out:
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
        out.write(json.dumps({"id": path.name, "text": path.read_text(encoding="utf-8"), "fetched": 7}, ensure_ascii=False) + "\n")
with open("paths", "w", encoding="utf-8") as out:
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
        out.write(json.dumps({"path": str(path)}) + "\n\n")
EOF2
run extract "$data"/*.txt
expect_status 0
cp out.txt files
for n in 1 2 5; do
  run extract --threads $n "$data"/*.txt
  equal "files, $n threads" "$(cksum <out.txt)" "$(cksum <files)"
  run_with stream extract -j $n -
  expect_status 0
  equal "texts, $n threads" "$(cksum <out.txt)" "$(cksum <files)"
  run_with paths extract -j $n -
  equal "paths, $n threads" "$(cksum <out.txt)" "$(cksum <files)"
done
for format in trig turtle; do
  run extract --format $format --threads 1 "$data"/*.txt
  cp out.txt once
  run_with stream extract --format $format -
  equal "$format" "$(cksum <out.txt)" "$(cksum <once)"
done

# Many small documents, more than are under way at a time, in their order; a large one does not wait for room.
python3 - "$data/tianmen-torch.txt" <<'EOF2'
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
with open("many", "w", encoding="utf-8") as out:
    for i in range(60):
        out.write(json.dumps({"id": f"n{i}", "text": f"关于第{i}号产业园的通知\n支持星澜产业园{i}。\n" + text * (3 if i % 20 == 1 else 0)}, ensure_ascii=False) + "\n")
EOF2
run_with many extract -j 1 -
cp out.txt once
equal 'the documents in their order' "$(grep -o "<${dct}source> \"n[0-9]*\"" once | tr -dc '0-9\n' | tr '\n' ' ')" "$(seq -s ' ' 0 59) "
run_with many extract -j 7 -
equal 'many, 7 threads' "$(cksum <out.txt)" "$(cksum <once)"

# What is known of a document goes before what it says.
printf '%s\n' '{"id": "a", "text": "关于花卉产业的报告\n云州产业园迎来星澜花卉有限公司。", "url": "https://a.example/1", "title": "云州花卉", "issuer": "襄阳市农业农村局", "date": "2024-02-29"}' >known
run_with known extract -
expect_status 0
expect_out "<${dct}source> \"https://a.example/1\" ."
expect_out "<${dct}title> \"云州花卉\"@zh ."
expect_out "<${dct}issued> \"2024-02-29\"^^"
expect_out '#issuedBy> <https://w3id.org/yuantu/id/agency/襄阳市农业农村局> .'

# A bad line or document is told of, with its line and what was expected; the rest go through.
{
  printf '%s\n' '{"id": "first", "text": "关于花卉产业的报告"}' '{"id": "x", "text":' '["a"]' '{"id": "x"}' '{"text": "无名"}' \
    '{"id": 7, "text": "甲"}' '{"id": "x", "text": "甲", "path": "甲"}' '' '{"path": "/nonexistent/甲.txt"}' \
    '{"id": "x", "text": "甲", "date": "2023-02-29"}' '{"id": "pdf", "text": "%PDF-1.4 none"}'
  printf '{"id": "x", "text": "\xff"}\n'
  printf '{"id": "last", "text": "关于药品产业的报告"}'
} >bad
run_with bad extract -j 2 -
expect_status 1
expect_out "<${dct}source> \"first\" ."
expect_out "<${dct}source> \"last\" ."
for expected in 'line 2: expected a JSON object: ' 'line 3: expected a JSON object, found a list' 'line 4: expected "text" or "path"' \
  'line 5: expected an "id" beside "text"' 'line 6: expected a string as "id", found a number' \
  'line 7: expected "text" or "path", not both' 'line 9: /nonexistent/甲.txt: No such file or directory' \
  'line 10: expected a date such as 2024-05-06, found "2023-02-29"' 'line 11: pdf: expected a PDF' 'line 12: expected UTF-8'; do
  expect_err "yuantu: standard input, $expected"
done
equal 'one complaint each' "$(wc -l <err.txt)" 10

# An empty stream is no document, and no error. Other forms of output take streams too.
run_with /dev/null extract -
expect_status 0
equal 'nothing' "$out" ''
run_with stream extract --text -
expect_out '==> hubei-701.txt <=='
run_with known extract --explain=text -
expect_out '云州产业园'
run_with known extract --explain -
expect_status 2
run extract --threads -1 "$data/hubei-701.txt"
expect_status 2

# load takes streams, and each document is known by where it came from.
run_with stream load store --new -
expect_status 0
run load files.store --new "$data"/*.txt
cp "$data/hubei-701.txt" .
run query store --format tsv 'SELECT ?s ?p ?o { ?s ?p ?o }'
sort out.txt >streamed
run query files.store --format tsv 'SELECT ?s ?p ?o { ?s ?p ?o }'
equal 'the same store' "$(sort out.txt | cksum)" "$(cksum <streamed)"
run_with bad load store -
expect_status 1
expect_err 'yuantu: standard input, line 2: expected a JSON object'
run_with bad load store --keep-going -
expect_status 1
equal 'all complaints' "$(grep -c 'standard input' err.txt)" 10
run query store --format tsv "SELECT ?d { ?d <${dct}source> \"last\" }"
expect_out '药品'

finish
