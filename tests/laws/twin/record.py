"""What a patient's file says of stages: points with dates or moments, read into Facts."""
import datetime
import re

import sentence
from clock import Zone, ONE_DAY
from words import NotCovered, WrongFile


class Fact:
    """One entry of happened, booked or held, for one visit."""

    def __init__(self, stage, attempt, visit, start, start_day, end, end_day, outcome, place):
        self.stage, self.attempt, self.visit = stage, attempt, visit
        self.start, self.start_day = start, start_day  # a minute, and the date where no hour is said
        self.end, self.end_day = end, end_day
        self.outcome, self.place = outcome, place

    def date(self, zone):
        return self.start_day or zone.date(self.start)


def moment(text, zone):
    """(minute, date): the date where the text names no hour."""
    words = text.split()
    date = datetime.date.fromisoformat(words[0])
    if len(words) == 1:
        return zone.first_minute(date), date
    minute_of_day = int(words[1][:2]) * 60 + int(words[1][3:5])
    if len(words) >= 3 and words[2][0] not in "+-":
        zone = Zone(words[2])
        words = words[:2] + words[3:]
    both = {zone.minute_of(date, minute_of_day, fold) for fold in (0, 1)}
    both = {minute for minute in both if zone.date(minute) == date and zone.minute_of_day(minute) == minute_of_day}
    if len(words) == 3:
        offset = int(words[2][:3]) * 60 + int(words[2][0] + words[2][4:6])
        both = {minute for minute in both if zone.wall(minute).utcoffset() == datetime.timedelta(minutes=offset)}
    if len(both) != 1:
        raise WrongFile(f"no such time, or twice: {text}")
    return both.pop(), None


def when(text, zone):
    """start, its day, end, its day of `2026-09-21 09:10 to 12:40` and its kin."""
    if " to " not in text:
        return (*moment(text, zone), None, None)
    first, last = text.split(" to ")
    if re.match(r"\d\d:\d\d", last):
        last = first.split()[0] + " " + last
    return (*moment(first, zone), *moment(last, zone))


def facts(tree, zone, stages):
    """All entries of one of happened, booked, held. Attempt and visit are None where the key does not say."""
    found = []
    for key, value in (tree or {}).items():
        point = sentence.point(key)
        if point.stage not in stages or point.sign or point.edge:
            raise NotCovered(f"a record of `{key}`")
        if point.visit == "last":
            raise NotCovered("a record of a last visit")
        for number, one in enumerate(value if isinstance(value, list) else [value], 1):
            more = one if isinstance(one, dict) else {"at": one}
            if "at" not in more:
                raise NotCovered("a record without `at`")
            visit = number if isinstance(value, list) else 1 if point.visit == "first" else point.visit
            found.append(Fact(point.stage, point.attempt, visit, *when(more["at"], zone),
                              more.get("outcome"), more.get("place")))
            found[-1].of_all = isinstance(point.visit, int) and point.attempt is None  # numbered through all attempts
    return found


def ranges(items, zone):
    """[begin, end) in minutes of a list of dates, `DATE to DATE` (both included) and moments."""
    spans = []
    for item in [items] if isinstance(items, str) else items or []:
        start, day, end, end_day = when(item, zone)
        if end is None:
            if day is None:
                raise NotCovered("an absence of one moment")
            end = zone.first_minute(day + ONE_DAY)
        elif end_day is not None:
            end = zone.first_minute(end_day + ONE_DAY)
        spans.append((start, end))
    return spans


def dates(items):
    found = []
    for item in [items] if isinstance(items, str) else items or []:
        words = item.split(" to ")
        date = datetime.date.fromisoformat(words[0])
        while date <= datetime.date.fromisoformat(words[-1]):
            found.append(date)
            date += ONE_DAY
    return found
