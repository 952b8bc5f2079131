"""Days, months and Easter."""
import datetime

from other import Broken, date_of, demand, number

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def every_day(other, _):
    """1900-01-01 to 2199-12-31: split, weekday and its name, printing, day_of and reading what was printed."""
    first, last = number(datetime.date(1900, 1, 1)), number(datetime.date(2199, 12, 31))
    lines = other.lines([f"days {first} {last}"])
    demand(len(lines), last - first + 1, "days from 1900 to 2199")
    for n, line in zip(range(first, last + 1), lines):
        day = date_of(n)
        demand(line, f"{day.year} {day.month} {day.day} {day.weekday()} {WEEKDAYS[day.weekday()]} {day.isoformat()} "
                     f"{n} {n}", f"day {n}")
    return f"{len(lines)} days from 1900-01-01 to 2199-12-31"


class Months:
    """Month steps by the lengths of the months as datetime has them."""

    def __init__(self):
        self.base = 1600 * 12
        self.first = [number(datetime.date(i // 12, i % 12 + 1, 1)) for i in range(self.base, 2700 * 12)]

    def steps(self, first, last, offsets):
        for n in range(first, last + 1):
            day = date_of(n)
            at = day.year * 12 + day.month - 1 - self.base
            into = day.day - 1
            for k in offsets(n):
                yield min(self.first[at + k] + into, self.first[at + k + 1] - 1)


# Leap and common years of each kind: a century that is none, one that is, years before and after a leap year.
WHOLE_YEARS = [1900, 1999, 2000, 2023, 2024, 2028, 2100, 2199]
FARTHEST = 240  # months, either way
STEP = 67


def months(other, chance):
    """Every step from -240 to 240 months from each day of eight years, so that every day of every month, leap or not,
    meets every step; and every day of a whole 400-year cycle with every 67th step, each day beginning at another."""
    table = Months()
    begin = chance.randrange(STEP)
    count = 0
    spans = [(datetime.date(year, 1, 1), datetime.date(year, 12, 31), 1, 0) for year in WHOLE_YEARS]
    spans.append((datetime.date(2000, 1, 1), datetime.date(2399, 12, 31), STEP, begin))
    for first, last, step, begin in spans:
        first, last = number(first), number(last)
        found = other.numbers([f"months {first} {last} {-FARTHEST} {FARTHEST} {step} {begin}"])
        offsets = {i: range(-FARTHEST + i, FARTHEST + 1, step) for i in range(step)}
        wanted = table.steps(first, last, lambda n: offsets[(n + begin) % step])
        for i, (got, want) in enumerate(zip(found, wanted, strict=True)):
            if got != want:
                raise Broken(f"answer {i} of `months` from {date_of(first)}: v2v says {date_of(got)}, datetime "
                             f"{date_of(want)}")
        count += len(found)
    # The same through the tables that the network reads.
    first, last = number(datetime.date(2023, 12, 1)), number(datetime.date(2025, 3, 31))
    for k in (-240, -13, -12, -1, 0, 1, 2, 6, 11, 12, 13, 48, 180, 240):
        found = other.numbers([f"of-months {k} {first} {last}"])
        demand(list(found), list(table.steps(first, last, lambda _: [k])), f"the table of {k} months")
        count += len(found)
    return f"{count} month steps, of each day of {len(WHOLE_YEARS)} years all from -240 to 240"


def knuth_easter(year):
    """Clavius's epacts as Knuth has them: The Art of Computer Programming, volume 1, exercise 1.3.2-14."""
    golden = year % 19 + 1
    century = year // 100 + 1
    dropped = 3 * century // 4 - 12
    moon = (8 * century + 5) // 25 - 5
    sunday = 5 * year // 4 - dropped - 10
    epact = (11 * golden + 20 + moon - dropped) % 30
    if (epact == 25 and golden > 11) or epact == 24:
        epact += 1
    full = 44 - epact
    if full < 21:
        full += 30
    full += 7 - (sunday + full) % 7
    return datetime.date(year, 3, 1) + datetime.timedelta(days=full - 1)


def easter(other, _):
    years = range(1583, 9999)
    for year, line in zip(years, other.lines([f"easter {year}" for year in years]), strict=True):
        demand(line, knuth_easter(year).isoformat(), f"Easter of {year}")
    return f"{len(years)} years from 1583 to 9998"
