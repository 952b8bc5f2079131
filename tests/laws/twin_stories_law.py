#!/usr/bin/env python3
"""twin_stories: the twin against the dates that stand beside the stages in tests/plans and in the shipped workflows.

Nothing of the engine runs here: the dates were worked out by hand, the twin must meet them.
"""
import argparse
import collections
import datetime
import glob
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, "twin"))
import read
import sentence
import twin
from clock import Zone
from words import NotCovered, WrongFile


def days_in(tree):
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in ("outcome", "place"):
                yield from days_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from days_in(value)
    elif isinstance(tree, str):
        yield from re.findall(r"\d{4}-\d\d-\d\d", tree)


def today_of(given):
    if "today" in given:
        return datetime.date.fromisoformat(given["today"])
    days = sorted(days_in(given.get("happened") or {}))
    if days:
        return datetime.date.fromisoformat(days[-1])
    days = sorted(days_in({key: value for key, value in given.items() if key not in ("today",)}))
    return datetime.date.fromisoformat(days[0]) - datetime.timedelta(weeks=26) if days else datetime.date(2026, 1, 1)


def find(found, point):
    """The row and the edge that an expectation speaks of."""
    point = sentence.point(point)
    rows = [row for row in found["stages"] if row["id"] == point.stage]
    if not rows:
        return None, None
    last = point.attempt or max(row["attempt"] for row in rows)
    if point.attempt or point.visit is None or not isinstance(point.visit, int):
        rows = [row for row in rows if row["attempt"] == last]
    edge = point.edge or "start"
    if isinstance(point.visit, int):
        rows = [row for row in rows if row["visit"] == point.visit and row["attempt"] == last]
    elif rows:
        rows = [max(rows, key=lambda row: row["visit"]) if point.visit == "last" or point.visit is None and edge == "end"
                else min(rows, key=lambda row: row["visit"])]
    return (rows[0] if rows else None), edge


def zones(case_place):
    return case_place


def meets(found, point, wanted, zone_of):
    row, edge = find(found, point) if found["status"] == "planned" else (None, None)
    if wanted == "clash":
        return found["status"] == "clash", found["status"]
    if found["status"] != "planned":
        return False, found["status"]
    if wanted == "absent":
        return row is None, "there"
    if row is None:
        return False, "absent"
    zone = zone_of(row["id"])
    if " to " in wanted:
        first, last = wanted.split(" to ")
        ours = [zone.date(row[key]).isoformat() if row[key] is not None else None for key in ("earliest", "latest")]
        return ours == [first, last], ours
    if row[edge] is None:
        return False, "no date"
    wall = zone.wall(row[edge])
    ours = wall.strftime("%Y-%m-%d %H:%M")
    return ours == wanted or ours.split()[0] == wanted, ours


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--build")
    words.add_argument("--only", default="")
    words = words.parse_args()
    shelf = os.path.join(ROOT, "tests", "plans")
    shipped = os.path.join(ROOT, "workflows")
    library = read.Library([], [shelf, shipped])
    counts, refused, wrong = collections.Counter(), collections.Counter(), 0
    for path in sorted(glob.glob(shelf + "/*/*.yaml") + glob.glob(shipped + "/car-t/*.yaml")):
        tree = read.load(path)
        if words.only not in path:
            continue
        for number, check in enumerate(tree.get("checks", []) if "workflow" in tree else []):
            given = read.bare(dict(check["given"] or {}))
            today = today_of(given)
            given.pop("today", None)
            patient = {"patient": "P-0001", "workflow": tree["workflow"], **given}
            expect = check["expect"]
            name = f"{os.path.relpath(path, ROOT)} check {number + 1}"

            def file_of(holidays):
                return os.path.join(os.path.dirname(library.paths["centre", patient["centre"]]), holidays)
            try:
                found = twin.answer(patient, library, today, file_of)
                case = twin.Case(library, patient, today, file_of)
            except NotCovered as what:
                refused[str(what)] += 1
                counts["checks not covered"] += 1
                continue
            except WrongFile as what:
                print(f"{name}: the twin takes it for wrong: {what}")
                wrong += 1
                continue
            except Exception as what:
                import traceback
                traceback.print_exc()
                print(f"{name}: {type(what).__name__}: {what}")
                wrong += 1
                continue

            def zone_of(stage):
                places = case.fitting_places(case.stages[stage])
                return case.place_zone(places[0]) if places else case.zone
            if expect == "clash":
                expect = {case.day_zero: "clash"}
            for point, wanted in expect.items():
                good, ours = meets(found, point, wanted, zone_of)
                counts["expectations met" if good else "expectations missed"] += 1
                if not good:
                    wrong += 1
                    print(f"{name}: {point}: {wanted} expected, the twin says {ours} {found.get('at', '')}")
    print(", ".join(f"{number} {what}" for what, number in sorted(counts.items())))
    for what, number in refused.most_common():
        print(f"not covered: {what}: {number} checks")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
