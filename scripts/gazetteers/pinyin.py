#!/usr/bin/env python3
"""Writes pinyin.tsv: the readings of the 8,105 characters of 通用规范汉字表, without tones.

    pinyin.py UNIHAN_FOLDER OUTPUT

UNIHAN_FOLDER holds Unihan_Readings.txt and Unihan_OtherMappings.txt, maybe with .bz2, of Unicode 15.0.0 (Debian's
unicode-data 15.0.0-1, /usr/share/unicode).

The readings are those of kHanyuPinlu, by how often its corpus has them, then of kTGHZ2013 (通用规范汉字字典), then of
kMandarin; where the corpus does not know the character, kMandarin leads. ü is written v, as people type it.
"""

import pathlib
import re
import sys
import unicodedata

import tsv
from traditional import read_unihan

TONES = {"\u0300", "\u0301", "\u0304", "\u030c"}


def plain(reading):
    """zhòng → zhong, lǜ → lv, ḿ → m."""
    marks = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in TONES)
    marks = unicodedata.normalize("NFC", marks).replace("ü", "v").replace("ê", "e").lower()
    if not re.fullmatch("[a-z]+", marks):
        raise ValueError(f"odd reading: {reading}")
    return marks


def readings(pinlu, dictionary, mandarin):
    """The readings of a character, best first, each once."""
    counts = {}
    for reading, count in re.findall(r"(\S+?)\((\d+)\)", pinlu):
        counts[plain(reading)] = counts.get(plain(reading), 0) + int(count)
    found = sorted(counts, key=lambda reading: (-counts[reading], reading))
    listed = [plain(reading) for entry in dictionary.split() for reading in entry.split(":")[1].split(",")]
    official = [plain(reading) for reading in mandarin.split()[:1]]
    return list(dict.fromkeys(found + (listed + official if found else official + listed)))


def main():
    folder, output = pathlib.Path(sys.argv[1]), sys.argv[2]
    paths = {name: str(next(folder.glob(f"Unihan_{name}.txt*"))) for name in ("Readings", "OtherMappings")}
    pinlu, dictionary, mandarin = (read_unihan(paths["Readings"], field)
                                   for field in ("kHanyuPinlu", "kTGHZ2013", "kMandarin"))
    standard = read_unihan(paths["OtherMappings"], "kTGH")
    rows = []
    for character in standard:
        found = readings(pinlu.get(character, ""), dictionary.get(character, ""), mandarin.get(character, ""))
        if found:
            rows.append((character, "|".join(found)))
    tsv.write(output, [
        "The readings of the characters of 通用规范汉字表 in pinyin without tones, the most frequent first; ü is v",
        "source: Unihan of Unicode 15.0.0 (Debian unicode-data 15.0.0-1): kHanyuPinlu, kTGHZ2013, kMandarin, kTGH",
        "licence: Unicode terms of use",
        "generator: scripts/gazetteers/pinyin.py",
        "columns: character\tpinyin",
    ], rows)


if __name__ == "__main__":
    main()
