#include "roster/together.h"

#include <algorithm>
#include <map>

#include "capacity/engine.h"

namespace v2v::roster {

namespace {

using capacity::at_least;
using capacity::at_most;
using capacity::Engine;
using capacity::Fact;
using capacity::Found;
using capacity::Time;

constexpr Time far = 1'000'000'000;

/// One free use of one patient, as the engine has it; minutes from the model's beginning.
struct Task {
  std::size_t person;  // of the people that are placed together
  int use;
  int resource, n;
  std::int32_t start, end;  // variables; the end has a least value alone
};

/// What they come to, each and together.
struct Sum : capacity::Propagator {
  std::vector<std::int32_t> parts;
  std::int32_t all = -1;
  std::vector<Fact> because;

  bool propagate(Engine& engine) override {
    Time sum = 0;
    because.clear();
    for (const std::int32_t x : parts) {
      sum += engine.least(x);
      if (const Fact fact = at_least(x, engine.least(x)); !engine.always(fact)) because.push_back(fact);
    }
    if (!engine.set(at_least(all, sum), because)) return false;
    const Time most = engine.greatest(all);
    for (const std::int32_t x : parts) {
      const Time left = most - (sum - engine.least(x));
      if (left >= engine.greatest(x)) continue;
      because.clear();
      for (const std::int32_t y : parts)
        if (const Fact fact = at_least(y, engine.least(y)); y != x && !engine.always(fact)) because.push_back(fact);
      because.push_back(at_most(all, most));
      if (!engine.set(at_most(x, left), because)) return false;
    }
    return true;
  }
};

/// One patient's network: from where its uses may begin, where they do; when they end, and what that costs.
class Course : public capacity::Propagator {
 public:
  Course(Ward& ward, std::size_t person, Tick zero) : ward_(ward), person_(person), zero_(zero) {}

  std::vector<Task> tasks;
  std::int32_t late = -1, waits = -1;
  bool missed = false;  // nothing came of some question, and it may be that something is done again

  /// Where it is the others decide; the engine only sees to it that it can be.
  bool wishes_late(const Task& task) {
    const Use& use = person().pathway().uses()[static_cast<std::size_t>(task.use)];
    return use.late || use.from_late;
  }

  bool propagate(Engine& engine) override {
    bool moved = asked_.empty();
    asked_.resize(tasks.size());
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      const Time least = engine.least(tasks[k].start);
      moved = moved || asked_[k] != least;
      asked_[k] = least;
    }
    const Pathway& pathway = person().pathway();
    if (moved) {
      question_.pins = ward_.ask_of(person()).pins;
      for (std::size_t k = 0; k < tasks.size(); ++k)
        question_.pins.push_back({start_of(pathway, k), zero_ + asked_[k], network::never, network::untagged});
      found_ = pathway.found().solver->earliest_into(labels_, question_);
    }
    because_.clear();
    for (std::size_t k = 0; k < tasks.size(); ++k)
      if (const Fact fact = at_least(tasks[k].start, asked_[k]); !engine.always(fact)) because_.push_back(fact);
    if (!found_) {
      missed = missed || pathway.may_be_done_again();
      return engine.clash(because_);
    }
    for (std::size_t k = 0; k < tasks.size(); ++k) {
      const Use& use = pathway.uses()[static_cast<std::size_t>(tasks[k].use)];
      const Tick start = labels_[pathway.visit(use).s];
      const Tick end = use.held_for ? use.held_for->least(start) : labels_[pathway.visit(use).e];
      if (!engine.set(at_least(tasks[k].start, static_cast<Time>(start - zero_)), because_) ||
          !engine.set(at_least(tasks[k].end, static_cast<Time>(end - zero_)), because_))
        return false;
    }
    Placement placement;
    placement.at = std::move(labels_);
    if (const int day = pathway.day_zero(); day >= 0) placement.day_zero = placement.at[pathway.visit(day).s];
    const timeline::Objective cost = ward_.cost(person(), placement);
    labels_ = std::move(placement.at);
    return engine.set(at_least(late, static_cast<Time>(std::min<std::int64_t>(cost.weighted_late, far))), because_) &&
           engine.set(at_least(waits, static_cast<Time>(cost.waiting)), because_);
  }

 private:
  Person& person() { return ward_.people()[person_]; }
  network::Event start_of(const Pathway& pathway, std::size_t k) const {
    return pathway.visit(pathway.uses()[static_cast<std::size_t>(tasks[k].use)]).s;
  }

  Ward& ward_;
  std::size_t person_;
  Tick zero_;
  std::vector<Time> asked_;  // from when each may begin, when the network was last asked
  bool found_ = false;
  network::Question question_;
  network::Labels labels_;
  std::vector<Fact> because_;
};

/// A use is there from its greatest start to its least end, and while what it used is made ready, in any case; what
/// that leaves, the others may have. Reasons are of one minute (Schutt, Feydy, Stuckey & Wallace 2011).
class Room : public capacity::Propagator {
 public:
  struct Stretch {
    Time from;
    int free;
    bool any;  // there is some of it, taken or not: else nothing is made ready
  };
  std::vector<Task> tasks;
  std::vector<Stretch> stretches;  // rising; the first from the beginning
  Time ready = 0;

  bool propagate(Engine& engine) override {
    draw(engine);
    for (std::size_t k = 0; k + 1 < held_.size(); ++k) {
      if (held_[k].second == 0) continue;
      for (Time t = held_[k].first; t < held_[k + 1].first; t = next_stretch(t)) {
        const Stretch& here = stretch_at(t);
        if (!here.any || held_[k].second <= here.free) continue;
        reasons(engine, std::min(next_stretch(t), held_[k + 1].first) - 1, -1);
        return engine.clash(because_);
      }
    }
    for (std::size_t j = 0; j < tasks.size(); ++j)
      if (!push(engine, j)) return false;
    return true;
  }

 private:
  /// What is there in any case: from each minute on, how many.
  void draw(const Engine& engine) {
    steps_.clear();
    for (const Task& task : tasks) {
      const Time from = engine.greatest(task.start), to = engine.least(task.end) + ready;
      if (from >= to) continue;
      steps_.emplace_back(from, task.n);
      steps_.emplace_back(to, -task.n);
    }
    std::sort(steps_.begin(), steps_.end());
    held_.assign(1, {-far, 0});
    int now = 0;
    for (const auto& [t, n] : steps_) {
      now += n;
      if (held_.back().first == t)
        held_.back().second = now;
      else
        held_.emplace_back(t, now);
    }
  }

  bool push(Engine& engine, std::size_t j) {
    const Task& task = tasks[j];
    const Time end = engine.least(task.end), last = end + ready, sure = engine.greatest(task.start);
    Time t = engine.least(task.start);
    while (t < last) {
      const auto part = std::prev(std::upper_bound(held_.begin(), held_.end(), std::pair(t, far)));
      Time next = next_stretch(t);
      if (std::next(part) != held_.end()) next = std::min(next, std::next(part)->first);
      if (t < end) next = std::min(next, end);
      const Stretch& here = stretch_at(t);
      const int others = part->second - (sure <= t && sure < last ? task.n : 0);
      const bool fits = here.any ? others + task.n <= here.free : t >= end;
      if (fits) {
        t = next;
        continue;
      }
      const Time minute = std::min(next, last) - 1;
      if (here.any)
        reasons(engine, minute, static_cast<int>(j));
      else
        because_.clear();
      because_.push_back(at_least(task.end, minute + 1 - (here.any ? ready : 0)));
      if (!engine.set(at_least(task.start, minute + 1), because_)) return false;
      t = minute + 1;
    }
    return true;
  }

  /// Of those who are there at that minute in any case, but `but`.
  void reasons(const Engine& engine, Time minute, int but) {
    because_.clear();
    for (std::size_t q = 0; q < tasks.size(); ++q) {
      if (static_cast<int>(q) == but) continue;
      if (engine.greatest(tasks[q].start) > minute || engine.least(tasks[q].end) + ready <= minute) continue;
      because_.push_back(at_most(tasks[q].start, minute));
      because_.push_back(at_least(tasks[q].end, minute + 1 - ready));
    }
  }

  std::vector<Stretch>::const_iterator after(Time t) const {
    return std::upper_bound(stretches.begin(), stretches.end(), t,
                            [](Time minute, const Stretch& one) { return minute < one.from; });
  }
  const Stretch& stretch_at(Time t) const { return *std::prev(after(t)); }
  Time next_stretch(Time t) const { return after(t) == stretches.end() ? far : after(t)->from; }

  std::vector<std::pair<Time, int>> steps_, held_;
  std::vector<Fact> because_;
};

/// So many starts in each period.
class Quota : public capacity::Propagator {
 public:
  struct Period {
    Time from, to;
    int free;
  };
  std::vector<Task> tasks;
  std::vector<Period> periods;  // rising, of all the time in which a task may begin
  std::vector<Period> shut;     // rising, the parts of them in which there is none

  bool propagate(Engine& engine) override {
    for (const Task& task : tasks)
      for (const Period& none : shut) {
        if (engine.least(task.start) < none.from || engine.least(task.start) >= none.to) continue;
        const Fact because[] = {at_least(task.start, none.from)};
        if (!engine.set(at_least(task.start, none.to), because)) return false;
      }
    sure_.assign(periods.size(), 0);
    for (const Task& task : tasks) {
      const std::size_t p = period_of(engine.least(task.start));
      if (engine.greatest(task.start) < periods[p].to) sure_[p] += task.n;
    }
    for (std::size_t p = 0; p < periods.size(); ++p)
      if (sure_[p] > periods[p].free && sure_[p] > 0) {
        reasons(engine, periods[p], -1);
        return engine.clash(because_);
      }
    for (std::size_t j = 0; j < tasks.size(); ++j) {
      const Task& task = tasks[j];
      for (std::size_t p = period_of(engine.least(task.start)); p < periods.size(); ++p) {
        if (engine.greatest(task.start) < periods[p].to || sure_[p] + task.n <= periods[p].free) break;
        reasons(engine, periods[p], static_cast<int>(j));
        because_.push_back(at_least(task.start, periods[p].from));
        if (!engine.set(at_least(task.start, periods[p].to), because_)) return false;
      }
    }
    return true;
  }

 private:
  std::size_t period_of(Time t) const {
    const auto after = std::upper_bound(periods.begin(), periods.end(), t,
                                        [](Time minute, const Period& period) { return minute < period.from; });
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, after - periods.begin())) - 1;
  }
  void reasons(const Engine& engine, const Period& period, int but) {
    because_.clear();
    for (std::size_t q = 0; q < tasks.size(); ++q) {
      const std::int32_t start = tasks[q].start;
      if (static_cast<int>(q) == but || engine.least(start) < period.from || engine.greatest(start) >= period.to)
        continue;
      because_.push_back(at_least(start, period.from));
      because_.push_back(at_most(start, period.to - 1));
    }
  }

  std::vector<int> sure_;  // by period, who begins in it in any case
  std::vector<Fact> because_;
};

class Model {
 public:
  /// The people are lifted, but what is fixed of theirs is in the stock.
  Model(Ward& ward, const std::vector<std::size_t>& people, const std::vector<Placement>& old) : zero_(network::never) {
    Tick last = network::always_before;
    for (std::size_t p = 0; p < people.size(); ++p) {
      const Pathway& pathway = ward.people()[people[p]].pathway();
      last = std::max(last, pathway.found().c.net.horizon().to);
      for (std::size_t u = 0; u < pathway.uses().size(); ++u)
        if (!pathway.uses()[u].bound)
          zero_ =
              std::min(zero_, std::min(old[p].held[u].from, pathway.found().shown[pathway.visit(pathway.uses()[u]).s]));
    }
    if (zero_ == network::never) return;
    const auto end = static_cast<Time>(std::min<Tick>(last - zero_, far / 2));
    late_.all = engine_.variable(0, far, false);
    waits_.all = engine_.variable(0, far, false);
    std::map<int, std::vector<Task>> by_resource;
    std::vector<std::int32_t> starts;
    for (std::size_t p = 0; p < people.size(); ++p) {
      auto& course = *courses_.emplace_back(std::make_unique<Course>(ward, people[p], zero_));
      const auto& uses = ward.people()[people[p]].pathway().uses();
      std::vector<std::int32_t> moves;
      for (std::size_t u = 0; u < uses.size(); ++u) {
        if (uses[u].bound) continue;
        const int resource = uses[u].resources.front();
        const std::int32_t start = engine_.variable(0, end, false);
        course.tasks.push_back({p, static_cast<int>(u), resource, uses[u].n, start, engine_.variable(0, far, false)});
        by_resource[resource].push_back(course.tasks.back());
        starts.push_back(start);
        moves.push_back(start);
      }
      late_.parts.push_back(course.late = engine_.variable(0, far, false));
      waits_.parts.push_back(course.waits = engine_.variable(0, far, false));
      engine_.add(course, moves);
    }
    engine_.decide(std::move(starts));
    for (const auto& [resource, tasks] : by_resource)
      for (const Stock::Share& share : ward.stock().shares(resource)) {
        std::vector<Task> those;
        for (const Task& task : tasks)
          if (!share.rank || ward.people()[people[task.person]].rank > *share.rank) those.push_back(task);
        if (!those.empty()) add_book(*share.book, std::move(those), end);
      }
    for (Sum* sum : {&late_, &waits_}) {
      auto all = sum->parts;
      all.push_back(sum->all);
      engine_.add(*sum, all);
    }
  }

  /// Days late first, then days waited: better than these, or nothing. `proved`: nothing is better.
  bool minimise(std::int64_t late, std::int64_t waits, std::int64_t conflicts, const std::function<bool()>& stop,
                bool& proved) {
    bool better = false;
    for (const bool second : {false, true}) {
      for (;;) {
        if (second ? waits == 0 : late == 0) break;
        std::vector<Fact> assumed{at_most(late_.all, static_cast<Time>(second ? late : late - 1))};
        if (second) assumed.push_back(at_most(waits_.all, static_cast<Time>(waits - 1)));
        const std::int64_t left = conflicts - engine_.conflicts();
        if (left <= 0) return better;
        const Found found = engine_.search(assumed, left, stop);
        if (found == Found::none_here) break;
        if (found != Found::schedule) return better;
        better = true;
        late = engine_.value(late_.all);
        waits = engine_.value(waits_.all);
        starts_.clear();
        for (const auto& course : courses_) {
          auto& mine = starts_.emplace_back();
          for (const Task& task : course->tasks)
            if (!course->wishes_late(task)) mine[task.use] = zero_ + engine_.value(task.start);
        }
      }
    }
    proved = std::none_of(courses_.begin(), courses_.end(), [](const auto& course) { return course->missed; });
    return better;
  }

  bool empty() const { return zero_ == network::never; }
  std::int64_t conflicts() const { return engine_.conflicts(); }
  const std::vector<std::map<int, Tick>>& starts() const { return starts_; }  // by person and use

 private:
  void add_book(const Book& book, std::vector<Task> tasks, Time end) {
    std::vector<std::int32_t> moves;
    for (const Task& task : tasks) moves.push_back(task.start), moves.push_back(task.end);
    if (book.quota()) {
      auto& quota = *quotas_.emplace_back(std::make_unique<Quota>());
      const auto minute = [&](Tick t) {
        return static_cast<Time>(std::clamp<Tick>(t == never ? far : t - zero_, -far, far));
      };
      for (Tick t = zero_; t <= zero_ + end;) {
        const auto [from, to] = book.period(t);
        int most = 0;
        for (Tick part = t; part < to; part = book.next_change(part)) {
          most = std::max(most, book.amount(part));
          if (book.amount(part) > 0) continue;
          const Tick begin = part == t ? from : part;
          quota.shut.push_back({minute(begin), minute(std::min(to, book.next_change(part))), 0});
        }
        quota.periods.push_back({minute(from), minute(to), std::max(0, most - book.used(t))});
        if (to >= never) break;
        t = to;
      }
      quota.tasks = std::move(tasks);
      engine_.add(quota, moves);
      return;
    }
    auto& room = *rooms_.emplace_back(std::make_unique<Room>());
    room.ready = static_cast<Time>(book.make_ready());
    for (Tick t = zero_; t < zero_ + far; t = book.next_change(t))
      room.stretches.push_back({t == zero_ ? -far : static_cast<Time>(t - zero_),
                                std::max(0, book.amount(t) - book.used(t)), book.amount(t) > 0});
    room.tasks = std::move(tasks);
    engine_.add(room, moves);
  }

  Tick zero_;
  Engine engine_;
  std::vector<std::unique_ptr<Course>> courses_;
  std::vector<std::unique_ptr<Room>> rooms_;
  std::vector<std::unique_ptr<Quota>> quotas_;
  Sum late_, waits_;
  std::vector<std::map<int, Tick>> starts_;
};

}  // namespace

bool suits_together(const Ward& ward, std::size_t k) {
  const Person& person = ward.people()[k];
  if (!person.at || person.forced || !person.stays.empty() || person.ways.size() != 1 || !person.way().held.empty())
    return false;
  const auto& uses = person.pathway().uses();
  return std::all_of(uses.begin(), uses.end(), [&](const Use& use) {
    if (use.bound)
      return std::none_of(uses.begin(), uses.end(), [&](const Use& other) {
        return !other.bound && std::count(use.resources.begin(), use.resources.end(), other.resources.front()) > 0;
      });
    const Held& held = person.at->held[static_cast<std::size_t>(&use - uses.data())];
    return !use.expected && held.from < held.to && use.resources.size() == 1 &&
           ward.stock().keeps_by_number(use.resources.front()) &&
           (!use.booked || ward.stock().shares(use.resources.front()).size() == 1);
  });
}

Together place_together(Ward& ward, const std::vector<std::size_t>& people, std::int64_t conflicts,
                        const std::function<bool()>& stop) {
  Together out;
  const timeline::Objective before = ward.total();
  std::vector<Placement> old;
  std::vector<std::pair<Held, std::size_t>> fixed;
  std::int64_t late = 0, waits = 0;
  for (const std::size_t k : people) {
    const auto cost = ward.cost(ward.people()[k]);
    late += cost.weighted_late;
    waits += cost.waiting;
    old.push_back(ward.lift(k));
    const auto& uses = ward.people()[k].pathway().uses();
    for (std::size_t u = 0; u < uses.size(); ++u)
      if (uses[u].bound) fixed.emplace_back(old.back().held[u], ward.people()[k].rank);
  }
  for (const auto& [held, rank] : fixed) ward.stock().take(held, rank);
  Model model(ward, people, old);
  const bool better = !model.empty() && late < far && model.minimise(late, waits, conflicts, stop, out.proved);
  for (const auto& [held, rank] : fixed) ward.stock().give(held, rank);
  out.conflicts = model.conflicts();
  std::size_t put = 0;
  for (; better && put < people.size(); ++put) {
    const std::size_t k = people[put];
    auto ask = ward.ask_of(ward.people()[k]);
    ask.from = model.starts()[put];
    auto placement = ward.people()[k].pathway().place(ward.stock(), ask);
    if (!placement) break;
    ward.put(k, std::move(*placement));
  }
  out.better = better && put == people.size() && ward.total() < before;
  if (out.better) return out;
  if (better) out.proved = false;  // the engine's places are not the ward's
  for (std::size_t p = 0; p < put; ++p) ward.lift(people[p]);
  for (std::size_t p = 0; p < people.size(); ++p) ward.put(people[p], std::move(old[p]));
  return out;
}

}  // namespace v2v::roster
