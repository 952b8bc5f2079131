#!/usr/bin/env python3
"""A hundred patients of 37 tasks on one centre's machines, chairs, beds and slots, by `v2v roster` and by TaskJuggler 3: first
what both find and that nothing of ours is used beyond what there is, then the time of either process, by turns and pinned to
one core. Fails if v2v is not --at-least times faster, by CPU time, than scheduling alone.
usage: roster.py V2V GENERATOR [--runs N] [--patients N] [--at-least RATIO] [--reports] [--write DIR]
With --reports also the project as its file has it, with pages, CSV and iCalendar, beside our roster as CSV and our capacity as a
page. With --write the programme is only left in DIR, for `v2v-bench rosters --programme`."""
import argparse
import collections
import csv
import datetime
import io
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from compare import can_run, timed  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TODAY = "2026-01-05"
ROSTER = ["roster", "programme.yaml", "--today", TODAY]
PROGRAMME = """\
programme: bench-many
title: The patients that TaskJuggler is given, for measuring
centre: bench-many
period: 2026-01-05 to 2028-12-31
workflows: [bench/cart-37]
patients: [people.csv]
waiting-list: {order: [referral], waits-before: apheresis}
"""
MANY = {"manufacturing-slot": (4, 18), "bed": (3, 14)}  # what the project for more than ten patients has more of
CANNOT = """\
Not the same question: there work is hours that may stop overnight, over a weekend or for another patient, and three days of
conditioning may fall apart; ours are visits in one piece, conditioning on three days running. Greatest waits (viral screen 30
days, scan 14, infusion 2 to 14 after conditioning, thaw 3 hours, last days of visits) are in our files only. There a plant and
a bed stand still on a public holiday, here they do not. Both serve who was referred first; v2v also looks what each would have
had alone, tells what each waits for, and has every plan read again by a second reader."""


def write_ours(folder, patients):
    """The programme beside copies of the one patient's workflow and holidays."""
    for name in ("workflow.yaml", "holidays.yaml"):
        shutil.copy(HERE / name, folder)
    centre = (HERE / "centre.yaml").read_text(encoding="utf-8").replace("bench-one", "bench-many")
    for what, (one, many) in MANY.items():
        assert f"{what}: {one}" in centre, what
        centre = centre.replace(f"{what}: {one}", f"{what}: {many if patients > 10 else one}")
    (folder / "centre.yaml").write_text(centre, encoding="utf-8")
    (folder / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    rows, day = ["patient,workflow,booked.referral"], datetime.date.fromisoformat(TODAY)
    for k in range(1, patients + 1):  # one a weekday, as there; who comes on a holiday is seen the next working day
        seen = day
        while seen.weekday() > 4 or f"{seen:%m-%d}" in ("01-01", "05-01", "08-31", "12-25", "12-26"):
            seen += datetime.timedelta(1)
        rows.append(f"P-{k:04},bench/cart-37,{seen}")
        day += datetime.timedelta(3 if day.weekday() == 4 else 1)
    (folder / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return centre


def moment(text):
    return datetime.datetime.fromisoformat(text)


def amounts(centre):
    """`place.resource`: how many there are."""
    out = {}
    for place, has in re.findall(r"^  ([\w-]+): \{.*has: \{([^}]*)\}", centre, re.M):
        for what, number in re.findall(r"([\w-]+): (\d+)", has):
            out[f"{place}.{what}"] = int(number)
    return out


def most_used(rows):
    """The most that is in use at one time, of each resource."""
    steps = collections.defaultdict(list)
    for row in rows:
        for what in filter(None, row["resource"].split("; ")):
            steps[what] += [(moment(row["start"]), 1), (moment(row["end"]), -1)]
    most = {}
    for what, changes in steps.items():
        now = most[what] = 0
        for _, change in sorted(changes):  # who leaves does so before the next comes
            now += change
            most[what] = max(most[what], now)
    return most


def ours(v2v, folder, words):
    """Day 0 and last day of each patient, and every row of the roster."""
    out = subprocess.run([v2v, *ROSTER, *words, "--as", "csv"], cwd=folder, check=True, capture_output=True, text=True)
    rows = list(csv.DictReader(io.StringIO(out.stdout)))
    found = {}
    for row in rows:
        last = moment(row["end"]).date()
        found[row["patient"][2:]] = (datetime.date.fromisoformat(row["Day 0"]),
                                     max(last, found.get(row["patient"][2:], (None, last))[1]))
    return found, rows


def theirs(folder):
    """The same from a report of tasks, and how many courses of conditioning take more than three days running."""
    text = (folder / "cart.tjp").read_text()
    text = re.sub(r"^(resourcereport|icalreport).*\n", "", text, flags=re.M).replace("formats html, csv", "formats csv")
    (folder / "dates.tjp").write_text(text)
    subprocess.run(["tj3", "--silent", "-o", ".", "dates.tjp"], cwd=folder, check=True, capture_output=True)
    found, who, split = {}, "", 0
    for row in list(csv.reader((folder / "tasks.csv").read_text().splitlines(), delimiter=";"))[1:]:
        name = row[1].strip()
        begin, end = (moment(cell.split(" ", 1)[1]) for cell in row[2:4])
        if name.startswith("Patient "):
            who = name.split()[1]
            found[who] = (None, end.date())
        elif name == "Infusion (D0)":
            found[who] = (begin.date(), found[who][1])
        elif name == "Lymphodepletion 3 x 4 h":
            split += (end.date() - begin.date()).days > 2
    return found, split


def tell(label, found, first):
    days = [(zero - first).days for zero, _ in found.values()]
    print(f"{label:<28}{statistics.mean(days):>12.2f}{max(zero for zero, _ in found.values())!s:>14}"
          f"{max(last for _, last in found.values())!s:>14}")
    return statistics.mean(days)


def beside(label, found, other):
    apart = [(found[k][0] - other[k][0]).days for k in other]
    print(f"{label}: Day 0 on the same day {sum(a == 0 for a in apart)}, sooner {sum(a < 0 for a in apart)}, later "
          f"{sum(a > 0 for a in apart)}, from {-min(apart)} sooner to {max(apart)} later")


def same_work(v2v, folder, patients):
    """Both solve it; False where ours is not whole, or takes more than there is."""
    there = amounts(write_ours(folder, patients))
    held = True
    their, split = theirs(folder)
    found = {}
    for label, words in (("v2v, first roster", ["--iterations", "0"]), ("v2v, 2000 iterations", [])):
        found[label], rows = ours(v2v, folder, words)
        most = most_used(rows)
        for what in sorted(most.keys() | there.keys()):
            if most.get(what, 0) > there.get(what, 0):
                print(f"{label}: {what}: {most[what]} in use, {there.get(what, 0)} there")
                held = False
        if found[label].keys() != their.keys():
            print(f"{label}: {len(found[label])} patients placed of {len(their)}")
            return False
    first = datetime.date.fromisoformat(TODAY)
    print(f"{len(their)} patients{'':<16}{'mean Day 0':>12}{'last Day 0':>14}{'last visit':>14}   mean: days after {TODAY}")
    tell("TaskJuggler", their, first)
    for label, many in found.items():
        tell(label, many, first)
    for label, many in found.items():
        beside(label, many, their)
    print(f"TaskJuggler takes more than three days for {split} of {len(their)} courses of conditioning; "
          f"{'nothing' if held else 'something'} of ours is used beyond what there is")
    return held


def main():
    words = argparse.ArgumentParser(description=__doc__.split(" usage")[0])
    words.add_argument("v2v")
    words.add_argument("generator")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--patients", type=int, default=100)
    words.add_argument("--at-least", type=float, default=10)
    words.add_argument("--reports", action="store_true")
    words.add_argument("--write", type=pathlib.Path)
    given = words.parse_args()
    if given.write:
        given.write.mkdir(parents=True, exist_ok=True)
        write_ours(given.write, given.patients)
        return 0
    if not can_run(given.generator, "roster beside"):
        return 77
    v2v = os.path.abspath(given.v2v)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.executable, given.generator, str(given.patients), name], check=True, capture_output=True)
        held = same_work(v2v, folder, given.patients)
        work = {  # how often in each turn: what is short more often, for a steady median
            "v2v, first roster": ([v2v, *ROSTER, "--iterations", "0"], 5),
            "v2v, 2000 iterations": ([v2v, *ROSTER], 1),
            "tj3, schedule only": (["tj3", "--silent", "--no-reports", "-o", ".", "cart.tjp"], 1),
        }
        if given.reports:
            work["v2v, roster as CSV"] = ([v2v, *ROSTER, "--iterations", "0", "--as", "csv"], 5)
            work["v2v, capacity as a page"] = ([v2v, "capacity", *ROSTER[1:], "--iterations", "0", "--as", "html"], 5)
            work["tj3, with its reports"] = (["tj3", "--silent", "-o", ".", "cart.tjp"], 1)
        runs = {label: [] for label in work}
        for _ in range(given.runs):
            for label, (command, often) in work.items():
                for _ in range(often):
                    runs[label].append(timed(command, folder))
    middle = {label: [statistics.median(figure) for figure in zip(*many)] for label, many in runs.items()}
    wall, cpu = middle["v2v, first roster"]
    print(f"{'work':<28}{'wall_ms':>12}{'cpu_ms':>12}{'wall_ratio':>12}{'cpu_ratio':>12}")
    for label, (w, c) in middle.items():
        print(f"{label:<28}{w:>12.1f}{c:>12.1f}{w / wall:>12.1f}{c / cpu:>12.1f}")
    print(CANNOT)
    ratio = middle["tj3, schedule only"][1] / cpu
    print(f"{ratio:.0f} times by CPU, 200 wanted, below {given.at_least:.0f} fails; medians of {given.runs} runs")
    return 0 if held and ratio >= given.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
