#!/usr/bin/env python3
"""Says which files and functions are long. A report: what reads better whole stays whole."""

import re

import tree

HEADER_LINES, SOURCE_LINES, FUNCTION_LINES = 150, 300, 70
# With clang-format a function that is not inside another starts at most two blanks in; its
# parameters may go on over a few lines.
START = re.compile(r"^( {0,2})(?![ /#}]|namespace|class|struct|enum|union|extern|else)")
NAME = re.compile(r"([\w:~]+|operator[^\w\s(]+)\(")
PARAMETER_LINES = 6


def head_of(lines, last):
    """Returns (name, indentation, first line) of the function whose body opens on line `last`, or None."""
    for first in range(last, max(-1, last - PARAMETER_LINES), -1):
        start = START.match(lines[first])
        if start:
            name = NAME.search(" ".join(lines[first:last + 1]))
            return (name[1], start[1], first) if name else None
        if first < last and lines[first].endswith((";", "{", "}")):
            return None
    return None


def functions(text):
    """Yields (name, first line, number of lines) of the functions in a formatted source."""
    lines = text.splitlines()
    head = None
    for number, line in enumerate(lines):
        if head is None:
            head = head_of(lines, number) if line.endswith("{") else None
        elif line.rstrip(";") == head[1] + "}":
            yield head[0], head[2] + 1, number - head[2] + 1
            head = None


def percentile(sizes, share):
    """Returns the size below which `share` of the sorted `sizes` are."""
    return sizes[min(len(sizes) - 1, int(len(sizes) * share))] if sizes else 0


def report(sources):
    """Returns the report on `sources`, pairs of a path and a text, line by line."""
    long_files, long_functions, sizes = [], [], []
    for path, text in sources:
        count = text.count("\n")
        if count > (HEADER_LINES if path.endswith(".h") else SOURCE_LINES):
            long_files.append(f"  {path}: {count} lines")
        for name, line, length in functions(text):
            sizes.append(length)
            if length > FUNCTION_LINES:
                long_functions.append(f"  {path}:{line}: {name}: {length} lines")
    sizes.sort()
    lines = [f"functions: {len(sizes)}, median {percentile(sizes, 0.5)} lines, "
             f"p90 {percentile(sizes, 0.9)}, over {FUNCTION_LINES}: {len(long_functions)}"]
    lines += long_functions
    lines.append(f"files longer than {HEADER_LINES} (headers) or {SOURCE_LINES} lines: {len(long_files)}")
    return lines + long_files


if __name__ == "__main__":
    print("\n".join(report(tree.texts((".h", ".cc")))))
