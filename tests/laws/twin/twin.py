#!/usr/bin/env python3
"""A second reading of the whole: plans one patient by brute force and prints the plan as JSON.

twin.py FILES... --today DATE [--library DIR]
"""
import argparse
import datetime
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import plan
import read
import sentence
from case import Case
from words import Clash, NotCovered, Unsettled, WrongFile


def counted_from(case, stage):
    """The stages that one counts from; by a window too."""
    names = {sentence.point(point).stage for point, _ in case.points_of(stage)}
    window = case.get(stage, "window", "any")
    for point in sentence.window(window) if window != "any" else ():
        if point:
            names.add(case.day_zero if point.unit else point.stage)
    return names


def answer(patient, library, today, shipped):
    """The plan of a patient's tree as a plain dictionary."""
    try:
        case = Case(library, patient, today, shipped)
        best = plan.plan(case)
    except Clash as clash:
        at = str(clash).split("/")[0]
        if case.recorded(at) if at in case.stages else False:
            if any(not case.present(name) and ("begins" in stage.keys or "from" in stage.keys)
                   for name, stage in case.stages.items()):
                raise NotCovered("a record against what a stage passes on that is left out")
        return {"status": "clash", "at": str(clash)}
    except Unsettled:
        return {"status": "unsettled"}
    latest = best.windows(best.values)
    stages = []
    for visit in best.net.visits:
        if visit.absent:
            continue
        if case.closed and not visit.fact and not visit.stage.parts and "from" not in visit.stage.keys:
            continue  # a closed file shows what is recorded
        before = sum(len(best.net.by[visit.stage.name, n]) for n in range(1, visit.attempt))
        row = {"id": visit.stage.name, "visit": before + visit.number, "attempt": visit.attempt, "state": visit.state}
        if visit.unrecorded:
            missed = visit.missed and visit.missed.start  # booked for a day that is over: that date alone is known
            row.update(start=missed, end=missed, earliest=None, latest=None)
        else:
            row.update(start=best.values[visit.start], end=best.values[visit.end],
                       earliest=best.least[visit.start], latest=latest[visit.start] if latest else "?")
        if visit.fact:
            row["date_only"] = bool(visit.fact.start_day)
            row.update(earliest=row["start"], latest=row["start"])
        stages.append(row)
    day_zero = best.net.by[case.day_zero, best.net.count[case.day_zero]][0]
    again = [name for name in best.net.anew if sum(name in counted_from(case, stage) for stage in case.stages.values()) > 1]
    return {"status": "planned", "again": again, "zone": case.zone.name, "centre": bool(case.centre),
            "day_zero": None if day_zero.unrecorded or day_zero.absent else
            case.zone.date(best.values[day_zero.start]).isoformat(), "stages": stages}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("files", nargs="+")
    words.add_argument("--today", required=True)
    words.add_argument("--library", action="append", default=[])
    words = words.parse_args()
    library = read.Library(words.files, words.library)
    patients = [tree for (kind, _), tree in library.found.items() if kind == "patient"]
    if len(patients) != 1:
        sys.exit("one patient's file is needed")
    patient = patients[0]

    def shipped(name):
        return os.path.join(os.path.dirname(library.paths["centre", patient["centre"]]), name)
    try:
        found = answer(read.bare(patient), library, datetime.date.fromisoformat(words.today), shipped)
    except NotCovered as what:
        found = {"status": "not covered", "what": str(what)}
    except WrongFile as what:
        found = {"status": "wrong", "what": str(what)}
    json.dump(found, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
