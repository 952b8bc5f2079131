// model: one therapy as its file says it, after base, product, centre and patient are laid over each other.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/boxed.h"
#include "model/sentence.h"

namespace v2v::model {

enum class Phase {
  referral,
  assessment,
  collection,
  manufacturing,
  bridging,
  conditioning,
  treatment,
  recovery,
  follow_up
};
enum class Kind { appointment, work, stay, restriction, event };
enum class Prefer { early, late };

std::string_view word(Phase phase);  // "follow-up"
std::string_view word(Kind kind);
std::string_view word(Checked checked);
std::string_view word(Layer layer);
std::string_view title(Phase phase);  // "Follow-up"

/// A link to a stage's start (`after`) or end (`ends-after`).
struct Link {
  Point from;
  Varied<Wait> wait;
  Origin origin;
};

struct Outcome {
  std::string id, title;
  std::vector<std::optional<double>> chances;  // 0 to 1, by visit; empty: takes the rest
  enum Then { carry_on, stop, again } then = carry_on;
  std::string again_from;
  int times = 1;
  std::optional<Spread> adds;
  Origin origin;
  Origin chance_origin, adds_origin;  // of the values alone
};

struct Begins {
  Spread spread;
  Point after;
};

struct Washout {
  std::string drug;
  Varied<Length> length;
  Origin origin;
};

struct Text {
  std::string plain;  // said without a language: en
  std::map<std::string, std::string> by_language;
  bool empty() const { return plain.empty() && by_language.empty(); }
};

struct Stage {
  std::string id, title;
  Text say;
  Phase phase = Phase::referral;
  Kind kind = Kind::appointment;
  std::vector<std::string> who;  // resolved: the first person by default, nobody for work
  Boxed<Varied<Spread>> takes, lasts;
  Boxed<Varied<Begins>> begins;
  Boxed<Varied<Point>> from, until;
  std::vector<std::string> parts;  // ids of stages, in file order; each has `whole` set
  std::string whole;
  Boxed<Varied<std::string>> at;  // a place kind
  Boxed<Varied<Hours>> hours, starts;
  std::vector<Need> needs;
  std::vector<Link> after, ends_after;
  std::vector<std::string> gates;  // stages that must have happened; "product" is already resolved by the centre
  Origin gate_origin;
  Boxed<Varied<Window>> window;
  Boxed<Varied<Placements>> falls_on;
  Boxed<Varied<Length>> give_or_take;
  Boxed<Varied<Series>> repeat;
  Boxed<Varied<Wait>> apart;
  std::vector<Washout> washouts;
  std::vector<std::string> gives;
  When when;
  Origin when_origin;
  std::optional<double> chance;  // 0 to 1; nothing: certain
  Origin chance_origin;
  std::vector<Outcome> outcomes;
  Prefer prefer = Prefer::early;
  Boxed<Varied<Window>> target;
  Boxed<Varied<Length>> notice;
  bool carer_required = false;
  Origin origin;  // of the whole stage: its key, its cite
};

struct Edition {
  std::string id, region, title;
  std::optional<Day> effective, until;  // `until` is the first day out of force
  Span where;
};

struct Source {
  std::string id, title, url, revised;
  std::optional<Day> review_by;
  Checked checked = Checked::unsaid;
  Span where;
};

struct Option {
  std::string id;
  std::vector<std::string> values;  // the first is the default
  std::string title;
  Span where;
};

/// How a rule was written, for origin, lint and `why`; the values themselves stand in the Varied that use it.
struct Rule {
  std::string id, by;
  std::vector<std::string> values;
  Origin origin;
  bool used = false;
};

struct Leaves {  // who leaves the pathway between two stages; for forecasts
  std::string from, until;
  double chance = 0;
  std::string note;
};

struct Status {
  enum Kind { base, draft, approved, retired } kind = draft;
  std::string by, hash;
  std::optional<Day> date;
  bool changed_since_approval = false;  // another hash than the approved one: reads as draft
  Span where;                           // of the approved hash
  int unread = 0;                       // of an approved one: citations of what was not read itself; reads as draft
  Span first_unread;
};
/// As every output prints it: `approved`, `draft`, `retired`, `base`; what was approved and is none: `draft (changed
/// since approval)`, `draft (approved, but not all of it was read)`.
std::string_view word(const Status& status);

struct Workflow {
  std::string id, title, indication, note;
  Status status;
  std::string day_zero;          // the stage
  bool counts_from_one = false;  // day-one: there is no Day 0
  std::vector<std::string> people{"patient"};
  std::vector<Edition> editions;
  std::vector<Source> sources;
  std::vector<Option> options;
  std::vector<Rule> rules;
  std::vector<Stage> stages;  // every stage, parts included, in file order (base first)
  std::vector<Leaves> leaves;
  std::string hash;      // of the resolved model in canonical form, hexadecimal
  std::string own_hash;  // of base and workflow alone, without centre and patient; what an approval names
  Span where;

  const Stage* stage(std::string_view id) const;
  const Option* option(std::string_view id) const;
  const Source* source(std::string_view id) const;
  const Edition* edition(std::string_view id) const;
};

}  // namespace v2v::model
