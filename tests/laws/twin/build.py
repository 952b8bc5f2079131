"""From a case to events and rules: files.md, "What compiles to what", line by line."""
from attempts import Attempts
from lengths import Lengths
from links import Links
from openings import Openings
from pins import Pins
from points import Points
from unrecorded import Unrecorded
from visits import Visits


class Network(Attempts, Visits, Points, Unrecorded, Lengths, Openings, Links, Pins):
    def __init__(self, case, again=(), chosen=None):
        self.case, self.zone, self.now = case, case.zone, case.now
        self.chosen = chosen or {}   # (stage, attempt, visit) -> place
        self.rules, self.visits, self.by = [], [], {}
        self.minmax = []
        self.tied = set()
        self.links = []        # (visit before, visit after): what a link path runs over
        self.again = again     # `or again` links whose earlier stage is done again
        self.may_again = []    # all `or again` links that bind
        self.attempts()
        self.make_visits()
        self.mark_unrecorded()
        self.mark_over()
        for stage in case.stages.values():
            self.place(stage)
        for stage in case.stages.values():
            self.compile(stage)
        self.pin()
        self.drop_unbinding()
