#!/usr/bin/env python3
"""The long lane: takes the jobs of long.txt in turn, others each day, and says what it did not reach.

usage: long.py --build DIR --seconds T [--share I/N] [--day YYYY-MM-DD] [--only NAME]... [--workers N] | --self-test
tests/run.sh --long calls it. Which jobs a day takes depends on the day, the share and the time alone, so that a day
can be repeated; every job's turn comes within the number of days that the first line names.
"""
import argparse
import datetime
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LEAST = 60   # seconds with which a job that does not say otherwise is begun
GRACE = 60   # seconds after its own at which a job is ended
EPOCH = datetime.date(1970, 1, 1)


@dataclass(frozen=True)
class Job:
    name: str
    command: str
    need: int  # seconds with which it is worth beginning


def read_jobs(text):
    jobs = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, command = line.strip().partition(" ")
        if not command.strip() or not re.fullmatch(r"[a-z0-9_-]+", name) or any(job.name == name for job in jobs):
            raise ValueError(f"long.txt:{number}: each line is NAME  COMMAND, each NAME once: {line}")
        need = re.search(r"\{seconds(?::(\d+))?\}", command)
        if not need:
            raise ValueError(f"long.txt:{number}: {name} does not heed {{seconds}}")
        jobs.append(Job(name, command.strip(), int(need[1] or LEAST)))
    return jobs


def reach(needs, start, budget):
    """How many jobs from `start` on, around the circle, fit into the budget; at least one."""
    count = spent = 0
    while count < len(needs) and (count == 0 or spent + needs[(start + count) % len(needs)] <= budget):
        spent += needs[(start + count) % len(needs)]
        count += 1
    return count


def turn(jobs, day, share, shares, budget):
    """(the share's jobs of that day, its other jobs, the days within which each has its turn). The first job moves on
    each day by what every day reaches at least, so that no job is left out between two days."""
    mine = [job for i, job in enumerate(jobs) if i % shares == share - 1]
    if not mine:
        return [], [], 0
    needs = [job.need for job in mine]
    step = min(reach(needs, start, budget) for start in range(len(mine)))
    start = day * step % len(mine)
    around = mine[start:] + mine[:start]
    count = reach(needs, start, budget)
    return around[:count], around[count:], -(-len(mine) // step)


def seconds_for(need, waiting, free, left):
    """A job's seconds: its part of the free worker-seconds among those that wait (itself included), by need; never
    more than are left on the clock."""
    return int(min(left, max(need, free * need / sum(waiting))))


def next_turn(name, jobs, day, share, shares, budget):
    later = day + 1
    while all(job.name != name for job in turn(jobs, later, share, shares, budget)[0]):
        later += 1
    return EPOCH + datetime.timedelta(days=later)


def filled(job, places, seconds):
    command = re.sub(r"\{seconds(:\d+)?\}", str(seconds), job.command)
    for place, value in places.items():
        command = command.replace("{" + place + "}", value)
    return command


class Running:
    def __init__(self, job, command, seconds, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.job, self.command, self.seconds, self.folder = job, command, seconds, folder
        self.log = folder.parent / (job.name + ".log")
        self.begun = time.monotonic()
        self.late = False
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(["sh", "-c", command], cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT, start_new_session=True)

    def over(self):
        if self.process.poll() is None and time.monotonic() - self.begun > self.seconds + GRACE:
            self.late = True
            self.end()
        return self.process.poll() is not None

    def end(self):
        for process in of_session(self.process.pid):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()


def of_session(session):
    """A job's processes: each job is a session of its own, in which some may lead groups of their own (timeout does)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(words[3]) == session:
            found.append(int(stat.parent.name))
    return found


@dataclass
class Done:
    job: Job
    word: str      # passed, failed, skipped
    took: float
    lines: list    # what it printed
    far: list      # (reached, of, what)


def done(running):
    lines = running.log.read_text(errors="replace").splitlines()
    code = running.process.returncode
    far = [(int(m[1]), int(m[2]), m[3]) for m in (re.search(r"\breached (\d+) of (\d+)\b *(.*)", x) for x in lines) if m]
    word = {0: "passed", 77: "skipped"}.get(code, "failed")
    if running.late:
        word = "failed"
        lines.append(f"{running.job.name} was to end after {running.seconds} s and was ended after {GRACE} more")
    if word == "failed":
        lines.append(f"exit code {code}")
        if not any("repeat: " in line for line in lines):
            lines.append(f"repeat: (mkdir -p {shlex.quote(str(running.folder))} && cd {shlex.quote(str(running.folder))} "
                         f"&& {running.command})")
    return Done(running.job, word, time.monotonic() - running.begun, lines, far)


def run(taken, end, workers, places, folder):
    """Runs the jobs until `end` of the monotonic clock, those with the greatest need first; gives what came of them and
    which were not begun."""
    waiting = sorted(taken, key=lambda job: -job.need)
    running, results = [], []
    try:
        while waiting or running:
            now = time.monotonic()
            for one in [one for one in running if one.over()]:
                running.remove(one)
                results.append(done(one))
                last = results[-1]
                print(f"{last.word:8}{last.job.name:14}{last.took:6.0f} s  {far_words(last)}", flush=True)
                if last.word == "failed":
                    print("\n".join("    " + line for line in last.lines[-60:]), flush=True)
            left = end - now
            while waiting and len(running) < workers and left >= min(LEAST, waiting[0].need) / 2:
                free = left * workers - sum(max(0, one.begun + one.seconds - now) for one in running)
                job = waiting.pop(0)
                seconds = seconds_for(job.need, [job.need] + [other.need for other in waiting], free, left)
                running.append(Running(job, filled(job, places, seconds), seconds, folder / job.name))
            if waiting and not running:
                break
            time.sleep(0.2)
    finally:
        for one in running:
            one.end()
    return results, waiting


def far_words(one):
    return ", ".join(f"{n} of {of} {what}".strip() for n, of, what in one.far)


def lane(words):
    here = Path(__file__).resolve().parent
    build = Path(words.build).resolve()
    jobs = read_jobs((here / "long.txt").read_text())
    today = datetime.date.fromisoformat(words.day) if words.day else datetime.date.today()
    day = (today - EPOCH).days
    share, shares = (int(n) for n in words.share.split("/"))
    if not 1 <= share <= shares:
        raise ValueError("--share I/N: I lies from 1 to N")
    begun = time.monotonic()
    limit = words.minutes * 60
    jobs = [Job(job.name, job.command, min(job.need, limit)) for job in jobs]
    if words.only:
        taken, others, within = [job for job in jobs if job.name in words.only], [], 1
        if len(taken) != len(set(words.only)):
            raise ValueError(f"--only takes a NAME of long.txt: {', '.join(job.name for job in jobs)}")
    else:
        taken, others, within = turn(jobs, day, share, shares, limit * words.workers)
    places = {"build": str(build), "root": str(here.parent), "seed": today.strftime("%Y%m%d"), "day": str(day)}
    print(f"long lane of {today}, share {share}/{shares}, {words.minutes:g} minutes on {words.workers} cores: "
          f"{len(taken)} of {len(taken) + len(others)} jobs; each has its turn within {within} days", flush=True)
    results, unbegun = run(taken, begun + words.seconds, words.workers, places, build / "long")

    print("\nnot reached:")
    partly = [one for one in results if any(n < of for n, of, _ in one.far)]
    for one in partly:
        print(f"  {one.job.name:14}{far_words(one)}")
    for job in unbegun:
        print(f"  {job.name:14}not begun: the minutes were over")
    for job in others:
        print(f"  {job.name:14}not begun: its turn is on {next_turn(job.name, jobs, day, share, shares, limit * words.workers)}")
    if not (partly or unbegun or others):
        print("  nothing")
    failed = [one for one in results if one.word == "failed"]
    for one in failed:
        print(f"failed: {one.job.name}, see {build}/long/{one.job.name}.log")
        print("\n".join("  " + line[line.index("repeat: "):] for line in one.lines if "repeat: " in line))
    skips = [line[line.index("SKIPPED: "):] for one in results for line in one.lines if "SKIPPED: " in line]
    print("\n".join(dict.fromkeys(skips)), end="\n" if skips else "")
    passed = sum(one.word == "passed" for one in results)
    unrun = sum(one.word == "skipped" for one in results)
    print(f"{passed} passed, {len(failed)} failed, {max(unrun, len(set(skips)))} skipped")
    # Nothing run at all must not look like a pass.
    return 1 if failed or not results else 0


def self_test():
    jobs = read_jobs("# head\n" + "\n".join(f"job-{i}  run {{seconds:{60 + 40 * (i % 7)}}}" for i in range(23)) + "\n")
    assert len(jobs) == 23 and jobs[3] == Job("job-3", "run {seconds:180}", 180)
    assert filled(jobs[3], {"seed": "5"}, 77) == "run 77"
    for wrong in ("lonely", "a  run {seconds}\na  run {seconds}", "a  run"):
        try:
            read_jobs(wrong)
        except ValueError:
            continue
        raise AssertionError(wrong)
    for shares in (1, 2, 3):
        for budget in (50, 300, 1800, 10_000):
            every = set()
            for share in range(1, shares + 1):
                for first in range(20_000, 20_030):
                    taken, others, within = turn(jobs, first, share, shares, budget)
                    assert taken and (taken, others, within) == turn(jobs, first, share, shares, budget)
                    assert len(taken) == 1 or sum(job.need for job in taken) <= budget
                    every |= set(taken) | set(others)
                    seen = set()
                    for day in range(first, first + within):
                        seen |= set(turn(jobs, day, share, shares, budget)[0])
                    assert seen == set(taken) | set(others), (shares, budget, share, first)
                    for job in others:
                        assert (next_turn(job.name, jobs, first, share, shares, budget) - EPOCH).days - first <= within
                if others:
                    assert turn(jobs, first, share, shares, budget)[0] != turn(jobs, first + 1, share, shares, budget)[0]
            assert every == set(jobs)
        shared = [set(turn(jobs, 0, share, shares, 10**6)[0]) for share in range(1, shares + 1)]
        assert sum(map(len, shared)) == len(jobs) == len(set().union(*shared))
    assert seconds_for(60, [60, 60, 180], 600, 600) == 120
    assert seconds_for(60, [60], 50, 40) == 40
    sleeper = subprocess.Popen(["timeout", "60", "sleep", "60"], start_new_session=True)
    while len(of_session(sleeper.pid)) < 2:
        time.sleep(0.01)
    for process in of_session(sleeper.pid):
        os.kill(process, signal.SIGKILL)
    sleeper.wait()
    jobs = read_jobs((Path(__file__).resolve().parent / "long.txt").read_text())
    assert jobs
    print("long lane: its turns and shares are as they say")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build")
    parser.add_argument("--minutes", type=float, default=15, help="of the whole lane, on which the turns rest")
    parser.add_argument("--seconds", type=float, help="what is left of them; default: all")
    parser.add_argument("--share", default="1/1")
    parser.add_argument("--day")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--self-test", action="store_true")
    words = parser.parse_args()
    if words.self_test:
        return self_test()
    if words.seconds is None:
        words.seconds = words.minutes * 60
    if not words.build:
        parser.error("--build is missing")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the jobs end with the lane
    try:
        return lane(words)
    except ValueError as wrong:
        parser.error(str(wrong))


if __name__ == "__main__":
    sys.exit(main())
