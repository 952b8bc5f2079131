"""What happened, what is booked, what the patient asks for; and what of all that binds nothing."""
import datetime

from words import NotCovered


class Pins:
    def pin(self):
        case, zone = self.case, self.zone
        for visit in self.visits:
            fact, booking = visit.fact, visit.booking
            if fact:
                visit.state = "happened"
                visit.start.floor = visit.start.ceiling = fact.start
                visit.start.fact = True
                if fact.start_day:
                    visit.start.ceiling = zone.last_minute(fact.start_day)  # some time that day
                if fact.start_day and fact.end is None:
                    visit.end.floor, visit.end.ceiling = fact.start, visit.start.ceiling
                    visit.end.fact = True
                elif fact.end is not None:
                    visit.end.floor = visit.end.ceiling = fact.end
                    if fact.end_day:
                        visit.end.ceiling = zone.last_minute(fact.end_day)
                    visit.end.fact = True
                elif "takes" in visit.stage.keys and getattr(visit, "end_of", None):
                    visit.end.floor = visit.end.ceiling = visit.end_of(fact.start)
                    visit.end.fact = True
                elif "takes" in visit.stage.keys:
                    raise NotCovered("a running stage of working hours")
                elif visit.length == 0:
                    visit.end.floor = visit.end.ceiling = fact.start
                    visit.end.fact = True
                elif "lasts" in visit.stage.keys and visit.over_by is not None:
                    visit.end.fact = True
                elif "lasts" in visit.stage.keys:
                    visit.state = "running"
                else:
                    visit.end.floor = max(fact.start, self.now)
                    visit.state = "running"
            elif booking and not visit.unrecorded:
                visit.state = "booked"
                self.hard(visit, booking)
        for name, text in (case.patient.get("windows") or {}).items():
            words = text.split()
            if words[0] == "from":
                begin, end = words[1], None
            elif words[0] == "by":
                begin, end = None, words[1]
            else:
                begin, end = words[0], words[-1]
            for attempt in range(1, self.count[name] + 1):
                visit = self.by[name, attempt][0]
                if visit.absent or visit.fact or visit.unrecorded:
                    continue
                if begin:
                    self.raise_floor(visit.start, zone.first_minute(datetime.date.fromisoformat(begin)))
                if end:
                    self.lower_ceiling(visit.start, zone.last_minute(datetime.date.fromisoformat(end)))

    def hard(self, visit, pin):
        zone = self.zone
        if pin.start_day:
            self.raise_floor(visit.start, zone.first_minute(pin.start_day))
            self.lower_ceiling(visit.start, zone.last_minute(pin.start_day))
        else:
            self.raise_floor(visit.start, pin.start)
            self.lower_ceiling(visit.start, pin.start)
        if pin.end is not None and "takes" not in visit.stage.keys and visit.length is None:
            if "lasts" in visit.stage.keys:
                raise NotCovered("a slot for what lasts")
            if pin.end_day:
                self.raise_floor(visit.end, zone.first_minute(pin.end_day))
                self.lower_ceiling(visit.end, zone.last_minute(pin.end_day))
            else:
                self.raise_floor(visit.end, pin.end)
                self.lower_ceiling(visit.end, pin.end)

    @staticmethod
    def raise_floor_in(floors, event, minute):
        floors[event] = minute if floors[event] is None else max(floors[event], minute)

    @staticmethod
    def lower_ceiling_in(ceilings, event, minute):
        ceilings[event] = minute if ceilings[event] is None else min(ceilings[event], minute)

    @staticmethod
    def raise_floor(event, minute):
        event.floor = minute if event.floor is None else max(event.floor, minute)

    @staticmethod
    def lower_ceiling(event, minute):
        event.ceiling = minute if event.ceiling is None else min(event.ceiling, minute)

    def drop_unbinding(self):
        """What is not recorded binds nothing, and two facts that break a rule are a breach, no clash."""
        loose = set()
        facts = set()
        for visit in self.visits:
            if self.case.closed and not (visit.fact or visit.unrecorded or visit.absent or {"parts", "from"} & set(visit.stage.keys)):
                # a closed file plans nothing: what lies ahead binds nothing
                for event in (visit.start, visit.end):
                    event.floor = event.ceiling = visit.fits = None
                    event.__dict__.pop("blocked", None)
                    loose.add(event)
            if visit.unrecorded:
                loose |= {visit.start, visit.end}
            for event in (visit.start, visit.end):
                if event.fact:
                    facts.add(event)
        for event in getattr(self, "doses", []):
            facts.add(event)
        running = {visit.end: visit.start.floor for visit in self.visits if visit.fact and not visit.end.fact}
        kept = []
        for rule in self.rules:
            if rule.low in loose or rule.high in loose:
                continue
            if rule.low in facts and rule.high in facts:
                continue
            if rule.high in facts and rule.low in running and running[rule.low] > rule.high.ceiling:
                continue  # it began after what waited for its end: broken already
            kept.append(rule)
        bound = {rule.high for rule in kept}
        for visit in self.visits:
            if "from" in visit.stage.keys and not visit.absent and not visit.unrecorded and not visit.fact:
                for event in (visit.start, visit.end):
                    if not any(rule.high is event and rule.says == f"{visit.stage} {'from' if event is visit.start else 'until'}"
                               for rule in kept):
                        event.floor = self.now
            if visit.unrecorded or visit.absent:
                continue
        self.rules = kept
