"""Checks a JSON document (stdin) against a JSON Schema (first argument), by the part of draft 2020-12 that our schemas use.

Exit code 0: valid; 1: not valid, each fault with its JSON pointer on stderr; 2: no JSON, or a schema with a keyword that
is not known here, which would otherwise be passed over in silence. A second argument names a definition to check against.
"""
import json
import re
import sys

NOTES = {"$schema", "$id", "$defs", "title", "description"}
TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
}
KEYWORDS = NOTES | {"type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref",
                    "pattern", "minimum"}


class UnknownSchema(Exception):
    pass


def same(a, b):
    """JSON equality: 1 is not true."""
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def resolve(root, ref):
    if not ref.startswith("#/"):
        raise UnknownSchema(f"only references inside the schema are known: {ref}")
    node = root
    for part in ref[2:].split("/"):
        node = node[part]
    return node


def faults(root, schema, value, at):
    unknown = set(schema) - KEYWORDS
    if unknown:
        raise UnknownSchema(f"unknown keywords {sorted(unknown)}")
    if "$ref" in schema:
        yield from faults(root, resolve(root, schema["$ref"]), value, at)
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(TYPES[name](value) for name in names):
            yield at, f"is not of type {' or '.join(names)}"
            return
    if "const" in schema and not same(schema["const"], value):
        yield at, f"is not {schema['const']!r}"
    if "enum" in schema and not any(same(item, value) for item in schema["enum"]):
        yield at, f"is none of {schema['enum']}"
    if "anyOf" in schema and all(list(faults(root, choice, value, at)) for choice in schema["anyOf"]):
        yield at, "fits none of the choices"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield at, f"does not look like {schema['pattern']}"
    if "minimum" in schema and TYPES["number"](value) and value < schema["minimum"]:
        yield at, f"is less than {schema['minimum']}"
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for key in schema.get("required", []):
            if key not in value:
                yield at, f"lacks {key!r}"
        for key, item in value.items():
            if key in known:
                yield from faults(root, known[key], item, f"{at}/{key}")
            elif schema.get("additionalProperties") is False:
                yield f"{at}/{key}", "is not a key of the schema"
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            yield from faults(root, schema["items"], item, f"{at}/{i}")


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        root = json.load(file)
    schema = root["$defs"][sys.argv[2]] if len(sys.argv) > 2 else root
    try:
        document = json.loads(sys.stdin.buffer.read().decode("utf-8"), object_pairs_hook=unique)
        found = list(faults(root, schema, document, ""))
    except (ValueError, UnknownSchema) as error:
        print(f"schema_check: {error}", file=sys.stderr)
        return 2
    for at, text in found:
        print(f"{at or '/'}: {text}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
