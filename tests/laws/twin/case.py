"""One patient's case: which edition, which options, which stages there are, how they end, how often they are done."""
import datetime

import read
import record
import sentence
from clock import Doors, Holidays, Zone, ONE_DAY, later_date
from words import NotCovered, WrongFile

APPOINTMENT_HOURS = [(set(range(7)), True, 480, 1080)]  # without a centre: 08:00 to 18:00 on any day


class Stage:
    def __init__(self, name, keys, whole):
        self.name, self.keys, self.whole = name, keys, whole
        self.kind = keys.get("kind", "appointment")
        self.parts = []

    def __repr__(self):
        return self.name


class Case:
    def __init__(self, library, patient, today, shipped):
        self.spared = set()  # `or again` links whose greatest wait is not asked for: see plan.py
        patient = dict(patient)
        self.patient = patient
        centre = library.get("centre", patient["centre"]) if patient.get("centre") else None
        self.centre = centre = read.bare(centre) if centre else None
        self.zone = Zone(centre["zone"] if centre else "UTC")
        self.today = today
        self.now = self.zone.first_minute(today)
        self.holidays = Holidays([library_holidays(library, name, shipped) for name in (centre or {}).get("holidays", [])])
        self.place_holidays = {}
        self.places = (centre or {}).get("places", {})
        for name, place in self.places.items():
            if "holidays" in place:
                self.place_holidays[name] = Holidays([library_holidays(library, each, shipped) for each in place["holidays"]])
        self.overridden = read.workflow(library, patient["workflow"], centre, read.bare(patient.get("overrides") or {}))
        self.workflow = self.overridden
        self.rules = self.workflow.get("rules", {})
        self.stages = {}
        for name, keys in self.workflow["stages"].items():
            self.add(name, keys, None)
        self.people = self.workflow.get("people", ["patient"])
        self.day_zero = self.workflow.get("day-zero") or self.workflow.get("day-one")
        self.day_one = "day-one" in self.workflow
        self.read_record()
        self.options = {name: values[0] for name, values in self.workflow.get("options", {}).items()}
        self.options.update(patient.get("options") or {})
        self.edition = self.choose_edition()
        self.ended = False          # a `stop` was recorded or is assumed
        self.closed = bool(patient.get("closed"))
        self.presence = {}
        self.asked = []

    def add(self, name, keys, whole):
        stage = Stage(name, keys, whole)
        self.stages[name] = stage
        if whole:
            whole.parts.append(stage)
            if "parts" in keys:
                raise NotCovered("parts of parts")
        for part, part_keys in keys.get("parts", {}).items():
            self.add(part, {"phase": keys["phase"], **part_keys}, stage)

    # -- the record

    def read_record(self):
        happened = record.facts(self.patient.get("happened"), self.zone, self.stages)
        self.happened, self.whole_rows = {}, []
        for fact in happened:
            if fact.date(self.zone) > self.today:
                raise WrongFile("happened after today")
            fact.attempt = fact.attempt or 1
            if fact.visit is None and (fact.end is not None or fact.start_day):
                self.whole_rows.append(fact)   # speaks of every visit, however many there are
                fact.visit = 1
            fact.visit = fact.visit or 1
            if (fact.stage, fact.attempt, fact.visit) in self.happened:
                raise NotCovered("two records of one visit")
            self.happened[fact.stage, fact.attempt, fact.visit] = fact
        self.booked = record.facts(self.patient.get("booked"), self.zone, self.stages)
        self.held = record.facts(self.patient.get("held"), self.zone, self.stages)

    def recorded(self, name):
        return any(key[0] == name for key in self.happened)

    # -- editions, options, rules

    def choose_edition(self):
        editions = self.workflow.get("editions")
        if not editions:
            return None
        if self.patient.get("edition"):
            return self.patient["edition"]
        dates = [fact.date(self.zone) for fact in self.happened.values() if fact.stage == "referral"]
        dates = dates or [fact.date(self.zone) for fact in self.happened.values()]
        dates = dates or [fact.date(self.zone) for fact in self.booked if fact.stage == "referral"]
        day = min(dates) if dates else self.today
        fitting = []
        for name, keys in editions.items():
            if self.centre and "region" in keys and keys["region"] != self.centre.get("region"):
                continue
            if datetime.date.fromisoformat(keys.get("effective", "0001-01-01")) > day:
                continue
            if "until" in keys and datetime.date.fromisoformat(keys["until"]) <= day:
                continue
            fitting.append(name)
        if len(fitting) != 1:
            raise NotCovered("no edition, or several, in force")
        return fitting[0]

    def rule(self, name):
        value = self.rules[name]
        if isinstance(value, dict) and not ("by" not in value and "otherwise" not in value
                                            and not any(edition in value for edition in self.workflow.get("editions", {}))):
            by = value.get("by", "edition")
            if by == "edition":
                now = self.edition
            elif by in self.options:
                now = self.options[by]
            else:
                now = self.outcome(by)
            if now not in value and "otherwise" not in value:
                raise WrongFile(f"rule {name} has no value for {now}")
            value = value.get(now, value.get("otherwise"))
        return self.text(value)

    def text(self, value):
        """A sentence with the ids of rules replaced by what they say here."""
        if isinstance(value, list):
            return [self.text(each) for each in value]
        if not isinstance(value, str):
            return value
        words = []
        for word in value.split():
            if word in self.rules and word not in self.stages:
                said = self.rule(word)
                if not isinstance(said, str):
                    return said
                word = said
            words.append(word)
        return " ".join(words)

    def get(self, stage, key, default=None):
        return self.text(stage.keys[key]) if key in stage.keys else default

    def points_of(self, stage):
        """The points that a stage hangs on: (point text, as what)."""
        found = [(point, "after") for point in self.get(stage, "after", {})]
        found += [(point, "after") for point in self.get(stage, "ends-after", {})]
        if "begins" in stage.keys:
            found.append((self.get(stage, "begins").split(" after ", 1)[1], "begins"))
        for key in ("from", "until"):
            if key in stage.keys:
                found.append((self.get(stage, key), key))
        if "falls-on" in stage.keys:
            value = self.get(stage, "falls-on")
            for one in value if isinstance(value, list) else [value]:
                placed = sentence.placed(one)
                for point in (placed.point, placed.first, placed.last):
                    if point and point.stage:
                        found.append((point.stage, "falls-on"))
                    elif point:
                        found.append((self.day_zero, "falls-on"))
        return found

    # -- how stages end

    def outcomes_of(self, name):
        return {key: value if isinstance(value, dict) else {}
                for key, value in self.stages[name].keys.get("outcomes", {}).items()}

    def chances(self, name, visit=1):
        chances, rest = {}, None
        for key, keys in self.outcomes_of(name).items():
            if "chance" not in keys:
                rest = key
                continue
            chance = self.text(keys["chance"])
            if isinstance(chance, list):
                chance = chance[min(visit, len(chance)) - 1]
            chances[key] = sentence.percent(chance)
        if rest:
            chances[rest] = 100 - sum(chances.values())
        return chances

    def likelier(self, name):
        chances = self.chances(name)
        best = [key for key, chance in chances.items() if chance == max(chances.values())]
        return min(best)

    def last_recorded(self, name):
        facts = [fact for key, fact in sorted(self.happened.items(), key=lambda item: item[0][1:]) if key[0] == name]
        return facts[-1] if facts else None

    def assumed(self, name):
        word = (self.patient.get("assume") or {}).get(name)
        return word if word in self.outcomes_of(name) else None

    def outcome(self, name):
        """How the last attempt of a stage ended, or is assumed to end."""
        if not self.present(name):
            raise NotCovered("the outcome of an absent stage")
        if not self.outcomes_of(name):
            raise WrongFile(f"{name} has no outcomes")
        last = self.last_recorded(name)
        repeat = self.get(self.stages[name], "repeat") if "repeat" in self.stages[name].keys else None
        until = sentence.series(repeat).until if repeat else None
        if last and last.outcome and until and last.outcome != until:
            raise NotCovered("what hangs on a visit that was not enough")
        if last and last.outcome:
            then = self.outcomes_of(name)[last.outcome].get("then", "")
            if not then.startswith("again"):
                return last.outcome
        word = self.assumed(name)
        if word and not self.outcomes_of(name)[word].get("then", "").startswith("again"):
            return word
        if "repeat" in self.stages[name].keys and sentence.series(self.get(self.stages[name], "repeat")).until:
            return sentence.series(self.get(self.stages[name], "repeat")).until  # visits are assumed until it is so
        return self.likelier(name)

    # -- which stages there are

    def present(self, name):
        if name not in self.presence:
            if name in self.asked:
                raise NotCovered("stages whose being there hangs on each other")
            self.asked.append(name)
            self.presence[name] = self._present(self.stages[name])
            self.asked.remove(name)
        return self.presence[name]

    def _present(self, stage):
        name = stage.name
        if self.recorded(name) or any(self.recorded(part.name) for part in stage.parts):
            return True
        if self.closed:
            return False
        if stage.whole and not self.present(stage.whole.name):
            return False
        word = (self.patient.get("assume") or {}).get(name)
        if word == "absent":
            return False
        if "when" in stage.keys and not self.when(self.get(stage, "when")):
            return False
        if "chance" in stage.keys and word != "happens" and word not in self.outcomes_of(name):
            if sentence.percent(self.get(stage, "chance")) < 50 or self.too_late_to_begin(stage):
                return False
        gone = {}
        for point, role in self.points_of(stage):
            at = sentence.point(point).stage
            if at and role != "after":
                gone.setdefault(role, []).append(not self.present(at))
        if any(gone.get("begins", [])) or any(gone.get("falls-on", [])):
            return False
        if gone.get("from") and gone.get("until"):
            return not (all(gone["from"]) and all(gone["until"]))
        return True

    def too_late_to_begin(self, stage):
        """It may happen until a day that is over."""
        if "begins" not in stage.keys:
            return False
        spread, point = self.get(stage, "begins").split(" after ", 1)
        most = sentence.spread(spread).most
        at, moves = self.behind_spans(sentence.point(point))
        fact = self.last_recorded(at.stage) if at and at.stage else None
        if fact is None or most.unit in ("wd", "wh"):
            return False
        if fact.end is None and at.edge != "start" and ("lasts" in self.stages[at.stage].keys):
            return False
        import rules  # here alone: rules knows nothing of cases
        end = fact.end if fact.end is not None and at.edge != "start" else fact.start
        for length, sign in moves:
            end = self.zone.first_minute(later_date(self.zone.date(end), length, sign))
        return rules.wall_later(self.zone, end, most) < self.now

    def behind_spans(self, at):
        """The point, and the moves from it, that decides when an unrecorded span starts or ends."""
        moves = []
        for _ in range(len(self.stages) + 1):
            stage = self.stages.get(at.stage)
            if stage is None or not {"from", "until"} <= set(stage.keys) or self.recorded(stage.name):
                return at, moves
            at = sentence.point(self.get(stage, "from" if at.edge == "start" else "until"))
            here = []
            if at.unit:
                number = at.number - (at.unit == "day" and self.day_one and at.number > 0)
                unit = {"day": "d", "zero": "d", "week": "w", "month": "mo", "year": "y"}[at.unit]
                here.append((sentence.Length(abs(number), unit), 1 if number >= 0 else -1))
            if at.length:
                if at.length.unit not in sentence.CALENDAR:
                    return None, []
                here.append((at.length, at.sign))
            moves = here + moves
            edge = "start" if at.unit else at.edge or ("end" if at.sign > 0 else "start")
            at = at._replace(stage=self.day_zero if at.unit else at.stage, edge=edge, unit=None, number=None, length=None, sign=0)
        return None, []

    def when(self, text):
        if " and " in text and " or " in text:
            raise WrongFile("no sentence joins and with or")
        if " and " in text:
            return all(self.atom(atom.split()) for atom in text.split(" and "))
        atoms, words = [], text.split(" or ")
        # `x is a or b`: a value, not another atom
        for word in words:
            if len(word.split()) == 1:
                atoms[-1] += " or " + word
            else:
                atoms.append(word)
        return any(self.atom(atom.split()) for atom in atoms)

    def atom(self, words):
        name = words[0]
        if words[1:] == ["happened"]:
            return self.present(name)
        if words[1:] == ["did", "not", "happen"]:
            return not self.present(name)
        wanted = [word for word in words[2:] if word not in ("not", "or")]
        value = self.options[name] if name in self.options else self.outcome(name)
        return (value in wanted) != (words[2] == "not")

    # -- places

    def fitting_places(self, stage, booked=None):
        kind = self.get(stage, "at")
        if kind is None:
            return []
        if not self.centre:
            return []
        fit = [name for name, place in sorted(self.places.items())
               if place.get("kind", name) == kind and self.workflow["workflow"] in place.get("makes", [self.workflow["workflow"]])]
        if booked:
            fit = [booked]
        if not fit:
            raise WrongFile(f"no place for {stage}")
        return fit

    def place_zone(self, name):
        place = self.places[name]
        return Zone(place["zone"]) if "zone" in place else self.zone

    def doors(self, hours, place):
        """The doors of some hours, by the wall and the holidays of a place."""
        zone = self.place_zone(place) if place else self.zone
        return Doors(hours, zone, self.place_holidays.get(place, self.holidays))

    def place_doors(self, name):
        place = self.places[name]
        closed = record.dates(place.get("closed"))
        hours = sentence.hours(place["hours"])
        zone, holidays = self.place_zone(name), self.place_holidays.get(name, self.holidays)
        return Doors(hours, zone, holidays, closed)


def library_holidays(library, name, shipped):
    if name.endswith(".yaml"):
        return read.bare(read.load(shipped(name)))
    return read.bare(library.get("holidays", name))
