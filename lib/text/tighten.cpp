#include <array>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

#include "model/say.h"
#include "text/decode.h"

namespace v2v::text {
namespace {

using model::Varied;

bool comparable(const model::Length& a, const model::Length& b) {
  return calendar::family(a.unit) == calendar::family(b.unit);
}
std::int64_t size(const model::Length& length) {
  return calendar::rough_minutes(length);
}

/// Least not lower, greatest not higher; what cannot be compared is not inside.
bool inside(const model::Wait& now, const model::Wait& old) {
  if (old.least && size(*old.least) > 0 &&
      (!now.least || !comparable(*now.least, *old.least) || size(*now.least) < size(*old.least)))
    return false;
  if (old.greatest &&
      (!now.greatest || !comparable(*now.greatest, *old.greatest) || size(*now.greatest) > size(*old.greatest)))
    return false;
  return true;
}

/// Days of one point and another, where both count from the same thing.
std::optional<std::int64_t> distance(const model::Point& a, const model::Point& b) {
  const auto at = [](const model::Point& p) -> std::int64_t {
    static constexpr std::int64_t days[] = {1, 7, 30, 365};
    const std::int64_t offset = p.offset ? size(*p.offset) * (p.before ? -1 : 1) : 0;
    return offset + (p.stage.empty() ? p.number * days[static_cast<int>(p.period)] * 1440 : 0);
  };
  if (a.stage != b.stage || !(a.which == b.which) || a.side != b.side) return std::nullopt;
  if (a.offset && b.offset && !comparable(*a.offset, *b.offset)) return std::nullopt;
  return at(a) - at(b);
}

bool inside(const model::Window& now, const model::Window& old) {
  if (old.from) {
    const auto later = now.from ? distance(*now.from, *old.from) : std::nullopt;
    if (!later || *later < 0) return false;
  }
  if (old.by) {
    const auto later = now.by ? distance(*now.by, *old.by) : std::nullopt;
    if (!later || *later > 0) return false;
  }
  return true;
}

/// Open minutes of a week, the last column for holidays: an hour of the new that the old is shut in lies outside.
bool inside(const model::Hours& now, const model::Hours& old) {
  if (old.always) return true;
  if (now.always) return false;
  using Week = std::array<bool, 8 * 1440>;
  const auto open = [](const model::Hours& hours) {
    auto week = std::make_unique<Week>();
    week->fill(false);
    for (const auto& shift : hours.shifts)
      for (int day = 0; day < 8; ++day) {
        if (!(day < 7 ? shift.weekdays[static_cast<std::size_t>(day)] : shift.holidays)) continue;
        const int until = shift.to > shift.from ? shift.to : shift.to + 1440;
        for (int minute = shift.from; minute < until; ++minute) {
          const bool next = minute >= 1440;
          const int column = day == 7 ? 7 : (day + (next ? 1 : 0)) % 7;
          (*week)[static_cast<std::size_t>(column * 1440 + minute % 1440)] = true;
        }
      }
    return week;
  };
  const auto now_open = open(now), old_open = open(old);
  for (std::size_t i = 0; i < now_open->size(); ++i)
    if ((*now_open)[i] && !(*old_open)[i]) return false;
  return true;
}

bool inside(const model::Length& now, const model::Length& old) {  // a washout: not shorter
  return comparable(now, old) && size(now) >= size(old);
}

/// How far a visit may stray: not further.
struct Stray {
  static bool inside(const model::Length& now, const model::Length& old) {
    return comparable(now, old) && size(now) <= size(old);
  }
};

struct Tightening {
  Reader& reader;
  const std::vector<std::string>& editions;
  using Facts = std::map<std::string, std::string>;

  /// Every pair of values that both sides give under the same facts.
  template <class T, class Inside>
  void pairs(const Varied<T>& now, const Varied<T>& old, Facts& facts, const Inside& fits) {
    if (!now.plain) return branch(now, facts, [&](const Varied<T>& v) { pairs(v, old, facts, fits); });
    if (!old.plain) return branch(old, facts, [&](const Varied<T>& v) { pairs(now, v, facts, fits); });
    if (now.plain->origin.layer == Layer::centre && !fits(now.plain->value, old.plain->value))
      reader.error("loosens-rule", now.plain->origin.where,
                   "A centre may only tighten: " + std::string(source::text_of(now.plain->origin.where)) +
                       " is not inside " + std::string(source::text_of(old.plain->origin.where)) + ".",
                   "a patient's own override may do this, with its reason",
                   {{old.plain->origin.where, "the rule of the therapy"}});
  }

  template <class T, class Each>
  void branch(const Varied<T>& varied, Facts& facts, const Each& each) {
    const auto known = facts.find(varied.by);
    const bool free = known == facts.end();
    if (!free) {
      for (const auto& c : varied.cases)
        if (c.value == known->second) return each(c.then);
      if (varied.otherwise) each(*varied.otherwise);
      return;
    }
    if (varied.by == "edition" && !editions.empty()) {
      for (const auto& edition : editions) {
        facts[varied.by] = edition;
        branch(varied, facts, each);
      }
    } else {
      for (const auto& c : varied.cases) {
        facts[varied.by] = c.value;
        each(c.then);
      }
      facts[varied.by] = "\x01";  // any other value
      if (varied.otherwise) each(*varied.otherwise);
    }
    facts.erase(varied.by);
  }

  template <class T, class Inside>
  void compare(const model::Boxed<Varied<T>>& now, const model::Boxed<Varied<T>>& old, const Inside& fits) {
    Facts facts;
    if (now && old) pairs(*now, *old, facts, fits);
  }

  void links(const std::vector<model::Link>& now, const std::vector<model::Link>& old) {
    std::map<std::string, const model::Link*> known;
    for (const auto& link : old) known[model::to_string(link.from)] = &link;
    for (const auto& link : now) {
      const auto found = known.find(model::to_string(link.from));
      Facts facts;
      if (found != known.end())
        pairs(link.wait, found->second->wait, facts, [](const auto& a, const auto& b) { return inside(a, b); });
    }
  }

  void stage(const model::Stage& now, const model::Stage& old) {
    const auto fits = [](const auto& a, const auto& b) { return inside(a, b); };
    links(now.after, old.after);
    links(now.ends_after, old.ends_after);
    compare(now.window, old.window, fits);
    compare(now.hours, old.hours, fits);
    compare(now.starts, old.starts, fits);
    compare(now.apart, old.apart, fits);
    compare(now.give_or_take, old.give_or_take, Stray::inside);
    if (now.kind == model::Kind::restriction) {  // a restriction may be longer, never shorter
      compare(now.from, old.from, [](const model::Point& a, const model::Point& b) {
        const auto later = distance(a, b);
        return later && *later <= 0;
      });
      compare(now.until, old.until, [](const model::Point& a, const model::Point& b) {
        const auto later = distance(a, b);
        return later && *later >= 0;
      });
    }
    for (const auto& washout : now.washouts)
      for (const auto& before : old.washouts)
        if (washout.drug == before.drug) {
          Facts facts;
          pairs(washout.length, before.length, facts, fits);
        }
  }
};

}  // namespace

void check_tightening(Reader& reader, const model::Workflow& before, const model::Workflow& after,
                      const std::vector<Removal>& removals, const std::vector<std::string>& editions) {
  std::unordered_map<std::string_view, const model::Stage*> known;
  for (const auto& stage : before.stages) known.emplace(stage.id, &stage);
  Tightening tightening{reader, editions};
  for (const auto& stage : after.stages)
    if (const auto old = known.find(stage.id); old != known.end()) tightening.stage(stage, *old->second);
  for (const auto& removal : removals)
    if (removal.layer == Layer::centre && !(removal.key == "title" || removal.key == "say" || removal.key == "target" ||
                                            removal.key == "needs" || removal.key == "notice"))
      reader.error("loosens-rule", removal.where,
                   "A centre may only tighten: it removes " +
                       (removal.key.empty()
                            ? removal.owner
                            : ticked(removal.point.empty() ? removal.key : removal.point) + " of " + removal.owner) +
                       ".",
                   "a patient's own override may do this, with its reason");
}

}  // namespace v2v::text
