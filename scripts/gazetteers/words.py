#!/usr/bin/env python3
"""Writes data/gazetteers/words.tsv from the dictionary of Debian's python3-jieba.

usage: words.py /usr/lib/python3/dist-packages/jieba/dict.txt VERSION > data/gazetteers/words.tsv

Keeps words of two to five Han characters seen at least 4 times and single characters seen at least 100 times; leaves
out most words that end in 等 and names of people, places, organisations and other proper names, which have gazetteers of their own.
"""
import re, sys

KEPT = set("平等 高等 中等 初等 优等 同等 对等 上等 下等 均等 不等 相等 何等 头等 一等 二等 三等 劣等 特等 等等".split())
LEFT_OUT = set("驻华 驻法 综合区".split())  # 入驻华为: in these texts firms move in, not envoys; 综合/区工信局
NO_TIMES = set("隆中 天冬 震旦 三清 三才 三秦 上元 中元 正德 五常 西秦 秦晋 盛唐 隆庆 谷底 平底 眼底 北段 老年".split())  # t in the dictionary
path, version = sys.argv[1:]
rows = []
for line in open(path, encoding="utf-8"):
    word, count, pos = line.split()
    if re.match("nr|ns|nt|nz", pos) or not re.fullmatch("[一-鿿]{1,5}", word):
        continue
    if word in LEFT_OUT or word[-1] == "等" and word not in KEPT:  # 星等: in these texts 等 closes a list
        continue
    if int(count) >= (100 if len(word) == 1 else 4):
        rows.append((word, "n" if word in NO_TIMES else pos, count))
rows.sort(key=lambda r: r[0].encode())
print(f"""# General Chinese vocabulary with part of speech and frequency
# source: the dictionary of jieba, as Debian's package python3-jieba {version} ships it; by scripts/gazetteers/words.py
# licence: Expat (MIT), Copyright 2012-2017 Sun Junyi
# columns: word\tpart_of_speech\tfrequency""")
for row in rows:
    print("\t".join(row))
