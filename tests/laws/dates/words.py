"""Dates, times and lengths as words: read only when written in the one way there is."""
import datetime
import re

from other import demand, number

UNITS = ["min", "h", "wh", "d", "wd", "w", "mo", "y"]  # in the order of calendar::Unit


def a_date(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return "no"
    year, month, day = map(int, text.split("-"))
    try:
        return str(number(datetime.date(year, month, day))) if year >= 1400 else "no"
    except ValueError:
        return "no"


def a_clock(text):
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", text):
        return "no"
    return f"{int(text[:2]) * 60 + int(text[3:])} {text}"


def a_length(text):
    found = re.fullmatch(r"(0|[1-9][0-9]*)(min|h|wh|d|wd|w|mo|y)", text)
    if not found or int(found[1]) > 1_000_000:
        return "no"
    return f"{found[1]} {UNITS.index(found[2])} {text}"


def spoilt(text, chance):
    """One sign added, dropped, changed or moved."""
    at = chance.randrange(len(text) + 1)
    sign = chance.choice("0123456789-:+. dhwmoyinWD\u2013\u0663\u00e9T/")
    return chance.choice([text[:at] + sign + text[at:], text[:at] + text[at + 1:], text[:at] + sign + text[at + 1:],
                          text[:at] + text[at + 1:at + 2] + text[at:at + 1] + text[at + 2:]])


def all_words(other, chance):
    dates = [f"{year:04}-{month:02}-{day:02}" for year in (0, 1399, 1400, 1582, 1900, 2000, 2023, 2024, 2100, 9999)
             for month in range(0, 14) for day in range(0, 33)]
    clocks = [f"{hour:02}:{minute:02}" for hour in range(0, 100) for minute in range(0, 100)]
    clocks += [f"{hour}:{minute:02}" for hour in range(0, 30) for minute in range(0, 61)]
    lengths = [f"{n}{unit}" for unit in UNITS + ["", "m", "s", "hr", "min.", "W", "Mo", " d"]
               for n in [*range(0, 400), 999_999, 1_000_000, 1_000_001, 2**31, 2**32 + 1, 2**63, 10**40]]
    count = 0
    for kind, known, mean in (("date", dates, a_date), ("clock", clocks, a_clock), ("length", lengths, a_length)):
        texts = known + [spoilt(chance.choice(known), chance) for _ in range(20_000)]
        texts += [spoilt(spoilt(chance.choice(known), chance), chance) for _ in range(10_000)]
        for text, line in zip(texts, other.lines([f"{kind} {text}" for text in texts]), strict=True):
            demand(line, mean(text), f"{kind} {text!r}")
        count += len(texts)
    return f"{count} texts"
