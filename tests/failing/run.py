#!/usr/bin/env python3
"""Every command of v2v while memory, reading and writing fail under it: see README.md beside this file.

usage: run.py V2V WORLD [--every] [--only COMMAND] [--seconds T] [--share I/N] [--begin K]
       run.py V2V WORLD --one COMMAND WHAT,HOW,K      repeats one failure, and shows it
WORLD is the library of world.c and calls.c. Without --every: each chain of callers once. --begin K: with the K-th command,
for a lane whose seconds do not suffice for all.
"""
import argparse
import fcntl
import os
import pathlib
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = "tests/failing/files"
TODAY = ["--today", "2026-10-05"]
PATIENT = [f"{FILES}/patient.yaml", *TODAY]
OUT, PROOF = "--out", "--certificate"  # stand last, their file is added
SHEETS = "(sheets)"  # stands first: the program beside v2v that draws
FOLDER = "(folder)"  # stands for the folder of the file, into which the command writes it
SHEET = [f"{FILES}/patient.yaml", "--centre", f"{FILES}/centre-with-phone.yaml", *TODAY]
PLAN = "(plan)"  # stands for an earlier plan of the patient, as JSON
HERE = "(file)"  # stands for a copy of the patient's file, which the command changes
KEPT = "answer.2026-10-05.plan.json"  # beside the patient's file, where that says so
NOTE = ["infusion", "booked", "2026-10-21", "10:00", "--because", "slot-moved"]
RECORD = struct.Struct("=QQQQq")
OLD = b"what stood there before\n"
EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vein2vein//v2v//EN\r\nEND:VCALENDAR\r\n"
TAIL = {False: 20, True: 100}  # allocations at the end of a call with --out: its writing lies among the last dozen

COMMANDS = {
    "plan": ["plan", *PATIENT],
    "plan-gantt": ["plan", *PATIENT, "--as", "gantt"],
    "plan-json": ["plan", *PATIENT, "--as", "json"],
    "plan-svg": ["plan", *PATIENT, "--as", "svg"],
    "plan-csv": ["plan", *PATIENT, "--as", "csv"],
    "plan-out": ["plan", *PATIENT, OUT],
    "plan-json-out": ["plan", *PATIENT, "--as", "json", OUT],
    "plan-example": ["plan", "examples/patients/P-0042.yaml", *TODAY],
    "plan-bare": ["plan", "small", "--library", FILES, *TODAY, "--at", "infusion=2026-10-28"],
    "plan-clash": ["plan", *PATIENT, "--at", "infusion=2026-10-07"],
    "plan-clash-json": ["plan", *PATIENT, "--at", "infusion=2026-10-07", "--as", "json"],
    "plan-wrong": ["plan", "tests/errors/patient-several-mistakes.yaml", *TODAY],
    "plan-wrong-json": ["plan", "tests/errors/patient-several-mistakes.yaml", *TODAY, "--as", "json"],
    "plan-unknown": ["plan", *PATIENT, "--centre", "smal"],
    "plan-accept": ["plan", HERE, "--library", FILES, *TODAY, "--accept"],
    "stale": ["stale", *PATIENT],
    "stale-json": ["stale", *PATIENT, "--as", "json"],
    "schema": ["schema", "patient"],
    "plan-absent": ["plan", f"{FILES}/nothing-here.yaml", *TODAY],
    "why": ["why", "infusion", *PATIENT],
    "why-out": ["why", "infusion", *PATIENT, OUT],
    "prove": ["prove", *PATIENT],
    "prove-out": ["prove", *PATIENT, OUT],
    "prove-proof": ["prove", *PATIENT, PROOF],
    "prove-json": ["prove", *PATIENT, "--as", "json"],
    # On one thread: a child made at a call has no other, and one made by another thread has not the first.
    "forecast": ["forecast", *PATIENT, "--runs", "20", "--threads", "1"],
    "forecast-json": ["forecast", *PATIENT, "--runs", "20", "--threads", "1", "--as", "json"],
    "forecast-csv": ["forecast", *PATIENT, "--runs", "20", "--threads", "1", "--as", "csv"],
    "todo-json": ["todo", *PATIENT, "--as", "json"],
    "compare-json": ["compare", f"{FILES}/patient.yaml", *PATIENT, "--as", "json"],
    "replan-json": ["replan", *PATIENT, "--at", "conditioning=2026-10-19", "--as", "json"],
    "todo": ["todo", *PATIENT],
    "compare": ["compare", f"{FILES}/patient.yaml", *PATIENT],
    "replan": ["replan", *PATIENT, "--at", "conditioning=2026-10-19"],
    "replan-accept": ["replan", HERE, "--library", FILES, *TODAY, "--at", "conditioning=2026-10-19", "--accept"],
    "note": ["note", HERE, *NOTE, "--library", FILES, *TODAY],
    "note-refused": ["note", HERE, "infusion", "booked", "2026-10-07", "--because", "slot-moved", "--library", FILES, *TODAY],
    # By the program beside v2v itself: what it hands its words over with, execv, would begin the count anew.
    "calendar-ics": [SHEETS, "calendar", *SHEET, "--as", "ics"],
    "calendar-html": [SHEETS, "calendar", *SHEET, "--as", "html", "--language", "pl"],
    "calendar-pdf": [SHEETS, "calendar", *SHEET, "--as", "pdf", "--until", "2026-10-31"],
    "calendar-team": [SHEETS, "calendar", *PATIENT, "--for", "team", "--as", "html"],
    "calendar-since": [SHEETS, "calendar", *SHEET, "--as", "ics", "--since", PLAN],
    "calendar-out": [SHEETS, "calendar", *SHEET, "--as", "ics", "--out", FOLDER],
    "calendar-refused": [SHEETS, "calendar", *PATIENT, "--as", "ics"],
    "check-closed-days": [SHEETS, "check", "tests/cli/closed/closed.ics", *TODAY],
    "check": ["check", FILES, *TODAY],
    "check-json": ["check", FILES, *TODAY, "--as", "json"],
    "check-wrong": ["check", "tests/errors/unknown-key.yaml", *TODAY],
    "graph-dot": ["graph", f"{FILES}/workflow.yaml"],
    "graph-mermaid": ["graph", f"{FILES}/workflow.yaml", "--as", "mermaid"],
    "graph-out": ["graph", f"{FILES}/workflow.yaml", OUT],
    "show": ["show", f"{FILES}/workflow.yaml", "--origin"],
    "show-json-out": ["show", f"{FILES}/workflow.yaml", "--as", "json", OUT],
    "workflows-list": ["workflows", "list", FILES, *TODAY],
    "workflows-new": ["workflows", "new", "mine", "--library", FILES],
    "workflows-diff": ["workflows", "diff", f"{FILES}/workflow.yaml", f"{FILES}/workflow.yaml", "--patients",
                       f"{FILES}/patient.yaml", *TODAY],
    "completion-bash": ["completion", "bash"],
    "completion-zsh": ["completion", "zsh"],
    "completion-fish": ["completion", "fish"],
    "completion-out": ["completion", "bash", OUT],
    "help": ["help"],
    "help-plan": ["help", "plan"],
    "version": ["--version"],
    "misused": ["plan", "--as", "tabel", "x.yaml"],
}
# What stands for a drawing is not all: the fonts' library takes another font where it cannot read one, and has a thread
# of its own, which a child made at a call has not.
WITHOUT = {"calendar-pdf": "r"}
DEPTH = {"m,once": 8, "m,on": 5}  # how many callers make a chain, of which the short lane takes one each
# What fails, and how: memory; reading; writing. An interruption and a short count are no failures: all must come out.
KINDS = ["m,once", "m,on", "r,once", "r,on", "r,short", "r,interrupt", "w,once", "w,on", "w,short", "w,interrupt"]


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


class Ended:
    """How a run ended: exit code (or the signal, negative), what it answered, what it said on stderr."""

    def __init__(self, code, size, hashed, errors):
        self.code, self.size, self.hashed, self.errors = code, size, hashed, errors

    def same(self, other):
        return (self.code, self.size, self.hashed, self.errors) == (other.code, other.size, other.hashed, other.errors)


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Bench:
    """One command, its good run, and a folder for what it writes."""

    def __init__(self, v2v, world, name, folder):
        self.world, self.name, self.folder = world, name, pathlib.Path(folder)
        words = COMMANDS[name]
        into_folder = words[-1] == FOLDER
        self.target = self.folder / ("P-0001-patient.ics" if into_folder else "answer")
        # What it reads: two runs over one file are not the same run. Of a calendar, that is what the reader has.
        self.changes = HERE in words or into_folder
        self.writes = words[-1] in (OUT, PROOF) or self.changes
        self.old = (ROOT / FILES / "patient.yaml").read_bytes() if HERE in words else EMPTY if into_folder else OLD
        self.plan = tempfile.NamedTemporaryFile(suffix=".json")
        if PLAN in words:
            subprocess.run([v2v, "plan", *SHEET[:-1], "2026-10-04", "--as", "json"], cwd=ROOT, stdout=self.plan, check=True)
        program = [v2v + "-sheets"] if words[0] == SHEETS else [v2v]
        stands_for = {HERE: str(self.target), FOLDER: str(self.folder), PLAN: self.plan.name}
        self.call = [*program, *(stands_for.get(word, word) for word in words if word != SHEETS),
                     *([str(self.target)] if words[-1] in (OUT, PROOF) else [])]
        self.clean()
        self.good = self.run({})
        self.new = self.target.read_bytes()

    def clean(self):
        for left in self.folder.iterdir():
            left.unlink()
        self.target.write_bytes(self.old)

    def environment(self, more):
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "100",
                **({"LD_PRELOAD": self.world, **more} if more else {})}

    def run(self, more, stdout=None, fds=(), bounded=True):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
            ran = subprocess.run(self.call, cwd=ROOT, env=self.environment(more), stdin=subprocess.DEVNULL, stdout=stdout or out,
                                 stderr=errors, timeout=300 if bounded else None, preexec_fn=limits if bounded else None,
                                 pass_fds=fds)
            out.seek(0)
            errors.seek(0)
            text = out.read()
            return Ended(ran.returncode, len(text), fnv(text), errors.read())

    def count(self, what):
        with tempfile.TemporaryFile() as counted:
            self.run({"FAILING": f"{what},once,0", "FAILING_COUNT": str(counted.fileno())}, fds=[counted.fileno()])
            counted.seek(0)
            return struct.unpack("=Q", counted.read(8))[0]

    def single(self, kind, k):
        """The k-th call fails in a process of its own. Yields one pair, and what became of the file."""
        self.clean()
        ended = self.run({"FAILING": f"{kind},{k}"})
        return ended, self.file_fault(ended)

    def file_fault(self, ended):
        found = self.target.read_bytes()
        names = sorted(path.name for path in self.folder.iterdir())
        kept = [KEPT] if self.name == "plan-accept" and found == self.new else []
        if self.name == "plan-accept" and ended.code < 0 and names[1:] == [KEPT]:
            kept = [KEPT]  # whole, and named by nobody: a signal ended it before the patient's file was written
        if names != [self.target.name, *kept]:
            return f"left in the folder: {names}"
        if found not in (self.old, self.new):
            return "the file is half-written"
        if ended.code == self.good.code and found != self.new:
            return "all seems well, and the file is the old one"
        return None

    def forked(self, kind, sites, until):
        """Each call fails in a child of one run, or one of each chain of callers not in `sites`; yields (k, its end)."""
        with tempfile.TemporaryFile() as records:
            fds = [records.fileno()] + ([sites.fileno()] if sites else [])
            more = {"FAILING_SITES": str(fds[1]), "FAILING_DEPTH": str(DEPTH[kind])} if sites else {}
            more["FAILING_UNTIL"] = str(int(until or 0))
            ended = self.run({"FAILING": f"{kind},fork", "FAILING_FD": str(fds[0]), **more}, fds=fds, bounded=False)
            if not ended.same(self.good):
                raise SystemExit(f"FAILED {self.name}: the run that only counts ends otherwise: {ended.code} {ended.errors!r}")
            records.seek(0)
            while head := records.read(RECORD.size):
                k, size, hashed, length, status = RECORD.unpack(head)
                yield k, Ended(os.waitstatus_to_exitcode(status), size, hashed, records.read(length))


def fault(bench, kind, ended):
    """What is wrong with this end, or None. Failure is exit 4, said in one line, without an answer; or else nothing of
    it shows."""
    what, how = kind.split(",")
    if ended.same(bench.good):
        return None
    if how in ("short", "interrupt"):
        return "a short count or an interruption shows"
    if ended.code == bench.good.code != 4:
        return "another answer"
    if ended.code != 4:
        return f"ended with {ended.code}"
    if ended.size and what != "w":
        return "a part of an answer"
    silent = what == "w" and (how == "on" or bench.good.code == 4)  # it was the message that could not be written
    if not silent and not (b"v2v: " in ended.errors and ended.errors.endswith(b"\n")):
        return "no message"
    return None


class Tally:
    def __init__(self, options):
        self.options, self.runs, self.faults, self.began = options, 0, 0, time.process_time()
        self.sites = {kind: tempfile.TemporaryFile() for kind in KINDS}
        self.until = time.monotonic() + options.seconds if options.seconds else None

    def spent(self):
        return self.until is not None and time.monotonic() > self.until

    def look(self, bench, kind, k, ended, wrong):
        self.runs += 1
        wrong = wrong or fault(bench, kind, ended)
        if wrong:
            self.faults += 1
            if self.faults <= self.options.faults:
                last = ended.errors[-300:].decode(errors="replace").strip()
                print(f"FAILED {bench.name} {kind},{k}: {wrong}: exit {ended.code}: {last}")
                print(f"repeat: {sys.executable} {__file__} {self.options.v2v} {self.options.world} --one {bench.name} {kind},{k}")


def try_kind(bench, kind, every, tally):
    what = kind.split(",")[0]
    if bench.writes:
        bench.clean()
        last = bench.count(what)
        begin = max(1, last - TAIL[every])
        for k in range(begin, last + 1):
            if tally.spent():
                return
            tally.look(bench, kind, k, *bench.single(kind, k))
        if begin == 1 or bench.changes:
            return
    bench.clean()
    for k, ended in bench.forked(kind, None if every or what != "m" else tally.sites[kind], tally.until):
        tally.look(bench, kind, k, ended, None)


def leaves(bench, at_once):
    """The reader leaves, before the first byte or after it, the rest being more than its pipe holds."""
    bench.clean()
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    if at_once:
        os.close(reader)
    with tempfile.TemporaryFile() as errors:
        run = subprocess.Popen(bench.call, cwd=ROOT, env=bench.environment({}), stdin=subprocess.DEVNULL, stdout=writer, stderr=errors)
        os.close(writer)
        if not at_once:
            os.read(reader, 1)
            os.close(reader)
        code = run.wait(300)
        errors.seek(0)
        said = errors.read()
    whole = bench.good.size == 0 or not at_once and bench.good.size < 4096
    if code not in ((bench.good.code,) if bench.good.size == 0 else (0, bench.good.code) if whole else (0,)):
        return [f"the reader is gone: exit {code}"]
    return [] if bench.good.errors.startswith(said) else [f"the reader is gone: {said!r}"]


def gone(bench):
    """A reader that is gone; a full device; closed descriptors."""
    wrong = leaves(bench, True) + leaves(bench, False)
    bench.clean()
    with open("/dev/full", "wb") as full:
        ended = bench.run({}, stdout=full)
        if ended.code != (4 if bench.good.size else bench.good.code):
            wrong.append(f"a full device: exit {ended.code}")
        if bench.good.size and b"No space left" not in ended.errors:
            wrong.append(f"a full device: {ended.errors!r}")
    for words, codes in ((">&-", (0, bench.good.code)), ("2>&-", (bench.good.code,)), ("<&- >&- 2>&-", (0, bench.good.code))):
        bench.clean()
        shell = subprocess.run(["bash", "-c", f'"$@" {words}', "v2v", *bench.call], cwd=ROOT,
                               env=bench.environment({}), stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
        if shell.returncode not in codes:
            wrong.append(f"{words}: exit {shell.returncode}: {shell.stderr!r}")
    return wrong


def interrupted(bench):
    """A signal at each step of writing a file: the old file or the new one, and nothing beside it."""
    wrong = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        bench.clean()
        for k in range(1, bench.count("w") + 1):
            bench.clean()
            ended = bench.run({"FAILING": f"w,signal,{k}", "FAILING_SIGNAL": str(int(number))})
            said = bench.file_fault(ended)
            if said or ended.code not in (-number, bench.good.code):
                wrong.append(f"{number.name} at write {k}: exit {ended.code}: {said}")
    return wrong


def show_one(options):
    name, failing = options.one
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.v2v, options.world, name, folder)
        kind, k = failing.rsplit(",", 1)
        ended, wrong = bench.single(kind, int(k))
        wrong = wrong or fault(bench, kind, ended)
        print(f"exit {ended.code} (good: {bench.good.code}), {ended.size} bytes of an answer (good: {bench.good.size})")
        print(ended.errors.decode(errors="replace"), end="")
        print(f"FAILED: {wrong}" if wrong else "right")
        return 1 if wrong else 0


def main():
    words = argparse.ArgumentParser()
    words.add_argument("v2v")
    words.add_argument("world")
    words.add_argument("--every", action="store_true")
    words.add_argument("--only", choices=COMMANDS)
    words.add_argument("--seconds", type=float, default=0)
    words.add_argument("--share", default="1/1")
    words.add_argument("--begin", type=int, default=0)
    words.add_argument("--faults", type=int, default=20)
    words.add_argument("--one", nargs=2)
    options = words.parse_args()
    options.v2v, options.world = os.path.abspath(options.v2v), os.path.abspath(options.world)
    if options.one:
        return show_one(options)
    share, shares = map(int, options.share.split("/"))
    tally = Tally(options)
    left_out = []
    if b"__asan_init" in pathlib.Path(options.v2v).read_bytes():
        print("SKIPPED: failing memory: the program's sanitizer has an allocator of its own")
        return 77
    begin = options.begin % len(COMMANDS)
    names = [*COMMANDS][begin:] + [*COMMANDS][:begin]
    names = [name for i, name in enumerate(names) if i % shares == share - 1 and options.only in (None, name)]
    for name in names:
        if tally.spent():
            left_out.append(name)
            continue
        before, began = tally.runs, time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(options.v2v, options.world, name, folder)
            for kind in KINDS:
                if kind[0] in WITHOUT.get(name, ""):
                    continue
                try_kind(bench, kind, options.every, tally)
            if tally.spent():
                left_out.append(name)
            for said in gone(bench) + (interrupted(bench) if bench.writes else []):
                tally.faults += 1
                print(f"FAILED {name}: {said}")
        print(f"{name}: {tally.runs - before} failures, {time.monotonic() - began:.1f} s", flush=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{tally.runs} failures of {len(names)} commands, {tally.faults} not borne; "
          f"{used.ru_utime + used.ru_stime + time.process_time():.1f} s of CPU")
    print(f"reached {len(names) - len(left_out)} of {len(names)} commands")
    if left_out:
        print("not reached:", ", ".join(left_out))
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
