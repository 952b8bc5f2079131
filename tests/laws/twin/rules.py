"""Each rule as a yes or no about two minutes. The one shape: HIGH is late enough for LOW.

A least wait says that the later event is late enough for the earlier one. A greatest wait says that the earlier event
is late enough for the later one. So every rule grows truer as `high` moves later and as `low` moves earlier, and nothing
has to be turned round: who wants the first `high`, or the last `low`, tries minutes.
"""
from collections import namedtuple

from clock import ONE_DAY, later_date, working_date
from words import NotCovered

Rule = namedtuple("Rule", "low high holds says")


def gap_of(holds):
    """How many minutes `high` must be after `low`, where the rule counts elapsed minutes alone; else None."""
    return getattr(holds, "gap", None)


def elapsed(gap):
    """Is `high` at least so many minutes after `low`?"""
    def holds(low, high):
        return high - low >= gap
    holds.gap = gap
    return holds


def wall_later(zone, minute, length):
    """min and h elapse; d, w, mo, y lead to the same wall time on the later date."""
    if length.unit in ("min", "h"):
        return minute + length.number * (60 if length.unit == "h" else 1)
    if length.unit in ("mo", "y"):
        # Months clamp: 31 January leads where 30 January led, and who starts later never ends sooner.
        date = zone.date(minute)
        if later_date(date, length) == later_date(date - ONE_DAY, length):
            return zone.minute_of(later_date(date, length), 1439)
    if zone.wall(minute).fold:
        # Second showing of an hour: who starts later never ends sooner, so not before what the first showing leads to.
        return max(wall_later_once(zone, minute - back, length) for back in range(181))
    return wall_later_once(zone, minute, length)


def wall_later_once(zone, minute, length):
    return zone.minute_of(later_date(zone.date(minute), length), zone.minute_of_day(minute))


class Work:
    """The working days and hours of the places where a stage may be."""

    def __init__(self, doors):
        self.doors = doors

    @property
    def zone(self):
        """By whose wall its dates are counted."""
        return self.doors[0].zone

    def opens(self, date):
        said = {door.opens_on(date) for door in self.doors}
        if len(said) > 1:
            raise NotCovered("working days of places to choose from")
        return said.pop()

    def minutes(self, begin, end):
        if len(self.doors) > 1:
            raise NotCovered("working hours of places to choose from")
        return self.doors[0].count(begin, end)


def minutes(length):
    return length.number * (1 if length.unit == "min" else 60)


def at_least(length, zone, work, travel=0):
    """Is `after` at least the length later than `before`?"""
    if length.unit in ("min", "h"):
        return elapsed(minutes(length) + travel)
    if length.unit == "wh":
        return lambda before, after: work.minutes(before, after) >= minutes(length) and after - before >= travel
    if length.unit == "wd":
        return lambda before, after: (
            work.zone.date(after) >= working_date(work.zone.date(before), length.number, work.opens)
            and after - before >= travel)
    return lambda before, after: (zone.date(after) >= later_date(zone.date(before), length)
                                  and after - before >= travel)


def at_most(length, zone, work):
    """Is `before` late enough for `after` to be at most the length later?"""
    if length.unit in ("min", "h"):
        return elapsed(-minutes(length))  # `after` is the low one here: before >= after - length
    if length.unit == "wh":
        return lambda after, before: work.minutes(before, after) <= minutes(length)
    if length.unit == "wd":
        return lambda after, before: (
            work.zone.date(after) <= working_date(work.zone.date(before), length.number, work.opens))
    return lambda after, before: zone.date(after) <= later_date(zone.date(before), length)


def not_before(gap=0):
    return elapsed(gap)


def first(holds, begin, stop):
    """The first minute from `begin` at which `holds`, which stays true once it is; None if not before `stop`."""
    if holds(begin):
        return begin
    step, false = 1, begin
    while not holds(min(false + step, stop)):
        false += step
        if false >= stop:
            return None
        step *= 2
    true = min(false + step, stop)
    while true - false > 1:
        half = (true + false) // 2
        if holds(half):
            true = half
        else:
            false = half
    return true


def last(holds, end, stop):
    """The last minute up to `end` at which `holds`, which was true until it was not; None if not after `stop`."""
    back = first(lambda n: holds(-n), -end, -stop)
    return None if back is None else -back
