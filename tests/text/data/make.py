#!/usr/bin/env python3
"""Writes notice.docx and notice.pdf beside itself: the same bytes on every run.

The PDF embeds no font. Its text is in UTF-16 codes with a ToUnicode map of identity, so that a reader needs no table
of Adobe's, and its glyphs are squares a full character wide, set as a typesetter would: paragraphs indented by two
characters, broken at 28, page numbers between dashes, a running head.
"""
import os
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'


# ---- DOCX ----

def run(text, properties=''):
    return f'<w:r>{"<w:rPr>" + properties + "</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content, style='', number=None):
    properties = f'<w:pStyle w:val="{style}"/>' if style else ''
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    if not content.startswith('<'):
        content = run(content)
    return f'<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>'


def table(rows):
    def cell(c):
        return f'<w:tc><w:tcPr/>{c if c.startswith("<w:p>") else paragraph(c)}</w:tc>'
    return '<w:tbl><w:tblPr/>' + ''.join('<w:tr>' + ''.join(cell(c) for c in row) + '</w:tr>' for row in rows) + '</w:tbl>'


def level(i, fmt, text, extra=''):
    return f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


BODY = ''.join([
    paragraph('关于加快新型储能产业发展的若干措施', 'Title'),
    table([['索引号', '0012345/2024-00017', '发布机构', '云川市能源局'],
           ['成文日期', '2024-03-08', '有效性', '有效']]),
    paragraph('各区县人民政府，市直有关部门：'),
    paragraph(run('为贯彻落实市委、市政府部署，') + '<w:del w:id="1"><w:r><w:delText>原则上</w:delText></w:r></w:del>' +
              '<w:ins w:id="2">' + run('制定本措施') + '</w:ins>' + run('（草稿）', '<w:vanish/>') +
              '<w:r><w:footnoteReference w:id="2"/></w:r>' + run('。')),
    paragraph('培育龙头企业', number=(1, 0)),
    paragraph('支持链主企业扩大产能。', number=(1, 1)),
    paragraph('对年产值首次超过10亿元的企业给予奖励。', number=(1, 1)),
    paragraph('奖励不超过500万元。', number=(1, 2)),
    paragraph('同一企业不重复享受。', number=(1, 2)),
    paragraph('建设公共平台', 'Heading1'),
    paragraph('依托云川大学建设储能检测平台。', number=(1, 1)),
    paragraph('第二份清单从头编号', number=(2, 0)),
    table([[paragraph('项目') + paragraph('名称'), '单位', '投资（亿元）'], ['固态电池中试线', '云川储能有限公司', '3.2'], ['', '', '']]),
    table([[paragraph('附件：1．重点项目表') + paragraph('2．联系人名单')]]),
    paragraph(run('云川市能源局') + '<w:r><w:br/></w:r>' + run('2024年3月8日')),
    paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
              '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run('联系电话：') +
              '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:tab/></w:r>' + run('0999-1234567')),
])

PARTS = {
    '[Content_Types].xml':
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{BODY}</w:body></w:document>',
    'word/numbering.xml':
        f'<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">' +
        level(0, 'chineseCountingThousand', '%1、', '<w:pStyle w:val="Heading1"/>') +
        level(1, 'chineseCountingThousand', '（%2）') + level(2, 'decimal', '%3.') +
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId '
        'w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>',
    'word/styles.xml':
        f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{W}"><w:style w:styleId="Heading1"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="Title"/></w:styles>',
    'word/footnotes.xml': f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{W}"><w:footnote w:id="2">'
                          f'{paragraph("脚注不在正文")}</w:footnote></w:footnotes>',
    'docProps/core.xml': '<?xml version="1.0" encoding="UTF-8"?><c:coreProperties xmlns:c="http://schemas.openxmlformats.org/'
                         'package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                         '<dc:title>储能措施</dc:title></c:coreProperties>',
}


def write_docx(path):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as out:
        for name, text in PARTS.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, text.encode())


# ---- PDF ----

TITLE = '云川市能源局关于加快新型储能产业发展的通知'
PARAGRAPHS = [
    '各区县人民政府：',
    '　　为加快我市新型储能产业发展，根据《云川市制造业高质量发展规划》，经市人民政府同意，现就有关事项通知如下。',
    '　　一、培育龙头企业',
    '　　支持云川储能有限公司等链主企业扩大产能，到2027年，全市新型储能产业营业收入达到300亿元，培育营业收入超过10亿元的企业5家。',
    '　　二、建设公共平台',
    '　　依托云川大学建设储能检测平台，支持高新区建设储能产业园，引进固态电池、液流电池、压缩空气等项目，形成覆盖材料、电芯、系统集成和回收利用的完整链条。',
    '　　三、强化要素保障',
    '　　设立总规模20亿元的云川储能产业基金，优先支持首台（套）装备示范应用，对通过认定的产品给予不超过200万元的奖励。',
]
TABLE = [['项目名称', '建设单位', '总投资'], ['固态电池中试线', '云川储能有限公司', '3.2亿元'], ['检测平台', '云川大学', '1.1亿元']]
SIZE, LEADING, LEFT, TOP, PER_LINE = 16, 28, 73, 760, 28


def wrapped(text):
    lines, line = [], ''
    for c in text:
        if len(line) >= PER_LINE and c not in '，。、；：）':
            lines.append(line)
            line = ''
        line += c
    return lines + [line]


def show(x, y, text):
    return f'1 0 0 1 {x} {y} Tm <{text.encode("utf-16-be").hex().upper()}> Tj\n'


def pages():
    contents, lines = [], []
    for p in PARAGRAPHS:
        lines += wrapped(p)
    rows = [[LEFT + 150 * i, cell] for row in TABLE for i, cell in enumerate(row)]
    per_page = 12
    chunks = [lines[i:i + per_page] for i in range(0, len(lines), per_page)]
    for number, chunk in enumerate(chunks, 1):
        y, out = TOP, show(LEFT + 280, 810, '云川市人民政府公报')
        if number == 1:
            out += show(LEFT + 56, y, TITLE)
            y -= 2 * LEADING
        for line in chunk:
            indent = len(line) - len(line.lstrip('　'))
            out += show(LEFT + SIZE * indent, y, line.lstrip('　'))
            y -= LEADING
        if number == len(chunks):
            for i, (x, cell) in enumerate(rows):
                out += show(x, y - LEADING * (i // 3), cell)
            y -= LEADING * 4
            out += show(LEFT + 260, y, '云川市能源局') + show(LEFT + 255, y - LEADING, '2024年3月8日')
        out += show(250, 50, f'— {number} —')
        contents.append(f'BT /F1 {SIZE} Tf\n{out}ET\n')
    return contents


TO_UNICODE = ('/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /I def /CMapType 2 def '
              '1 begincodespacerange <0000> <FFFF> endcodespacerange 256 beginbfrange\n' * 0 +
              '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Identity-UCS def\n/CMapType 2 def\n'
              '1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n' +
              ''.join('100 beginbfrange\n' + ''.join(f'<{r:02X}00> <{r:02X}FF> <{r:02X}00>\n' for r in rows) + 'endbfrange\n'
                      for rows in [range(0, 100), range(100, 200)]) +
              '56 beginbfrange\n' + ''.join(f'<{r:02X}00> <{r:02X}FF> <{r:02X}00>\n' for r in range(200, 256)) +
              'endbfrange\nendcmap\nend\nend\n')


def write_pdf(path):
    import zlib
    contents = pages()
    n = len(contents)
    half = ' '.join('[500]' for _ in range(0))
    objects = ['<< /Type /Catalog /Pages 2 0 R >>',
               f'<< /Type /Pages /Count {n} /Kids [{" ".join(f"{7 + 2 * i} 0 R" for i in range(n))}] >>',
               '<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>',
               '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) '
               f'/Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [32 126 500] /CIDToGIDMap /Identity >>{half}',
               '<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 880] /ItalicAngle 0 /Ascent 880 '
               '/Descent -200 /CapHeight 700 /StemV 80 >>']

    def stream(text):
        data = zlib.compress(text.encode(), 9)
        return f'<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n'.encode() + data + b'\nendstream'
    blobs = [o.encode() for o in objects] + [stream(TO_UNICODE)]
    for i, content in enumerate(contents):
        blobs.append(f'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> '
                     f'/Contents {8 + 2 * i} 0 R >>'.encode())
        blobs.append(stream(content))
    out, offsets = b'%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', []
    for i, blob in enumerate(blobs, 1):
        offsets.append(len(out))
        out += f'{i} 0 obj\n'.encode() + blob + b'\nendobj\n'
    start = len(out)
    out += f'xref\n0 {len(blobs) + 1}\n0000000000 65535 f \n'.encode()
    out += b''.join(f'{o:010d} 00000 n \n'.encode() for o in offsets)
    out += f'trailer\n<< /Size {len(blobs) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n'.encode()
    with open(path, 'wb') as f:
        f.write(out)


if __name__ == '__main__':
    write_docx(os.path.join(HERE, 'notice.docx'))
    write_pdf(os.path.join(HERE, 'notice.pdf'))
