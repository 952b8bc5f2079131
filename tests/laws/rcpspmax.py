#!/usr/bin/env python3
"""The kernel against published figures: earliest end of the 810 RCPSP/max networks, resources off, must be the
network-based lower bound in the statistics that came with each set. usage: rcpspmax.py V2V_BENCH ARCHIVES"""
import csv
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile

COLUMN = "Network-based lower bound on project duration:"
EXPECTED = 810


def published(folder):
    """Bound by lower-case file stem, from stat.txt or STAT.TXT; names there may carry a prefix like `:j10:`."""
    stat = next(p for p in folder.iterdir() if p.name.lower() == "stat.txt")
    lines = stat.read_text(encoding="latin-1").splitlines()
    column = [c.strip() for c in lines[0].split("\t")].index(COLUMN)
    rows = (line.split("\t") for line in lines[1:] if line.strip())
    return {row[0].strip().split(":")[-1].lower(): int(float(row[column])) for row in rows if len(row) > column}


def main():
    bench, archives = sys.argv[1], pathlib.Path(sys.argv[2])
    found = sorted(archives.glob("*.tar.xz")) if archives.is_dir() else []
    if not found:
        print(f"SKIPPED: no RCPSP/max archives at {archives}")
        return 77
    compared, wrong = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for archive in found:
            with tarfile.open(archive) as tar:
                tar.extractall(root)
        out = subprocess.run([bench, "rcpspmax", str(root), "--as", "csv"], check=True, capture_output=True, text=True)
        ours = {row["file"]: row["lower_bound"] for row in csv.DictReader(io.StringIO(out.stdout))}
        for stat in sorted(p for p in root.rglob("*") if p.name.lower() == "stat.txt"):
            for stem, bound in published(stat.parent).items():
                file = next(f for f in stat.parent.iterdir() if f.stem.lower() == stem and f.suffix.lower() == ".sch")
                mine = ours[file.relative_to(root).as_posix()]
                compared += 1
                if mine != str(bound):
                    wrong += 1
                    print(f"{file.relative_to(root)}: published {bound}, ours {mine}")
    print(f"{compared} networks compared, {wrong} differ")
    return 0 if wrong == 0 and compared == EXPECTED else 1


if __name__ == "__main__":
    sys.exit(main())
