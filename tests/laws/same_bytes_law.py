#!/usr/bin/env python3
"""The same bytes whatever the machine around v2v looks like: time zone, language, address layout, what malloc leaves
behind, folder, umask, home, environment. Each command is run once in a plain world and again in others.

usage: same_bytes_law.py --build BUILD [--all] [--seconds T] [--random N] [--seed S]

Short: every command on the examples in four worlds, and a fourth of those on the stories in two, each in others, so that
every world is met. --all: every command in every world. A difference prints the two commands that show it.
"""
import argparse
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLAIN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}
FORMS = ["table", "gantt", "json", "svg", "csv"]


def skipped(what):
    print(f"SKIPPED: {what}")


class World:
    def __init__(self, name, env=None, before=(), folder="/", umask=0o022):
        self.name, self.env, self.before = name, PLAIN if env is None else env, list(before)
        self.folder, self.umask = folder, umask

    def __call__(self, command):
        ran = subprocess.run(self.before + command, cwd=self.folder, env=self.env, umask=self.umask,
                             stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
        return ran.returncode, ran.stdout, ran.stderr

    def shell(self, command):
        env = " ".join(f"{key}='{value if len(value) < 80 else '...'}'" for key, value in self.env.items())
        return f"cd {self.folder} && umask {self.umask:03o} && env -i {env} {' '.join(self.before + command)}"


def with_env(**more):
    return {**PLAIN, **more}


def languages(build):
    """Locales that Debian may not have made, made in the build folder: {name: LOCPATH}."""
    folder = build / "locales"
    for name in ["tr_TR", "de_DE"]:
        if (folder / f"{name}.UTF-8").is_dir():
            continue
        if not shutil.which("localedef") or not pathlib.Path(f"/usr/share/i18n/locales/{name}").is_file():
            skipped("same bytes in the Turkish and German locale: localedef and the package `locales` are missing")
            return None
        folder.mkdir(exist_ok=True)
        subprocess.run(["localedef", "--no-archive", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")],
                       check=True, capture_output=True)
    return folder


def works(command):
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def worlds_of(build):
    worlds = [World(f"TZ={zone}", with_env(TZ=zone))
              for zone in ["Asia/Kathmandu", "America/New_York", "Pacific/Apia", ":/no/such/zone"]]
    if (folder := languages(build)) is not None:
        for name in ["tr_TR.UTF-8", "de_DE.UTF-8"]:
            env = {key: value for key, value in PLAIN.items() if key != "LC_ALL"}
            worlds.append(World(f"LANG={name}", {**env, "LOCPATH": str(folder), "LANG": name, "LC_NUMERIC": name}))
            worlds.append(World(f"LC_ALL={name}", with_env(LOCPATH=str(folder), LC_ALL=name)))
    worlds.append(World("LC_ALL=C", with_env(LC_ALL="C")))
    worlds += [World("again", with_env()), World("once more", with_env())]  # layouts are random where the system makes them so
    if works(["setarch", "-R", "true"]):
        worlds.append(World("addresses not random", before=["setarch", "-R"]))
    else:
        skipped("same bytes without random addresses: setarch -R is missing or not allowed")
    worlds += [
        World("stack without a limit", before=["sh", "-c", 'ulimit -s unlimited 2>/dev/null; exec "$@"', "sh"]),
        World("memory that is not zero", with_env(MALLOC_PERTURB_="165")),
        World("other memory", with_env(MALLOC_PERTURB_="90", MALLOC_ARENA_MAX="1", MALLOC_MMAP_THRESHOLD_="4096")),
        World("bound at once", with_env(LD_BIND_NOW="1")),
        World("another folder", folder=str(ROOT / "tests")),
        World("umask 077", umask=0o077),
        World("umask 000", umask=0),
        World("no home", {key: value for key, value in PLAIN.items() if key != "HOME"}),
        World("home that is not there", with_env(HOME="/no/such/home", XDG_DATA_HOME="/no/such", XDG_CONFIG_HOME="/no/such")),
        World("empty environment", {}),
        World("full environment", with_env(**{f"X{n}": "x" * 1000 for n in range(90)})),
    ]
    return worlds


def workflow_text(name):
    for file in sorted((ROOT / "workflows").rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        if re.search(rf"^workflow: {re.escape(name)}$", text, re.M):
            return text
    raise ValueError(f"no workflow {name}")


def stages_of(patient):
    """The stage that Day 0 is, which may stand in a base, and one more, of the patient's workflow."""
    name = re.search(r"^workflow: (\S+)", patient.read_text(encoding="utf-8"), re.M)[1]
    text = workflow_text(name)
    other = re.findall(r"^  ([a-z0-9-]+):", text.split("\nstages:")[1], re.M)[-1]
    while not (zero := re.search(r"^day-(?:zero|one): (\S+)", text, re.M)):
        text = workflow_text(re.search(r"^based-on: (\S+)", text, re.M)[1])
    return zero[1], other


def of_examples(words):
    patients = sorted((ROOT / "examples" / "patients").glob("*.yaml"))
    for k, patient in enumerate(patients):
        if not words.all and k > 0 and k % 4 != words.seed % 4:  # the short lane takes the first and a quarter
            continue
        days = re.findall(r"\d{4}-\d\d-\d\d", patient.read_text(encoding="utf-8").split("happened:")[1].split("booked:")[0])
        today = ["--today", max(days)]
        for form in FORMS:
            yield ["plan", str(patient), *today, "--as", form]
        yield ["plan", str(patient), *today, "--as", "json", "--assume", "p80"]
        zero, other = stages_of(patient)
        for stage in [zero, other]:
            yield ["why", stage, str(patient), *today]
        yield ["check", str(patient), *today]
        yield ["todo", str(patient), *today]
        yield ["forecast", str(patient), *today, "--runs", "200"]
        yield ["replan", str(patient), *today, "--at", f"{zero}=2027-01-13"]
        yield ["compare", str(patient), str(patient), *today]
    for workflow in sorted((ROOT / "workflows" / "car-t").glob("*.yaml")):
        yield ["graph", str(workflow)]
        yield ["graph", str(workflow), "--as", "mermaid"]
    for form in ["text", "json"]:
        yield ["check", str(ROOT / "workflows"), "--today", "2026-11-02", "--as", form]
        yield ["check", str(ROOT / "tests" / "errors"), "--today", "2026-11-02", "--as", form]


def of_stories():
    for story in sorted((ROOT / "tests" / "plans").rglob("*.yaml")):
        text = story.read_text(encoding="utf-8")
        first = re.search(r"^day-(?:zero|one): (\S+)", text, re.M)
        if not first or re.search(r"^status: base", text, re.M):
            continue
        yield ["plan", str(story), "--at", f"{first[1]}=2027-02-03", "--today", "2026-10-05", "--as", "json"]
        yield ["why", first[1], str(story), "--at", f"{first[1]}=2027-02-03", "--today", "2026-10-05"]
        yield ["check", str(story), "--today", "2026-10-05"]
        yield ["graph", str(story)]


def of_random_files(build, folder, count, seed):
    """Files of the generator that the other laws use."""
    program = next((p for p in [build / "tests" / "v2v-generate", build / "v2v-generate"] if p.is_file()), None)
    if program is None or not count:
        return
    subprocess.run([program, "--seed", str(seed), "--cases", str(count), "--out", str(folder)], check=True,
                   capture_output=True)
    for number in range(count):
        case = folder / str(number)
        patient, today = str(case / "patient.yaml"), ["--today", (case / "today").read_text(encoding="utf-8").strip()]
        for form in ["json", FORMS[number % len(FORMS)]]:
            yield ["plan", patient, *today, "--as", form]
        yield ["check", str(case), *today]


def differs(world, command, expected):
    """Nothing, or what differs and how to see it."""
    got = world(command)
    if got == expected:
        return None
    kind = "exit code" if got[0] != expected[0] else "answer" if got[1] != expected[1] else "message"
    return f"another {kind} in the world `{world.name}`\n  {PLAIN_WORLD.shell(command)}\n  {world.shell(command)}"


def differs_in_file(world, command, expected, folder):
    """The same of the file that --out writes; what is refused (exit 2, 3) writes none and is told as without --out."""
    out = folder / "out"
    out.unlink(missing_ok=True)
    command = [*command, "--out", str(out)]
    code, stdout, _ = world(command)
    written = out.read_bytes() if out.exists() else None
    same = written is None and stdout == expected[1] if code > 1 else not stdout and (written or b"") == expected[1]
    if code == expected[0] and same:
        return None
    return f"--out holds other bytes in the world `{world.name}`\n  {world.shell(command)}"


PLAIN_WORLD = World("plain")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--random", type=int, default=6, help="how many random cases")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    build = words.build.resolve()
    v2v, begun = str(build / "v2v"), time.monotonic()
    worlds = worlds_of(build)
    met = set()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        commands = [(command, 4) for command in of_examples(words)]
        commands += [(command, 2) for k, command in enumerate(of_stories()) if words.all or k % 4 == words.seed % 4]
        commands += [(command, 2) for command in of_random_files(build, folder, words.random, words.seed)]
        if words.seconds:  # what is not reached today is another day
            random.Random(words.seed).shuffle(commands)
        runs = wrong = reached = 0
        for number, (command, several) in enumerate(commands):
            if words.seconds and time.monotonic() - begun > words.seconds:
                break
            command = [v2v, *command]
            expected = PLAIN_WORLD(command)
            absent = expected[0] == 3 and b"[absent-stage]" in expected[2]  # a pathway that stops before its Day 0
            if not absent and expected[0] not in (0, 1, 2) or not (expected[1] or expected[2]):
                print(f"exit {expected[0]}: {PLAIN_WORLD.shell(command)}\n{expected[2].decode()}")
                wrong += 1
                continue
            for k in range(len(worlds) if words.all else several):
                world = worlds[(number * 7 + k * 5 + words.seed) % len(worlds)]
                met.add(world.name)
                runs += 1
                found = differs(world, command, expected)
                if not found and command[1] != "check" and runs % 5 == 0:
                    found = differs_in_file(world, command, expected, folder)
                if found:
                    print(found)
                    wrong += 1
            reached += 1
    print(f"same_bytes_law: {reached} commands, {runs} comparisons in {len(met)} worlds, {wrong} differ "
          f"({time.monotonic() - begun:.1f} s)")
    if words.seconds:
        print(f"reached {reached} of {len(commands)} commands")
    return 1 if wrong or len(met) < len(worlds) and not words.seconds else 0


if __name__ == "__main__":
    sys.exit(main())
