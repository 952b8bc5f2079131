"""Holds the schemas that `v2v schema` prints to the reader: each right file is valid, and of the wrong files of
tests/errors each that has a mistake of a kind that a schema can see is refused. By npm's ajv, else Python's jsonschema.

usage: schema.py V2V BUILD [--list]   --list says of each wrong file what the schema finds
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))
import npm  # noqa: E402

KINDS = ["workflow", "centre", "patient", "programme", "holidays"]
# What a schema sees, by code of the mistake; what of it only in part, for a date may be well written and no day, a sentence
# hold the id of a rule anywhere; and what not at all. A new code has to be put into one of them.
SEEN = """
bad-checked bad-date-window bad-expect bad-id bad-need bad-percent bad-route bad-target bad-then bad-times bad-weight empty-rule
empty-value keys-clash merge-key missing-key missing-unit needs-quotes two-lengths unknown-key unknown-word wrong-type""".split()
IN_PART = """
bad-amount bad-begin bad-date bad-holiday bad-hours bad-length bad-moment bad-placed bad-point bad-series bad-spread bad-wait
bad-when bad-window duplicate-key too-deep yaml-syntax""".split()
UNSEEN = """
alias anchor approved-unread base-only because-missing by-missing chance-missing chances-not-100 changed-since-approval
check-failed clash date-missing edition-needed ends-before-it-begins gate-removed happened-after-today id-used-twice
idle-wait loosens-rule no-day-zero no-gate no-outcomes no-such-file no-such-place no-such-time no-words nothing-to-remove
pattern-anchors reserved-word rule-cannot-stand-here rule-cycle rule-incomplete source-past-review too-many-cases
too-many-visits twice-that-time two-of-one-id uncited unknown-centre unknown-drug unknown-edition unknown-holidays
unknown-option unknown-outcome unknown-person unknown-place unknown-priority unknown-resource unknown-rule unknown-site
unknown-source unknown-stage unknown-value unknown-visit unknown-workflow unknown-zone unreachable-stage unused-option
unused-rule wrong-kind wrong-offset""".split()


def skip(why):
    print(f"SKIPPED: schema: {why}")
    sys.exit(77)


try:
    import yaml
except ImportError:
    skip("python3-yaml is missing")


class Core(yaml.SafeLoader):
    """Plain values as the core schema of YAML 1.2 reads them, as editors do."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
        ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
        ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
        ("float", r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
         list("-+.0123456789"))]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value.lstrip("0+") or "0", 10)
                     if re.match(r"^[-+]?[0-9]+$", node.value) else 1)
Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value)
                     if "n" not in node.value.lower() else 0.5)


def text_keys(value):
    """JSON has only texts as keys."""
    if isinstance(value, dict):
        return {str(k): text_keys(v) for k, v in value.items()}
    return [text_keys(v) for v in value] if isinstance(value, list) else value


def load(path):
    """The kind of a file by its first key, and its value; None where it is no YAML that an editor takes."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        value = text_keys(yaml.load(data.decode("utf-8"), Core))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return None
    if not isinstance(value, dict) or not value or next(iter(value)) not in KINDS:
        return None
    return next(iter(value)), value


def refused(schemas, files, build):
    """Who judged, and by file the faults that the schema of its kind finds."""
    modules = npm.modules(build, "schema", ["ajv@8"]) if shutil.which("node") else None
    if modules:
        run = subprocess.run(["node", os.path.join(ROOT, "tests/schema/ajv.cjs"), modules], capture_output=True,
                             input=json.dumps({"schemas": schemas, "files": files}), text=True)
        if run.returncode:
            sys.exit(f"ajv refuses a schema: {run.stderr}")
        return "ajv", json.loads(run.stdout)
    try:
        import jsonschema
    except ImportError:
        skip("neither npm's ajv nor Python's jsonschema is there")
    faults = {}
    checks = {}
    for kind, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        checks[kind] = jsonschema.Draft202012Validator(schema)
    for kind, name, value in files:
        found = [f"/{'/'.join(map(str, e.absolute_path))} {e.message[:120]}" for e in checks[kind].iter_errors(value)]
        if found:
            faults[name] = found[:5]
    return "jsonschema", faults


def expected(path):
    """The codes that a wrong file raises, each with whether it stands in the file itself."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = re.findall(r"^# expect: (\S+) \d+:\d+( \S+)?$", file.read(), re.M)
    return {code for code, elsewhere in lines if not elsewhere}


def schemas_of(v2v):
    return {kind: json.loads(subprocess.run([v2v, "schema", kind], check=True, capture_output=True).stdout) for kind in KINDS}


def right_files():
    paths = []
    for folder in ["workflows", "examples", "tests/plans", "tests/errors/library"]:
        paths += sorted(glob.glob(os.path.join(ROOT, folder, "**", "*.yaml"), recursive=True))
    return paths


def main():
    v2v, build = sys.argv[1:3]
    good, wrong, unread = [], [], []
    for path in right_files():
        file = load(path)
        if file is None:
            sys.exit(f"{path} is no YAML of a kind that is known")
        good.append([file[0], os.path.relpath(path, ROOT), file[1]])
    for path in sorted(glob.glob(os.path.join(ROOT, "tests/errors/*.yaml"))):
        file, name = load(path), os.path.relpath(path, ROOT)
        if file is None:
            unread.append(name)
        else:
            wrong.append([file[0], name, file[1]])
    by, faults = refused(schemas_of(v2v), good + wrong, build)
    complaints = [f"{name} is right, and the schema refuses it: {'; '.join(faults[name])}" for _, name, _ in good
                  if name in faults]
    known = set(SEEN) | set(IN_PART) | set(UNSEEN)
    held = 0
    for _, name, _ in wrong:
        codes = expected(os.path.join(ROOT, name))
        for code in sorted(codes - known):
            complaints.append(f"{name}: whether a schema sees {code} is not said in schema.py")
        if codes & set(SEEN):
            held += 1
            if name not in faults:
                complaints.append(f"{name} has {', '.join(sorted(codes & set(SEEN)))}, and the schema takes it")
        if "--list" in sys.argv:
            print("refused" if name in faults else "taken  ", name, *sorted(codes), *faults.get(name, [])[:1], sep="  ")
    if "--list" in sys.argv:
        print("no YAML for an editor:", *unread, sep="\n  ")
    for text in complaints:
        print(text)
    print(f"{by}: {len(good)} right files, {held} of {len(wrong)} wrong ones with a mistake that a schema sees")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
