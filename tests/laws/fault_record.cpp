// Faults in what is recorded and told: facts, bookings, gates, day numbers, slack, breaches.
#include "fault.h"

namespace v2v::laws {

std::vector<Fault> faults_of_record() {
  return {
      {"a booking moved", Rule::booked,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return e.state == State::booked && e.start && e.end; });
         if (!one) return false;
         s.move(*one, *one->start + (one->date_only ? 24 * 60 : 1), "off its booking");
         return true;
       }},
      {"a booking forgotten", Rule::booked,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return e.state == State::booked; });
         if (!one) return false;
         one->state = State::planned;
         s.told = one->id + " shown as if it were not booked";
         return true;
       }},
      {"a fact moved", Rule::happened,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto* fact = fact_of(s, s.what.patient.happened, e);
           return e.state == State::happened && e.start && e.end && fact;
         });
         if (!one) return false;
         const bool hour = fact_of(s, s.what.patient.happened, *one)->from.minute.has_value();
         s.move(*one, *one->start + (hour ? 1 : 26 * 60) * (s.random.chance(50) ? 1 : -1), "off its record");
         return true;
       }},
      {"a fact forgotten", Rule::happened,
       [](Spoiled& s) {
         Entry* one = s.pick(
             [&](const Entry& e) { return e.state == State::happened && fact_of(s, s.what.patient.happened, e); });
         if (!one) return false;
         s.told = one->id + " happened and is left out or shown as planned";
         if (s.random.chance(50))
           one->state = State::planned;
         else
           s.plan.entries.erase(s.plan.entries.begin() + (one - s.plan.entries.data()));
         return true;
       }},
      {"happened without a record", Rule::happened,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_own(e); });
         if (!one) return false;
         one->state = State::happened;
         s.told = one->id + " shown as happened";
         return true;
       }},
      {"before today", Rule::today,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_own(e); });
         if (!one) return false;
         s.move(*one, s.zone().start_of(s.good.settings.today) + -1, "a minute before today");
         return true;
       }},
      {"firm before its gate", Rule::gate,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           return s.is_planned(e) && std::any_of(s.plan.gates.begin(), s.plan.gates.end(), [&](const auto& g) {
                    return g.stage == e.id && !g.open && alone(s, g.gate);
                  });
         });
         if (!one) return false;
         one->firmness = timeline::Firmness::firm;
         s.told = one->id + " firm though its gate is shut";
         return true;
       }},
      {"a gate said to be open", Rule::gate,
       [](Spoiled& s) {
         for (auto& gate : s.plan.gates) {
           const Entry *stage = only(s, gate.stage), *of = only(s, gate.gate);
           if (!stage || !of || !s.is_planned(*stage)) continue;
           gate.open = !gate.open;
           s.told = fmt::format("the gate {} of {} turned", gate.gate, gate.stage);
           return true;
         }
         return false;
       }},
      {"before its gate", Rule::gate,
       [](Spoiled& s) {
         for (const auto& gate : s.plan.gates) {
           Entry *stage = only(s, gate.stage), *of = only(s, gate.gate);
           if (!stage || !of || !s.is_own(*stage) || !of->end || day_alone(*of)) continue;
           s.move(*stage, *of->end + -1, "a minute before its gate");
           return true;
         }
         return false;
       }},
      {"planned though the file is closed", Rule::closed,
       [](Spoiled& s) {
         if (!s.planned() || s.what.patient.closed) return false;
         s.what.patient.closed = model::Closed{s.good.settings.today, "withdrew", {}};
         s.told = "the file is closed";
         return true;
       }},
      {"a wrong day number", Rule::day_number,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return e.day.has_value(); });
         if (!one) return false;
         one->day = *one->day + (s.random.chance(50) ? 1 : -1);
         s.told = one->id + " a day off";
         return true;
       }},
      {"a wrong Day 0", Rule::day_number,
       [](Spoiled& s) {
         if (!s.plan.day_zero) return false;
         s.plan.day_zero = *s.plan.day_zero + 1;
         s.told = "Day 0 a day off";
         return true;
       }},
      {"an earliest after it", Rule::slack,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_planned(e) && e.earliest; });
         if (!one) return false;
         one->earliest = *one->start + 1;
         s.told = one->id + " earlier than its earliest";
         return true;
       }},
      {"a latest before it", Rule::slack,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_planned(e) && e.latest; });
         if (!one) return false;
         one->latest = *one->start + -1;
         s.told = one->id + " later than its latest";
         return true;
       }},
      {"a latest in the night", Rule::slack,
       [](Spoiled& s) {
         Spoiled probe(s.good, s.random);
         if (!outside_hours(probe)) return false;
         for (std::size_t k = 0; k < s.plan.entries.size(); ++k)
           if (probe.plan.entries[k].start != s.plan.entries[k].start) {
             Entry& e = s.plan.entries[k];
             if (!e.earliest || !e.latest) return false;
             const auto night = place_of(s, e)->zone.instant({place_of(s, e)->zone.wall(*e.latest).day + 1, 180});
             e.latest = night;
             if (e.slack_minutes) e.slack_minutes = e.latest->minutes - e.earliest->minutes;
             s.told = e.id + " may be as late as in the night";
             return true;
           }
         return false;
       }},
      {"a wrong slack", Rule::slack,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_planned(e) && e.slack_minutes; });
         if (!one) return false;
         ++*one->slack_minutes;
         s.told = one->id + " has a minute of slack too many";
         return true;
       }},
      {"wrongly critical", Rule::slack,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_planned(e) && e.slack_working_minutes; });
         if (!one) return false;
         one->critical = !one->critical;
         s.told = one->id + " critical or not";
         return true;
       }},
      {"a breach not told", Rule::breach,
       [](Spoiled& s) {
         if (s.plan.breaches.empty()) return false;
         s.told = s.plan.breaches.front().text + " not told";
         const auto where = s.plan.breaches.front().where;
         std::erase_if(s.plan.breaches, [&](const auto& b) { return b.where == where; });
         return true;
       }},
      {"a breach that is none", Rule::breach,
       [](Spoiled& s) {
         s.plan.breaches.push_back({"nothing is broken here", s.what.workflow.where, 1});
         s.told = "a breach made up";
         return true;
       }},

  };
}

}  // namespace v2v::laws
