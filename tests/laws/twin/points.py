"""Points of files.md: which event, and how far from it; and that an event has reached a point or not passed it."""
from clock import later_date, working_date
from rules import Rule, first, minutes, not_before
from sentence import CALENDAR, Length
from words import NotCovered, WrongFile


class Points:
    def resolve(self, point, stage=None, attempt=None, behind=False):
        """(event, date-wise length with sign or None) of a point. `behind` a wait or `after` a stage means its end."""
        case = self.case
        if point.unit:
            kind, number = self.day_number(point)
            visits = self.by[case.day_zero, self.attempt_seen_from(case.day_zero, stage, attempt)]
            extra = [(Length(abs(number), "d" if kind == "d" else "mo"), 1 if number >= 0 else -1)]
            if point.length:
                if point.length.unit not in CALENDAR:
                    raise NotCovered("hours or working days from a numbered day")
                extra.append((point.length, point.sign))
            return visits[0].start, extra
        if point.stage not in case.stages:
            raise WrongFile(f"no stage {point.stage}")
        which = point.attempt or self.attempt_seen_from(point.stage, stage, attempt)
        if which > self.count[point.stage]:
            raise NotCovered("an attempt that is not")
        visits = self.by[point.stage, which]
        other = case.stages[point.stage]
        inside = stage is not None and stage.whole is not None and other.whole is stage.whole
        edge = point.edge or ("end" if behind and not point.sign or point.sign > 0 else "start")
        if isinstance(point.visit, int):
            if point.visit > len(visits):
                raise NotCovered("a visit that is not")
            visit = visits[point.visit - 1]
        elif point.visit == "first" or point.visit is None and edge == "start":
            visit = visits[0]
        else:
            visit = visits[-1]
        event = visit.start if edge == "start" else visit.end
        return event, [(point.length, point.sign)] if point.length else None

    def shifted(self, extra, work):
        """minute of the anchor -> (minute, date): the moment or the date that a point means."""
        zone = self.zone
        if extra is None or extra[0][0].unit in ("min", "h", "wh"):
            return None

        def date(minute):
            day = zone.date(minute)
            for length, sign in extra:
                if length.unit == "wd":
                    day = working_date(day, length.number, work.opens, sign)
                else:
                    day = later_date(day, length, sign)
            return day
        return date

    def reaches(self, anchor, extra, event, work, says):
        """`event` is not before the point: it has reached its date, or its moment."""
        date = self.shifted(extra, work)
        if date:
            self.rule(anchor, event, lambda low, high: self.zone.date(high) >= date(low), says)
        elif extra is None:
            self.rule(anchor, event, not_before(), says)
        elif extra[0][0].unit == "wh":
            raise NotCovered("a point in working hours")
        else:
            self.rule(anchor, event, not_before(extra[0][1] * minutes(extra[0][0])), says)

    def stays_by(self, anchor, extra, event, work, says, exactly=False):
        """`event` is not after the point: not after its date (exactly: its first minute), or its moment."""
        date, zone = self.shifted(extra, work), self.zone
        if date and exactly:
            self.rule(event, anchor, lambda low, high: low <= zone.first_minute(date(high)), says)
        elif date:
            self.rule(event, anchor, lambda low, high: zone.date(low) <= date(high), says)
        elif extra is None:
            self.rule(event, anchor, not_before(), says)
        elif extra[0][0].unit == "wh":
            raise NotCovered("a point in working hours")
        else:
            self.rule(event, anchor, not_before(-extra[0][1] * minutes(extra[0][0])), says)

    def rule(self, low, high, holds, says):
        self.rules.append(Rule(low, high, holds, says))

    def visit_of(self, event):
        name, attempt, rest = event.name.rsplit("/", 2)
        return self.by[name, int(attempt)][int(rest.split()[0]) - 1]
