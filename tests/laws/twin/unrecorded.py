"""What has no record and is taken as done, since a link path puts it before something that has happened."""
import sentence
from rules import first
from words import NotCovered


class Unrecorded:
    def mark_unrecorded(self):
        """A visit without a record that a link path puts before one that has happened."""
        case = self.case
        before = {visit: set() for visit in self.visits}
        left_out = set()
        for (name, attempt), visits in self.by.items():
            stage = case.stages[name]
            for one, two in zip(visits, visits[1:]):
                before[two].add(one)
            for point, role in case.points_of(stage):
                which = sentence.point(point)
                if role == "falls-on":
                    continue  # visit by visit, below
                if role in ("from", "until"):
                    if which.sign < 0:
                        continue
                if which.stage is None:
                    if role in ("from", "until") and which.unit and self.day_number(which)[1] >= 0:
                        which = which._replace(stage=case.day_zero, visit="first")
                    else:
                        continue
                others = self.by[which.stage, which.attempt or self.attempt_seen_from(which.stage, stage, attempt)]
                other = others[which.visit - 1] if isinstance(which.visit, int) and which.visit <= len(others) else \
                    others[0] if which.visit == "first" or self.edge(which) == "start" and which.edge else others[-1]
                if role in ("begins", "from", "until") and visits[0].absent:
                    left_out.add((visits[0], other))
                if role == "until":
                    # a span that is over: what ends it was
                    before[visits[-1]].add(other)
                else:
                    before[visits[0]].add(other)
            for visit, (point, days) in zip(visits, getattr(stage, "named", ())):
                if self.on_a_later_day(point, days):
                    name = point.stage or case.day_zero
                    others = self.by[name, point.attempt or self.attempt_seen_from(name, stage, attempt)]
                    number = point.visit - 1 if isinstance(point.visit, int) else 0 if point.visit == "first" or \
                        point.unit or self.edge(point) == "start" else -1
                    if number < len(others):
                        before[visit].add(others[number])
            for gate in self.gates(stage):
                if gate in case.stages:
                    before[visits[0]].add(self.by[gate, self.attempt_seen_from(gate, stage, attempt)][-1])
                    if visits[0].absent:
                        left_out.add((visits[0], self.by[gate, self.attempt_seen_from(gate, stage, attempt)][-1]))
            if stage.whole:
                rounds = self.by[stage.whole.name, 1]
                each = len(visits) // len(rounds)
                for number, whole in enumerate(rounds):
                    for point in case.get(stage.whole, "after", {}):
                        which = sentence.point(point)
                        if which.stage and number == 0:
                            before[visits[0]].add(self.by[which.stage, self.count[which.stage]][-1])
        done = [visit for visit in self.visits if visit.fact]
        seen = set(done)
        todo = [(visit, visit) for visit in done]
        while todo:
            visit, origin = todo.pop()
            for other in before[visit]:
                if "until" in visit.stage.keys and visit.fact and visit.fact.end is None and visit.fact.start_day is None:
                    # still running: only what begins it was
                    if other not in self.begins_of(visit):
                        continue
                if other not in seen:
                    if (visit, other) in left_out and not other.fact:
                        raise NotCovered("a record behind a stage that is left out, and what that counts from")
                    turn = self.turn_of(other)
                    if turn and origin.stage.name not in turn and not other.fact:
                        raise NotCovered("a record behind a stage that is done again")
                    seen.add(other)
                    todo.append((other, origin))
                    if not other.fact and not other.absent and not self.partly(other):
                        other.unrecorded = True
        for visit in self.visits:
            if visit.unrecorded:
                for part in visit.stage.parts:
                    mine = self.by[part.name, 1]
                    each = len(mine) // len(self.by[visit.stage.name, 1])
                    for one in mine[(visit.number - 1) * each:visit.number * each]:
                        one.unrecorded = one.unrecorded or not one.fact and not one.absent
        for visit in self.visits:
            if visit.unrecorded:
                visit.state = "unrecorded"

    def mark_over(self):
        """What began and is followed by what has happened is over by then."""
        case = self.case
        after = {visit: [] for visit in self.visits}   # (from its end, visit)
        for (name, attempt), visits in self.by.items():
            stage = case.stages[name]
            for one, two in zip(visits, visits[1:]):
                after[one].append((True, two))
            if attempt > 1:
                after[self.by[name, attempt - 1][-1]].append((True, visits[0]))
            hangs = [(point, visits[0]) for point in case.get(stage, "after", {})]
            hangs += [(point, visits[-1]) for point in case.get(stage, "ends-after", {})]
            if "begins" in stage.keys and not visits[0].absent:
                hangs.append((case.get(stage, "begins").split(" after ", 1)[1], visits[0]))
            for text, target in hangs:
                which = sentence.point(text)
                if which.stage is None:
                    continue
                others = self.by[which.stage, which.attempt or self.attempt_seen_from(which.stage, stage, attempt)]
                starts = which.edge == "start"
                other = others[which.visit - 1] if isinstance(which.visit, int) and which.visit <= len(others) else \
                    others[0] if which.visit == "first" or starts else others[-1]
                after[other].append((not starts, target))
            for gate in self.gates(stage) if not visits[0].absent else ():
                if gate in case.stages:
                    after[self.by[gate, self.attempt_seen_from(gate, stage, attempt)][-1]].append((True, visits[0]))
        for visit in self.visits:
            fact = visit.fact
            if not fact or fact.end is not None or fact.start_day or "lasts" not in visit.stage.keys:
                continue
            todo = [two for ends, two in after[visit] if ends]
            seen = set(todo)
            while todo:
                for _, two in after[todo.pop()]:
                    if two not in seen and two is not visit:
                        seen.add(two)
                        todo.append(two)
            by = [self.zone.last_minute(two.fact.start_day) if two.fact.start_day else two.fact.start for two in seen if two.fact]
            visit.over_by = min((minute for minute in by if minute >= fact.start), default=None)

    def turn_of(self, visit):
        for turn, *_ in self.reopened:
            if turn.get(visit.stage.name) == visit.attempt:
                return turn
        return None

    def begins_of(self, visit):
        point = sentence.point(self.case.get(visit.stage, "from")) if "from" in visit.stage.keys else None
        if point is None or point.stage is None:
            return []
        return self.by[point.stage, point.attempt or self.attempt_seen_from(point.stage, visit.stage, visit.attempt)]

    def partly(self, visit):
        """A stage of parts some of which are recorded."""
        return bool(visit.stage.parts) and any(self.case.recorded(part.name) for part in visit.stage.parts)

    def on_a_later_day(self, point, days):
        """Whether a named day is behind the day it counts from; of what falls on that day nobody says which is first."""
        if days:
            return days[1] > 0
        if point.unit:
            return self.day_number(point)[1] > 0
        return point.sign > 0 and point.length.number > 0
