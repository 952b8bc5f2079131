"""The sentences of files.md, read word by word into small tuples and classes."""
import re
from collections import namedtuple

from words import NotCovered, WrongFile

UNITS = ("min", "h", "wh", "wd", "mo", "d", "w", "y")
ELAPSED, CALENDAR, WORKING = ("min", "h"), ("d", "w", "mo", "y"), ("wd", "wh")
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

Length = namedtuple("Length", "number unit")
Spread = namedtuple("Spread", "least most assumed")  # assumed: likely, the middle, or the only one
Wait = namedtuple("Wait", "least most again")        # None where there is no such bound
# A point: `length` before or after (sign) a stage's start or end, a visit or attempt of it; or a numbered day.
Point = namedtuple("Point", "length sign stage attempt visit edge unit number")
Series = namedtuple("Series", "least most until many block length")
Placed = namedtuple("Placed", "point step many first last")  # a point, or every `step` / `many` a `step` from first to last


def length(text):
    match = re.fullmatch(r"(\d+)(min|h|wh|wd|mo|d|w|y)", text)
    if not match:
        raise WrongFile(f"no length: {text}")
    return Length(int(match[1]), match[2])


def spread(text):
    words = text.split()
    if words[:2] == ["one", "of"]:
        seen = sorted((length(word) for word in words[2:]), key=lambda one: (rough(one), words.index(f"{one.number}{one.unit}")))
        return Spread(seen[0], seen[-1], seen[(len(seen) - 1) // 2])
    if len(words) == 1:
        return Spread(length(words[0]), length(words[0]), length(words[0]))
    least, most = length(words[0]), length(words[2])
    if len(words) == 3:
        return Spread(least, most, middle(least, most))
    if words[3].endswith("%"):
        for share, by in ((words[3], words[5]), (words[6], words[8])):
            if share == "50%":
                return Spread(least, most, length(by))
        raise NotCovered("the median between two shares")
    return Spread(least, most, length(words[4]))


def rough(one):
    return one.number * {"min": 1, "h": 60, "wh": 60, "d": 1440, "wd": 1440, "w": 10080, "mo": 43830, "y": 525960}[one.unit]


def middle(least, most):
    """Half way, where both can be counted in one unit; half a unit more counts up."""
    for unit, sizes in (("min", {"min": 1, "h": 60}), ("d", {"d": 1, "w": 7}), ("mo", {"mo": 1, "y": 12}),
                        ("wd", {"wd": 1}), ("wh", {"wh": 1})):
        if least.unit in sizes and most.unit in sizes:
            both = least.number * sizes[least.unit] + most.number * sizes[most.unit]
            return Length((both + 1) // 2, unit)
    raise NotCovered("the middle of two units")


def wait(text):
    words = text.split()
    again = words[-2:] == ["or", "again"]
    if again:
        words = words[:-2]
    if words == ["any"]:
        return Wait(None, None, False)
    if words[:2] == ["at", "most"]:
        return Wait(None, length(words[2]), again)
    if words[0] == "exactly":
        return Wait(length(words[1]), length(words[1]), again)
    if len(words) == 1:
        return Wait(length(words[0]), None, False)
    if len(words) == 3 and words[1] == "to":
        return Wait(length(words[0]), length(words[2]), again)
    raise WrongFile(f"no wait: {text}")


def point(text):
    """`7d before collection`, `chemotherapy visit 2 end`, `day -5`, `collection attempt 1 last`."""
    words = text.split()
    many, sign = None, 0
    if len(words) > 2 and words[1] in ("before", "after"):
        many, sign = length(words[0]), -1 if words[1] == "before" else 1
        words = words[2:]
    if len(words) == 2 and words[0] in ("day", "week", "month", "year") and re.fullmatch(r"-?\d+", words[1]):
        return Point(many, sign, None, None, None, None, words[0], int(words[1]))
    stage, rest = words[0], words[1:]
    edge = None
    if rest and rest[-1] in ("start", "end"):
        edge = rest.pop()
    attempt = visit = None
    while rest:
        if rest[0] == "attempt":
            attempt, rest = int(rest[1]), rest[2:]
        elif rest[0] == "visit":
            visit, rest = int(rest[1]), rest[2:]
        elif rest[0] in ("first", "last"):
            visit, rest = rest[0], rest[1:]
        else:
            raise WrongFile(f"no point: {text}")
    return Point(many, sign, stage, attempt, visit, edge, None, None)


def window(text):
    """(from, by), either may be None."""
    if text.startswith("from "):
        return point(text[5:]), None
    if text.startswith("by "):
        return None, point(text[3:])
    first, last = text.split(" to ")
    return point(first), point(last)


def placed(text):
    match = re.fullmatch(r"every (\S+) from (.+) to (.+)", text)
    if match:
        step = {"day": Length(1, "d"), "week": Length(1, "w"), "month": Length(1, "mo"), "year": Length(1, "y")}.get(match[1])
        return Placed(None, step or length(match[1]), 1, point(match[2]), point(match[3]))
    match = re.fullmatch(r"(\d+) a (day|week|month) from (.+) to (.+)", text)
    if match:
        step = {"day": Length(1, "d"), "week": Length(1, "w"), "month": Length(1, "mo")}[match[2]]
        return Placed(None, step, int(match[1]), point(match[3]), point(match[4]))
    return Placed(point(text), None, 1, None, None)


def series(text):
    match = re.fullmatch(r"(\d+) times", text)
    if match:
        return Series(int(match[1]), int(match[1]), None, None, None, None)
    match = re.fullmatch(r"(\d+) to (\d+) times until (\S+)", text)
    if match:
        return Series(int(match[1]), int(match[2]), match[3], None, None, None)
    match = re.fullmatch(r"(\d+) a (day|week|month) for (\S+)", text)
    if match:
        return Series(None, None, None, int(match[1]), match[2], length(match[3]))
    raise WrongFile(f"no series: {text}")


def hours(texts):
    """`always`, or a list of (weekdays, on holidays too, minute of the day from, to)."""
    if isinstance(texts, str):
        texts = [texts]
    if texts == ["always"]:
        return "always"
    parts = []
    for text in texts:
        days, holidays, begin, end = set(), False, 0, 1440
        for word in text.split():
            if word == "holidays":
                holidays = True
            elif word in WEEKDAYS:
                days.add(WEEKDAYS.index(word))
            elif re.fullmatch(r"[a-z]{3}-[a-z]{3}", word):
                day, last = WEEKDAYS.index(word[:3]), WEEKDAYS.index(word[4:])
                days.add(day)
                while day != last:
                    day = (day + 1) % 7
                    days.add(day)
            elif re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", word):
                begin, end = (int(word[i:i + 2]) * 60 + int(word[i + 3:i + 5]) for i in (0, 6))
                if end <= begin:
                    end += 1440  # over midnight: belongs to its first day
            else:
                raise NotCovered(f"hours `{text}`")
        parts.append((days, holidays, begin, end))
    return parts


def amount(text):
    """(number, per) of `2`, `3 a week`."""
    match = re.fullmatch(r"(\d+)(?: a (day|week|month|year))?", text)
    if not match:
        raise NotCovered(f"amount `{text}`")
    return int(match[1]), match[2]


def percent(text):
    return int(text.rstrip("%"))
