#!/usr/bin/env python3
"""Protobuf files: everything is commented, and named as docs/architecture.md and the schema rules say.

A case of a oneof whose type is a message needs no comment of its own: the message has one.
"""

import re

import tree

SCALARS = {"double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32",
           "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes"}
BLOCK = re.compile(r"(message|enum|service|oneof)\s+(\w+)\s*\{")
METHOD = re.compile(r"rpc\s+(\w+)\s*\(\s*(?:stream\s+)?([\w.]+)\s*\)\s*returns\s*"
                    r"\(\s*(?:stream\s+)?([\w.]+)\s*\)")
VALUE = re.compile(r"(\w+)\s*=\s*(\d+)\s*(?:\[.*\])?;")
FIELD = re.compile(r"(?:repeated\s+|optional\s+)?(map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+\s*(?:\[.*\])?;")


def statements(text):
    """Yields (line number, statement, whether a comment stands directly above it)."""
    pending, start, commented = "", 0, False
    for number, line in enumerate(text.splitlines(), 1):
        code = line.split("//")[0].strip()
        if not code:
            if not pending:
                commented = line.strip().startswith("//")
            continue
        start = start if pending else number
        pending = f"{pending} {code}".strip()
        if pending[-1] in ";{}":
            yield start, pending, commented
            pending, commented = "", False


def words_of(name):
    """Returns ErrorReason as ERROR_REASON."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def method_problem(statement):
    """Returns what is wrong with a method's request and response, or None."""
    match = METHOD.match(statement)
    if not match:
        return "cannot be read"
    name, request, response = match.groups()
    if (request, response) != (f"{name}Request", f"{name}Response"):
        return f"takes {name}Request and returns {name}Response"
    return None


def value_problem(enum, name, number, first):
    """Returns what is wrong with a value of an enum, or None."""
    if first and (name, number) != (f"{words_of(enum)}_UNSPECIFIED", "0"):
        return f"the first value is {words_of(enum)}_UNSPECIFIED = 0"
    if not name.startswith(words_of(enum) + "_"):
        return f"starts with {words_of(enum)}_"
    return None


class Checker:
    """Walks through one file."""

    def __init__(self, path):
        self.path = path
        self.blocks = []  # (kind, name), the outermost first.
        self.values = 0
        self.found = []

    def complain(self, line, what, problem):
        self.found.append(f"{self.path}:{line}: {what}: {problem}")

    def enter(self, line, statement, commented):
        kind, name = BLOCK.match(statement).groups()
        if not commented:
            self.complain(line, f"{kind} {name}", "has no comment")
        self.blocks.append((kind, name))
        self.values = 0

    def member(self, line, statement, commented):
        kind, name = self.blocks[-1]
        if kind == "service" and statement.startswith("rpc"):
            problem = method_problem(statement)
            what = statement.split("(")[0]
        elif kind == "enum" and (value := VALUE.match(statement)):
            problem = value_problem(name, *value.groups(), first=self.values == 0)
            what = value[1]
            self.values += 1
        elif kind in ("message", "oneof") and (field := FIELD.match(statement)):
            problem = None
            what = f"field {field[2]}"
            commented = commented or (kind == "oneof" and field[1] not in SCALARS)
        else:
            return
        if not commented:
            self.complain(line, what, "has no comment")
        if problem:
            self.complain(line, what, problem)

    def walk(self, text):
        package = re.search(r"^package\s+([\w.]+);", text, re.MULTILINE)
        expected = re.sub(r"^protos/|/[^/]*$", "", self.path).replace("/", ".")
        if not package or package[1] != expected:
            self.complain(1, "package", f"is {expected}, as the folder")
        for line, statement, commented in statements(text):
            if BLOCK.match(statement):
                self.enter(line, statement, commented)
            elif self.blocks and statement.startswith("}"):
                self.blocks.pop()
            elif self.blocks:
                self.member(line, statement, commented)
                if statement.endswith("{"):
                    self.blocks.append(("options", ""))
        return self.found


def violations(sources):
    """Returns one line for each breach in `sources`, pairs of a path and a text."""
    return [problem for path, text in sources for problem in Checker(path).walk(text)]


if __name__ == "__main__":
    sources = [(path, text) for path, text in tree.texts((".proto",)) if path.startswith("protos/")]
    tree.finish("protos", violations(sources))
