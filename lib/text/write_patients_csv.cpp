#include <algorithm>
#include <set>

#include "model/say.h"
#include "source/csv.h"
#include "text/patients_csv.h"
#include "text/sentence.h"

namespace v2v::text {
namespace {

/// A moment as a file says it: in the zone in which it was written, and with that zone's offset where it is asked for,
/// which a wall time that occurs twice needs.
std::string written(const model::Moment& moment, const calendar::Zone& centre, bool day, bool offset) {
  if (!moment.minute) return calendar::to_string(moment.day);
  const auto zone = moment.zone.empty() ? centre : calendar::Zone::load(moment.zone).value_or(centre);
  const auto wall = zone.wall(moment.instant);
  std::string text = (day ? calendar::to_string(wall.day) + " " : "") + calendar::clock(wall.minute);
  if (!moment.zone.empty() && day) text += " " + moment.zone;
  if (!offset) return text;
  const int minutes = zone.offset_minutes(moment.instant);
  return text + (minutes < 0 ? " -" : " +") + calendar::clock(std::abs(minutes));
}

/// WHEN in the shortest words that are read as the same times.
std::string written(const model::Moment& from, const std::optional<model::Moment>& to, const calendar::Zone& centre) {
  const auto same = [](const model::Moment& a, const model::Moment& b) {
    return a.day == b.day && a.minute == b.minute && a.zone == b.zone && a.instant == b.instant;
  };
  std::string text;
  for (int words = 0; words < 4; ++words) {
    const bool offset = words / 2 == 1, short_end = words % 2 == 0 && to && to->day == from.day;
    text = written(from, centre, true, offset);
    if (to) text += " to " + written(*to, centre, !short_end, offset);
    std::string why;
    const auto read = parse_times(text, centre, why);
    if (read && same(read->from, from) && read->to.has_value() == to.has_value() && (!to || same(*read->to, *to)))
      return text;
  }
  return text;
}

std::string written(const model::Absence& absence, const calendar::Zone& zone) {
  const auto from = zone.wall(absence.from), to = zone.wall(absence.to);
  if (from.day < to.day && absence.from == zone.start_of(from.day) && absence.to == zone.start_of(to.day))
    return calendar::to_string(from.day) + (to.day == from.day + 1 ? "" : " to " + calendar::to_string(to.day - 1));
  const auto moment = [](const calendar::Wall& wall, calendar::Instant at) {
    return model::Moment{wall.day, wall.minute, "", at};
  };
  return written(moment(from, absence.from), moment(to, absence.to), zone);
}

std::string written(const model::DateWindow& window) {
  if (!window.by) return "from " + calendar::to_string(*window.from);
  if (!window.from) return "by " + calendar::to_string(*window.by);
  return calendar::to_string(*window.from) + " to " + calendar::to_string(*window.by);
}

std::string written(const model::LastDose& dose) {
  return dose.kind == model::LastDose::never     ? "never"
         : dose.kind == model::LastDose::ongoing ? "ongoing"
                                                 : calendar::to_string(dose.day);
}

/// Where a column stands: by its group, then by the stages of the workflows in their order, then by its name.
struct Place {
  int group = 0;
  std::size_t stage = 0;
  std::string name;
  auto operator<=>(const Place&) const = default;
};

class Writer {
 public:
  explicit Writer(const model::Programme& programme) : programme_(programme) {
    for (const char* name : {"patient", "workflow", "edition", "priority", "language"})
      column(0, columns_.size(), name);
    for (const auto& one : programme.cases)
      for (const auto& stage : one.workflow.stages) stages_.emplace(stage.id, stages_.size());
  }

  PatientsCsv run() {
    std::vector<std::map<Place, std::string>> rows;
    for (const auto& one : programme_.cases) {
      row_ = {};
      patient(one);
      rows.push_back(std::move(row_));
    }
    std::string& out = answer_.text;
    line(out, columns_, [](const Place& place) { return place.name; });
    for (const auto& row : rows)
      line(out, columns_, [&](const Place& place) {
        const auto cell = row.find(place);
        return cell == row.end() ? std::string() : cell->second;
      });
    return std::move(answer_);
  }

 private:
  enum Group { plain, options, doses, targets, happened, booked, held, last };

  template <class Text>
  static void line(std::string& out, const std::set<Place>& columns, Text text) {
    for (auto at = columns.begin(); at != columns.end(); ++at) {
      if (at != columns.begin()) out += ',';
      out += source::csv_cell(text(*at));
    }
    out += "\r\n";
  }

  Place column(int group, std::size_t stage, const std::string& name) {
    return *columns_.insert({group, stage, name}).first;
  }
  /// False where the cell is taken: a file may say one point in two ways.
  bool put(int group, std::size_t stage, const std::string& name, const std::string& text) {
    return text.empty() || row_.emplace(column(group, stage, name), text).second;
  }
  void put_plain(const std::string& name, const std::string& text) {
    for (const auto& place : columns_)
      if (place.group == plain && place.name == name && !text.empty()) row_.emplace(place, text);
  }
  void leave(Span where, const std::string& what) {
    answer_.left_out.push_back({where, row_id_ + ": " + what + " has no column"});
  }

  void patient(const model::Case& one) {
    const auto& who = one.patient;
    row_id_ = who.id;
    put_plain("patient", who.id);
    put_plain("workflow", who.workflow);
    put_plain("edition", who.edition);
    put_plain("priority", who.priority);
    if (!who.people.empty()) put_plain("language", who.people.front().language);
    for (const auto& option : who.options_said) put(options, 0, "option." + option, who.options.at(option));
    const auto zone = one.centre ? one.centre->zone : calendar::Zone::utc();
    if (!who.people.empty()) treated(who.people.front(), zone);
    for (const auto& target : who.targets)
      put(targets, stages_[target.stage], "target." + target.stage, written(target));
    facts(who.happened, happened, "happened.", zone);
    facts(who.booked, booked, "booked.", zone);
    facts(who.held, held, "held.", zone);
    if (who.closed) {
      put(last, 0, "closed", calendar::to_string(who.closed->date));
      put(last, 1, "closed-reason", who.closed->reason);
    }
    rest(one);
  }

  void treated(const model::Person& person, const calendar::Zone& zone) {
    for (const auto& dose : person.last_doses) put(doses, 0, "last-dose." + dose.drug, written(dose));
    std::string all;
    for (const auto& absence : person.absences) all += (all.empty() ? "" : "; ") + written(absence, zone);
    put(last, 2, "not-available", all);
    if (!person.pseudonym.empty()) leave(programme_.where, "the pseudonym of the " + person.id);
  }

  void facts(const std::vector<model::Fact>& list, int group, const std::string& before, const calendar::Zone& zone) {
    for (const auto& fact : list) {
      const std::string name = before + model::to_string(fact.point);
      if (!put(group, stages_[fact.point.stage], name, written(fact.from, fact.to, zone)))
        leave(fact.where, "a second `" + name + "`");
      if (!fact.outcome.empty()) leave(fact.where, "the outcome " + fact.outcome + " of `" + name + "`");
      if (!fact.place.empty()) leave(fact.where, "the place " + fact.place + " of `" + name + "`");
      if (!fact.because.empty()) leave(fact.where, "the reason " + fact.because + " of `" + name + "`");
    }
  }

  void rest(const model::Case& one) {
    const auto& who = one.patient;
    for (const auto& window : who.windows) leave(window.where, "the window " + written(window) + " of " + window.stage);
    for (const auto& fact : who.cancelled) leave(fact.where, "the cancelled " + model::to_string(fact.point));
    for (const auto& departure : one.departures) leave(departure.where, "the override `" + departure.text + "`");
    for (const auto& [stage, outcome] : who.assume) leave(who.where, "the assumption `" + stage + ": " + outcome + "`");
    for (const auto& [from, to] : who.carers)
      leave(who.where, "a carer from " + calendar::to_string(from) + " to " + calendar::to_string(to));
    if (who.carers_said && who.carers.empty()) leave(who.where, "that there is no carer");
    if (!who.planned_with.hash.empty()) leave(who.where, "what the patient was planned with");
    for (std::size_t k = 1; k < who.people.size(); ++k) {
      const auto& person = who.people[k];
      if (!person.pseudonym.empty() || !person.language.empty() || !person.absences.empty() ||
          !person.last_doses.empty())
        leave(who.where, "what is said of the " + person.id);
    }
  }

  const model::Programme& programme_;
  std::map<std::string, std::size_t> stages_;
  std::set<Place> columns_;
  std::map<Place, std::string> row_;
  std::string row_id_;
  PatientsCsv answer_;
};

}  // namespace

PatientsCsv patients_csv(const model::Programme& programme) {
  return Writer(programme).run();
}

}  // namespace v2v::text
