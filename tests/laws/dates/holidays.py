"""Holidays: the shipped lists by the law of each country and by the lists that were published, and made-up ones."""
import datetime
import os
import tempfile

from days import WEEKDAYS, knuth_easter
from other import demand, number

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2060, 12, 31)
DAY = datetime.timedelta(days=1)
MON, THU, SAT, SUN = 0, 3, 5, 6


def nth(year, month, weekday, n):
    """The n-th such weekday of a month; n = -1 is the last."""
    days = [datetime.date(year, month, 1) + i * DAY for i in range(31)]
    days = [day for day in days if day.month == month and day.weekday() == weekday]
    return days[n - 1 if n > 0 else n]


def england(year):
    """Banking and Financial Dealings Act 1971, schedule 1, and the proclamations under its section 1."""
    easter = knuth_easter(year)
    days = {easter - 2 * DAY, easter + DAY, nth(year, 8, MON, -1)}
    early_may = {1995: 8, 2020: 8}.get(year)
    days.add(datetime.date(year, 5, early_may) if early_may else nth(year, 5, MON, 1))
    # The spring holiday moved for the jubilees; beside each a day more.
    moved = {2002: [(6, 4), (6, 3)], 2012: [(6, 4), (6, 5)], 2022: [(6, 2), (6, 3)]}
    days |= {datetime.date(year, *day) for day in moved[year]} if year in moved else {nth(year, 5, MON, -1)}
    more = {2011: (4, 29), 2022: (9, 19), 2023: (5, 8)}  # a wedding, a funeral, a coronation
    if year in more:
        days.add(datetime.date(year, *more[year]))
    new_year = datetime.date(year, 1, 1)
    while new_year.weekday() >= SAT:
        new_year += DAY
    days.add(new_year)
    first, second = {SAT: (27, 28), SUN: (27, 26), 4: (25, 28)}.get(datetime.date(year, 12, 25).weekday(), (25, 26))
    return days | {datetime.date(year, 12, first), datetime.date(year, 12, second)}


def netherlands(year):
    """Algemene termijnenwet, article 3, and Liberation Day in each fifth year; from 2014, when King's Day began."""
    easter = knuth_easter(year)
    kings = datetime.date(year, 4, 27)
    days = {datetime.date(year, 1, 1), easter + DAY, easter + 39 * DAY, easter + 50 * DAY,
            datetime.date(year, 12, 25), datetime.date(year, 12, 26)}
    if year >= 2014:
        days.add(kings - DAY if kings.weekday() == SUN else kings)
    if year % 5 == 0 and year >= 2015:
        days.add(datetime.date(year, 5, 5))
    return days


def united_states(year):
    """5 U.S.C. 6103 (a), and (b) with Executive Order 11582 for a day that falls on a weekend."""
    days = {nth(year, 1, MON, 3), nth(year, 2, MON, 3), nth(year, 5, MON, -1), nth(year, 9, MON, 1),
            nth(year, 10, MON, 2), nth(year, 11, THU, 4)}
    fixed = [(year, 1, 1), (year + 1, 1, 1), (year, 7, 4), (year, 11, 11), (year, 12, 25)]
    if year >= 2021:  # Public Law 117-17
        fixed.append((year, 6, 19))
    for day in (datetime.date(*one) for one in fixed):
        observed = day + {SAT: -DAY, SUN: DAY}.get(day.weekday(), 0 * DAY)
        if observed.year == year:
            days.add(observed)
    return days


# As published: gov.uk "UK bank holidays", England and Wales; opm.gov "Federal holidays"; rijksoverheid.nl "officiële
# feestdagen".
PUBLISHED = {
    ("england-and-wales", 2012): "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    ("england-and-wales", 2016): "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    ("england-and-wales", 2018): "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    ("england-and-wales", 2019): "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    ("england-and-wales", 2020): "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    ("england-and-wales", 2021): "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    ("england-and-wales", 2022): "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    ("england-and-wales", 2023): "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    ("england-and-wales", 2024): "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    ("england-and-wales", 2025): "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    ("england-and-wales", 2026): "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    ("england-and-wales", 2027): "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    ("us-federal", 2021): "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    ("us-federal", 2022): "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
    ("us-federal", 2023): "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
    ("us-federal", 2024): "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    ("us-federal", 2025): "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    ("us-federal", 2026): "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    ("us-federal", 2027): "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    ("netherlands", 2025): "01-01 04-21 04-26 05-05 05-29 06-09 12-25 12-26",
    ("netherlands", 2026): "01-01 04-06 04-27 05-14 05-25 12-25 12-26",
    ("netherlands", 2027): "01-01 03-29 04-27 05-06 05-17 12-25 12-26",
}
LAWS = {"england-and-wales": (england, 2000), "netherlands": (netherlands, 2014), "us-federal": (united_states, 2000)}


def shipped(other, _):
    folder = os.path.join(ROOT, "workflows", "holidays")
    demand(sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".yaml")), sorted(LAWS),
           "the lists that are shipped are those that have a law here")
    count = 0
    for name, (law, since) in LAWS.items():
        line = other.lines([f"holidays {number(FIRST)} {number(LAST)} {folder}/{name}.yaml"])[0].split()
        for year in range(since, LAST.year + 1):
            found = [day for day in line if day.startswith(f"{year}-")]
            demand(found, sorted(day.isoformat() for day in law(year)), f"{name} {year}")
            published = PUBLISHED.get((name, year))
            if published:
                demand([day[5:] for day in found], published.split(), f"{name} {year} as published")
            count += len(found)
    return f"{count} days of {len(LAWS)} lists to {LAST.year}, {len(PUBLISHED)} years of them as published"


def weekend(day):
    return day.weekday() >= SAT


class MadeUp:
    """A list of holidays by chance, as a file and as days."""

    ORDER = ["first", "second", "third", "fourth", "last"]
    MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

    def __init__(self, chance):
        self.rules = []
        for i in range(chance.randrange(1, 7)):
            when = chance.choice([self.fixed, self.fixed, self.easter, self.counted])(chance)
            self.rules.append((f"day-{i}", *when, chance.choice(["stays", "next-weekday", "nearest-weekday"]),
                               chance.choice([None, None, chance.randrange(2000, 2060)]),
                               chance.choice([None, None, chance.randrange(2000, 2060)])))
        self.dates = {datetime.date(2000, 1, 1) + chance.randrange(22_000) * DAY for _ in range(chance.randrange(4))}

    @staticmethod
    def fixed(chance):
        # Near one another, so that weekends are contended for; 29 February among them.
        month, day = chance.choice([(12, 24), (12, 25), (12, 26), (12, 27), (12, 31), (1, 1), (1, 2), (2, 29), (7, 4)])

        def of(year):
            try:
                return datetime.date(year, month, day)
            except ValueError:
                return None

        return f"{month:02}-{day:02}", of

    @staticmethod
    def easter(chance):
        n = chance.randrange(-100, 101)
        return (f"easter {'+' if n > 0 else '-'} {abs(n)}" if n else "easter",
                lambda year: knuth_easter(year) + n * DAY)

    @classmethod
    def counted(cls, chance):
        which, weekday, month = chance.randrange(5), chance.randrange(7), chance.randrange(12)
        text = f"{cls.ORDER[which]} {WEEKDAYS[weekday].lower()} of {cls.MONTHS[month]}"
        return text, lambda year: nth(year, month + 1, weekday, which + 1 if which < 4 else -1)

    def text(self):
        lines = ["holidays: made-up", "days:"]
        for name, text, _, how, begin, end in self.rules:
            lines.append(f"  {name}: {{falls-on: {text}, if-weekend: {how}" + (f", from: {begin}" if begin else "") +
                         (f", until: {end}" if end else "") + "}")
        lines.append("dates: [" + ", ".join(day.isoformat() for day in sorted(self.dates)) + "]")
        return "\n".join(lines) + "\n"

    def days(self):
        """Those that move onto the next free weekday do so last, in the order of their dates."""
        taken, moving = set(self.dates), []
        for year in range(1998, 2063):
            for _, _, falls, how, begin, end in self.rules:
                day = falls(year)
                if day is None or (begin and year < begin) or (end and year > end):
                    continue
                if not weekend(day) or how == "stays":
                    taken.add(day)
                elif how == "nearest-weekday":
                    taken.add(day - DAY if day.weekday() == SAT else day + DAY)
                else:
                    moving.append(day)
        for day in sorted(moving):
            while weekend(day) or day in taken:
                day += DAY
            taken.add(day)
        return sorted(day.isoformat() for day in taken if FIRST <= day <= LAST)


def made_up(other, chance):
    cases = 400
    with tempfile.TemporaryDirectory() as folder:
        lists = [MadeUp(chance) for _ in range(cases)]
        asked = []
        for i, one in enumerate(lists):
            path = os.path.join(folder, f"{i}.yaml")
            with open(path, "w", encoding="ascii") as file:
                file.write(one.text())
            asked.append(f"holidays {number(FIRST)} {number(LAST)} {path}")
        for one, line in zip(lists, other.lines(asked), strict=True):
            demand(line.split(), one.days(), one.text())
    return f"{cases} lists from 2000 to 2060"
