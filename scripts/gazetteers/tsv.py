"""Writes gazetteer files: header comments, then sorted tab-separated rows."""

import sys


def check_cell(cell):
    if any(c in cell for c in "\t\n\r") or cell != cell.strip():
        raise ValueError(f"unfit for a cell: {cell!r}")
    return cell


def write(path, header, rows):
    """Writes `header` (comment lines without "#") and `rows` (tuples of text), sorted bytewise, to `path`."""
    keys = set()
    lines = []
    for row in rows:
        if row[0] in keys:
            raise ValueError(f"{path}: key twice: {row[0]}")
        keys.add(row[0])
        lines.append("\t".join(check_cell(cell) for cell in row))
    lines.sort(key=lambda line: line.split("\t")[0].encode())
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"# {line}\n" for line in header)
        out.writelines(line + "\n" for line in lines)
    print(f"{path}: {len(lines)} entries", file=sys.stderr)
