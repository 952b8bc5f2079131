"""Opening hours and working days around clock changes, holidays and closures."""
import datetime
import os
import tempfile

import zones
from days import WEEKDAYS
from other import DAY, Skipped, date_of, demand, number

# What clocks do there: an hour; half an hour; a whole date skipped; at one minute past midnight; at midnight; backwards
# over midnight; two hours; Ramadan.
ZONES = ["Europe/London", "America/New_York", "Europe/Amsterdam", "Australia/Lord_Howe", "Pacific/Apia",
         "America/St_Johns", "Asia/Beirut", "Atlantic/Azores", "Antarctica/Troll", "Africa/Casablanca"]


class Opening:
    """Hours, holidays and closures by chance."""

    def __init__(self, chance, first, last):
        self.always = chance.random() < 0.1
        self.shifts = []
        for _ in range(0 if self.always else chance.randrange(1, 4)):
            weekdays = [day for day in range(7) if chance.random() < 0.6]
            on_holidays = not weekdays or chance.random() < 0.3
            times = [chance.choice([0, 30, 60, 90, 120, 150, 180, 240, 1380, 1410, chance.randrange(DAY)])
                     for _ in range(2)]
            if times[0] == times[1] or chance.random() < 0.2:
                times = [0, DAY]
            self.shifts.append((weekdays, on_holidays, *times))
        span = last - first + 1
        self.holidays = {first + chance.randrange(span) for _ in range(chance.randrange(4))}
        self.closed = []
        for _ in range(chance.randrange(3)):
            begin = first - 2 + chance.randrange(span + 2)
            self.closed.append((begin, begin + chance.randrange(4)))

    def asked(self, folder, i):
        items = ["always"] if self.always else [self.item(*shift) for shift in self.shifts]
        path = os.path.join(folder, f"{i}.yaml")
        with open(path, "w", encoding="ascii") as file:
            dates = ", ".join(date_of(day).isoformat() for day in sorted(self.holidays))
            file.write(f"holidays: chance\ndates: [{dates}]\n")
        return [f"hours {';'.join(items)}", f"closed {' '.join(f'{a} {b}' for a, b in self.closed)}",
                f"holidays {-30000} {60000} {path}"]

    @staticmethod
    def item(weekdays, on_holidays, begin, end):
        text = " ".join([WEEKDAYS[day].lower() for day in weekdays] + ["holidays"] * on_holidays)
        return text + ("" if (begin, end) == (0, DAY) else
                       f" {begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}")

    def starts(self, day):
        """(from, to) in minutes of the wall since 1970 of each shift that begins on the date."""
        if any(begin <= day <= end for begin, end in self.closed):
            return []
        if self.always:
            return [(day * DAY, day * DAY + DAY)]
        holiday = day in self.holidays
        return [(day * DAY + begin, day * DAY + (end if end > begin else end + DAY))
                for weekdays, on_holidays, begin, end in self.shifts
                if (on_holidays if holiday else date_of(day).weekday() in weekdays)]


def chosen_zones():
    known = zones.names()
    found = {}
    for name in ZONES:
        if name not in known:
            raise Skipped(f"no {name} in {zones.FOLDER}")
        with open(os.path.join(zones.FOLDER, name), "rb") as file:
            found[name] = zones.Clock(name, file.read())
    return found


def openings(other, chance):
    """A minute is open when some shift has begun by the wall and not ended; each minute of some days is marked."""
    clocks = chosen_zones()
    cases, asked, wanted = 1500, [], []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(cases):
            name = chance.choice(ZONES)
            clock = clocks[name]
            recent = [at for at in clock.since[1:] if at > 0]
            first = chance.choice(recent) // DAY - chance.randrange(0, 5)
            last = first + chance.randrange(0, 9)
            opening = Opening(chance, first, last)
            begin, end = clock.instant(first * DAY), clock.instant((last + 1) * DAY)
            minutes = bytearray(end - begin)
            for day in range(first - 1, last + 1):
                for opens, closes in opening.starts(day):
                    opens = min(max(clock.instant(opens) - begin, 0), len(minutes))
                    closes = min(max(clock.instant(closes) - begin, opens), len(minutes))
                    minutes[opens:closes] = b"\1" * (closes - opens)
            ranges, at = [], minutes.find(1)
            while at >= 0:
                stop = minutes.find(0, at)
                stop = len(minutes) if stop < 0 else stop
                ranges.append(f"{at + begin} {stop + begin} ")
                at = minutes.find(1, stop)
            asked.append([f"zone {name}", *opening.asked(folder, i), f"ranges {first} {last}"])
            wanted.append("".join(ranges))
        lines = other.lines([question for case in asked for question in case])
    for i, want in enumerate(wanted):  # `zone`, `hours`, `holidays` and `ranges` have a line each
        demand(lines[4 * i + 3], want, f"case {i}: {asked[i]}, hours {lines[4 * i + 1]!r}, holidays {lines[4 * i + 2]!r}")
    return f"{cases} openings around clock changes in {len(ZONES)} zones"


def count_on(opens, n):
    """From each date n open dates on, walked one by one; len(opens) behind the last, -1 before the first."""
    step = 1 if n >= 0 else -1

    def next_open(day):
        while 0 <= day < len(opens) and not opens[day]:
            day += step
        return day

    for day in range(len(opens)):
        day = next_open(day)
        for _ in range(abs(n)):
            if 0 <= day < len(opens):
                day = next_open(day + step)
        yield day


def working_days(other, chance):
    cases, count, asked, wanted = 150, 0, [], []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(cases):
            first = number(datetime.date(2020, 1, 1)) + chance.randrange(3000)
            last = first + chance.randrange(1, 200)
            opening = Opening(chance, first, last)
            opens = [bool(opening.starts(day)) for day in range(first, last + 1)]
            for n in [0, 1, -1, 2, -2, 5, -5, chance.randrange(-60, 61)]:
                asked.append([*opening.asked(folder, i), f"working {n} {first} {last}"])
                wanted.append("".join(f"{first + day} " for day in count_on(opens, n)))
                count += len(opens)
        lines = other.lines([question for case in asked for question in case])
    for i, want in enumerate(wanted):  # `hours`, `holidays` and `working` have a line each
        demand(lines[3 * i + 2], want, f"case {i}: {asked[i]}, hours {lines[3 * i]!r}, holidays {lines[3 * i + 1]!r}")
    return f"{count} steps in {cases} calendars"
