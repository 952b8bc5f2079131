"""One body: appointments of one person never overlap, and leave time for the way."""
import sentence
from rules import Rule, not_before
from words import Clash


class Bodies:
    def bodies(self):
        """Visits that hold a person, by person."""
        found = {}
        for visit in self.net.visits:
            if not visit.absent and not visit.unrecorded and (visit.length or visit.by_clock or self.took(visit)) and not (visit.fact and visit.fact.start_day):
                for person in visit.people:
                    found.setdefault(person, []).append(visit)
        return found

    def took(self, visit):
        """What was to take no time, and did by its record."""
        fact, keys = visit.fact, visit.stage.keys
        if not fact or fact.start_day or not fact.end or fact.end_day or fact.end <= fact.start or "takes" not in keys:
            return False
        return sentence.spread(self.case.text(self.case.get(visit.stage, "takes"))).assumed.unit in ("min", "h")

    def gap(self, one, two, values):
        if one.places and two.places:
            return self.case and self.net.way(self.place(one, values), self.place(two, values))
        return 0

    def place(self, visit, values):
        """Of several fitting places the first by id that fits at the start."""
        if len(visit.places) == 1 or visit.fact or visit.fits is None:
            return visit.places[0]
        for place in visit.places:
            if visit.place_fits[place](values[visit.start]):
                return place
        return visit.places[0]

    def overlap(self, one, two, values):
        """Two appointments of one person that meet, with the way between them."""
        if one.fact and two.fact:
            return False
        gap = self.gap(one, two, values)
        return not (values[two.start] >= values[one.end] + gap or values[one.start] >= values[two.end] + gap)

    def rank(self, visit, values):
        hard = 0 if visit.fact else 1 if self.ceiling.get(visit.start) is not None and self.ceiling[visit.start] == self.floor[visit.start] else 2
        return not visit.fact, values[visit.start], hard, visit.stage.name, visit.attempt, visit.number

    def meetings(self, values):
        """Pairs of appointments of one person that meet, in order of start: each with the first behind it that it meets."""
        found = []
        for person, visits in sorted(self.bodies().items()):
            order = sorted(visits, key=lambda visit: self.rank(visit, values))
            for i, one in enumerate(order):
                for two in order[i + 1:]:
                    if self.overlap(one, two, values):
                        found.append((one, two))
                        break
        return found

    def order(self, one, two, values):
        gap = self.gap(one, two, values)
        self.rules.append(Rule(one.end, two.start, not_before(gap), f"{two} after {one}: one body"))
        self.index()

    def put_in_order(self, one, two, values):
        """The one that starts earlier first; the other way round where that cannot be."""
        rules = list(self.rules)
        try:
            if two.start.fact:
                raise Clash("a fact")
            self.order(one, two, values)
            self.earliest()
        except Clash:
            self.rules = rules
            self.index()
            if one.start.fact:
                raise
            self.order(two, one, values)
            self.earliest()
