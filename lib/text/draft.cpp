#include "text/draft.h"

#include <fmt/format.h>

namespace v2v::text {
namespace {

constexpr std::string_view whole = R"(workflow: {id}
title: {id}  # what people call it
indication: to be said  # the illness that it is for
status: draft
day-zero: infusion

# Rule sets: one a label and region. `effective` is the first day in force, `until` the first day out of force.
editions:
  first: {{region: us, title: The label of today}}

# What is cited. `checked` says how far it was followed back: read, digest (a copy or summary) or memory.
sources:
  label: {{title: "The label, not yet read", review-by: 2030-12-31, checked: memory}}
  planning: {{title: "Our own planning default", checked: memory}}

# Choices made for each patient; the first is the default.
options:
  setting: [inpatient, outpatient]

# Values that have a name, or that vary by edition, by an option or by how a stage ended.
rules:
  treatment-place: {{by: setting, inpatient: ward, outpatient: day-unit, cite: planning}}
  near-centre-time: {{first: 4w, otherwise: 4w, cite: label 5}}

# Every wait, length and chance cites its source: at its value, or once for its stage.
stages:
  referral:
    title: Referral received
    phase: referral
    kind: work
    cite: planning
  consent:
    title: Consent
    phase: assessment
    takes: 1h
    at: clinic
    after: referral
    cite: planning
    say: We explain the treatment. You can ask anything. Then we ask if you agree to it.
  collection:
    title: Cells are collected
    phase: collection
    takes: 4h
    at: apheresis-unit
    after: consent
    notice: 1w  # how long ahead its date is fixed and told
    cite: planning
    say: A machine takes some cells out of your blood and gives the rest back.
  manufacturing:
    title: Cells are made into the product
    phase: manufacturing
    kind: work
    at: manufacturer
    lasts: 3w to 5w likely 4w  # a length that is not ours to choose
    after: collection
    cite: label 2.2
  release:
    title: Quality release
    phase: manufacturing
    kind: work
    after: manufacturing
    cite: planning
  conditioning:
    title: Chemotherapy before the infusion
    phase: conditioning
    takes: 3h
    at: day-unit
    gate: release  # it cannot happen before this has
    falls-on: every day from day -5 to day -3
    after: release
    cite: label 2.2
    say: Chemotherapy by a drip. It makes room for your new cells.
  infusion:
    title: Infusion
    phase: treatment
    takes: 1h
    at: treatment-place
    after: {{conditioning: 2d to 14d}}
    notice: 1w
    cite: label 2.3
    say: Your cells are given to you by a drip. This day is called Day 0.
  daily-visits:
    title: Daily check
    phase: recovery
    takes: 1h
    at: day-unit
    falls-on: every day from day 1 to day 7
    cite: label 5
    say: We see you each day to check that you are well.
  near-centre:
    title: Stay near the hospital
    phase: recovery
    kind: restriction
    from: infusion
    until: near-centre-time after infusion
    cite: label 5
    say: You stay close to the hospital, so that you can come at once.
  month-visits:
    title: Monthly visit
    phase: follow-up
    takes: 30min
    at: clinic
    falls-on: every month from month 1 to month 6
    give-or-take: 7d
    cite: planning
    say: We see you once a month to check that you are well.

# What you know must come out. Write these before you trust the file; one on the last allowed day, and one a day past it.
checks:
  - note: The days of the label
    given: {{booked: {{infusion: 2030-03-13}}}}
    expect:
      conditioning first: 2030-03-08
      daily-visits last: 2030-03-20
      near-centre end: 2030-04-10
  - note: A day too late for the chemotherapy that was given
    given:
      happened: {{conditioning: [2030-03-08, 2030-03-09, 2030-03-10]}}
      booked: {{infusion: 2030-03-25}}
    expect: {{infusion: clash}}
)";

constexpr std::string_view changing = R"(workflow: {id}
title: {id}  # what people call it
indication: to be said  # the illness that it is for
based-on: {base}
status: draft
{zero}
# Rule sets: one a label and region. `effective` is the first day in force, `until` the first day out of force.
# editions:
#   us: {{region: us, title: The US label}}

# What is cited. `checked` says how far it was followed back: read, digest (a copy or summary) or memory.
sources:
  label: {{title: "The label, not yet read", review-by: 2030-12-31, checked: memory}}

# Write only what differs, and cite each value; `v2v show {id} --origin` says what comes from where. As in
#   stages:
#     {stage}: {{after: {{STAGE: {{is: 2d to 14d, cite: label 2.2}}}}}}
# A later value wins key by key; `STAGE: remove` takes a stage away.
{known}
stages:
  {stage}: {{{said}}}

# What you know must come out. Write these before you trust the file; one on the last allowed day, and one a day past it.
checks:
  - given: {{booked: {{{stage}: 2030-03-13}}}}
    expect: {{{stage}: 2030-03-13}}
)";

/// Lines of a comment, none much wider than a screen.
std::string listed(std::string_view what, const std::vector<std::string>& ids) {
  if (ids.empty()) return "";
  std::string out, line = fmt::format("# {}:", what);
  for (const auto& id : ids) {
    if (line.size() + id.size() + 2 > 110) {
      out += line + "\n";
      line = "#  ";
    }
    line += " " + id;
  }
  return out + line + "\n";
}

}  // namespace

std::string draft_of(const std::string& id) {
  return fmt::format(whole, fmt::arg("id", id));
}

std::string draft_based_on(const std::string& id, const std::string& base, const std::string& day_zero,
                           const std::vector<std::string>& stages, const std::vector<std::string>& rules) {
  std::string known = listed("Stages of the base", stages) + listed("Rules of the base", rules);
  if (!known.empty()) known.pop_back();
  const bool counts = !day_zero.empty();
  const std::string after = stages.empty() ? "" : "after: " + stages.back() + ", ";
  const std::string said = counts ? "note: To be said"
                                  : "title: Infusion, phase: treatment, takes: 1h, at: ward, " + after +
                                        "cite: label, say: The cells are given. This day is called Day 0.";
  return fmt::format(changing, fmt::arg("id", id), fmt::arg("base", base),
                     fmt::arg("stage", counts ? day_zero : "infusion"), fmt::arg("said", said),
                     fmt::arg("zero", counts ? "" : "day-zero: infusion  # the stage whose first visit is on Day 0\n"),
                     fmt::arg("known", known));
}

}  // namespace v2v::text
