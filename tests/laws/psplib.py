#!/usr/bin/env python3
"""Schedules under finite resources against published figures: PSPLIB J30 and J60, RCPSP/max J10, J20, UBO10, UBO20, UBO50.
No schedule may be better than a proven bound or exist where there is none; averages are held to the figures of SETS.

usage: psplib.py V2V_BENCH FOLDER [--whole] [--seconds T] [--schedules N]
FOLDER holds psplib/ and rcpspmax/ with the archives and the tables of best known values. Without --whole a share of each
set is taken."""
import argparse
import collections
import csv
import io
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass

CHUNK = 24  # instances of one run of the program


@dataclass(frozen=True)
class Set:
    name: str      # of its archive and in the tables
    every: int     # of its instances one in so many, without --whole
    most: float    # average in per cent over the best known value that is allowed
    whole: float   # the same of the whole set
    path: float    # the same over the critical path, of the whole set; 0: not asked


SETS = [
    Set("sm_j10", 3, 0.0, 0.0, 0),
    Set("sm_j20", 6, 0.5, 0.5, 0),
    Set("testset_ubo10", 1, 0.0, 0.0, 0),
    Set("testset_ubo20", 1, 0.0, 0.0, 0),
    Set("testset_ubo50", 3, 0.5, 0.5, 0),
    Set("j30", 8, 0.1, 0.1, 0),
    Set("j60", 24, 0.8, 0.7, 11.1),
]


@dataclass
class Known:
    feasible: bool
    proved: bool = False   # best is the optimum
    path: int = 0          # critical path
    least: int = 0         # no schedule ends before
    best: int = 0


def known_values(folder, name):
    """By file name. Upper bounds of open RCPSP/max instances are old: the better of two columns is taken."""
    if name.startswith("j"):
        with open(folder / "psplib" / f"best_known_{name}.csv", encoding="utf-8") as file:
            return {f"{r['instance']}.sm": Known(True, r["closed"] == "1", int(r["cpm_lb"]), int(r["best_lb"]),
                                                 int(r["best_ub"])) for r in csv.DictReader(file)}
    out = {}
    with open(folder / "rcpspmax" / "best_known.csv", encoding="utf-8") as file:
        for r in csv.DictReader(file):
            if r["set"] != name:
                continue
            if r["status"] == "infeasible":
                out[r["instance"]] = Known(False)
                continue
            uppers = [int(r[c]) for c in ("file_ub", "prototype_ub") if r[c]]
            out[r["instance"]] = Known(True, r["status"] == "closed", 0, int(r["file_lb"]), min(uppers))
    return out


def wrong_with(row, known):
    """What is wrong with one row, or nothing."""
    if row["status"] not in ("feasible", "optimal", "infeasible", "unknown"):
        return "a status that is none"
    if (row["makespan"] != "") != (row["status"] in ("feasible", "optimal")):
        return "a makespan that does not go with the status"
    if not known.feasible:
        return "a schedule where there is none" if row["makespan"] else ""
    if row["status"] == "infeasible":
        return "called infeasible"
    if row["lower_bound"] and int(row["lower_bound"]) > known.best:
        return f"a lower bound above the {known.best} that was reached"
    if not row["makespan"]:
        return "no schedule found"
    end = int(row["makespan"])
    if end < (known.best if known.proved else known.least):
        return f"better than can be, {known.best if known.proved else known.least}"
    if row["status"] == "optimal" and (end > known.best or int(row["lower_bound"]) != end):
        return f"called optimal, and {known.best} was reached"
    return ""


def run_set(bench, files, options, until):
    """Rows of the files, in runs of a few so that the time is kept to."""
    rows = []
    for first in range(0, len(files), CHUNK):
        if rows and time.monotonic() > until:
            break
        with tempfile.TemporaryDirectory() as folder:
            for file in files[first:first + CHUNK]:
                shutil.copy(file, folder)
            out = subprocess.run([bench, "rcpsp", folder, "--as", "csv", *options], check=True, capture_output=True, text=True)
        if not rows and not out.stdout.startswith("instance,status,makespan,lower_bound,schedules,seconds\n"):
            raise ValueError("another head of the table than was agreed: " + out.stdout[:80])
        rows += csv.DictReader(io.StringIO(out.stdout))
    return rows


def judge(which, rows, known, whole, all_rows):
    """Prints the line of one set; True where it holds."""
    holds, over_best, over_path = True, [], []
    for row in rows:
        value = known[row["instance"]]
        what = wrong_with(row, value)
        if what:
            print(f"{which.name} {row['instance']}: {what}: {row}")
            holds = False
        if row["makespan"] and value.feasible and (value.proved or value.path):
            over_best.append(100 * (int(row["makespan"]) / value.best - 1))
            if value.path:
                over_path.append(100 * (int(row["makespan"]) / value.path - 1))
    status = collections.Counter(row["status"] for row in rows)
    best = sum(over_best) / max(1, len(over_best))
    path = sum(over_path) / max(1, len(over_path))
    seconds = sum(float(row["seconds"]) for row in rows)
    print(f"{which.name:14} {len(rows):4} {status['optimal']:8} {status['feasible']:8} {status['infeasible']:10} "
          f"{status['unknown']:7} {best:10.3f} {f'{path:.3f}' if over_path else '-':>10} {seconds:8.1f}")
    most = which.whole if whole else which.most
    if best > most:
        print(f"{which.name}: {best:.3f} % over the best known on average, {most} allowed")
        holds = False
    if whole and all_rows and which.path and path > which.path:
        print(f"{which.name}: {path:.3f} % over the critical path on average, {which.path} allowed")
        holds = False
    return holds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--schedules")
    asked = parser.parse_args()
    archives = {s.name: next(iter(asked.folder.glob(f"*/{s.name}.*tar.xz")), None) for s in SETS}
    if not all(archives.values()):
        print(f"SKIPPED: no archives of PSPLIB and RCPSP/max at {asked.folder}")
        return 77
    until = time.monotonic() + asked.seconds
    options = ["--schedules", asked.schedules] if asked.schedules else []
    holds, reached, of = True, 0, 0
    print("set              of  optimal feasible infeasible unknown  over best  over path  seconds")
    for which in SETS:
        known = known_values(asked.folder, which.name)
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(archives[which.name]) as tar:
                tar.extractall(folder)
            files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.name in known and p.is_file())
            if len(files) != len(known):
                print(f"{which.name}: {len(files)} instances in the archive, {len(known)} in the table")
                holds = False
            if not asked.whole:
                files = files[::which.every]
            of += len(files)
            if time.monotonic() > until:
                continue
            rows = run_set(asked.bench, files, options, until)
        reached += len(rows)
        holds = judge(which, rows, known, asked.whole, len(rows) == len(files)) and holds
    print(f"reached {reached} of {of} instances")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
