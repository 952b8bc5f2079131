#!/usr/bin/env python3
"""Fails on an #include that goes up the house: a room may include its own headers and those of the rooms it USES.

usage: layering.py ROOT FLOORS    FLOORS: build/floors.txt, written by CMakeLists.txt, one `room: rooms it uses` a line.
With --self-test, a made-up tree with one breach of each kind must give exactly those breaches.
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
# A library outside, and the only folders that may meet it.
OUTSIDE = {
    "yaml-cpp/": ("lib/text/", "tests/bench/"),
    "absl/": ("lib/calendar/",),
    "CLI/": ("cli/", "tests/bench/"),
}


def breaches(root, floors):
    uses = {}
    for line in floors.read_text().splitlines():
        room, _, others = line.partition(":")
        uses[room] = set(others.split())
    for room in {p.name for p in (root / "lib").iterdir() if p.is_dir()} - set(uses):
        yield f"lib/{room}: no such room in CMakeLists.txt"
    for top in ("lib", "cli", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            name = path.relative_to(root).as_posix()
            room = name.split("/")[1] if top == "lib" and name.count("/") > 1 else None
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                found = INCLUDE.match(line)
                if not found:
                    continue
                target = found[2]
                where = f"{name}:{number}"
                for library, homes in OUTSIDE.items():
                    if target.startswith(library) and not name.startswith(homes):
                        yield f"{where}: <{target}> outside {' and '.join(homes)}"
                other = target.split("/")[0] if "/" in target else None
                if room and other in uses and other != room and other not in uses[room]:
                    yield f"{where}: room {room} may not include \"{target}\"; it uses {' '.join(sorted(uses[room])) or 'none'}"
                if room and found[1] == '"' and (root / "cli" / target).exists() and not (path.parent / target).exists():
                    yield f"{where}: the library may not include \"{target}\" of cli/"


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {
            "lib/low/a.h": '#include "high/b.h"\n#include <yaml-cpp/yaml.h>\n#include "front.h"\n#include <vector>\n',
            "lib/high/b.h": '#include "low/a.h"\n#include "high/c.h"\n',
            "lib/text/t.cpp": "#include <yaml-cpp/yaml.h>\n",
            "lib/attic/x.h": "",
            "cli/front.h": "#include <CLI/CLI.hpp>\n#include <absl/time/time.h>\n",
            "tests/unit/u.cpp": "#include <CLI/CLI.hpp>\n",
            "floors.txt": "low: \nhigh: low\ntext: low\n",
        }.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        found = list(breaches(root, root / "floors.txt"))
        expected = ["lib/attic: no such room", "lib/low/a.h:1: room low", "lib/low/a.h:2: <yaml-cpp", "lib/low/a.h:3: the library",
                    "cli/front.h:2: <absl", "tests/unit/u.cpp:1: <CLI"]
        if len(found) != len(expected) or not all(f.startswith(e) for f, e in zip(found, expected)):
            sys.exit("the layering test no longer sees what it must:\n" + "\n".join(found))


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found = list(breaches(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
    if found:
        sys.exit("\n".join(found))


main()
