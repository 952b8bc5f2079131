#!/usr/bin/env python3
"""lib/calendar beside a second implementation: Python's datetime and zoneinfo, and what the header comments promise.

usage: dates_law.py --build BUILD [--seed S] [--only PART] [--seconds T]

The other side is the program v2v-dates (laws/dates/answer.cpp). Both sides read the tzdata of the system ($TZDIR, else
/usr/share/zoneinfo): Abseil there, zoneinfo here. What the seed varies is which month steps, texts, lists of
holidays, hours and closures are tried; dates and zones are gone through whole. With --seconds what is by chance is
repeated with the seeds that follow, until the time is over.
"""
import argparse
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "dates"))
import days
import holidays
import hours
import words
import zones
from other import Broken, Other, Skipped

PARTS = [("days", days.every_day), ("months", days.months), ("easter", days.easter), ("words", words.all_words),
         ("holidays", holidays.shipped), ("holiday lists", holidays.made_up), ("zones", zones.every_zone),
         ("minutes", zones.minute_by_minute), ("working days", hours.working_days), ("opening hours", hours.openings)]
BY_CHANCE = {"months", "words", "holiday lists", "working days", "opening hours"}


def run(parts, other, seed):
    """How many parts were skipped."""
    skipped = 0
    for name, part in parts:
        begun = time.process_time()
        try:
            print(f"{name}: {part(other, random.Random(seed))} ({time.process_time() - begun:.1f} s)", flush=True)
        except Skipped as why:
            print(f"SKIPPED: {name} of dates_law: {why}")
            skipped += 1
        except Broken as broken:
            print(f"{name}: {broken}")
            print(f"repeat: python3 tests/laws/dates_law.py --build build --seed {seed} --only '{name}'")
            sys.exit(1)
    return skipped


def main():
    begun = time.monotonic()
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[name for name, _ in PARTS])
    parser.add_argument("--seconds", type=float, default=0)
    given = parser.parse_args()
    other = Other(os.path.join(given.build, "tests", "v2v-dates"))
    parts = [part for part in PARTS if given.only in (None, part[0])]
    if run(parts, other, given.seed) == len(parts):
        return 77
    parts = [part for part in parts if part[0] in BY_CHANCE]
    seeds = 1
    while parts and time.monotonic() - begun < given.seconds:
        run(parts, other, given.seed + seeds)
        seeds += 1
    if given.seconds:
        print(f"{seeds} seeds from {given.seed} on")
    return 0


if __name__ == "__main__":
    sys.exit(main())
