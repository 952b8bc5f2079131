"""How often each stage is done: as often as recorded, and anew where an outcome asks for it; what a `stop` leaves."""
import sentence
from rules import first
from words import NotCovered


class Attempts:
    def edges(self):
        """Stage before -> stage after, of every link between present or absent stages."""
        found = []
        for stage in self.case.stages.values():
            for point, role in self.case.points_of(stage):
                at = sentence.point(point).stage
                if role in ("after", "begins") and at:
                    found.append((at, stage.name))
            gate = self.gates(stage)
            found += [(each, stage.name) for each in gate]
            found += [(stage.name, part.name) for part in stage.parts]
        return found

    def gates(self, stage):
        gate = stage.keys.get("gate", [])
        gate = [gate] if isinstance(gate, str) else gate
        product = (self.case.centre or {}).get("gate-on", "product-on-site")
        return [product if each == "product" and "product" not in self.case.stages else each for each in gate]

    def between(self, first, last):
        """Every stage on a link path from first to last, both included."""
        edges = self.edges()

        def reach(start, pairs):
            seen, todo = {start}, [start]
            while todo:
                at = todo.pop()
                for a, b in pairs:
                    if a == at and b not in seen:
                        seen.add(b)
                        todo.append(b)
            return seen
        return reach(first, edges) & reach(last, [(b, a) for a, b in edges])

    def attempts(self):
        """How often each stage is done: as often as recorded, and anew wherever an outcome asks for it."""
        case = self.case
        self.count = {name: 1 for name in case.stages}
        self.reopened = []   # (round: stage -> attempt, from stage, failed stage, its attempt, adds)
        self.stopped_by = None
        for name, attempt, _ in case.happened:
            self.count[name] = max(self.count[name], attempt)
        counted = {name: 1 for name in case.stages}
        self.seen = {None: dict(counted)}   # how often each stage had been done when a round began
        times = {}
        unlinked = False
        failures = []
        for (name, attempt, visit), fact in sorted(case.happened.items(), key=lambda item: (item[1].start, item[0])):
            if fact.outcome and not self.goes_on(name, attempt, visit, fact):
                failures.append((name, attempt, fact.outcome))
        for name, word in (case.patient.get("assume") or {}).items():
            if word in case.outcomes_of(name) if name in case.stages else False:
                last = case.last_recorded(name)
                if case.outcomes_of(name)[word].get("then", "carry on") != "carry on" and not (last and last.outcome):
                    if case.present(name):
                        failures.append((name, last.attempt if last else 1, word))
        gloomy = [name for name in case.stages if self.gloomy(name)]
        if len(gloomy) > 1 or gloomy and any(name != gloomy[0] for name, *_ in failures):
            raise NotCovered("several stages whose likelier outcome does not carry on")
        for name in gloomy:
            word = case.likelier(name)
            done = max([attempt for each, attempt, _ in failures if each == name], default=0)
            for attempt in range(done + 1, done + 2 + int(case.outcomes_of(name)[word].get("times", 1))):
                failures.append((name, attempt, word))
        for name, attempt, word in failures:
            keys = case.outcomes_of(name)[word]
            then = keys.get("then", "carry on")
            if then == "stop":
                self.stopped_by, stopped_at = name, attempt
            elif then.startswith("again from "):
                start = then[len("again from "):]
                used = times[name, word] = times.get((name, word), 0) + 1
                if used > int(keys.get("times", 1)):
                    self.stopped_by, stopped_at = name, attempt
                    break
                if "adds" in keys and sentence.spread(case.text(keys["adds"])).assumed.unit in ("wd", "wh"):
                    raise NotCovered("adds in working time")
                inside = self.between(start, name)
                if not inside and (case.recorded(start) or case.recorded(name)):
                    raise NotCovered("a record of what is done again from a stage that no link leads from")
                unlinked = unlinked or not inside
                inside = inside or {start, name}
                if any(case.stages[each].parts or case.stages[each].whole for each in inside):
                    raise NotCovered("a new attempt of a stage of parts")
                turn = {}
                for each in inside:
                    counted[each] += 1
                    turn[each] = counted[each]
                self.reopened.append((turn, start, name, attempt, keys.get("adds")))
                self.seen[len(self.reopened) - 1] = dict(counted)
        for name in counted:
            self.count[name] = max(self.count[name], counted[name])
        if case.closed and any(visit and visit > 1 and (name, attempt, visit - 1) not in case.happened
                               for name, attempt, visit in case.happened):
            raise NotCovered("a closed file with gaps")
        for name in case.patient.get("assume") or {}:
            last = case.last_recorded(name) if name in case.stages else None
            if last and last.outcome and case.assumed(name) and self.count[name] > last.attempt:
                raise NotCovered("what is assumed of an attempt after one that is recorded")
        self.shared = False
        self.anew = {}   # stage -> attempt added by `or again`
        for later, earlier in self.again:
            if unlinked:
                raise NotCovered("again from a stage that no link leads from, beside what is too old")
            if case.stages[earlier].parts or case.stages[earlier].whole:
                raise NotCovered("a new attempt of a stage of parts")
            last = case.last_recorded(earlier)
            if last and last.outcome and last.outcome != case.likelier(earlier):
                raise NotCovered("what is done anew may end otherwise")
            outcomes = case.outcomes_of(earlier)
            word = case.assumed(earlier) or case.likelier(earlier) if outcomes else None
            if word in outcomes and outcomes[word].get("then", "carry on") != "carry on":
                raise NotCovered("what is done anew may end the pathway")
            if earlier in self.anew:
                self.shared = True  # young enough for both
                continue
            self.count[earlier] += 1
            self.anew[earlier] = self.count[earlier]
        self.stop_on_record = bool(self.stopped_by) and any(
            fact.outcome for key, fact in case.happened.items() if key[:2] == (self.stopped_by, stopped_at))
        if self.stopped_by:
            keep = self.between_any(self.stopped_by)
            self.no_more(keep, self.been(self.stopped_by, stopped_at))
            # What came before something that happened was done, though the pathway had ended.
            done = set().union(*(self.between_any(name) for name in case.stages if case.recorded(name)))
            for name in case.stages:
                if name in self.asked_before:
                    done.add(name)
                if name not in keep and name not in done and not case.recorded(name) and case.presence.get(name) is not False:
                    case.presence[name] = False
                    case.stopped = True
            for name in keep:
                if not case.last_recorded(self.stopped_by) and any(
                        role != "after" for point, role in case.points_of(case.stages[name])):
                    raise NotCovered("an assumed stop before what a planned stage counts from")
                window = sentence.window(case.get(case.stages[name], "window", "any"))[0] if case.get(
                    case.stages[name], "window", "any") != "any" else None
                if window and (window.stage and window.sign >= 0 or window.unit and window.number > int(case.day_one)) and (
                        (window.stage or case.day_zero) not in keep):
                    raise NotCovered("a stop before what a window counts from")
            if self.stopped_by and case.last_recorded(self.stopped_by):
                for name in case.stages:
                    if name not in done and not case.recorded(name) and not any(case.recorded(part.name) for part in case.stages[name].parts):
                        case.presence[name] = False

    def kept(self, stage, attempt):
        """How many visits there are of an attempt that had begun when the pathway ended, by the record: those that have
        been. None: all of them."""
        case = self.case
        if not self.stop_on_record or case.closed or stage.parts or stage.whole or attempt != self.count[stage.name]:
            return None
        if any((fact.stage, fact.attempt) == (stage.name, attempt) for fact in case.whole_rows):
            return None
        if any(name != stage.name and stage.name in self.between_any(name) for name in case.stages if case.recorded(name)):
            return None
        return max((visit for name, number, visit in case.happened if (name, number) == (stage.name, attempt)), default=None)

    def round_of(self, name, attempt):
        return next((number for number, (turn, *_) in enumerate(self.reopened) if turn.get(name) == attempt), None)

    def been(self, stopper, attempt):
        """The attempts that are recorded, and those that asked for the round of one, or for that in which it ended."""
        todo = [(name, number) for name, number, _ in self.case.happened]
        ended_in = self.round_of(stopper, attempt)
        self.asked_before = set()
        if ended_in is not None:
            asked = self.reopened[ended_in][2], self.reopened[ended_in][3]
            todo.append(asked)
            self.asked_before = self.between_any(asked[0])
        found = set()
        while todo:
            one = todo.pop()
            if one in found:
                continue
            found.add(one)
            number = self.round_of(*one)
            if number is not None:
                todo.append((self.reopened[number][2], self.reopened[number][3]))
        return found

    def no_more(self, keep, been):
        """What does not lead to the end of the pathway is done no more often than it has been."""
        for name in self.case.stages:
            if name in keep or self.count[name] == 1:
                continue
            if name in self.anew:
                raise NotCovered("done anew beside the end of the pathway")
            known = [attempt for each, attempt in been if each == name]
            often = max(known, default=0)
            for each, attempt in been:
                if name != each and name in self.between_any(each):
                    number = self.round_of(each, attempt)
                    if number is None or name in self.reopened[number][0] or not known:
                        often = max(often, self.seen[number][name])
            if often >= self.count[name]:
                continue
            if any(turn_of == name and attempt > often for _, _, turn_of, attempt, _ in self.reopened):
                raise NotCovered("what asked for another attempt is not planned any more")
            self.count[name] = max(often, 1)

    def goes_on(self, name, attempt, visit, fact):
        """A visit that was not enough, in a series that goes on until it is: no end of it, as long as another may follow."""
        repeat = self.case.get(self.case.stages[name], "repeat") if "repeat" in self.case.stages[name].keys else None
        series = sentence.series(repeat) if repeat else None
        if not series or not series.until or fact.outcome == series.until:
            return False
        if hasattr(fact, "of_row") or any(fact is row for row in self.case.whole_rows):
            return False
        return visit < series.most

    def gloomy(self, name):
        """Whether the likelier end of a stage, which a plan assumes of an attempt that is not recorded, does not carry on."""
        case = self.case
        if not case.outcomes_of(name) or not case.present(name) or "until" in str(case.get(case.stages[name], "repeat", "")):
            return False
        last = case.last_recorded(name)
        if last and last.outcome and case.outcomes_of(name)[last.outcome].get("then", "carry on") in ("carry on", "stop"):
            return False
        word = case.assumed(name)
        if word and case.outcomes_of(name)[word].get("then", "carry on") == "carry on":
            return False
        return case.outcomes_of(name)[case.likelier(name)].get("then", "carry on") != "carry on"

    def between_any(self, name):
        """The stage and all that leads to it; with a whole, each of its parts, but for the whole that the stage is in."""
        edges = self.edges()
        own = self.case.stages[name].whole
        edges += [(part.name, stage.name) for stage in self.case.stages.values() if stage.name != own
                  for part in stage.parts]
        seen, todo = {name}, [name]
        while todo:
            at = todo.pop()
            for a, b in edges:
                if b == at and a not in seen:
                    seen.add(a)
                    todo.append(a)
        return seen

    def attempt_seen_from(self, name, stage, attempt):
        """Which attempt of `name` a link of this attempt of a stage means: the last; where the stage was done again
        later on, the last of that time."""
        if stage is None:
            return self.count[name]
        mine = None
        for number, (turn, *_) in enumerate(self.reopened):
            if turn.get(stage.name) == attempt:
                mine = number
        later = [number for number, (turn, *_) in enumerate(self.reopened)
                 if stage.name in turn and turn[stage.name] > attempt]
        if later:
            return self.seen[mine][name]
        if mine is not None and name in self.reopened[mine][0] and name not in self.anew:
            return self.reopened[mine][0][name]
        if self.anew.get(stage.name, attempt) > attempt and name in self.anew and name == stage.name:
            return attempt
        if name in self.anew and any(key[:2] == (stage.name, attempt) for key in self.case.happened):
            return self.anew[name] - 1  # what has happened speaks of none that is still to come
        return self.count[name]
