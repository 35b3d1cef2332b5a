#!/usr/bin/env bash
# yuantu extract reads documents of every kind, alone and in archives; --text prints what the offsets refer to.
. "$2/tests/script.bash"
export LC_ALL=C.UTF-8
data=$2/tests/text/data

for kind in html docx pdf; do
  name=notice
  expected=notice-$kind.txt
  [ $kind = html ] && name=trs-portal && expected=trs-portal.txt
  run extract --text "$data/$name.$kind"
  expect_status 0
  equal "the text of $kind" "$(cat out.txt; echo .)" "$(cat "$data/$expected"; echo .)"
  cp "$data/$name.$kind" odd-name
  run extract --text odd-name
  equal "$kind is known by its content" "$(cat out.txt; echo .)" "$(cat "$data/$expected"; echo .)"
done

printf '一\r\n\r\n　二' >plain.txt
run extract --text plain.txt
equal 'plain text as it is' "$(od -An -c out.txt)" "$(od -An -c plain.txt)"

# Every quote stands in the text where the evidence says, and so do the facts of a page: those of its rendered text.
# The digest is that of the file.
check_quotes() {
  python3 - "$1" "$2" <<'EOF'
import re, sys
text = open(sys.argv[1], encoding='utf-8', newline='').read()
parts, n = {}, 0
for line in open(sys.argv[2], encoding='utf-8'):
    m = re.match(r'(<\S+>) <https://w3id.org/yuantu/ontology#(begin|end|quote)> "((?:[^"\\]|\\.)*)"', line)
    if m:
        value = re.sub(r'\\(.)', lambda e: {'n': '\n', 'r': '\r', 't': '\t'}.get(e.group(1), e.group(1)), m.group(3))
        parts.setdefault(m.group(1), {})[m.group(2)] = value
for p in parts.values():
    if len(p) == 3:
        n += 1
        assert text[int(p['begin']):int(p['end'])] == p['quote'], p
print(n)
EOF
}
for file in trs-portal.html table-portal.html vue-portal.html notice.docx notice.pdf; do
  run extract --text "$data/$file"
  cp out.txt text
  run extract "$data/$file"
  expect_status 0
  cp out.txt quads
  n=$(check_quotes text quads)
  [ "${n:-0}" -ge 3 ]
  check $? "expected 3 quotes or more of $file, found ${n:-none}"
  expect_out "\"$(sha256sum <"$data/$file" | cut -d' ' -f1)\""
done

# Traditional characters: read as simplified ones, quoted as they stand.
printf '臺北市政府關於加快發展生物醫藥產業的通知\n各區公所：\n生技產業園由臺北市產業發展局負責建設，引進國光生技股份有限公司。\n' >traditional.txt
run extract traditional.txt
expect_status 0
expect_out '产业园'
run extract --text traditional.txt
equal 'traditional as it is' "$(cat out.txt)" "$(cat traditional.txt)"

# An archive: the good ones go through, the bad one is reported.
mkdir -p site/img
cp "$data/vue-portal.html" "$data/notice.docx" site/
printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' >site/old.doc
printf '\x89PNG\r\n' >site/img/logo.png
tar -czf site.tar.gz site
run extract --text site.tar.gz
expect_status 1
expect_out '==> site.tar.gz/site/vue-portal.html <=='
expect_out '==> site.tar.gz/site/notice.docx <=='
expect_err 'yuantu: site.tar.gz/site/old.doc: expected plain text, HTML, DOCX, PDF, ZIP or TAR, found the old format of Word'
equal 'one complaint' "$(printf '%s\n' "$err" | wc -l)" 1
run extract site.tar.gz "$data/notice.pdf"
expect_status 1
expect_out 'site.tar.gz/site/vue-portal.html'
expect_out '"notice.pdf"'

# What is no document says so, with its name, and the next one is read.
head -c 700 "$data/notice.docx" >cut.docx
run extract --text cut.docx plain.txt
expect_status 1
expect_err 'yuantu: cut.docx: word/document.xml: expected a whole entry'
expect_out '==> plain.txt <=='
printf '%%PDF-1.4 none' >bad.pdf
run extract --text bad.pdf
expect_status 1
expect_err 'yuantu: bad.pdf: expected a PDF that pdftotext can read'
run extract --text nothing.html
expect_status 1
expect_err 'nothing.html'

# load takes them too.
run load store "$data" site.tar.gz --keep-going
expect_out 'read '
run query store --format tsv 'SELECT (count(DISTINCT ?d) AS ?n) { ?d <https://w3id.org/yuantu/ontology#sha256> ?s }'
[ "$(printf '%s\n' "$out" | tail -1 | tr -dc 0-9)" -ge 5 ]
check $? "expected five documents or more in the store, found: $out"

finish
