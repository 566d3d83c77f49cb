#!/usr/bin/env python3
"""Who may include whom: data flows one way, and each outside library has its rooms.

The tables are those of docs/architecture.md. tests/ may include everything.
"""

import re

import tree

# Lowest first. A folder may include itself and what stands on a lower row, never its own row's others.
LAYERS = (
    ("daybook",),  # What protoc makes of protos/.
    ("core/base",),
    ("core/entry", "core/protocol"),
    ("core/domain",),
    ("core/scenarios", "projections"),
    ("core/net", "edge-server/store"),
    ("edge-server/engine",),
    ("edge-server/rpc", "edge-server/uplink"),
    ("edge-server/app",),
    ("cli", "terminal-agent", "cloud-ingest"),
)

# Beyond the order: (who, what they may not include, what to do instead).
FORBIDDEN = (
    ("cli/", "edge-server/", "ask a running server; work on a stopped one is daybook-edge's"),
    ("terminal-agent/", "edge-server/", "talk to the edge over gRPC"),
    ("cloud-ingest/", "edge-server/", "share it through core/"),
    ("edge-server/rpc/", "edge-server/store/", "read through edge-server/engine/engine.h"),
    ("edge-server/uplink/", "edge-server/store/", "read through edge-server/engine/engine.h"),
)

# A module's face: the only header of it that others see. The composition root sees all.
FACES = {"edge-server/engine/": "edge-server/engine/engine.h"}
COMPOSES = "edge-server/app/"

# Outside libraries: (headers, which files may name them, at most how many files).
GRPC = ("core/net/", "edge-server/rpc/", "edge-server/app/", "edge-server/uplink/uplink_client",
        "edge-server/uplink/downlink", "terminal-agent/", "cloud-ingest/", "cli/")
LIBRARIES = (
    (r"rocksdb/", ("edge-server/store/", "terminal-agent/outbox", "cloud-ingest/embedded_store"), None),
    (r"grpcpp/|grpc/|.*\.grpc\.pb\.h", GRPC, None),
    (r"(postgresql/)?libpq", ("cloud-ingest/postgres_store",), None),
    (r"boost/beast|boost/asio", ("core/net/",), 2),
    (r"spdlog/", ("core/base/logging.cc",), None),
    (r"gtest/|gmock/", (), None),
)

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)
LEVELS = {folder: level for level, row in enumerate(LAYERS) for folder in row}


def folder_of(path):
    """Returns the folder of LAYERS that `path` is in, or None."""
    return next((folder for folder in LEVELS if path.startswith(folder + "/")), None)


def order_violation(path, include):
    """Returns what is wrong with `path` including one of our own headers, or None."""
    here, there = folder_of(path), folder_of(include)
    if there is None or here == there:
        return None
    for who, what, instead in FORBIDDEN:
        if path.startswith(who) and include.startswith(what):
            return f"{who} may not include {what}: {instead}"
    if here is None:
        return f"{path} is in no folder of the layers"
    if LEVELS[there] >= LEVELS[here]:
        return f"{here} is not above {there}"
    for module, face in FACES.items():
        if include.startswith(module) and include != face and not path.startswith(COMPOSES):
            return f"the face of {module} is {face}"
    return None


def violations(sources):
    """Returns one line for each breach in `sources`, pairs of a path and a text."""
    found, users = [], {}
    for path, text in sources:
        if path.startswith("tests/"):
            continue
        for match in INCLUDE.finditer(text):
            quote, include = match.groups()
            problem = order_violation(path, include)
            if quote == '"' and ("/" not in include or ".." in include):
                problem = "name it from the repository's root"
            for headers, rooms, files_max in LIBRARIES:
                if re.match(headers, include):
                    users.setdefault((headers, files_max), set()).add(path)
                    if not path.startswith(rooms or ("tests/",)):
                        problem = f"only in {', '.join(rooms) or 'tests/'}"
            if problem:
                line = text.count("\n", 0, match.start(2)) + 1
                found.append(f"{path}:{line}: includes {include}: {problem}")
    for (headers, files_max), paths in users.items():
        if files_max and len(paths) > files_max:
            found.append(f"{headers} is named in {len(paths)} files, at most {files_max}: {sorted(paths)}")
    return found


if __name__ == "__main__":
    tree.finish("layers", violations(tree.texts((".h", ".cc"))))
