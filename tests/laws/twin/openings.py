"""When a visit may start: doors, own hours, absences, what the place has; and whom it holds."""
import datetime
import re

import record
import sentence
from clock import Doors, Holidays
from rules import Work, minutes
from sentence import ELAPSED
from words import NotCovered, WrongFile


class Openings:
    def work_of(self, stage, places):
        case = self.case
        if places:
            return Work([case.place_doors(name) for name in places])  # several: see Work
        holidays = case.holidays if case.centre else Holidays([])
        return Work([Doors([(set(range(5)), False, 0, 1440)], self.zone, holidays)])

    def who_of(self, stage):
        who = stage.keys.get("who", self.case.people[0])
        return [who] if isinstance(who, str) else who

    def who(self, visit):
        case, stage = self.case, visit.stage
        if stage.kind != "appointment" or stage.parts or "from" in stage.keys:
            return
        who = stage.keys.get("who", case.people[0])
        visit.people = [who] if isinstance(who, str) else who

    def absences(self, person):
        case = self.case
        tree = case.patient if person == case.people[0] else (case.patient.get("people") or {}).get(person, {})
        return record.ranges(tree.get("not-available"), self.zone)

    def when_it_fits(self, visit, is_first):
        """The yes or no of a start: doors, own hours, starts, absences, what the place has."""
        case, stage = self.case, visit.stage
        if stage.kind == "event":
            return
        own = sentence.hours(case.get(stage, "hours")) if "hours" in stage.keys else None
        starts = sentence.hours(case.get(stage, "starts")) if "starts" in stage.keys and is_first else None
        length = visit.length
        bound = not {"lasts", "begins", "parts", "from"} & set(stage.keys)
        if (own or starts) and len({case.place_zone(place).name for place in visit.places}) > 1:
            raise NotCovered("own hours at places of several zones to choose from")
        away = [span for person in visit.people for span in self.absences(person)]
        checks_by_place = {}
        for place in visit.places or [None]:
            checks = []
            if place and bound or place and stage.kind == "stay":
                doors = case.place_doors(place)
                if case.places[place]["hours"] == "always" and not doors.closed:
                    pass
                elif length:
                    checks.append(lambda t, doors=doors: doors.is_open(t) and doors.all_open(t, t + length))
                else:
                    checks.append(lambda t, doors=doors: doors.is_open(t))
            elif place is None and not case.centre and bound and own is None and starts is None:
                if stage.kind == "appointment" or stage.kind == "work" and length:
                    checks.append(lambda t: 480 <= self.zone.minute_of_day(t) <= 1080)
            if own is not None and bound and own != "always":
                doors = case.doors(own, place)
                if length:
                    checks.append(lambda t, doors=doors: doors.is_open(t) and doors.all_open(t, t + length))
                else:
                    checks.append(lambda t, doors=doors: doors.is_open(t))
                    if length is None:
                        end_of = visit.end_of
                        checks.append(lambda t, doors=doors: doors.is_open(end_of(t) - 1))
            if starts is not None and starts != "always":
                doors = case.doors(starts, place)
                checks.append(lambda t, doors=doors: doors.is_open(t))
            checks += self.has_what_it_needs(visit, place)
            checks_by_place[place] = checks
        if away:
            if "takes" not in stage.keys:
                away_check = lambda t: not any(begin <= t < end for begin, end in away)
            elif length is None:
                end_of = visit.end_of
                away_check = lambda t: not any(t < end and begin < end_of(t) for begin, end in away)
            else:
                away_check = lambda t: not any(t < end and begin < t + max(length, 1) for begin, end in away)
            for checks in checks_by_place.values():
                checks.append(away_check)
        if any(checks_by_place.values()):
            visit.place_fits = {place: (lambda t, checks=checks: all(check(t) for check in checks))
                                for place, checks in checks_by_place.items()}
            fits = list(visit.place_fits.values())
            visit.fits = fits[0] if len(fits) == 1 else lambda t: any(fit(t) for fit in fits)

    def has_what_it_needs(self, visit, place):
        case, stage = self.case, visit.stage
        needs = stage.keys.get("needs", {})
        if not needs or not case.centre or "begins" in stage.keys:
            return []
        checks = []
        for what, much in needs.items():
            words = case.text(much).split()
            number = int(words[0])
            hold = sentence.length(words[2]) if len(words) > 2 else None
            held = minutes(hold) if hold and hold.unit in ELAPSED else 0 if hold else visit.length or 0  # of days: the start
            options = []
            for resource in what.split(" or "):
                options.append((resource, self.stock(place, resource)))
            if all(stock is None for _, stock in options):
                raise WrongFile("nowhere is what it needs")
            options = [stock for _, stock in options if stock is not None]
            if all(isinstance(stock, str) for stock in options):
                plain = [sentence.amount(stock) for stock in options]
                if any(much >= (1 if per else number) for much, per in plain):  # a quota counts starts
                    if any(per for much, per in plain):
                        if len(self.by[stage.name, visit.attempt]) > 1 or self.count[stage.name] > 1:
                            raise NotCovered("a quota of several visits")
                        if sum(1 for other in case.stages.values() if what in other.keys.get("needs", {})) > 1:
                            raise NotCovered("a quota of several stages")
                    continue
                checks.append(lambda t: False)
                continue
            if any("a week" in str(stock) for stock in options):
                raise NotCovered("a quota that changes")
            if "lasts" in stage.keys:
                held = minutes(hold) if hold and hold.unit in ELAPSED else 0   # how long is not ours to choose: its start
            if "from" in stage.keys:
                raise NotCovered("a changing stock held over a span")
            minute_of = [self.stock_at(stock, place) for stock in options]
            checks.append(lambda t, minute_of=minute_of, number=number, held=held: any(
                all(at(minute) >= number for minute in range(t, t + max(held, 1))) for at in minute_of))
        return checks

    def stock(self, place, resource):
        """A resource is sought at the stage's place, then its site, then the centre."""
        case = self.case
        if place and resource in case.places[place].get("has", {}):
            return case.places[place]["has"][resource]
        site = case.places[place].get("site") if place else None
        for near in (True, False):
            for name, other in sorted(case.places.items()):
                if resource in other.get("has", {}) and (not near or site and other.get("site") == site):
                    if sum(resource in each.get("has", {}) for each in case.places.values()) > 1:
                        raise NotCovered("a resource at several places")
                    return other["has"][resource]
        return None

    def stock_at(self, stock, place):
        """minute -> amount. DATE to DATE beats hours beats DATE beats otherwise."""
        case = self.case
        zone = case.place_zone(place) if place else self.zone
        if isinstance(stock, str):
            much = sentence.amount(stock)[0]
            return lambda minute: much
        ranges, hours, dates, otherwise = [], [], [], 0
        for key, value in stock.items():
            much = sentence.amount(value)[0]
            if key == "otherwise":
                otherwise = much
            elif re.fullmatch(r"\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d", key):
                ranges.append((*[datetime.date.fromisoformat(text) for text in key.split(" to ")], much))
            elif re.fullmatch(r"\d{4}-\d\d-\d\d", key):
                dates.append((datetime.date.fromisoformat(key), much))
            else:
                hours.append((case.doors(sentence.hours(key), place), much))
        dates.sort(reverse=True)

        def at(minute):
            date = zone.date(minute)
            for begin, end, much in ranges:
                if begin <= date <= end:
                    return much
            for doors, much in hours:
                if doors.is_open(minute):
                    return much
            for begin, much in dates:
                if begin <= date:
                    return much
            return otherwise
        return at
