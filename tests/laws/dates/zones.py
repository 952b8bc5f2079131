"""Every zone of tzdata: instants and wall times around every change of its clocks."""
import bisect
import datetime
import os
import struct
import zoneinfo

from other import DAY, Broken, Skipped, date_of, demand, number

FOLDER = os.environ.get("TZDIR") or "/usr/share/zoneinfo"
FIRST = number(datetime.date(1800, 1, 1)) * DAY  # no zone has a change before
END = number(datetime.date(2061, 1, 1)) * DAY
UNIQUE, SKIPPED, REPEATED = 0, 1, 2


def names():
    zoneinfo.reset_tzpath([FOLDER])
    # Whether Python would fall back on its package of zones, which Abseil does not read.
    found = sorted(name for name in zoneinfo.available_timezones() if os.path.isfile(os.path.join(FOLDER, name)))
    found = [name for name in found if name not in ("localtime", "posixrules", "Factory")]
    if not found:
        raise Skipped(f"no zones in {FOLDER}, tzdata is missing")
    return found


def written_changes(data):
    """Seconds at which a TZif file (RFC 8536) has a change, and its rule for the time after."""

    def header(at):
        if data[at:at + 4] != b"TZif":
            raise Broken("not a TZif file")
        return struct.unpack(">6l", data[at + 20:at + 44])

    utc, std, leap, times, types, chars = header(0)
    second = 44 + times * 5 + types * 6 + chars + leap * 8 + std + utc
    utc, std, leap, times, types, chars = header(second)
    body = second + 44
    end = body + times * 9 + types * 6 + chars + leap * 12 + std + utc
    return list(struct.unpack(f">{times}q", data[body:body + times * 8])), data[end:].strip().decode()


class Clock:
    """A zone in whole minutes, offsets rounded down: from minute `since[i]` on, wall = minute + `offset[i]`."""

    def __init__(self, name, data):
        self.zone = zoneinfo.ZoneInfo(name)
        seconds, rule = written_changes(data)
        changes = sorted({-(-at // 60) for at in seconds if FIRST <= -(-at // 60) < END})
        if "," in rule:  # changes go on for ever: look for them day by day, then by halves
            day = max([0, *changes])
            while day < END:
                if self.exact(day) != self.exact(day + DAY):
                    low, high = day, day + DAY
                    while high - low > 1:
                        middle = (low + high) // 2
                        low, high = (middle, high) if self.exact(middle) == self.exact(low) else (low, middle)
                    changes.append(high)
                day += DAY
        self.since = [-10**12]
        self.offset = [self.exact(changes[0] - 1 if changes else 0)]
        for at, after in zip(changes, [*changes[1:], END]):
            if self.exact(at) != self.exact(after - 1):
                raise Broken(f"{name}: zoneinfo has a change between {at} and {after} that the file lacks")
            if self.exact(at) != self.offset[-1]:
                self.since.append(at)
                self.offset.append(self.exact(at))

    def exact(self, minute):
        at = datetime.datetime.fromtimestamp(minute * 60, self.zone)
        return at.utcoffset() // datetime.timedelta(minutes=1)

    def has_part_minutes(self, i):
        """Whether the offset before or after change i has part minutes."""
        return any(datetime.datetime.fromtimestamp(minute * 60, self.zone).utcoffset().seconds % 60
                   for minute in (self.since[i] - 1, self.since[i]))

    def wall(self, minute):
        offset = self.offset[bisect.bisect_right(self.since, minute) - 1]
        return f"{(minute + offset) // DAY} {(minute + offset) % DAY} {offset}"

    def _near(self, wall):
        first = max(0, bisect.bisect_right(self.since, wall - 3 * DAY) - 1)
        for i in range(first, len(self.since)):
            if self.since[i] > wall + 3 * DAY:
                return
            yield i, self.since[i], self.since[i + 1] if i + 1 < len(self.since) else 10**12

    def instant(self, wall):
        """The first minute at which the wall has come to `wall`."""
        for i, begin, end in self._near(wall):
            if max(begin, wall - self.offset[i]) < end:
                return max(begin, wall - self.offset[i])
        raise Broken(f"no instant for {wall}")

    def read(self, wall):
        hits = [wall - self.offset[i] for i, begin, end in self._near(wall) if begin <= wall - self.offset[i] < end]
        kind = UNIQUE if len(hits) == 1 else REPEATED
        if not hits:
            kind = SKIPPED
            for i, begin, _ in self._near(wall):
                if i and begin + self.offset[i - 1] <= wall < begin + self.offset[i]:
                    hits = sorted([wall - self.offset[i - 1], wall - self.offset[i]])
        return f"{kind} {hits[0]} {hits[-1]} {self.instant(wall)}"


class Questions:
    """Gathers questions with their answers for one zone."""

    def __init__(self, clock):
        self.clock, self.asked, self.wanted, self.named, self.left_out = clock, [], [], [], 0

    def _ask(self, question, answers):
        self.asked.append(question)
        self.wanted += answers
        self.named += [question] * len(answers)

    def minute(self, minute):
        self._ask(f"wall {minute}", [self.clock.wall(minute)])

    def wall(self, wall):
        self._ask(f"read {wall // DAY} {wall % DAY}", [self.clock.read(wall)])

    def wall_near(self, wall, i):
        """Nothing is asked where the neighbours of a time may be either side's (zone.h)."""
        ends = (self.clock.since[i] + self.clock.offset[i - 1], self.clock.since[i] + self.clock.offset[i])
        if min(abs(wall - end) for end in ends) > 1 or not self.clock.has_part_minutes(i):
            self.wall(wall)
        else:
            self.left_out += 1

    def changes(self):
        first = self.clock.since[1] if len(self.clock.since) > 1 else 0
        self._ask(f"changes {first} {END}", ["".join(f"{at} " for at in self.clock.since[1:])])

    def edges(self, first, last):
        """The first minute of each date, as a table has it and as the zone says."""
        starts = [self.clock.instant(day * DAY) for day in range(first, last + 1)]
        self._ask(f"edges {first} {last}", [f"{start} {start}" for start in starts])


def check(other, name, questions):
    lines = other.lines([f"zone {name}", *questions.asked])
    demand(lines[0], "yes", f"zone {name}")
    if lines[1:] == questions.wanted:
        return len(questions.wanted)
    demand(len(lines) - 1, len(questions.wanted), f"{name}: answers")
    at = next(i for i, pair in enumerate(zip(lines[1:], questions.wanted)) if pair[0] != pair[1])
    raise Broken(f"{name}, {questions.named[at]}: v2v says {lines[1 + at]!r}, this side {questions.wanted[at]!r}")


def every_zone(other, _):
    known, count, changes, left_out = {}, 0, 0, 0
    for name in names():
        with open(os.path.join(FOLDER, name), "rb") as file:
            data = file.read()
        clock = known.get(data)
        if clock:  # another name of the same
            questions = Questions(clock)
            questions.changes()
            count += check(other, name, questions)
            continue
        clock = known[data] = Clock(name, data)
        questions = Questions(clock)
        questions.changes()
        days = set()
        for i, at in enumerate(clock.since[1:], 1):
            before, after = at + clock.offset[i - 1], at + clock.offset[i]
            for minute in (at - 1, at, at + 1):
                questions.minute(minute)
            for wall in (before - DAY, before - 1, before, before + 1, (before + after) // 2, after - 1, after,
                         after + 1, after + DAY):
                questions.wall_near(wall, i)
            days.update(range(before // DAY - 1, before // DAY + 3))
        changes += len(clock.since) - 1
        for day in sorted(days):
            questions.edges(day, day)
        count += check(other, name, questions)
        left_out += questions.left_out
    for name in ("Mars/Olympus", "localtime", "posixrules", "Factory", "/etc/localtime", "right/UTC", "posix/UTC",
                 "Fixed/UTC+01:00:00", "europe/london", "Europe/London ", "../zoneinfo/UTC", ""):
        demand(other.lines([f"zone {name}"]), ["no"], f"zone {name!r}")
    version = other.lines(["tzdata"])[0]
    with open(os.path.join(FOLDER, "tzdata.zi"), encoding="ascii") as file:
        demand(f"# version {version}", file.readline().strip(), "the version of tzdata")
    return (f"{len(known)} zones under their {len(names())} names in {FOLDER} (tzdata {version}), {changes} changes to "
            f"2060, {count} answers; not asked: {left_out} times at the very ends of changes with part minutes")


def minute_by_minute(other, _):
    """London and New York: each minute of an hour and a half either side of each change, and each minute of the wall
    there; the first minute of every date from 1900 to 2060."""
    count = 0
    for name in ("Europe/London", "America/New_York"):
        if name not in names():
            raise Skipped(f"no {name} in {FOLDER}")
        with open(os.path.join(FOLDER, name), "rb") as file:
            clock = Clock(name, file.read())
        questions = Questions(clock)
        for i, at in enumerate(clock.since[1:], 1):
            for minute in range(at - 90, at + 91):
                questions.minute(minute)
            middle = at + (clock.offset[i - 1] + clock.offset[i]) // 2
            for wall in range(middle - 120, middle + 121):
                questions.wall_near(wall, i)
        questions.edges(number(datetime.date(1900, 1, 1)), number(datetime.date(2060, 12, 31)))
        count += check(other, name, questions)
    return f"{count} answers in London and New York"
