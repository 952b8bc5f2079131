#!/usr/bin/env python3
"""One patient of 37 tasks, planned by v2v and by TaskJuggler 3: the same dates first, then the time of either process,
interleaved and pinned to one core. Fails if v2v is not --at-least times faster, by CPU time, than scheduling alone.
usage: compare.py V2V GENERATOR [--runs N] [--at-least RATIO] [--as table|csv]"""
import argparse
import csv
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PLAN = ["plan", str(HERE / "patient.yaml"), "--today", "2026-01-05"]
CANNOT = """\
TaskJuggler cannot say a greatest wait: the 30 days of the viral screen, the 14 days of the scan, infusion 2 to 14 days
after conditioning, 3 hours from thaw and the last day of each visit are in our files only. It may split the three days
of conditioning over a closure, and stops a plant that works day and night on a public holiday."""


def timed(command, folder):
    """Wall and processor milliseconds. Not the memory: Linux lets a child begin with the largest size of its parent."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    begun = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    os.close(quiet)
    if child.returncode != 0:
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return 1e3 * wall, 1e3 * (used.ru_utime + used.ru_stime)


def their_dates(text):
    """First day of each task by its name; names are indented, times like `Mon 2026-01-05 08:00`."""
    rows = list(csv.reader(text.splitlines(), delimiter=";"))[2:]  # the head, then the patient as a whole
    return {row[1].strip(): row[2].split()[1] for row in rows}


def our_dates(text):
    """The same from ours. Each day of monitoring is a task there, the three of conditioning one; thaw is ours alone."""
    dates = {}
    for row in csv.DictReader(text.splitlines()):
        if row["stage"] == "thaw":
            continue
        name = f"Monitoring D{row['visit']}" if row["stage"] == "monitoring" else row["title"]
        dates.setdefault(name, row["start"][:10])
    return dates


def same_dates(v2v, folder):
    subprocess.run(["tj3", "--silent", "-o", ".", "cart.tjp"], cwd=folder, check=True, capture_output=True)
    theirs = their_dates((folder / "tasks.csv").read_text())
    ours = our_dates(subprocess.run([v2v, *PLAN, "--as", "csv"], check=True, capture_output=True, text=True).stdout)
    apart = [n for n in theirs.keys() | ours.keys() if theirs.get(n) != ours.get(n)]
    for name in sorted(apart):
        print(f"{name}: TaskJuggler {theirs.get(name, 'none')}, v2v {ours.get(name, 'none')}")
    print(f"{len(theirs) - len(apart)} of {len(theirs)} tasks begin on the same day")
    return len(theirs) == 37 and not apart


def can_run(generator, what):
    """Whether TaskJuggler and what writes its project are here; then all goes on on one core."""
    missing = "tj3" if not shutil.which("tj3") else generator if not pathlib.Path(generator).is_file() else None
    if missing:
        print(f"SKIPPED: no {what} TaskJuggler, {missing} is missing")
        return False
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def main():
    words = argparse.ArgumentParser(description=__doc__.split(" usage")[0])
    words.add_argument("v2v")
    words.add_argument("generator")
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--at-least", type=float, default=50)
    words.add_argument("--as", dest="form", choices=["table", "csv"], default="table")
    given = words.parse_args()
    if not can_run(given.generator, "comparison with"):
        return 77
    v2v = os.path.abspath(given.v2v)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.executable, given.generator, "1", name], check=True, capture_output=True)
        same = same_dates(v2v, folder)
        work = {
            "v2v, table": [v2v, *PLAN],
            "tj3, schedule only": ["tj3", "--silent", "--no-reports", "-o", ".", "cart.tjp"],
            "tj3, with HTML, CSV, iCalendar": ["tj3", "--silent", "-o", ".", "cart.tjp"],
        }
        runs = {label: [] for label in work}
        for _ in range(given.runs):
            for label, command in work.items():
                for _ in range(10 if command[0] == v2v else 1):  # ours is short: more of it for a steady median
                    runs[label].append(timed(command, folder))
    middle = {label: [statistics.median(figure) for figure in zip(*many)] for label, many in runs.items()}
    ours = middle["v2v, table"]
    rows = [["work", "wall_ms", "cpu_ms", "wall_ratio", "cpu_ratio"]]
    for label, (wall, cpu) in middle.items():
        rows.append([label, f"{wall:.1f}", f"{cpu:.1f}", f"{wall / ours[0]:.0f}", f"{cpu / ours[1]:.0f}"])
    if given.form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
    else:
        for row in rows:
            print(f"{row[0]:<32}" + "".join(f"{cell:>12}" for cell in row[1:]))
    print(CANNOT)
    ratio = middle["tj3, schedule only"][1] / ours[1]
    asked = f"at least {given.at_least:.0f} wanted"
    print(f"{ratio:.0f} times by CPU, {asked}; medians of {given.runs} runs (ours {10 * given.runs})")
    return 0 if same and ratio >= given.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
