"""The plan of `v2v plan --as json` beside the twin's, to the minute."""
import datetime
import json
import os
import subprocess

import read
import twin
from clock import Zone
from words import NotCovered, WrongFile

KEYS = ("start", "end", "earliest", "latest")


class Refused(Exception):
    """v2v calls the files wrong."""


def engine(v2v, files, today, libraries):
    """The answer of v2v as a tree; Refused when it finds the files wrong."""
    command = [v2v, "plan", *files, "--today", today.isoformat(), "--as", "json"]
    for folder in libraries:
        command += ["--library", folder]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if ran.returncode in (2, 3):
        raise Refused(ran.stderr)
    if ran.returncode > 1:
        raise AssertionError(f"v2v ended with {ran.returncode}: {ran.stderr}")
    return json.loads(ran.stdout)


def minute(text):
    """Minutes of an ISO moment, or the date itself where there is no hour."""
    if text is None or "T" not in text:
        return text
    return int(datetime.datetime.fromisoformat(text).timestamp()) // 60


def differences(ours, theirs):
    """Lines that say where the two plans are not the same; empty if they are."""
    if ours["status"] == "unsettled":
        if theirs["status"] != "clash":
            raise NotCovered("a plan that is farther than the twin looks")
        return []
    if ours["status"] != theirs["status"]:
        return [f"the twin says {ours['status']} {ours.get('at', '')}, v2v says {theirs['status']}"]
    if ours["status"] == "clash":
        return []
    if ours["again"]:
        raise NotCovered("several stages that count from one done again")
    zone = Zone(ours["zone"])
    lines = []
    if ours["day_zero"] != theirs["day_zero"]:
        lines.append(f"Day 0: {ours['day_zero']} (twin), {theirs['day_zero']} (v2v)")
    mine = {(row["id"], row["visit"], row["attempt"]): row for row in ours["stages"]}
    other = {(row["id"], row["visit"], row["attempt"]): row for row in theirs["stages"] if row["state"] != "cancelled"}
    for key in sorted(set(mine) | set(other)):
        name = f"{key[0]} visit {key[1]} attempt {key[2]}"
        if key not in mine or key not in other:
            lines.append(f"{name}: only {'v2v' if key in other else 'the twin'} has it")
            continue
        for what in KEYS:
            a, b = mine[key][what], minute(other[key][what])
            if a == "?":
                continue
            if mine[key].get("date_only") and a is not None and b is not None:
                # of a fact without an hour
                a, b = zone.date(a).isoformat(), zone.date(b).isoformat() if isinstance(b, int) else b
            elif not ours["centre"] and a is not None:
                a = zone.date(a).isoformat()
            if a != b:
                shown = zone.iso(a) if isinstance(a, int) else a
                lines.append(f"{name}: {what}: {shown} (twin), {other[key][what]} (v2v)")
    return lines


class Case:
    """A folder: workflow.yaml, patient.yaml, perhaps centre.yaml, and a file `today`."""

    def __init__(self, folder, libraries):
        self.folder, self.libraries = folder, libraries
        self.files = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".yaml")]
        with open(os.path.join(folder, "today"), encoding="utf-8") as file:
            self.today = datetime.date.fromisoformat(file.read().strip())

    def twin(self):
        library = read.Library(self.files, self.libraries)
        patient, = [tree for (kind, _), tree in library.found.items() if kind == "patient"]

        def shipped(name):
            return os.path.join(os.path.dirname(library.paths["centre", patient["centre"]]), name)
        return twin.answer(read.bare(patient), library, self.today, shipped)

    def engine(self, v2v):
        """What the patient's file names is found beside it."""
        return engine(v2v, [os.path.join(self.folder, "patient.yaml")], self.today, [self.folder, *self.libraries])
