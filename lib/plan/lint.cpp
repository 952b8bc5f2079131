// plan: what stands out in the files though it is no error.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/say.h"
#include "plan/compile.h"
#include "plan/plan_with.h"

namespace v2v::plan {
namespace {

using model::Stage;

class Lint {
 public:
  Lint(const model::Case& what, calendar::Day today) : what_(what), today_(today) {}

  source::Diagnostics run() {
    approval();
    sources();
    for (const Stage& stage : what_.workflow.stages) {
      citations(stage);
      words(stage);
    }
    unreachable();
    idle_waits();
    return std::move(out_);
  }

 private:
  void warn(std::string code, source::Span where, std::string text, std::string hint = {}) {
    out_.push_back({std::move(code), source::Severity::warning, where, std::move(text), {}, std::move(hint)});
  }

  void approval() {
    const model::Status& status = what_.workflow.status;
    if (status.changed_since_approval)
      warn("changed-since-approval", status.where,
           fmt::format("{} has approved other rules than these, which are {}: read as a draft", status.by,
                       what_.workflow.own_hash),
           "who approves these rules writes their hash here, with name and date");
    if (status.unread == 0) return;
    warn("approved-unread", status.where,
         fmt::format("{} has approved rules with {} seen in a digest or recalled, not read: read as a draft", status.by,
                     status.unread == 1 ? "1 citation" : fmt::format("{} citations", status.unread)),
         "whoever has read a source says so there: `checked: read`, with `revised` and `review-by`");
    out_.back().notes.push_back({status.first_unread, "the first of them"});
  }

  void sources() {
    for (const model::Source& source : what_.workflow.sources)
      if (source.review_by && *source.review_by < today_)
        warn("source-past-review", source.where,
             fmt::format("{} was due for review by {}", source.id, calendar::to_string(*source.review_by)));
  }

  template <class T>
  void cite_needed(const Stage& stage, const model::Varied<T>& varied, const model::Origin& around,
                   std::string_view what) {
    if (stage.origin.cite || around.cite || varied.origin.cite) return;
    if (varied.plain && !varied.plain->origin.cite && varied.plain->origin.layer != model::Layer::centre &&
        varied.plain->origin.layer != model::Layer::patient)
      warn("uncited", varied.plain->origin.where, fmt::format("{}: {} without a citation", stage.id, what),
           "add cite: SOURCE SECTION to the value, the link or the stage");
    for (const auto& c : varied.cases) cite_needed(stage, c.then, around, what);
    if (varied.otherwise) cite_needed(stage, *varied.otherwise, around, what);
  }

  void citations(const Stage& stage) {
    for (const auto* links : {&stage.after, &stage.ends_after})
      for (const model::Link& link : *links) {
        const bool any = link.wait.plain && link.wait.plain->value == model::Wait{};
        if (!any) cite_needed(stage, link.wait, link.origin, "a wait");
      }
    if (stage.takes) cite_needed(stage, *stage.takes, stage.origin, "a length");
    if (stage.lasts) cite_needed(stage, *stage.lasts, stage.origin, "a length");
    if (stage.falls_on) cite_needed(stage, *stage.falls_on, stage.origin, "named days");
    if (stage.window) cite_needed(stage, *stage.window, stage.origin, "a window");
    for (const auto& washout : stage.washouts)
      if (!washout.origin.cite) cite_needed(stage, washout.length, washout.origin, "a washout");
    if (stage.chance && !stage.origin.cite)
      warn("uncited", stage.origin.where, fmt::format("{}: a chance without a citation", stage.id));
    for (const auto& outcome : stage.outcomes)
      if (!outcome.chances.empty() && !outcome.origin.cite && !stage.origin.cite)
        warn("uncited", outcome.origin.where,
             fmt::format("{}: the chance of {} without a citation", stage.id, outcome.id));
  }

  void words(const Stage& stage) {
    const bool attended = stage.kind != model::Kind::work && stage.kind != model::Kind::event && stage.parts.empty() &&
                          !stage.begins;  // what may happen has no words beforehand
    if (attended && stage.say.empty() && what_.workflow.status.kind != model::Status::base)
      warn("no-words", stage.origin.where, fmt::format("{} has no words for the patient", stage.id),
           "add say: in plain words");
  }

  // Nothing leads to it and it leads nowhere: its date would always be today.
  void unreachable() {
    std::set<std::string> named;
    const auto name = [&](const model::Point& p) { named.insert(p.stage); };
    const auto name_all = [&](const auto& varied, const auto& self) -> void {
      if (varied.plain) name(varied.plain->value);
      for (const auto& c : varied.cases) self(c.then, self);
      if (varied.otherwise) self(*varied.otherwise, self);
    };
    for (const Stage& stage : what_.workflow.stages) {
      for (const auto* links : {&stage.after, &stage.ends_after})
        for (const model::Link& link : *links) name(link.from);
      for (const std::string& gate : stage.gates) named.insert(gate);
      if (stage.from) name_all(*stage.from, name_all);
      if (stage.until) name_all(*stage.until, name_all);
      if (stage.begins && stage.begins->plain) name(stage.begins->plain->value.after);
      if (stage.window && stage.window->plain)
        for (const auto* end : {&stage.window->plain->value.from, &stage.window->plain->value.by})
          if (*end) name(**end);
      if (stage.falls_on && stage.falls_on->plain)
        for (const auto& placed : stage.falls_on->plain->value) name(placed.from), name(placed.to);
    }
    for (const Stage& stage : what_.workflow.stages) {
      const bool leads = named.count(stage.id) > 0 || stage.id == what_.workflow.day_zero;
      const bool led = !stage.after.empty() || !stage.ends_after.empty() || stage.window || stage.falls_on ||
                       stage.from || stage.begins || !stage.whole.empty() || !stage.parts.empty() ||
                       !stage.gates.empty();
      if (!leads && !led)
        warn("unreachable-stage", stage.origin.where,
             fmt::format("nothing leads to {}, and it leads nowhere", stage.id));
    }
  }

  // A least wait that other rules always keep, whatever the weekday that its first stage falls on: in every edition,
  // and with every value of every option in turn. What is only assumed (a length, an event)
  // keeps nothing, nor does the order of a person's visits.
  void idle_waits() {
    if (what_.workflow.status.kind == model::Status::base || what_.workflow.stages.size() > 120) return;
    model::Case bare = what_;
    bare.patient.happened.clear();
    bare.patient.booked.clear();
    bare.patient.held.clear();
    bare.patient.windows.clear();
    std::vector<std::string> editions{bare.edition};
    if (!what_.workflow.editions.empty()) editions.clear();
    for (const model::Edition& edition : what_.workflow.editions) editions.push_back(edition.id);
    for (const std::string& edition : editions) {
      bare.edition = edition;
      see_waits(bare);
      for (const model::Option& option : what_.workflow.options)
        for (const std::string& value : option.values) {
          const auto now = bare.patient.options.find(option.id);
          if (now != bare.patient.options.end() && now->second == value) continue;
          model::Case other = bare;
          other.patient.options[option.id] = value;
          see_waits(other);
        }
    }
    for (const auto& [where, wait] : waits_)
      if (!wait.binds && !wait.greatest)
        warn("idle-wait", wait.where, fmt::format("{}: other rules always keep this", wait.text));
  }

  /// How much later than it can be its first stage is put: through the hours of a week, and as late as what it waits
  /// for may turn out to be.
  static const std::vector<int>& tried_hours() {
    static const std::vector<int> all = [] {
      std::vector<int> out;
      for (int hour = 0; hour < 7 * 24; hour += 20) out.push_back(hour);
      for (const int days : {14, 30, 60, 120, 365}) out.push_back(days * 24);
      return out;
    }();
    return all;
  }

  void see_waits(const model::Case& what) {
    Settings settings;
    settings.today = today_;
    const auto [first, last] = horizon_of(what, settings);
    const Compiled c = compile(what, settings, {}, almanac_for(almanac_, what_, first, last));
    // What no plan can be made of is said here too: nobody approves a file that only fails beside a patient.
    for (const auto& d : c.diagnostics)
      if (std::none_of(out_.begin(), out_.end(), [&](const auto& o) { return o.code == d.code && o.where == d.where; }))
        out_.push_back(d);
    if (source::has_errors(c.diagnostics)) return;
    std::vector<network::Tag> assumed;
    for (std::size_t t = 0; t < c.voices.size(); ++t)
      if (c.voices[t].kind == Voice::assumption || c.voices[t].kind == Voice::order)
        assumed.push_back(static_cast<network::Tag>(t));
    const network::Solver solver(c.net);
    network::Labels labels, moved;
    if (!solver.without(assumed).earliest_into(labels, {})) return;
    std::map<network::Tag, network::Solver::Rest> rests;  // without what is assumed and one tag
    for (const auto& arrow : c.net.arrows()) {
      const Voice* voice = c.voice(arrow.tag);
      if (!voice || voice->kind != Voice::therapy || !voice->where) continue;
      // What a base says for a whole family need not bind in each of it.
      if (voice->origin && voice->origin->layer == model::Layer::base) continue;
      const bool least = !arrow.greatest && !(arrow.step.kind == network::Step::elapsed && arrow.step.n <= 0);
      Seen& seen =
          waits_.try_emplace({voice->where.file->name, voice->where.begin}, Seen{voice->where, voice->text, true})
              .first->second;
      if (arrow.greatest) seen.greatest = true;  // a greatest wait may always be met by a booking
      if (!least) continue;
      if (!seen.tried) seen.binds = false;
      seen.tried = true;
      if (seen.binds || seen.greatest) continue;
      auto rest = rests.find(arrow.tag);
      if (rest == rests.end()) {
        auto without = assumed;
        without.push_back(arrow.tag);
        rest = rests.emplace(arrow.tag, solver.without(without)).first;
      }
      for (const int hour : tried_hours()) {
        if (seen.binds) break;
        network::Question q;
        q.pins = {{arrow.u, labels[arrow.u] + network::hours(hour), network::never, network::untagged}};
        const bool stands = rest->second.earliest_into(moved, q);
        seen.binds = stands && moved[arrow.v] < arrow.step.least(moved[arrow.u]);
      }
    }
  }

  struct Seen {
    source::Span where;
    std::string text;
    bool binds = true;  // until it was tried and never did
    bool tried = false;
    bool greatest = false;
  };
  std::map<std::pair<std::string, std::uint32_t>, Seen> waits_;  // by the place in the file
  const model::Case& what_;
  std::unique_ptr<Almanac> almanac_;  // the same whatever the edition and the options
  calendar::Day today_;
  source::Diagnostics out_;
};

}  // namespace

source::Diagnostics lint(const model::Case& what, calendar::Day today) {
  return Lint(what, today).run();
}

}  // namespace v2v::plan
