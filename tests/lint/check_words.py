#!/usr/bin/env python3
"""Words that are not ours: each with what to write instead, and with the files that are excused."""

import dataclasses
import fnmatch
import re

import tree

CPP = ("*.h", "*.cc")
TEXT = ("*",)
PROTO = ("*.proto",)


@dataclasses.dataclass(frozen=True)
class Rule:
    """A banned word. `code`: comments and texts in quotes are not looked at."""

    word: str
    instead: str
    files: tuple = CPP
    excused: tuple = ()
    code: bool = True


MAINS = ("edge-server/app/main.cc", "cli/main.cc", "tests/bench/main.cc", "terminal-agent/main.cc",
         "cloud-ingest/main.cc")
LINTS = ("tests/lint/check_words.py", "tests/lint/lint_test.py")

RULES = (
    # Unfinished work.
    Rule(r"\b(FIXME|TODO|XXX)\b", "an issue", TEXT, LINTS, code=False),
    Rule(r"\bGTEST_SKIP\b|\bDISABLED_\w", "a test that runs, or none", CPP),
    # Time and chance come in as values.
    Rule(r"\bsystem_clock::now\b|\bsteady_clock::now\b|\babsl::Now\b|\bgettimeofday\b|\bclock_gettime\b",
         "Clock (core/base/clock.h)", CPP, ("core/base/clock.cc",)),
    Rule(r"\bsleep_for\b|\bsleep_until\b|\busleep\b|\bnanosleep\b|\babsl::SleepFor\b",
         "Mutex::AwaitFor, or an alarm", CPP, ("tests/bench/*",)),
    Rule(r"\brandom_device\b|(?<![\w.>])s?rand\s*\(|\bdrand48\b", "RandomSource (core/base/ids.h)", CPP,
         ("core/base/ids.cc",)),
    # Where things go.
    Rule(r"\bstd::(cout|cerr|clog)\b", "Log (core/base/logging.h); programs for people: cli/", CPP,
         ("cli/*", "tests/bench/*", "edge-server/app/*")),
    # Failure.
    Rule(r"\bcatch\s*\(|\btry\s*\{", "absl::Status; one try in each main", CPP, MAINS),
    Rule(r"\bthrow\b", "absl::Status, or DAYBOOK_CHECK for a bug", CPP),
    # Text: Debian's absl::string_view is a class of its own.
    Rule(r"\babsl::(StrCat|StrAppend|StrFormat|Substitute|SimpleAtoi|SimpleAtod|StrSplit|StrJoin)\b",
         "fmt, std::from_chars", CPP),
    Rule(r"\babsl::string_view\b", "std::string_view", CPP, ("core/base/*",)),
    Rule(r"\babsl::Mutex\b|\bstd::(recursive_|shared_)?mutex\b|\bstd::condition_variable\b",
         "Mutex (core/base/mutex.h)", CPP, ("core/base/mutex.h", "tests/support/*")),
    Rule(r"\busing\s+namespace\b", "the name, or a using of the one name", CPP),
    # Numbers on the wire.
    Rule(r"^\s*(?:repeated |optional )?(?:double|float)\b", "int64 with its unit in the name", PROTO),
    Rule(r"^\s*(?:repeated |optional )?(?:uint|s?fixed)(?:32|64)\b", "int64 or int32", PROTO),
    # The text speaks of the product alone.
    Rule(r"(?<![\w.~{}$-])/(?:work|home|root)/", "a path from the repository's root", TEXT, LINTS,
         code=False),
    Rule(r"\bregistry\.npmjs\.org\b|\bpypi\.org\b|\bproxy\.golang\.org\b|\bartifactory\b|\bjfrog\b",
         "the package's name", TEXT, LINTS, code=False),
    Rule(r"(?i)session transcript|helper agent|\bas an AI\b|\blanguage model\b",
         "what the product does", TEXT, LINTS, code=False),
    Rule(r"[ \t]+$", "nothing: no blanks at the end of a line", TEXT, code=False),
)

COMMENTS_AND_TEXTS = re.compile(
    r'R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*(?:.|\n)*?\*/')
# These libraries hand out and take shared pointers; nobody asks why.
SHARED = re.compile(r"\bstd::shared_ptr<(?!(?:const )?(?:grpc|rocksdb|spdlog)::)")
SHARED_EXCUSED = ("tests/*",)


def only_code(text):
    """Returns `text` with comments and quoted texts blanked, line by line in its place."""
    return COMMENTS_AND_TEXTS.sub(lambda match: re.sub(r"[^\n]", "~", match[0]), text)


def matches(path, patterns):
    """Whether `path`, or its last part, is one that `patterns` name."""
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def shared_violations(path, text):
    """The first shared_ptr of a file says on its line, or the one above, why nobody owns the thing."""
    lines = text.splitlines()
    first = next((i for i, line in enumerate(only_code(text).splitlines()) if SHARED.search(line)), None)
    if first is None or "//" in lines[first] or (first and lines[first - 1].lstrip().startswith("//")):
        return []
    return [f"{path}:{first + 1}: std::shared_ptr: use std::unique_ptr, or say in a comment why not"]


def header_violations(path, text):
    """A header opens with what it is, then #pragma once."""
    found = []
    if not text.startswith("//"):
        found.append(f"{path}:1: open the header with a comment that says what it is")
    if "#pragma once" not in text:
        found.append(f"{path}:1: #pragma once is missing")
    return found


def violations(sources):
    """Returns one line for each breach in `sources`, pairs of a path and a text."""
    found = []
    for path, text in sources:
        code = only_code(text) if matches(path, CPP + PROTO) else text
        for rule in RULES:
            if not matches(path, rule.files) or matches(path, rule.excused):
                continue
            for match in re.finditer(rule.word, code if rule.code else text, re.MULTILINE):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path}:{line}: {match[0].strip()!r}: write {rule.instead}")
        if matches(path, CPP) and not matches(path, SHARED_EXCUSED):
            found += shared_violations(path, text)
        if path.endswith(".h"):
            found += header_violations(path, text)
        if text and not text.endswith("\n"):
            found.append(f"{path}: end the last line")
    return found


if __name__ == "__main__":
    tree.finish("words", violations(tree.texts()))
