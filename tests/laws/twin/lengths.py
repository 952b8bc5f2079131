"""A visit by itself: how long it is, and what is a stage of parts or a stage between two points."""
import sentence
from clock import working_date
from events import AGES
from rules import elapsed, first, minutes, not_before, wall_later
from sentence import ELAPSED, WORKING, Length
from words import Clash, NotCovered


class Lengths:
    def one_visit(self, visit, visits):
        case, stage = self.case, visit.stage
        start, end = visit.start, visit.end
        self.rule(start, end, not_before(), f"{visit} ends after it starts")
        if visit.absent:
            self.rule(end, start, not_before(), f"{visit} is absent: no length")
            return
        booked = visit.fact or visit.booking
        chosen = self.chosen.get((stage.name, visit.attempt, visit.number))
        visit.places = case.fitting_places(stage, booked.place if booked and booked.place else chosen)
        keys = stage.keys
        if booked and not booked.start_day and not {"lasts", "from", "parts"} & set(keys):
            # what is known to the hour is where somebody is at that hour
            visit.places = [name for name in visit.places if case.place_doors(name).is_open(booked.start)] or visit.places
        work = self.work_of(stage, visit.places)
        span = "from" in keys or "until" in keys
        free_of_now = "from" in keys
        if not free_of_now:
            start.floor = self.now
        # how long
        kinds = [key for key in ("takes", "lasts", "parts") if key in keys] + (["span"] if "from" in keys else [])
        if len(kinds) > 1:
            raise NotCovered("two lengths")
        if "until" in keys and "from" not in keys:
            raise NotCovered("until without from")
        if not kinds:
            self.rule(end, start, not_before(), f"{visit} is a moment")
            visit.length = 0
        elif kinds == ["takes"]:
            self.takes(visit, sentence.spread(case.get(stage, "takes")), work)
        elif kinds == ["lasts"]:
            self.lasts(visit, sentence.spread(case.get(stage, "lasts")), work)
        elif kinds == ["parts"]:
            self.of_parts(visit, visits)
        else:
            self.spans(visit, work)
        self.who(visit)
        if not visit.fact and not visit.unrecorded:
            self.when_it_fits(visit, visit is visits[0])

    def adds(self, visit):
        """What the recorded or assumed outcome adds to the length."""
        case, name = self.case, visit.stage.name
        if not case.outcomes_of(name):
            return None
        word = visit.fact.outcome if visit.fact and visit.fact.outcome else None
        if word is None and visit.attempt == self.count[name]:
            word = case.outcome(name)
        if word is None:
            return None
        keys = case.outcomes_of(name)[word]
        if "adds" in keys and not keys.get("then", "").startswith("again"):
            return sentence.spread(case.text(keys["adds"])).assumed
        return None

    def takes(self, visit, spread, work):
        start, end, zone = visit.start, visit.end, self.zone
        length = spread.most
        if visit.booking and visit.booking.end is not None and visit.booking.end_day is None:
            slot = visit.booking.end - visit.booking.start
            if spread.most.unit in ELAPSED and spread.least.unit in ELAPSED:
                length = Length(max(minutes(spread.least), min(slot, minutes(spread.most))), "min")
                if slot < minutes(spread.least):
                    raise Clash("a slot too short")
            else:
                raise NotCovered("a slot for a length in days")
        elif visit.booking and visit.booking.end is not None:
            raise NotCovered("a slot of days for what takes a length")
        more = self.adds(visit)
        if more and not (length.unit in ELAPSED and more.unit in ELAPSED):
            raise NotCovered("adds to what we choose, in days")
        if more:
            length = Length(minutes(length) + minutes(more), "min")
            if visit.booking and visit.booking.end is not None and slot < minutes(length):
                raise Clash("a slot too short for what the outcome adds")
        if length.unit in ELAPSED:
            visit.length = minutes(length)
        self.exact_length(visit, length, work)

    def exact_length(self, visit, length, work):
        start, end, zone = visit.start, visit.end, self.zone
        if length.unit == "wh" and length.number:
            need = minutes(length)
            self.rule(start, end, lambda low, high: work.minutes(low, high) >= need, f"{visit} takes {need} open minutes")
            self.rule(end, start, lambda low, high: work.minutes(high, low - 1) < need, f"{visit} takes no more")
            visit.end_of = lambda minute: first(lambda t: work.minutes(minute, t) >= need, minute, minute + AGES)
            return
        if length.unit == "wd":
            here = work.zone

            def once(minute):
                # From a closed date counting starts with the next open one, at its first minute.
                wall = here.minute_of_day(minute) if work.opens(here.date(minute)) else 0
                return here.minute_of(working_date(here.date(minute), length.number, work.opens), wall)

            def end_of(minute):
                # Second showing of an hour: who starts later never ends sooner.
                return max(once(minute - back) for back in range(181)) if here.wall(minute).fold else once(minute)
        elif length.unit in ELAPSED or length.unit == "wh":  # no working hours are none of any
            visit.end_of = lambda minute: minute + minutes(length)
            self.rule(start, end, elapsed(minutes(length)), f"{visit} is so long")
            self.rule(end, start, elapsed(-minutes(length)), f"{visit} is no longer")
            return
        else:
            def end_of(minute):
                return wall_later(zone, minute, length)
        visit.end_of = end_of
        self.rule(start, end, lambda low, high: high >= end_of(low), f"{visit} is so long")
        self.rule(end, start, lambda low, high: low <= end_of(high), f"{visit} is no longer")

    def lasts(self, visit, spread, work):
        length = spread.assumed
        more = self.adds(visit)
        fact = visit.fact
        visit.by_clock = spread.most.unit in ELAPSED and (more is None or more.unit in ELAPSED)
        if visit.over_by is not None:
            if length.unit in WORKING:
                raise NotCovered("a length in working time that is over")
            visit.end.floor = min(wall_later(self.zone, fact.start, length), visit.over_by)
            visit.end.ceiling = visit.over_by
            return
        if fact and fact.end is None and fact.start_day is None:
            # it runs: no end before now
            if length.unit in WORKING:
                raise NotCovered("a length in working time that runs")
            done = wall_later(self.zone, fact.start, length)
            if more:
                done = wall_later(self.zone, done, more)
            visit.end.floor = visit.end.ceiling = max(done, self.now)
            return
        if more:
            zone = self.zone
            if length.unit in WORKING or more.unit in WORKING:
                raise NotCovered("adds in working time")
            self.rule(visit.start, visit.end, lambda low, high: high >= wall_later(zone, wall_later(zone, low, length), more), "lasts and more")
            self.rule(visit.end, visit.start, lambda low, high: low <= wall_later(zone, wall_later(zone, high, length), more), "lasts and no more")
            return
        self.exact_length(visit, length, work)

    def of_parts(self, visit, visits):
        rounds, number = len(visits), visit.number
        names = {part.name for part in visit.stage.parts}
        heads = [part for part in visit.stage.parts if self.case.present(part.name) and not any(
            sentence.point(point).stage in names for point in self.case.get(part, "after", {}))]
        if len(heads) > 1:
            raise NotCovered("which of several parts begins the whole")
        starts, ends = [], []
        for part in visit.stage.parts:
            if not self.case.present(part.name):
                continue
            of_part = self.by[part.name, 1]
            each = len(of_part) // rounds
            for one in of_part[(number - 1) * each:number * each]:
                if one.unrecorded:
                    continue
                self.rule(visit.start, one.start, not_before(), f"{one} is in {visit}")
                self.rule(one.end, visit.end, not_before(), f"{one} is in {visit}")
                starts.append(one)
                ends.append(one)
        if not starts:
            raise NotCovered("a stage without parts")
        if len(starts) == 1:  # what hangs on an edge of the whole moves its only part
            self.rule(starts[0].start, visit.start, not_before(), f"{visit} begins with {starts[0]}")
            self.rule(visit.end, starts[0].end, not_before(), f"{visit} ends with {starts[0]}")
        self.minmax.append((visit, [one.start for one in starts], [one.end for one in ends]))
        if any(one.fact for one in starts):
            visit.start.floor = None
            visit.end.floor = None
            visit.partly = True

    def spans(self, visit, work):
        case, stage = self.case, visit.stage
        fact = visit.fact
        if not fact and all(self.visit_of(self.resolve(sentence.point(case.get(stage, key)), stage, visit.attempt)[0]).unrecorded
                            for key in ("from", "until")):
            visit.unrecorded, visit.state = True, "unrecorded"  # a span between two dates that nobody wrote down
            return
        until = self.resolve(sentence.point(case.get(stage, "until")), stage, visit.attempt)[0]
        if not fact and self.visit_of(until).unrecorded:
            raise NotCovered("a span until what is not recorded")
        for key, event in (("from", visit.start), ("until", visit.end)):
            point = sentence.point(case.get(stage, key))
            anchor, extra = self.resolve(point, stage, visit.attempt)
            said = f"{stage} {key}"
            self.reaches(anchor, extra, event, work, said)
            self.stays_by(anchor, extra, event, work, said, exactly=True)
            if point.stage and not case.present(point.stage) and not self.comes_after_something(point.stage):
                event.floor = self.now
            if anchor.name.split("/")[0] in case.stages:
                self.tied.add((anchor, event))
        if visit.booking or visit.hold:
            pass

    def comes_after_something(self, name):
        return any(b == name for a, b in self.edges())
