#!/usr/bin/env python3
"""Calendars of random patients, read by readers that are not ours: Python's icalendar, and ical.js where node has it.

Each file must hold one event for each item, with the instants, dates, titles, places and standing that stand beside it.
usage: ical_law.py --build BUILD [--seed S] [--cases N] [--seconds T]: so many calendars, and others as long as T lasts
"""
import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import npm  # noqa: E402

try:
    import icalendar
except ImportError:
    # Debian's own Python has the package where another one comes first.
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)
    print("SKIPPED: laws/ical_law, python3-icalendar is missing")
    sys.exit(77)

READ_JS = r"""
const fs = require('fs');
const path = require('path');
const found = require(process.argv[2]);
const ICAL = found.default || found;
for (const file of fs.readdirSync(process.argv[3]).filter(f => f.endsWith('.ics'))) {
  const root = new ICAL.Component(ICAL.parse(fs.readFileSync(path.join(process.argv[3], file), 'utf8')));
  for (const zone of root.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(zone.getFirstPropertyValue('tzid'), new ICAL.Timezone(zone));
  const when = p => p === null ? null : p.isDate ? p.toString() : p.toJSDate().toISOString().replace('.000Z', '+00:00');
  const events = root.getAllSubcomponents('vevent').map(e => ({
    uid: e.getFirstPropertyValue('uid'), start: when(e.getFirstPropertyValue('dtstart')),
    end: when(e.getFirstPropertyValue('dtend')), status: e.getFirstPropertyValue('status'),
    location: e.getFirstPropertyValue('location') || '', summary: e.getFirstPropertyValue('summary'),
    description: e.getFirstPropertyValue('description')}));
  console.log(JSON.stringify([file, events]));
}
"""


def when(property_):
    if property_ is None:
        return None
    value = property_.dt
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat()
    return value.isoformat()


def by_icalendar(path):
    with open(path, "rb") as f:
        calendar = icalendar.Calendar.from_ical(f.read())
    return [
        {
            "uid": str(e["uid"]),
            "start": when(e.get("dtstart")),
            "end": when(e.get("dtend")),
            "status": str(e["status"]),
            "location": str(e.get("location", "")),
            "summary": str(e["summary"]),
            "description": str(e["description"]),
        }
        for e in calendar.walk("VEVENT")
    ]


def compare(name, file, events, expected):
    """How many events agree; ends with what differs at the first that does not.

    icalendar 4 takes a backslash before an n, as it is escaped, for a line break, and every version a percent sign and a
    code of those that it uses itself (%2C) for the sign: it is not asked about such texts.
    """
    old = name == "icalendar" and int(icalendar.__version__.split(".")[0]) < 5

    def deaf(text):
        return (old and "\\" in text) or (name == "icalendar" and re.search("%(2C|3A|3B|5C)", text) is not None)

    by_uid = {e["uid"]: e for e in events}
    if len(events) != len(expected) or len(by_uid) != len(expected):
        sys.exit(f"{name}: {file}: {len(events)} events, {len(expected)} expected")
    for want in expected:
        have = by_uid.get(want["uid"])
        if have is None:
            sys.exit(f"{name}: {file}: no event {want['uid']}")
        for key in ("start", "end", "status", "location"):
            wanted = want[key]
            if key in ("start", "end") and wanted is not None:
                wanted = wanted.replace("Z", "+00:00")
            if have[key] != wanted and not (wanted and deaf(wanted)):
                sys.exit(f"{name}: {file}: {want['uid']}: {key} is {have[key]!r}, not {wanted!r}")
        if deaf(want["title"]):
            continue
        if want["summary"] is not None and have["summary"] != want["summary"]:
            sys.exit(f"{name}: {file}: {want['uid']}: summary is {have['summary']!r}, not {want['summary']!r}")
        if not have["description"].startswith(want["title"]):
            sys.exit(f"{name}: {file}: {want['uid']}: the description does not begin with {want['title']!r}")
    return len(expected)


def ical_js(build):
    """The file of ical.js, brought by npm once for each build; None: it cannot be had."""
    found = npm.modules(build, "ical", ["ical.js@2.1.0"], seconds=90) if shutil.which("node") else None
    path = os.path.join(found, "ical.js", "dist", "ical.es5.cjs") if found else ""
    return path if os.path.exists(path) else None


def read_again(words, folder, expected):
    """By both readers; ends at the first that reads otherwise."""
    events = sum(compare("icalendar", f, by_icalendar(os.path.join(folder, f)), e) for f, e in expected.items())
    print(f"icalendar {icalendar.__version__}: {len(expected)} calendars, {events} events as they should be")
    library = ical_js(words.build)
    if library is None:
        print("SKIPPED: ical.js, npm cannot bring it")
        return
    script = os.path.join(folder, "read.cjs")
    with open(script, "w", encoding="utf-8") as f:
        f.write(READ_JS)
    done = subprocess.run(["node", script, os.path.abspath(library), folder], check=True, capture_output=True, text=True,
                          encoding="utf-8")
    read = dict(json.loads(line) for line in done.stdout.split("\n") if line)
    if set(read) != set(expected):
        sys.exit(f"ical.js: {len(read)} calendars read, of {len(expected)}")
    events = sum(compare("ical.js", f, read[f], e) for f, e in expected.items())
    print(f"ical.js: {len(read)} calendars, {events} events as they should be")


def held(words, seed):
    """Makes the calendars of one seed and has them read; gives how many."""
    program = os.path.join(words.build, "tests", "v2v-sheet-files")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, str(seed), words.cases, folder], check=True, stdout=subprocess.DEVNULL)
        expected = {}
        for file in sorted(os.listdir(folder)):
            if file.endswith(".json"):
                with open(os.path.join(folder, file), encoding="utf-8") as f:
                    expected[file[:-5] + ".ics"] = json.load(f)
        read_again(words, folder, expected)
        return len(expected)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--cases", default="2000")
    parser.add_argument("--seconds", type=float, default=0)
    words = parser.parse_args()
    begun, seed, calendars, longest = time.monotonic(), int(words.seed), 0, 0.0
    while calendars == 0 or time.monotonic() - begun + longest < words.seconds:
        since = time.monotonic()
        try:
            calendars += held(words, seed)
        except SystemExit as wrong:
            print(f"repeat: {sys.argv[0]} --build {words.build} --seed {seed} --cases {words.cases}")
            raise wrong
        seed, longest = seed + 1, max(longest, time.monotonic() - since)
    print(f"{calendars} calendars, from seed {words.seed} on")


main()
