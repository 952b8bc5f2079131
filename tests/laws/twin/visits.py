"""The visits of each stage: how many, which are recorded, booked or held, and the days that `falls-on` names."""
import copy

import sentence
from events import Event, Visit
from rules import first
from words import NotCovered, WrongFile


class Visits:
    def event(self, name, floor=None):
        return Event(name, floor, None)

    def make_visits(self):
        case = self.case
        for stage in case.stages.values():
            for attempt in range(1, self.count[stage.name] + 1):
                many = self.how_many(stage, attempt) if case.present(stage.name) else 1
                kept = self.kept(stage, attempt) if case.present(stage.name) else None
                many = many if kept is None else min(many, kept)
                if kept is not None and "falls-on" in stage.keys:
                    stage.named = stage.named[:many]
                for fact in case.whole_rows:
                    if (fact.stage, fact.attempt) == (stage.name, attempt) and many > 1:
                        self.row(fact, many)
                recorded = [key[2] for key in case.happened if key[:2] == (stage.name, attempt)]
                if recorded and max(recorded) > many:
                    raise NotCovered("more visits than there are")
                visits = []
                for number in range(1, many + 1):
                    name = f"{stage.name}/{attempt}/{number}"
                    visit = Visit(stage, attempt, number, self.event(name + " start"), self.event(name + " end"))
                    visit.absent = not case.present(stage.name)
                    visit.fact = case.happened.get((stage.name, attempt, number))
                    visits.append(visit)
                self.by[stage.name, attempt] = visits
                self.visits += visits
        for fact, name in [(fact, "booking") for fact in case.booked] + [(fact, "hold") for fact in case.held]:
            visits = self.by.get((fact.stage, fact.attempt or self.count[fact.stage]))
            if fact.of_all:
                visits = [visit for attempt in range(1, self.count[fact.stage] + 1) for visit in self.by[fact.stage, attempt]]
            if fact.attempt is None and fact.stage in self.anew:
                raise NotCovered("a booking of a stage that is done again")
            if visits and (fact.visit or 1) > len(visits) and self.kept(case.stages[fact.stage], visits[0].attempt):
                continue  # the pathway has ended before it
            if not visits or (fact.visit or 1) > len(visits):
                raise NotCovered("a booking of a visit that is not")
            visit = visits[(fact.visit or 1) - 1]
            if visit.absent and (case.closed or self.stopped_by):
                continue
            if visit.absent:
                raise NotCovered("a booking of an absent stage")
            if fact.date(self.zone) < case.today and not visit.fact:
                if name == "booking":
                    visit.state, visit.missed = "overdue", fact
                continue
            if not visit.fact:
                setattr(visit, name, fact)

    def row(self, fact, many):
        """A record of a stage of several visits in one sentence: the first begins it, the last ends it."""
        for number in range(1, many + 1):
            other = self.case.happened.get((fact.stage, fact.attempt, number))
            if other and number > 1 and not hasattr(other, "of_row"):
                raise NotCovered("two records of one visit")
            one = copy.copy(fact)
            one.visit = number
            if number > 1:
                one.of_row = True
            if fact.end is not None and number < many:
                one.end, one.end_day = fact.start, fact.start_day
            self.case.happened[fact.stage, fact.attempt, number] = one

    def how_many(self, stage, attempt):
        case = self.case
        rounds = len(self.by[stage.whole.name, 1]) if stage.whole else 1
        many = 1
        if "falls-on" in stage.keys:
            value = case.get(stage, "falls-on")
            many = 0
            stage.named = []
            for text in value if isinstance(value, list) else [value]:
                days = self.named_days(stage, sentence.placed(text))
                stage.named += days
                many += len(days)
            in_months = {days[0] != "d" if days else bool({point.unit, point.length and point.length.unit} & {
                "month", "year", "mo", "y"}) for point, days in stage.named}
            if len(in_months) > 1:
                raise NotCovered("named days in days and in months, whose order hangs on the date")
            if stage.whole:
                raise NotCovered("named days in a part")
            if not many:
                raise WrongFile("no day")
        elif "repeat" in stage.keys:
            stage.series = series = sentence.series(case.get(stage, "repeat"))
            if series.until:
                many = self.visits_until(stage, series, attempt)
            elif series.many:
                many = series.many * self.blocks(series)
            else:
                many = series.least
        return many * rounds

    def blocks(self, series):
        length, block = series.length, {"day": 1, "week": 7, "month": None}[series.block]
        if block and length.unit in ("d", "w"):
            total = length.number * (7 if length.unit == "w" else 1)
            if total % block == 0:
                return total // block
        if series.block == "month" and length.unit in ("mo", "y"):
            return length.number * (12 if length.unit == "y" else 1)
        raise NotCovered("a series that does not come out even")

    def visits_until(self, stage, series, attempt):
        """Visits are assumed until the outcome is likelier than not, given those recorded."""
        case = self.case
        word = series.until
        done = {key[2]: fact for key, fact in case.happened.items()
                if key[:2] == (stage.name, attempt) and not hasattr(fact, "of_row")}
        for number, fact in sorted(done.items()):
            if fact.outcome == word:
                return max(series.least, number)
        last = max(done, default=0)
        if case.assumed(stage.name):
            raise NotCovered("an assumed outcome of a series")
        still = 1.0
        number = last
        while number < series.most:
            number += 1
            still *= 1 - case.chances(stage.name, number).get(word, 0) / 100
            if 1 - still > 0.5:
                break
            if abs(1 - still - 0.5) < 1e-9:
                raise NotCovered("as likely as not")
        return max(series.least, number, last)

    def named_days(self, stage, placed):
        """For each visit of a placed sentence: (anchor point, months, days from, months, days to) or a plain point."""
        if placed.point:
            return [(placed.point, None)]
        first, last, step = placed.first, placed.last, placed.step
        same = (first.stage, first.attempt, first.visit, first.edge) == (last.stage, last.attempt, last.visit, last.edge)
        if not same:
            # `from fever to 2d after fever start`: a stage alone means its start there
            one, two = first._replace(edge=first.edge or self.edge(first)), last._replace(edge=last.edge or self.edge(last))
            if one[2:6] != two[2:6]:
                raise NotCovered("every day between two stages")
        begin, end = self.offset(first), self.offset(last)
        step = self.months_or_days(step)
        kinds = {kind for kind, number in (begin, end) if number} | {step[0]}
        if len(kinds) != 1:
            raise NotCovered("named days that count in days and in months")
        kind = step[0]
        anchor = first._replace(length=None, sign=0, unit="zero" if first.unit else None, number=0 if first.unit else None,
                                edge=None if first.unit else first.edge or self.edge(first))
        days = []
        if placed.many == 1:
            at = begin[1]
            while at <= end[1]:
                days.append((anchor, (kind, at, at)))
                at += step[1]
            return days
        at = begin[1]
        if kind != "d":
            raise NotCovered("several a month")
        while at <= end[1]:
            if at + step[1] - 1 > end[1]:
                raise NotCovered("several a week over weeks that do not come out even")
            days += [(anchor, (kind, at, at + step[1] - 1))] * placed.many
            at += step[1]
        return days

    def edge(self, point):
        return point.edge or ("end" if point.sign > 0 else "start")

    def months_or_days(self, length):
        if length.unit in ("d", "w"):
            return "d", length.number * (7 if length.unit == "w" else 1)
        if length.unit in ("mo", "y"):
            return "m", length.number * (12 if length.unit == "y" else 1)
        raise NotCovered("named days in hours or working days")

    def offset(self, point):
        """(d or m, how many from the anchor) of a point."""
        if point.unit:
            number = self.day_number(point)
            if point.length:
                raise NotCovered("a length from a numbered day in a series")
            return number
        if point.length is None:
            return "d", 0
        kind, number = self.months_or_days(point.length)
        return kind, number * point.sign

    def day_number(self, point):
        number = point.number
        if point.unit == "zero":
            return "d", 0
        if point.unit == "day":
            if self.case.day_one:
                if number == 0:
                    raise WrongFile("there is no Day 0")
                number -= number > 0
            return "d", number
        if point.unit == "week":
            return "d", 7 * number
        return "m", number * (12 if point.unit == "year" else 1)
