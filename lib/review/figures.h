// review: every figure of a workflow one by one, as a person would look it up in its source: what it is called, what it
// says under which facts, and what cites it. Lists count them, reviews lay two files' figures beside each other.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/workflow.h"

namespace v2v::review {

/// One thing that a value says: the least of a wait, the last of some days, how many.
struct Measure {
  std::string name;   // "least wait from approval to leukapheresis"
  std::string whole;  // as it is called where least and greatest are one and change as one: "wait from ... to ..."
  std::string text;   // "14d"
  enum Kind { words, length, moment, number, share } kind = words;
  std::optional<model::Length> amount;  // of lengths and moments; a moment before its anchor counts below 0
  double n = 0;                         // of numbers and shares (0 to 1)
  std::string anchor;                   // two amounts are compared where these are the same
};

/// What a figure says under some facts.
struct Held {
  std::vector<Measure> measures;
  const model::Origin* origin = nullptr;
  std::optional<model::Cite> cite;
};

/// Edition, values of options, outcomes of stages, by what the rules call them.
using Facts = std::map<std::string, std::string>;

struct Figure {
  std::string stage;  // id; empty: of the workflow as a whole
  std::string key;    // as the file writes it: after, takes, chance
  std::string of;     // of a link its point, of a washout its drug, of an outcome its id, of a need its resources
  std::string rule;   // that chooses it; empty: none
  bool cited = true;  // a figure that a source is asked for: no words, people or places
  std::set<std::string> by;  // the facts that it hangs on
  std::function<std::optional<Held>(const Facts&)> under;
  std::vector<Held> all;  // under whatever facts
};

/// In the order of the file. Points into the workflow, which outlives them. O(figures).
std::vector<Figure> figures_of(const model::Workflow& workflow);

/// How the citation was checked: what it says itself, else what its source says.
model::Checked standing(const model::Workflow& workflow, const std::optional<model::Cite>& cite);

}  // namespace v2v::review
