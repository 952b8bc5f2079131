#include "model/mention.h"

#include <algorithm>

namespace v2v::model {

namespace {

class Looking {
 public:
  explicit Looking(std::string_view stage) : stage_(stage) {}

  bool in(const Stage& s) const {
    const auto points = [this](const auto& links) {
      return std::any_of(links.begin(), links.end(), [this](const Link& link) {
        return at(link.from) || any(link.wait, [](const Wait&) { return false; });
      });
    };
    const auto nothing = [](const auto&) { return false; };
    const auto window = [this](const Window& w) { return (w.from && at(*w.from)) || (w.by && at(*w.by)); };
    const auto point = [this](const Point& p) { return at(p); };
    const auto days = [this](const Placements& all) {
      return std::any_of(all.begin(), all.end(), [this](const Placed& one) { return at(one.from) || at(one.to); });
    };
    return points(s.after) || points(s.ends_after) || is(s.whole) || any(s.takes, nothing) || any(s.lasts, nothing) ||
           any(s.begins, [this](const Begins& b) { return at(b.after); }) || any(s.from, point) ||
           any(s.until, point) || any(s.at, nothing) || any(s.hours, nothing) || any(s.starts, nothing) ||
           any(s.window, window) || any(s.target, window) || any(s.falls_on, days) || any(s.give_or_take, nothing) ||
           any(s.repeat, nothing) || any(s.apart, nothing) || any(s.notice, nothing) ||
           std::any_of(s.gates.begin(), s.gates.end(), [this](const auto& gate) { return is(gate); }) ||
           std::any_of(s.parts.begin(), s.parts.end(), [this](const auto& part) { return is(part); }) ||
           std::any_of(s.washouts.begin(), s.washouts.end(),
                       [&](const Washout& w) { return any(w.length, nothing); }) ||
           std::any_of(s.when.atoms.begin(), s.when.atoms.end(), [this](const Atom& a) { return is(a.subject); }) ||
           std::any_of(s.outcomes.begin(), s.outcomes.end(), [this](const Outcome& o) { return is(o.again_from); });
  }

 private:
  bool is(std::string_view id) const { return id == stage_; }
  bool at(const Point& p) const { return is(p.stage); }
  template <class T, class In>
  bool any(const Varied<T>& value, const In& in) const {
    if (value.plain) return in(value.plain->value);
    return is(value.by) ||
           std::any_of(value.cases.begin(), value.cases.end(), [&](const auto& c) { return any(c.then, in); }) ||
           (value.otherwise && any(*value.otherwise, in));
  }
  template <class T, class In>
  bool any(const Boxed<Varied<T>>& value, const In& in) const {
    return value && any(*value, in);
  }

  std::string_view stage_;
};

}  // namespace

bool mentioned(const Workflow& workflow, std::string_view stage) {
  const Looking looking(stage);
  return workflow.day_zero == stage || std::any_of(workflow.stages.begin(), workflow.stages.end(),
                                                   [&](const Stage& s) { return s.id != stage && looking.in(s); });
}

}  // namespace v2v::model
