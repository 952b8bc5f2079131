// forecast: one case -> the pathways that it may turn out to be: as planned, and what each other outcome makes of it.
#pragma once
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "forecast/policy.h"
#include "plan/otherwise.h"
#include "plan/search.h"

namespace v2v::forecast {

/// What is asked for a date: the first visit ahead of an attempt of a stage.
struct Row {
  int stage = 0, attempt = 1;
  auto operator<=>(const Row&) const = default;
};

/// Each branch is compiled once, as a case of its own in which these answers are known; nothing of it hangs on who asks
/// first. Bookings that a branch cannot keep are left out of it; the policy gives them up as it must. Places are chosen
/// anew in each.
class CaseBranches : public Branches {
 public:
  /// `base` is the plan as it is assumed; the case and the almanac outlive this.
  CaseBranches(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac, plan::Found base);
  ~CaseBranches() override;

  /// It is known that the visit of this stage which is open in the plan has lasted longer than so much.
  enum class Given { taken, not_open, past_its_end };
  Given longer_than(const std::string& stage, const calendar::Length& length);

  const Pathway& assumed();
  const Pathway* where(const Answers& answers) override;
  std::optional<std::pair<int, int>> again(const Answers& answers, const std::vector<network::Tag>& clash) override;

  Row row(int id) const;
  int row_id(const Row& row) const;  // -1: never seen
  int told_id(int stage, int attempt, int number) const;
  const plan::Found& base() const;
  std::string words(const Answers& answers) const;
  /// What a plan that knows these answers is asked with; not what grew too old and is done again.
  plan::Settings settings_of(const Answers& answers) const;

  std::vector<std::string> drawn;       // what is drawn, in words
  std::vector<std::string> left_as_is;  // what stays as it is assumed, and why

 private:
  struct Known;  // one branch
  enum Kind { row_kind, start_kind, length_kind, begins_kind, ends_kind, comes_kind, again_kind };
  using Thing = std::tuple<int, int, int, int>;  // kind, stage, attempt or 0, number
  struct Asked {                                 // by the id of an Ask
    int stage = 0, attempt = 1, visit = 0;       // visit 0: whether it happens
    std::vector<std::string> outcomes;
    std::optional<plan::Retry> retry = {};  // what is too old is done again: 0 with another one, 1 by itself
  };

  Known& known(const Answers& answers);
  std::vector<plan::Retry> retries_of(const Answers& answers);
  std::unique_ptr<Known> make(const Answers& answers);
  void take(Known& known, const plan::Settings& settings, bool tell);
  void take_lengths(Known& known, bool tell);
  void take_visits(Known& known);
  void take_asks(Known& known, const plan::Settings& settings, bool tell);
  void ask_whether(Known& known, const plan::Otherwise& one, bool tell);
  void ask_how(Known& known, const plan::Otherwise& one, bool tell);
  int id(Kind kind, int stage, int attempt, int number);
  Variable variable(Kind kind, int stage, int attempt, int number) const;
  const model::Stage& stage(int s) const { return what_.workflow.stages[static_cast<std::size_t>(s)]; }

  const model::Case& what_;
  plan::Settings settings_;
  plan::Almanac& almanac_;
  mutable std::mutex mutex_;
  std::vector<std::map<Thing, int>> ids_;  // by kind: rows, starts, lengths, asks
  std::vector<Asked> asked_;
  std::map<int, std::int64_t> longer_;  // length: what is known of it beside the file
  std::map<Answers, std::unique_ptr<Known>> known_;
};

}  // namespace v2v::forecast
