#!/usr/bin/env python3
"""Sorts hand-kept gazetteers in place.

    sort.py FILE…

The comment lines stay first, in their order; the entries are sorted bytewise by their first column, trailing blanks go,
and a key that stands twice is an error.
"""

import sys

import tsv


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as lines:
            text = [line.rstrip(" \r\n") for line in lines]
        header = [line.removeprefix("#").strip() for line in text if line.startswith("#")]
        tsv.write(path, header, [tuple(line.split("\t")) for line in text if line and not line.startswith("#")])


if __name__ == "__main__":
    main()
