"""From files to one merged workflow, a centre and a patient: precedence of files.md, key by key, all text still text."""
import os

import yaml

from words import NotCovered, WrongFile

REMARKS = ("cite", "checked", "because", "note")


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CBaseLoader)


class Library:
    """Files by what they say they are."""

    def __init__(self, files, folders):
        self.found = {}
        self.paths = {}
        for path in files:
            self.add(path)
        for folder in folders:
            for place, _, names in sorted(os.walk(folder)):
                for name in sorted(names):
                    if name.endswith(".yaml"):
                        self.add(os.path.join(place, name))

    def add(self, path):
        tree = load(path)
        if not isinstance(tree, dict):
            return
        for kind in ("patient", "workflow", "centre", "holidays"):
            if kind in tree and (kind == "patient" or "patient" not in tree):
                if kind == "holidays" and "centre" in tree or kind == "centre" and "workflows" in tree:
                    continue
                if isinstance(tree[kind], str):
                    self.found.setdefault((kind, tree[kind]), tree)
                    self.paths.setdefault((kind, tree[kind]), path)

    def get(self, kind, name):
        if (kind, name) not in self.found:
            raise WrongFile(f"no {kind} {name}")
        return self.found[kind, name]


def bare(tree):
    """Without remarks: `{is: VALUE, cite: ...}` is VALUE."""
    if isinstance(tree, list):
        return [bare(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if "is" in tree:
        return bare(tree["is"])
    return {key: bare(value) for key, value in tree.items()
            if key not in REMARKS or isinstance(value, dict) and "is" not in value}  # a stage may be called `checked`


def links(value):
    """`after: a`, `after: [a, b]` and `after: {a: any, b: any}` say the same."""
    if isinstance(value, str):
        return {value: "any"}
    if isinstance(value, list):
        return {name: "any" for name in value}
    return value


def plain_links(stages):
    for stage in stages.values():
        if not isinstance(stage, dict):
            continue
        for key in ("after", "ends-after"):
            if key in stage and stage[key] != "remove":
                stage[key] = links(stage[key])
        plain_links(stage.get("parts", {}) if isinstance(stage.get("parts"), dict) else {})


def merge(old, new):
    """Later wins, key by key, all the way down; `remove` takes away."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    merged = dict(old)
    for key, value in new.items():
        if key == "remove":
            for name in value if isinstance(value, list) else [value]:
                if name not in merged:
                    raise WrongFile(f"nothing to remove: {name}")
                del merged[name]
        elif value == "remove":
            if key not in merged:
                raise WrongFile(f"nothing to remove: {key}")
            del merged[key]
        else:
            merged[key] = merge(merged[key], value) if key in merged else value
    return merged


def lay(workflow, layer, signed):
    """A centre's or a patient's overrides over stages (also in parts) and rules."""
    for name, change in layer.items():
        if signed and isinstance(change, dict):
            change = {key: value for key, value in change.items() if key not in ("by", "date") or "from" in change and key != "by"}
        if name in workflow["stages"]:
            one = {name: change}
            plain_links(one)
            workflow["stages"] = merge(workflow["stages"], one)
        elif name in workflow.get("rules", {}):
            if signed and isinstance(change, dict):
                raise NotCovered("a patient's override of some values of a rule")
            workflow["rules"] = merge(workflow["rules"], {name: change})
        else:
            for stage in workflow["stages"].values():
                if name in stage.get("parts", {}):
                    one = {name: change}
                    plain_links(one)
                    stage["parts"] = merge(stage["parts"], one)
                    break
            else:
                raise WrongFile(f"an override of {name}, which is not there")


def workflow(library, name, centre, overrides):
    """The workflow with its base under it, the centre's and the patient's overrides over it."""
    chain = []
    while name:
        tree = bare(library.get("workflow", name))
        plain_links(tree.get("stages", {}))
        chain.insert(0, tree)
        name = tree.get("based-on")
    whole = {}
    for tree in chain:
        if "day-zero" in tree or "day-one" in tree:
            whole.pop("day-zero", None)
            whole.pop("day-one", None)
        whole = merge(whole, tree)
    if centre:
        for layer in ("every-workflow", whole["workflow"]):
            lay(whole, {key: value for key, value in centre.get("overrides", {}).get(layer, {}).items()
                        if layer != "every-workflow" or key in whole["stages"] or key in whole.get("rules", {})
                        or any(key in stage.get("parts", {}) for stage in whole["stages"].values())}, False)
    if overrides:
        unsigned = {}
        for key, value in overrides.items():  # bare() already took `{is: ...}` apart
            unsigned[key] = value
        lay(whole, unsigned, True)
    return whole
