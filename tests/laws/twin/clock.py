"""Dates and minutes: what the wall shows at a minute, which date is how much later, when a door is open.

A minute is a whole number since 1970 in UTC. A date is a datetime.date. Nothing here rounds: whoever needs the first
minute at which something holds asks minute by minute or day by day.
"""
import datetime
import functools
import zoneinfo

from words import NotCovered

ONE_DAY = datetime.timedelta(days=1)
UTC = datetime.timezone.utc


class Zone:
    def __init__(self, name):
        self.name = name
        self.info = zoneinfo.ZoneInfo(name)
        self.date = functools.lru_cache(1 << 17)(self._date)
        self.first_minute = functools.lru_cache(1 << 15)(self._first_minute)

    def wall(self, minute):
        return datetime.datetime.fromtimestamp(minute * 60, self.info)

    def _date(self, minute):
        return self.wall(minute).date()

    def minute_of(self, date, minute_of_day, fold=0):
        """The minute at which the wall shows this. Shown twice: the first. Never: as if the clock had not yet changed."""
        naive = datetime.datetime.combine(date, datetime.time()) + datetime.timedelta(minutes=minute_of_day)
        return int(naive.replace(tzinfo=self.info, fold=fold).timestamp()) // 60

    def _first_minute(self, date):
        minute = self.minute_of(date, 0)
        while self.date(minute) < date:
            minute += 1
        while self.date(minute - 1) >= date:
            minute -= 1
        return minute

    def last_minute(self, date):
        return self.first_minute(date + ONE_DAY) - 1

    def minute_of_day(self, minute):
        shown = self.wall(minute)
        return shown.hour * 60 + shown.minute

    def iso(self, minute):
        return self.wall(minute).isoformat(timespec="minutes")


def days_in_month(year, month):
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (after - ONE_DAY).day


def later_date(date, length, sign=1):
    """`length` of d, w, mo or y after (or before) a date. Months clamp to their end."""
    if length.unit == "d":
        return date + sign * length.number * ONE_DAY
    if length.unit == "w":
        return date + sign * length.number * 7 * ONE_DAY
    months = length.number * (12 if length.unit == "y" else 1) * sign
    months += date.year * 12 + date.month - 1
    year, month = months // 12, months % 12 + 1
    return datetime.date(year, month, min(date.day, days_in_month(year, month)))


def easter(year):
    """Gauss's rule for the Gregorian calendar (with Lilius' corrections), by its paschal full moon."""
    century = year // 100
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    if moon == 29 or (moon == 28 and year % 19 > 10):
        moon -= 1
    full = datetime.date(year, 3, 21) + moon * ONE_DAY
    return full + (6 - full.weekday() or 7) * ONE_DAY if full.weekday() != 6 else full + 7 * ONE_DAY


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Holidays:
    """The dates of some holiday files, year by year."""

    def __init__(self, files):
        self.files = files
        self.of_year = functools.lru_cache(None)(self._of_year)

    def has(self, date):
        # A holiday may be moved over the turn of the year.
        return any(date in self.of_year(year) for year in (date.year - 1, date.year, date.year + 1))

    def _of_year(self, year):
        found = set()
        for file in self.files:
            found |= self._of_file(file, year)
        return found

    def _of_file(self, file, year):
        stay, move = [], []
        for day in file.get("days", {}).values():
            if year < int(day.get("from", year)) or year > int(day.get("until", year)):
                continue
            date = falls(day["falls-on"], year)
            if date is None:
                continue  # no 29 February this year
            rule = day.get("if-weekend", "stays")
            (move if date.weekday() >= 5 and rule != "stays" else stay).append((date, rule))
        taken = {date for date, rule in stay}
        for date, rule in sorted(move):
            if rule == "nearest-weekday":
                date += -ONE_DAY if date.weekday() == 5 else ONE_DAY
            else:
                while date.weekday() >= 5 or date in taken:
                    date += ONE_DAY
            taken.add(date)
        taken |= {datetime.date.fromisoformat(text) for text in file.get("dates", [])
                  if int(text[:4]) == year}
        return taken - {datetime.date.fromisoformat(text) for text in file.get("except", [])}


def falls(text, year):
    words = text.split()
    if words[0] == "easter":
        return easter(year) + (int(words[1] + words[2]) if len(words) > 1 else 0) * ONE_DAY
    if len(words) == 4:
        weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(words[1][:3])
        month = MONTHS.index(words[3][:3]) + 1
        dates = [datetime.date(year, month, n + 1) for n in range(days_in_month(year, month))]
        dates = [date for date in dates if date.weekday() == weekday]
        return dates[["first", "second", "third", "fourth", "last"].index(words[0])
                     if words[0] != "last" else -1]
    month, day = int(words[0][:2]), int(words[0][3:])
    return datetime.date(year, month, day) if day <= days_in_month(year, month) else None


CHUNK = 64 * 1440


class Doors:
    """For each minute whether it is open: hours by the wall of a zone, less holidays and closed dates.

    Kept as one byte a minute, filled in a stretch of 64 days at a time when somebody asks.
    """

    def __init__(self, hours, zone, holidays, closed=()):
        self.hours, self.zone, self.holidays, self.closed = hours, zone, holidays, set(closed)
        self.stretch = functools.lru_cache(None)(self._stretch)

    def opens_on(self, date):
        """Whether the date has any hours of its own (a night that began the day before is not its own)."""
        return bool(self.spans(date))

    def spans(self, date):
        if date in self.closed:
            return []
        if self.hours == "always":
            return [(0, 1440)]
        holiday = self.holidays.has(date)
        return [(begin, end) for days, on_holidays, begin, end in self.hours
                if (on_holidays if holiday else date.weekday() in days)]

    def _stretch(self, number):
        first = number * CHUNK
        minutes = bytearray(CHUNK)
        date = self.zone.date(first) - 2 * ONE_DAY
        while self.zone.first_minute(date) < first + CHUNK:
            for begin, end in self.spans(date):
                low = self.zone.first_minute(date) if begin == 0 else self.zone.minute_of(date, begin)
                if end == 1440:
                    high = self.zone.first_minute(date + ONE_DAY)
                else:
                    high = self.zone.minute_of(date, end)
                low, high = max(low, first), min(high, first + CHUNK)
                if low < high:
                    minutes[low - first:high - first] = b"\1" * (high - low)
            date += ONE_DAY
        return bytes(minutes)

    def is_open(self, minute):
        return self.stretch(minute // CHUNK)[minute % CHUNK] == 1

    def count(self, begin, end):
        """How many minutes of [begin, end) are open."""
        total = 0
        while begin < end:
            stop = min(end, (begin // CHUNK + 1) * CHUNK)
            total += self.stretch(begin // CHUNK).count(1, begin % CHUNK, (stop - 1) % CHUNK + 1)
            begin = stop
        return total

    def all_open(self, begin, end):
        return self.count(begin, end) == end - begin


def working_date(date, number, opens, sign=1):
    """`number` working days after a date: from a closed date counting starts at the next open one."""
    patience = 2000
    left = number
    while not opens(date) or left:
        if opens(date):
            left -= 1
        date += sign * ONE_DAY
        patience -= 1
        if not patience:
            raise NotCovered("a place that hardly ever opens")
    return date
