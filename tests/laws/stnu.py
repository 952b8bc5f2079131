#!/usr/bin/env python3
"""The kernel against published labels: each of the 311 uncertain networks of HEATlab (Akmal et al. 2019) holds or fails as
the folder it stands in says. usage: stnu.py V2V_BENCH ARCHIVES"""
import collections
import csv
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile

EXPECTED = {("dynamically_controllable", "holds"): 226, ("uncontrollable_full", "fails"): 85}


def main():
    bench, archives = sys.argv[1], pathlib.Path(sys.argv[2])
    found = sorted(archives.glob("*.tar.xz")) if archives.is_dir() else []
    if not found:
        print(f"SKIPPED: no archives of uncertain networks at {archives}")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        for archive in found:
            with tarfile.open(archive) as tar:
                tar.extractall(folder)
        out = subprocess.run([bench, "stnu", folder, "--as", "csv"], check=True, capture_output=True, text=True)
    rows = list(csv.DictReader(io.StringIO(out.stdout)))
    counted = collections.Counter((pathlib.PurePosixPath(row["file"]).parent.name, row["verdict"]) for row in rows)
    took = sum(float(row["milliseconds"]) for row in rows)
    print(f"{len(rows)} networks in {took:.0f} ms: {dict(counted)}")
    return 0 if counted == EXPECTED else 1


if __name__ == "__main__":
    sys.exit(main())
