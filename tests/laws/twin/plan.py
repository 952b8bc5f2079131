"""The shown plan: the earliest, but holds near their day, what is late as late as it may be, visits give or take on their day."""
import itertools

import sentence
from bodies import Bodies
from build import Network
from clock import ONE_DAY, later_date
from rules import Rule, minutes
from sentence import ELAPSED
from solve import Solver
from words import Clash, NotCovered, Unsettled


class Plan(Solver, Bodies):
    def shown(self):
        self.gave_way = {}
        holds = [visit for visit in self.net.visits if visit.hold and not visit.unrecorded and not visit.absent]
        self.earliest()
        if holds:
            self.keep_holds(holds)
        values = self.on_their_days(self.late(self.earliest()))
        for turn in range(300):
            meetings = self.meetings(values)
            if not meetings:
                break
            for one, two in meetings:
                self.put_in_order(one, two, values)
            self.rules = [rule for rule in self.rules if not rule.says.endswith("on the day it is shown")]
            self.index()
            values = self.on_their_days(self.late(self.earliest()))
        else:
            raise Unsettled()
        self.nearer_by_another_order(values)
        self.rules = [rule for rule in self.rules if not rule.says.endswith("on the day it is shown")]
        self.index()
        for event, bounds in self.gave_way.items():
            self.floor[event], self.ceiling[event] = bounds  # no window is narrower for a hold that gave way
        self.least = self.earliest()
        return values

    def keep_holds(self, holds):
        kept = []
        for visit in sorted(holds, key=lambda visit: (visit.stage.name, visit.attempt, visit.number)):
            hold = visit.hold
            old = self.floor[visit.start], self.ceiling[visit.start]
            begin, end = (hold.start, hold.start) if not hold.start_day else (
                hold.start, self.zone.last_minute(hold.start_day))
            self.floor[visit.start] = begin if old[0] is None else max(old[0], begin)
            self.ceiling[visit.start] = end if old[1] is None else min(old[1], end)
            try:
                if self.slot_too_short(visit):
                    raise Clash("a slot too short")
                self.earliest()
                visit.state = "held"
                kept.append((visit.start, old))
            except Clash:
                if kept and self.stands_alone(visit, kept):
                    raise NotCovered("two holds that cannot both be kept")
                self.give_way(visit, begin, old)

    def stands_alone(self, visit, kept):
        """Whether a hold could stand but for others that do: which of them gives way the pages leave open."""
        floor, ceiling = dict(self.floor), dict(self.ceiling)
        for start, old in kept:
            self.floor[start], self.ceiling[start] = old
        try:
            if self.slot_too_short(visit):
                return False
            self.earliest()
            return True
        except Clash:
            return False
        finally:
            self.floor, self.ceiling = floor, ceiling

    def slot_too_short(self, visit):
        hold, keys = visit.hold, visit.stage.keys
        if hold.end is None or hold.end_day or hold.start_day or "takes" not in keys:
            return False
        spread = sentence.spread(self.case.get(visit.stage, "takes"))
        if spread.most.unit not in ELAPSED or spread.least.unit not in ELAPSED:
            return False
        slot = hold.end - hold.start - (visit.length - minutes(spread.most))  # less what its outcome adds
        if minutes(spread.least) <= slot < minutes(spread.most):
            raise NotCovered("a held slot that fits a part of a range")
        return slot < minutes(spread.least)

    def give_way(self, visit, begin, old):
        """A hold that gives way stays at its earliest, where that is on the held day or behind it; else it goes to the
        nearest day that is right, the later of two equals, at its hour if that may be."""
        zone, start = self.zone, visit.start
        self.gave_way[start] = old
        self.floor[start], self.ceiling[start] = old
        aim = zone.date(begin)
        hour = 0 if visit.hold.start_day else zone.minute_of_day(begin)
        if zone.date(self.earliest()[start]) >= aim:
            return
        for back in sorted(range(-400, 400), key=lambda n: (abs(n), -n)):
            day = aim + back * ONE_DAY
            for minute in (zone.minute_of(day, hour), zone.first_minute(day)):
                self.floor[start], self.ceiling[start] = old
                Network.raise_floor_in(self.floor, start, minute)
                Network.lower_ceiling_in(self.ceiling, start, zone.last_minute(day))
                try:
                    self.earliest()
                    self.ceiling[start] = old[1]
                    return
                except Clash:
                    continue
        raise NotCovered("a hold for which no day is near")

    def on_their_days(self, values):
        """Once what is late has its place: with give-or-take a visit is shown on its day; if that is shut, on the nearest allowed, the later of two equals."""
        late = {visit.start: values[visit.start] for visit in self.late_visits()}
        # The last first: none is kept from its day by one behind it that has not found its own.
        for visit in sorted(self.net.visits, key=lambda visit: -values[visit.start]):
            if not visit.days or not visit.strays or visit.fact or visit.unrecorded or visit.state in ("booked", "held"):
                continue
            anchor, date_of = visit.days
            counted = self.zone.date(values[anchor])
            rules = list(self.rules)
            for back in range(60):  # where the rest does not allow its day, the nearest before it that it does
                if back and self.zone.date(values[visit.start]) >= self.nearest_day(visit, date_of(values[anchor])) - back * ONE_DAY:
                    break
                self.rules.append(Rule(anchor, visit.start, lambda low, high, visit=visit, date_of=date_of, back=back:
                                       self.zone.date(high) >= self.nearest_day(visit, date_of(low)) - back * ONE_DAY,
                                       f"{visit} on the day it is shown"))
                self.index()
                try:
                    found = self.earliest(values, None, late)
                    if self.zone.date(found[anchor]) != counted:
                        raise Clash("no nearer, since what it counts from is pushed on")
                    values = found
                    break
                except Clash:
                    self.rules = list(rules)
                    self.index()
        return values

    def nearer_by_another_order(self, values):
        """A visit that what is not ours to choose keeps from its day may come nearer on its other side."""
        for rule in self.rules:
            if rule.says.endswith("one body"):
                one, two = self.net.visit_of(rule.low), self.net.visit_of(rule.high)
                for visit, other in ((one, two), (two, one)):
                    if other.by_clock and visit.days and visit.strays and not visit.fact and self.zone.date(
                            values[visit.start]) != self.nearest_day(visit, visit.days[1](values[visit.days[0]])):
                        raise NotCovered("a visit give or take beside what lasts, which another order may bring nearer")

    def nearest_day(self, visit, day):
        known = visit.__dict__.setdefault("nearest", {})
        if day not in known:
            known[day] = day
            low, high = later_date(day, visit.strays, -1), later_date(day, visit.strays)
            dates = [low + n * ONE_DAY for n in range((high - low).days + 1)]
            for date in sorted(dates, key=lambda date: (abs((date - day).days), day - date)):
                begin, end = self.zone.first_minute(date), self.zone.last_minute(date)
                if visit.fits is None or any(visit.fits(minute) for minute in range(begin, end + 1)):
                    known[day] = date
                    break
        return known[day]

    def late_visits(self):
        """What is marked late; an event, what begins when it begins, a span between two points is not ours to place."""
        return [visit for visit in self.net.visits if not visit.fact and not visit.unrecorded and not visit.absent
                and visit.stage.kind != "event" and not {"begins", "from"} & set(visit.stage.keys)
                and (visit.stage.keys.get("prefer") == "late" or self.net.anew.get(visit.stage.name) == visit.attempt)]

    def late(self, values):
        """What is marked late takes its latest minute while nothing else that is shown moves."""
        late = self.late_visits()
        if not late:
            return values
        if any(visit.stage.parts for visit in late):
            raise NotCovered("a late stage of parts")
        if len({visit.stage.name for visit in late}) > 1 and any("falls-on" in visit.stage.keys for visit in late):
            raise NotCovered("late named days beside another late stage: which goes first the pages leave open")
        late_events = {event for visit in late for event in (visit.start, visit.end)}
        tied = {event for visit in self.net.visits if "from" in visit.stage.keys or visit.stage.parts or visit.absent
                for event in (visit.start, visit.end)}
        ceiling = dict(self.ceiling)
        for event in self.events:
            if event not in late_events and event not in tied and event not in self.unrecorded():
                ceiling[event] = values[event]
        order = self.downstream_first(late)
        for number, visit in enumerate(order):
            self.leave_on_their_days(visit, order[number:], values, ceiling)
            top = self.latest(values, ceiling)
            best = top[visit.start]
            if best is None:
                best = values[visit.start]
            values = self.earliest(values, ceiling, {visit.start: best})
            ceiling[visit.start] = values[visit.start]
        return values

    def leave_on_their_days(self, late, unplaced, values, ceiling):
        """Late is no reason to use up the give or take of what counts from it, where that is shown or booked."""
        for visit in self.net.visits:
            if not visit.days or not visit.strays or visit.fact or visit.unrecorded or visit in unplaced:
                continue
            anchor, date_of = visit.days
            if anchor not in (late.start, late.end):
                continue
            shown, last = self.zone.date(values[visit.start]), self.zone.date(values[anchor])
            while date_of(self.zone.first_minute(last + ONE_DAY)) <= shown:
                last += ONE_DAY
            until = self.zone.last_minute(last)
            ceiling[anchor] = until if ceiling.get(anchor) is None else min(ceiling[anchor], until)

    def unrecorded(self):
        return {event for visit in self.net.visits if visit.unrecorded for event in (visit.start, visit.end)}

    def downstream_first(self, visits):
        reach = {}
        names = {visit.stage.name for visit in visits}
        edges = self.net.edges()

        def after(name, seen):
            for a, b in edges:
                if a == name and b not in seen:
                    seen.add(b)
                    after(b, seen)
            return seen
        behind = {name: after(name, set()) & names - {name} for name in names}
        order = []
        left = sorted(names)
        while left:
            for name in left:
                if not behind[name] & set(left):
                    break
            else:
                raise NotCovered("late stages in a circle")
            left.remove(name)
            order.append(name)
        return [visit for name in order for visit in
                sorted((v for v in visits if v.stage.name == name), key=lambda v: (-v.attempt, -v.number))]

    def windows(self, values):
        """Latest with Day 0 held where it is shown."""
        net, case = self.net, self.case
        held = net.by[case.day_zero, net.count[case.day_zero]][0]
        self.held = None
        ceiling = dict(self.ceiling)
        if held.unrecorded or held.absent:
            dated = [visit for visit in net.visits if not visit.unrecorded and not visit.absent
                     and visit.stage.kind != "event" and "begins" not in visit.stage.keys
                     and visit.stage.keys["phase"] != "follow-up"]
            most = max((values[visit.start] for visit in dated), default=None)
            dated = [visit for visit in dated if values[visit.start] == most]
            if len(dated) != 1:
                return None  # which of several is the last stage before follow-up the pages leave open
            held = dated[0]
        ceiling[held.start] = values[held.start]
        return self.latest(self.least, ceiling)


def settled(case, again=()):
    """The plan; where there were several places to choose from, with each visit at the first by id of those that have it
    earliest, and planned once more there."""
    best = Plan(case, again)
    best.values = best.shown()
    chosen = {(visit.stage.name, visit.attempt, visit.number): best.place(visit, best.values)
              for visit in best.net.visits if len(visit.places) > 1 and not visit.unrecorded}
    if chosen:
        best = Plan(case, again, chosen)
        best.values = best.shown()
    return best


def stands_without(case, again):
    """Whether there is a plan where these greatest waits need not be kept: else they are not what cannot be kept, and
    nothing is done again for them."""
    case.spared = set(again)
    try:
        settled(case)
        return True
    except (Clash, Unsettled):
        return False
    finally:
        case.spared = set()


def plan(case):
    """The plan of the fewest `or again`s that keeps every rule."""
    try:
        return settled(case)
    except (Clash, Unsettled) as clash:
        why = clash
        may = sorted(set(Network(case).may_again))
    for many in range(1, len(may) + 1):
        for again in itertools.combinations(may, many):
            try:
                best = settled(case, again)
            except (Clash, Unsettled):
                continue
            if stands_without(case, again):
                return best
    if len({earlier for _, earlier in may}) < len(may):
        raise NotCovered("a new attempt that two links want and cannot share")
    for _, earlier in may:
        if any(role in ("from", "until") and sentence.point(point).stage == earlier
               for stage in case.stages.values() for point, role in case.points_of(stage)):
            raise NotCovered("a clash beside a span from what may be done again")
    raise why
