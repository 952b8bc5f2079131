"""Events and visits."""

AGES = 60 * 366 * 1440  # further than any plan reaches


class Event:
    def __init__(self, name, floor, ceiling):
        self.name, self.floor, self.ceiling = name, floor, ceiling
        self.unrecorded = False
        self.fact = False


class Visit:
    """One visit of one attempt of a stage: its start and end events and what is special about it."""

    def __init__(self, stage, attempt, number, start, end):
        self.stage, self.attempt, self.number = stage, attempt, number
        self.start, self.end = start, end
        self.fact = self.booking = self.hold = self.missed = None
        self.over_by = None  # the minute by which it is over, though its end is not recorded
        self.state = "planned"
        self.absent = False
        self.unrecorded = False
        self.place = None          # once chosen
        self.places = []
        self.days = None           # (anchor event, date of it) -> the date of a named day
        self.strays = None         # how far from it
        self.fits = None           # start -> yes or no
        self.length = None         # what it takes: minutes elapsed, where that is so
        self.by_clock = False      # what is not ours to choose, but lasts minutes or hours: it holds who is there
        self.people = []

    def __repr__(self):
        return f"{self.stage}/{self.attempt}/{self.number}"
