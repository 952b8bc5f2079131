#!/usr/bin/env python3
"""Schedules of projects under finite resources by `v2v-bench rcpsp` and by a MiniZinc solver: the same instances of PSPLIB and
RCPSP/max, as many seconds of one core each, by turns. Each schedule is gone through here, ours by the program's own verifier.
Fails where one is wrong, or where two proofs contradict each other or the published figures.

usage: compare.py V2V_BENCH FOLDER [--build DIR] [--per-set N] [--seconds S] [--sets A,B] [--seed N]
                  [--search model|free] [--rows]
FOLDER holds psplib/, rcpspmax/ and peers/minizinc/. The solver is Chuffed: of `minizinc` on the PATH where that knows it,
else of npm's package minizinc (WebAssembly, put into DIR once, run by node), else Gecode."""
import argparse
import csv
import importlib.util
import io
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "laws")]
import npm  # noqa: E402
from psplib import SETS, known_values  # noqa: E402

PACKAGE = "minizinc@4.5.1"
GRACE = 120  # seconds of wall time in which a solver's seconds of processor time must fit, for each of them


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Found:
    """What one of them says of one instance. Nothing proved and no makespan: nothing found in time."""
    makespan: int | None = None
    proved: bool = False
    infeasible: bool = False
    seconds: float = 0   # with reading, and MiniZinc's flattening
    search: float = 0    # what the limit speaks of
    wrong: str = ""


@dataclass
class Peer:
    name: str
    command: list = field(default_factory=list)
    processor: bool = True  # its seconds are the processor's, else the clock's


def wasm(build):
    """The folder of the WebAssembly build, brought by npm once for each build; nothing: it cannot be had."""
    found = npm.modules(build, "minizinc", [PACKAGE]) if shutil.which("node") else None
    dist = pathlib.Path(found or "") / "minizinc" / "dist"
    return dist if (dist / "minizinc.wasm").is_file() else None


def peer(build):
    native = shutil.which("minizinc")
    known = subprocess.run([native, "--solvers"], capture_output=True, text=True).stdout if native else ""
    if "Chuffed" in known:
        return Peer("Chuffed", [native, "--json-stream", "--solver", "chuffed"], processor=False)
    dist = wasm(build)
    if dist:
        return Peer("Chuffed (WASM)", ["node", str(HERE / "wasm.cjs"), str(dist), "--solver", "org.minizinc.chuffed"])
    if "Gecode" in known:
        return Peer("Gecode", [native, "--json-stream", "--solver", "gecode"], processor=False)
    return None


def fault(project, starts, makespan):
    """What is wrong with a schedule, or nothing."""
    n, lengths, needs, capacity, arcs = project
    if len(starts) != n or min(starts) < 0:
        return "a start is missing or before 0"
    for a, b, lag in arcs:
        if starts[b - 1] - starts[a - 1] < lag:
            return f"{b} begins {starts[b - 1] - starts[a - 1]} after {a}, {lag} wanted"
    if max(s + d for s, d in zip(starts, lengths)) != makespan:
        return "another makespan than is said"
    for k, most in enumerate(capacity):
        for at in sorted(set(starts)):
            used = sum(needs[i][k] for i in range(n) if starts[i] <= at < starts[i] + lengths[i])
            if used > most:
                return f"{used} of resource {k + 1} at {at}, {most} there"
    return ""


def by_peer(other, model, converter, file, folder, seconds):
    data = folder / "project.dzn"
    converter.write(str(file), str(data))
    command = [*other.command, "--solver-time-limit", str(int(1000 * seconds)), "--output-mode", "json", "-i", "-s", "-r", "1"]
    found, project, begun = Found(), converter.load(str(file)), time.perf_counter()
    try:
        out = subprocess.run([*command, str(model), str(data)], capture_output=True, text=True,
                             timeout=GRACE + GRACE * seconds)
    except subprocess.TimeoutExpired:
        found.wrong = "does not end"
        return found
    found.seconds = time.perf_counter() - begun
    for line in out.stdout.splitlines():
        said = json.loads(line) if line.startswith("{") else {"type": ""}
        found.seconds = said.get("at", found.seconds)
        if said["type"] == "solution":
            values = said["output"]["json"]
            found.makespan = values["mk"]
            found.wrong = found.wrong or fault(project, values["s"], values["mk"])
        elif said["type"] == "status":
            found.proved = said["status"] in ("OPTIMAL_SOLUTION", "UNSATISFIABLE")
            found.infeasible = said["status"] == "UNSATISFIABLE"
        elif said["type"] == "statistics":
            found.search = said["statistics"].get("solveTime", found.search)
    if out.returncode and found.makespan is None and not found.proved:
        found.wrong = "the solver fails: " + (out.stderr or out.stdout)[-200:]
    return found


def by_us(bench, file, folder, seconds):
    alone = folder / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    alone.mkdir()
    shutil.copy(file, alone)
    out = subprocess.run([bench, "rcpsp", str(alone), "--seconds", str(seconds), "--clock", "cpu", "--as", "csv"],
                         capture_output=True, text=True)
    if out.returncode:
        return Found(wrong=out.stderr.strip() or f"ends with {out.returncode}")
    row = next(csv.DictReader(io.StringIO(out.stdout)))
    return Found(int(row["makespan"]) if row["makespan"] else None, row["status"] in ("optimal", "infeasible"),
                 row["status"] == "infeasible", float(row["seconds"]), float(row["seconds"]))


def against(found, known):
    """Where what was found cannot be so, by the published figures."""
    if found.wrong:
        return found.wrong
    if not known.feasible:
        return "a schedule where there is none" if found.makespan is not None else ""
    if found.infeasible:
        return "called infeasible"
    if found.makespan is not None and found.makespan < (known.best if known.proved else known.least):
        return f"better than can be: {found.makespan}"
    if found.proved and found.makespan > known.best:
        return f"{found.makespan} called best, {known.best} was reached"
    return ""


def line(name, label, many, best):
    """One row; the gap is over the instances of `best`, of which both have a schedule."""
    over = [100 * (many[i].makespan / reached - 1) for i, reached in best.items()]
    print(f"{name:14} {label:16} {len(many):4} {sum(f.makespan is not None or f.infeasible for f in many.values()):7} "
          f"{sum(f.proved for f in many.values()):7} {statistics.mean(over) if over else 0:9.2f} "
          f"{statistics.mean(f.seconds for f in many.values()):9.3f} {statistics.mean(f.search for f in many.values()):9.3f}",
          flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\nusage")[0])
    parser.add_argument("bench")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("--per-set", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--sets", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--search", choices=["model", "free"], default="free", help="the model's order, or the solver's own")
    parser.add_argument("--rows", action="store_true", help="each instance too")
    asked = parser.parse_args()
    archives = {s.name: next(iter(asked.folder.glob(f"*/{s.name}.*tar.xz")), None) for s in SETS}
    tools = asked.folder / "peers" / "minizinc"
    if not all(archives.values()) or not (tools / "conv.py").is_file():
        print(f"SKIPPED: no schedules beside MiniZinc, no archives or converter at {asked.folder}")
        return 77
    other = peer(asked.build)
    if not other:
        print("SKIPPED: no schedules beside MiniZinc, neither minizinc nor npm's package minizinc with node is here")
        return 77
    if asked.search == "free":
        other.command.append("-f")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    converter, held = load(tools / "conv.py"), True
    print(f"{asked.seconds:g} seconds of {'the processor' if other.processor else 'the clock'} for {other.name}, "
          "of the processor for v2v")
    print("set            who                of  solved  proved  over best   seconds    search")
    for which in SETS:
        if asked.sets and which.name not in asked.sets.split(","):
            continue
        known = known_values(asked.folder, which.name)
        chosen = sorted(random.Random(f"{asked.seed} {which.name}").sample(sorted(known), min(asked.per_set, len(known))))
        ours, theirs = {}, {}
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            with tarfile.open(archives[which.name]) as tar:
                tar.extractall(folder)
            files = {p.name: p for p in folder.rglob("*") if p.name in known}
            for i in chosen:
                ours[i] = by_us(os.path.abspath(asked.bench), files[i], folder, asked.seconds)
                theirs[i] = by_peer(other, tools / "rcpsp_max.mzn", converter, files[i], folder, asked.seconds)
                for who, found in (("v2v", ours[i]), (other.name, theirs[i])):
                    if asked.rows:
                        print(f"  {i}: {who}: {found}", flush=True)
                    what = against(found, known[i])
                    if what:
                        print(f"{which.name} {i}: {who}: {what}")
                        held = False
                one, two = ours[i], theirs[i]
                if (one.proved and two.makespan is not None and two.makespan < (one.makespan or 1 << 30)
                        or two.proved and one.makespan is not None and one.makespan < (two.makespan or 1 << 30)):
                    print(f"{which.name} {i}: what one proves the other betters: {one} {two}")
                    held = False
        # Published schedules of open instances are old: the best of all three counts.
        best = {i: min(known[i].best, ours[i].makespan, theirs[i].makespan) for i in chosen
                if ours[i].makespan is not None and theirs[i].makespan is not None}
        line(which.name, "v2v", ours, best)
        line(which.name, other.name, theirs, best)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
