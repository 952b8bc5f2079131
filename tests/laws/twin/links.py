"""What binds two visits: waits, series, named days, gates, windows, washouts, travel, stays."""
import record
import sentence
from clock import later_date
from events import Event
from rules import at_least, at_most, minutes, not_before, wall_later
from sentence import CALENDAR, ELAPSED, WORKING, Length
from words import NotCovered, WrongFile


class Links:
    def place(self, stage):
        """Where each visit is and how long: before any link, which asks for the way between two."""
        for attempt in range(1, self.count[stage.name] + 1):
            visits = self.by[stage.name, attempt]
            for visit in visits:
                self.one_visit(visit, visits)

    def compile(self, stage):
        case = self.case
        if stage.whole and len(self.by[stage.whole.name, 1]) > 1 and (
                {"starts", "window", "washout"} & set(stage.keys) or stage.name in (case.patient.get("windows") or {})):
            raise NotCovered("what binds the first visit, of a part in several rounds")
        for attempt in range(1, self.count[stage.name] + 1):
            visits = self.by[stage.name, attempt]
            self.series(stage, visits)
            self.stage_links(stage, attempt, visits)
            if stage.kind == "stay" and "at" in stage.keys and not visits[0].absent:
                self.inside(stage, attempt, visits)

    def inside(self, stage, attempt, visits):
        """The person's appointments there lie inside a stay, where there is one such stay."""
        case = self.case
        kind = case.get(stage, "at")
        stays = [visit for visit in self.visits if visit.stage.kind == "stay" and case.get(visit.stage, "at") == kind
                 and visit.attempt == attempt and not visit.absent]
        if len(stays) != 1:
            return
        who = self.who_of(stage)
        for visit in self.visits:
            if visit.stage.kind != "appointment" or case.get(visit.stage, "at") != kind or visit.attempt != attempt:
                continue
            if visit.absent or visit.fact or visit.unrecorded or not set(who) & set(self.who_of(visit.stage)):
                continue
            edges = [sentence.point(case.get(stage, key)).stage if key in stage.keys else None for key in ("from", "until")]
            if edges[0] != visit.stage.name:
                self.rule(visits[0].start, visit.start, not_before(), f"{visit} lies inside {stage}")
            if edges[1] != visit.stage.name:
                self.rule(visit.end, visits[0].end, not_before(), f"{visit} lies inside {stage}")

    def series(self, stage, visits):
        """From one visit to the next: order, `apart`, blocks of a series, named days."""
        case, zone = self.case, self.zone
        if visits[0].absent:
            return
        apart = sentence.wait(case.get(stage, "apart", "any"))
        places = visits[0].places
        work = self.work_of(stage, places)
        each = len(visits)
        if stage.whole:
            each = len(visits) // len(self.by[stage.whole.name, 1])
        for one, two in zip(visits, visits[1:]):
            self.rule(one.end, two.start, not_before(), f"{two} follows {one}")
            if (two.number - 1) % each == 0 and stage.whole:
                continue  # the next round: only the order
            if apart.least:
                self.rule(one.start, two.start, at_least(apart.least, zone, work), f"{two} apart from {one}")
            if apart.most:
                if apart.again:
                    raise NotCovered("apart or again")
                self.rule(two.start, one.start, at_most(apart.most, zone, work), f"{two} not too far apart from {one}")
        if "falls-on" in stage.keys:
            self.named(stage, visits)
        elif "repeat" in stage.keys and stage.series.many:
            if stage.whole:
                raise NotCovered("a weekly series in a part")
            block = {"day": Length(1, "d"), "week": Length(1, "w"), "month": Length(1, "mo")}[stage.series.block]
            for visit in visits:
                number = (visit.number - 1) // stage.series.many
                begin, end = block._replace(number=number), block._replace(number=number + 1)
                if visit is not visits[0]:
                    self.rule(visits[0].start, visit.start, at_least(begin, zone, work), f"{visit} in its block")
                    self.rule(visit.start, visits[0].start, lambda low, high, end=end:
                              zone.date(low) < later_date(zone.date(high), end), f"{visit} in its block")

    def named(self, stage, visits):
        case, zone = self.case, self.zone
        stray = sentence.length(case.get(stage, "give-or-take", "0d"))
        if stray.unit not in CALENDAR:
            raise NotCovered("give or take other than days")
        if len(visits) != len(stage.named):
            raise NotCovered("visits of named days")
        for visit, (point, days) in zip(visits, stage.named):
            if visit.fact or visit.unrecorded:
                continue
            anchor, extra = self.resolve(point, stage, visit.attempt)
            if self.visit_of(anchor).unrecorded:
                visit.unrecorded, visit.state = True, "unrecorded"  # the day it counts from is not known
                continue
            work = self.work_of(stage, visit.places)
            if days is None:
                date = self.shifted(extra, work)
                if date is None:
                    if extra is None:
                        low_date = high_date = zone.date
                    else:
                        shift = extra[0][1] * minutes(extra[0][0]) if extra[0][0].unit in ELAPSED else None
                        if shift is None:
                            raise NotCovered("a named day in working hours")
                        low_date = high_date = lambda minute, shift=shift: zone.date(minute + shift)
                else:
                    low_date = high_date = date
            else:
                kind, begin, end = days
                low_date = lambda minute, kind=kind, n=begin: later_date(zone.date(minute), Length(abs(n), "d" if kind == "d" else "mo"), 1 if n >= 0 else -1)
                high_date = lambda minute, kind=kind, n=end: later_date(zone.date(minute), Length(abs(n), "d" if kind == "d" else "mo"), 1 if n >= 0 else -1)
            # a day that is over, of which nothing is written down
            fixed = self.fixed_minute(anchor)
            if fixed is not None and later_date(high_date(fixed), stray) < case.today and not visit.booking:
                visit.unrecorded, visit.state = True, "unrecorded"
                continue
            visit.strays = stray if stray.number else None
            visit.days = (anchor, low_date)
            self.rule(anchor, visit.start, lambda low, high, d=low_date: zone.date(high) >= later_date(d(low), stray, -1), f"{visit} on its day")
            self.rule(visit.start, anchor, lambda low, high, d=high_date: zone.date(low) <= later_date(d(high), stray), f"{visit} on its day")

    def fixed_minute(self, event):
        for visit in self.visits:
            if visit.fact:
                if event is visit.start:
                    return visit.fact.start
                if event is visit.end:
                    if visit.fact.end is not None:
                        return visit.fact.end
                    if visit.fact.start_day or visit.length == 0:
                        return visit.fact.start
                    if visit.length:
                        return visit.fact.start + visit.length
        return None

    def travel(self, one, two):
        case = self.case
        if not case.centre or not one.places or not two.places:
            return 0
        times = {self.way(a, b) for a in one.places for b in two.places}
        if len(times) > 1:
            raise NotCovered("travel between places to choose from")
        return times.pop()

    def way_over(self, absent, target, two, seen):
        """An absent stage passes on the way too, from where what came before it was."""
        if absent in seen:
            return
        seen.add(absent)
        for text in self.case.get(absent.stage, "after", {}):
            point = sentence.point(text)
            if point.length or not point.stage:
                continue
            anchor, extra = self.resolve(point, absent.stage, absent.attempt, behind=True)
            before = self.visit_of(anchor)
            if before.absent:
                self.way_over(before, target, two, seen)
            elif self.travel(before, two):
                self.rule(anchor, target, not_before(self.travel(before, two)), f"{two} behind {before}, over {absent}")

    def way(self, a, b):
        one, two = self.case.places[a].get("site"), self.case.places[b].get("site")
        if one is None or two is None or one == two:
            return 0
        ways = self.case.centre.get("travel", {})
        for key in (f"{one} to {two}", f"{two} to {one}"):
            if key in ways:
                return minutes(sentence.length(ways[key]))
        return 0

    def stage_links(self, stage, attempt, visits):
        case, zone = self.case, self.zone
        work = self.work_of(stage, visits[0].places)
        inner = []
        if stage.whole:
            each = len(visits) // len(self.by[stage.whole.name, 1])
            inner = [visits[i:i + each] for i in range(0, len(visits), each)]
        for key, event in (("after", "start"), ("ends-after", "end")):
            for text, wait in case.get(stage, key, {}).items():
                wait = sentence.wait(case.text(wait))
                point = sentence.point(text)
                groups = inner if inner else [visits]
                for number, group in enumerate(groups):
                    if point.stage and inner and case.stages[point.stage].whole is stage.whole:
                        others = self.by[point.stage, 1]
                        per = len(others) // len(inner)
                        others = others[number * per:(number + 1) * per]
                        if point.visit or point.length or point.attempt:
                            raise NotCovered("a point in a part")
                        anchor = others[0].start if point.edge == "start" else others[-1].end
                        extra = None
                    else:
                        if point.unit is None and point.stage not in case.stages:
                            raise WrongFile(f"no stage {point.stage}")
                        anchor, extra = self.resolve(point, stage, attempt, behind=True)
                    target = group[0].start if event == "start" else group[-1].end
                    if (key == "ends-after") and stage.parts:
                        raise NotCovered("the end of a stage of parts")
                    self.link(anchor, extra, target, wait, work, stage, point, key)
        for gate in self.gates(stage) if not visits[0].absent else ():
            if gate not in case.stages:
                raise WrongFile("a gate of no stage")
            anchor = self.by[gate, self.attempt_seen_from(gate, stage, attempt)][-1].end
            self.rule(anchor, visits[0].start, not_before(), f"{stage} waits for {gate}")
        if visits[0].absent:
            if "begins" in stage.keys:
                point = sentence.point(case.get(stage, "begins").split(" after ", 1)[1])
                anchor, extra = self.resolve(point, stage, attempt, behind=True)
                self.rule(anchor, visits[0].start, not_before(), "passed on")
            if "from" in stage.keys:
                point = sentence.point(case.get(stage, "from"))
                anchor, extra = self.resolve(point, stage, attempt)
                if extra is None or extra[0][1] >= 0:
                    self.rule(anchor, visits[0].start, not_before(), "passed on")
            return
        if "begins" in stage.keys:
            self.begins(stage, attempt, visits[0], work)
        if "window" in stage.keys:
            self.window(stage, attempt, visits[0], work)
        if "washout" in stage.keys:
            self.washout(stage, attempt, visits[0], work)
        for turn, start, failed, failed_attempt, adds in self.reopened:
            if turn.get(stage.name) == attempt:
                anchor = self.by[failed, failed_attempt][-1].end
                self.rule(anchor, visits[0].start, not_before(), f"{stage} again")
                self.rule(self.by[stage.name, attempt - 1][-1].end, visits[0].start, not_before(), f"{stage} again")
                if adds and start == stage.name:
                    self.rule(anchor, visits[0].start, at_least(sentence.spread(case.text(adds)).assumed, zone, work), f"{stage} again, later")
        if self.anew.get(stage.name) == attempt:
            old = self.by[stage.name, attempt - 1][-1]
            self.rule(old.end, visits[0].start, not_before(), f"{stage} again")

    def link(self, anchor, extra, target, wait, work, stage, point, key):
        case, zone = self.case, self.zone
        one, two = self.visit_of(anchor), self.visit_of(target)
        if extra is not None:
            # `after: {7d after x: 1d}`: the wait counts from the point
            raise NotCovered("a wait from a point with a length")
        if one.absent or two.absent:
            self.rule(anchor, target, not_before(), f"{stage} passes {one} on")
            if one.absent and not two.absent:
                self.way_over(one, target, two, set())
            return
        travel = self.travel(one, two)
        if wait.least:
            self.rule(anchor, target, at_least(wait.least, zone, work, travel), f"{two} {key} {one}: {wait.least}")
        if not wait.least or wait.least.number == 0:
            self.rule(anchor, target, not_before(travel), f"{two} {key} {one}")
        if wait.most:
            if wait.again:
                if (stage.name, point.stage) in self.again and one.attempt == self.anew.get(point.stage, 0) - 1:
                    return
                self.may_again.append((stage.name, point.stage))
                if (stage.name, point.stage) in case.spared:
                    return
            self.rule(target, anchor, at_most(wait.most, zone, work), f"{two} {key} {one}: at most {wait.most}")

    def begins(self, stage, attempt, visit, work):
        """A hidden uncertain length from the point to the start."""
        case, zone = self.case, self.zone
        if visit.fact or visit.unrecorded:
            return
        spread, point = case.get(stage, "begins").split(" after ", 1)
        length = sentence.spread(spread).assumed
        anchor, extra = self.resolve(sentence.point(point), stage, attempt, behind=True)
        if extra or length.unit in WORKING:
            raise NotCovered("a beginning in working time, or from a shifted point")
        now = self.now
        self.rule(anchor, visit.start, lambda low, high: high >= wall_later(zone, low, length), f"{stage} begins")
        self.rule(visit.start, anchor, lambda low, high: low <= max(wall_later(zone, high, length), now), f"{stage} begins")

    def window(self, stage, attempt, visit, work):
        case = self.case
        text = case.get(stage, "window")
        if text == "any":
            return
        begin, end = sentence.window(text)
        if begin:
            if self.counts(begin):
                anchor, extra = self.resolve(begin, stage, attempt)
                self.reaches(anchor, extra, visit.start, work, f"{stage} window")
        if end:
            if self.counts(end):
                anchor, extra = self.resolve(end, stage, attempt)
                self.stays_by(anchor, extra, visit.start, work, f"{stage} window")

    def waits_for_a_part(self, name):
        """Whether a link waits for another visit than the last: then the others may come after what it leads to."""
        points = [sentence.point(text) for stage in self.case.stages.values() for text in self.case.get(stage, "after", {})]
        return any(point.stage == name and (point.edge == "start" or point.visit not in (None, "last")) for point in points)

    def counts(self, point):
        """Whether there is what a point counts from: a number of days counts from Day 0."""
        name = point.stage or (self.case.day_zero if point.unit else None)
        return name is None or self.case.present(name)

    def washout(self, stage, attempt, visit, work):
        case, zone = self.case, self.zone
        who = stage.keys.get("who", case.people[0])
        who = [who] if isinstance(who, str) else who
        for drug, text in stage.keys["washout"].items():
            length = sentence.length(case.text(text))
            for person in who:
                tree = case.patient if person == case.people[0] else (case.patient.get("people") or {}).get(person, {})
                dose = (tree.get("last-dose") or {}).get(drug)
                if dose == "ongoing":
                    if not visit.fact and not visit.unrecorded:
                        visit.start.blocked = True
                elif dose and dose != "never":
                    at, day = record.moment(dose, zone)
                    event = Event(f"dose of {drug}", at, at)
                    event.fact = True
                    self.doses = getattr(self, "doses", []) + [event]
                    self.rule(event, visit.start, at_least(length, zone, work), f"{stage} washes {drug} out")
            for giver in case.stages.values():
                if drug not in giver.keys.get("gives", []) or not case.present(giver.name) or giver is stage:
                    continue
                given = giver.keys.get("who", case.people[0])
                given = [given] if isinstance(given, str) else given
                if not set(given) & set(who):
                    continue
                if len(self.by[giver.name, 1]) > 1 and self.waits_for_a_part(giver.name):
                    raise NotCovered("doses of which some may come after")
                if giver.name in self.between_any(stage.name) or any(key[0] == giver.name for key in case.happened):
                    for number in range(1, self.count[giver.name] + 1):
                        last = self.by[giver.name, number][-1]
                        if visit.fact and not last.fact:
                            continue   # what has happened came before any dose that lies ahead
                        self.rule(last.end, visit.start, at_least(length, zone, work), f"{stage} washes {drug} of {giver} out")
                else:
                    raise NotCovered("a dose of a stage that is not linked")
