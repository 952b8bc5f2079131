"""The program v2v-dates as the parts of dates_law.py ask it, and the words they share."""
import array
import datetime
import subprocess

EPOCH = datetime.date(1970, 1, 1).toordinal()
DAY = 1440  # minutes


class Broken(Exception):
    """The two sides differ."""


class Skipped(Exception):
    """What is needed is not on this machine."""


def demand(got, wanted, what):
    if got != wanted:
        raise Broken(f"{what}: v2v says {got!r}, this side {wanted!r}")


def number(date):
    """Days since 1970-01-01."""
    return date.toordinal() - EPOCH


def date_of(n):
    return datetime.date.fromordinal(n + EPOCH)


class Other:
    def __init__(self, path):
        self.path = path

    def bytes(self, questions):
        text = "".join(question + "\n" for question in questions)
        return subprocess.run([self.path], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout

    def lines(self, questions):
        return self.bytes(questions).decode().split("\n")[:-1]

    def numbers(self, questions):
        found = array.array("i")
        found.frombytes(self.bytes(questions))
        return found
