"""The least and the greatest minute of every event, by lifting (or lowering) one event at a time to the first that does."""
from build import Network
from events import AGES
from rules import first, gap_of, last
from words import Clash, NotCovered, Unsettled

PATIENCE = 20000       # lifts in one search
NEVER = 3 * 366 * 1440  # minutes after which a door that has not opened is taken never to open


class Solver:
    def __init__(self, case, again=(), chosen=None):
        self.net = Network(case, again, chosen)
        self.case, self.zone = case, case.zone
        net = self.net
        self.rules = list(net.rules)
        self.unary = {}
        self.lengths = {}
        self.floor, self.ceiling = {}, {}
        self.events = []
        for visit in net.visits:
            for event in (visit.start, visit.end):
                self.add(event)
            if visit.fits and not visit.fact and not visit.unrecorded:
                self.unary[visit.start] = visit.fits
        for event in getattr(net, "doses", []):
            self.add(event)
        self.horizon = case.now + AGES
        self.index()

    def add(self, event):
        self.events.append(event)
        if event.unrecorded:
            return
        self.floor[event] = event.floor
        self.ceiling[event] = event.ceiling

    def index(self):
        self.from_low, self.from_high = {}, {}
        for rule in self.rules:
            self.from_low.setdefault(rule.low, []).append(rule)
            self.from_high.setdefault(rule.high, []).append(rule)
        self.groups = {}
        for visit, starts, ends in self.net.minmax:
            for start in starts:
                self.groups.setdefault(start, []).append((visit.start, starts))

    def earliest(self, at=None, ceiling=None, floor=None):
        """The least minute of every event that keeps all rules. Raises Clash."""
        ceiling = {**self.ceiling, **(ceiling or {})}
        low_end = self.case.now - AGES
        values, todo = {}, []
        for event in self.events:
            value = self.floor.get(event)
            value = low_end if value is None else value
            if at and event in at:
                value = max(value, at[event])
            if floor and event in floor:
                value = max(value, floor[event])
            values[event] = value
            todo.append(event)
        waiting = set(todo)
        lifts = 0

        def lift(event, minute):
            nonlocal lifts
            if minute is None or minute > self.horizon:
                raise Clash(event.name)
            if ceiling.get(event) is not None and minute > ceiling[event]:
                raise Clash(event.name)
            values[event] = minute
            lifts += 1
            if lifts == 2000:
                self.gains_for_ever()
            if lifts > PATIENCE:
                raise Unsettled()
            if event not in waiting:
                waiting.add(event)
                todo.append(event)
        while todo:
            event = todo.pop(0)
            waiting.discard(event)
            if ceiling.get(event) is not None and values[event] > ceiling[event]:
                raise Clash(event.name)
            if event.__dict__.get("blocked"):
                raise Clash(event.name)
            fits = self.unary.get(event)
            if fits and not fits(values[event]):
                minute = values[event]
                top = min(minute + NEVER, ceiling[event] + 1 if ceiling.get(event) is not None else minute + NEVER)
                while minute < top and not fits(minute):
                    minute += 1
                if minute >= top:
                    raise Clash(event.name)
                lift(event, minute)
            for rule in self.from_low.get(event, ()):
                value = values[rule.high]
                if not rule.holds(values[event], value):
                    low = values[event]
                    lift(rule.high, first(lambda t: rule.holds(low, t), value, self.horizon))
            for whole, starts in self.groups.get(event, ()):
                least = min(values[start] for start in starts)
                if values[whole] < least:
                    lift(whole, least)
        return values

    def gains_for_ever(self):
        """Rules that count elapsed minutes alone and ask of each other more than there is, whatever the day: a clash."""
        pairs = [(rule.low, rule.high, gap_of(rule.holds)) for rule in self.rules if gap_of(rule.holds) is not None]
        most = {event: 0 for event in self.events}
        for turn in range(len(self.events) + 1):
            moved = False
            for low, high, gap in pairs:
                if most[low] + gap > most[high]:
                    most[high] = most[low] + gap
                    moved = True
            if not moved:
                return
        raise Clash("a circle of waits")

    def latest(self, values, ceiling):
        """The greatest minute of every event that keeps all rules; None: nothing above it."""
        top = {event: ceiling.get(event, self.ceiling.get(event)) for event in self.events}
        todo = [event for event in self.events if top[event] is not None]
        ends = {visit.end: ends for visit, starts, ends in self.net.minmax}
        starts_of = {visit.start: starts for visit, starts, ends in self.net.minmax}
        of_end = {}
        for end, group in ends.items():
            for each in group:
                of_end.setdefault(each, []).append(end)
        waiting = set(todo)

        def lower(event, minute):
            if minute is None or minute < values[event]:
                raise AssertionError(f"latest of {event.name} before its earliest")
            top[event] = minute
            if event not in waiting:
                waiting.add(event)
                todo.append(event)
        while todo:
            event = todo.pop(0)
            waiting.discard(event)
            fits = self.unary.get(event)
            if fits:
                minute = top[event]
                while minute > values[event] and not fits(minute):
                    minute -= 1
                if minute != top[event]:
                    lower(event, minute)
            for rule in self.from_high.get(event, ()):
                high, value = top[event], top[rule.low]
                if value is None:
                    value = high + 20 * 366 * 1440
                    if rule.holds(value, high):
                        continue
                if not rule.holds(value, high):
                    lower(rule.low, last(lambda t: rule.holds(t, high), value, values[rule.low] - 1))
            if event in starts_of:
                # one of the parts starts with the whole: a part without which none could is no later than the whole
                for start in starts_of[event]:
                    if (top[start] is None or top[start] > top[event]) and not self.others_can(start, starts_of[event], top[event]):
                        lower(start, top[event])
            for whole in of_end.get(event, ()):
                if all(top[each] is not None for each in ends[whole]):
                    most = max(top[each] for each in ends[whole])
                    if most < values[whole]:
                        raise NotCovered("a whole that is longer than its parts")
                    if top[whole] is None or top[whole] > most:
                        lower(whole, most)
        return top

    def others_can(self, start, starts, minute):
        """Whether another part can start by this minute while this one starts later."""
        try:
            values = self.earliest(None, None, {start: minute + 1})
        except Clash:
            return False
        return any(values[other] <= minute for other in starts)
