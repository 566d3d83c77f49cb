"""The repository's files, for the checks beside this one, and how a check says what it found."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files(root=ROOT):
    """Returns the paths of all files that are or may be committed, relative to `root`, sorted."""
    # A clone may belong to another user than the one who checks it.
    command = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "--cached",
               "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted({path for path in listed.split("\0") if path and (root / path).is_file()})


def texts(suffixes=None, root=ROOT):
    """Yields (path, text) of the files with one of `suffixes`, or of all that are text.

    The inputs of the fuzz targets are bytes, whatever they look like.
    """
    for path in files(root):
        if path.startswith("tests/fuzz/corpus/"):
            continue
        if suffixes and not path.endswith(tuple(suffixes)):
            continue
        try:
            yield path, (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def finish(name, violations):
    """Prints what a check found, one line each, and ends the program with 1 if that is anything."""
    for violation in violations:
        print(violation, file=sys.stderr)
    print(f"{name}: {len(violations)} violations" if violations else f"{name}: ok")
    sys.exit(1 if violations else 0)
