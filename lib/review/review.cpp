#include "review/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "review/facts.h"
#include "review/figures.h"
#include "review/heads.h"

namespace v2v::review {
namespace {

using timeline::Difference;
using timeline::Side;

using Slot = std::tuple<std::string, std::string, std::string>;  // stage, key, of

Slot slot(const Figure& f) {
  return {f.stage, f.key, f.of};
}

std::optional<timeline::Cited> cited(const model::Workflow& workflow, const std::optional<model::Cite>& cite) {
  if (!cite) return std::nullopt;
  const auto* source = workflow.source(cite->source);
  return timeline::Cited{cite->source, source ? source->title : "", cite->section,
                         std::string(model::word(standing(workflow, cite)))};
}

bool same_word(const std::optional<model::Cite>& a, const std::optional<model::Cite>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (a->source == b->source && a->section == b->section && a->checked == b->checked);
}

const Measure* named(const std::vector<Measure>& list, const std::string& name) {
  const auto at = std::find_if(list.begin(), list.end(), [&](const Measure& m) { return m.name == name; });
  return at == list.end() ? nullptr : &*at;
}

/// Whether a least and a greatest that are called one thing are one length; true where there is none.
bool one_length(const std::vector<Measure>& list, const std::string& whole) {
  const Measure* first = nullptr;
  int n = 0;
  for (const auto& m : list)
    if (m.whole == whole) {
      if (first && first->text != m.text) return false;
      first = &m;
      ++n;
    }
  return n != 1;
}

/// `exactly 3d` has changed once, not twice.
void fold(std::vector<Measure>& list, const std::string& whole) {
  bool first = true;
  std::erase_if(list, [&](Measure& m) {
    if (m.whole != whole) return false;
    m.name = whole;
    return !std::exchange(first, false);
  });
}

class Reviewing {
 public:
  Reviewing(const model::Workflow& before, const model::Workflow& now)
      : before_(before), now_(now), beside_(before, now) {}

  timeline::Review run() {
    out_.before = head_of(before_);
    out_.now = head_of(now_);
    stages();
    rules();
    out_.differences = heads(before_, now_);
    const auto old = figures_of(before_), fresh = figures_of(now_);
    std::map<Slot, const Figure*> known;
    for (const auto& f : old) known.emplace(slot(f), &f);
    std::vector<Difference> found;
    for (const auto& f : fresh) {
      const auto at = known.find(slot(f));
      differ(at == known.end() ? nullptr : at->second, &f, found);
      if (at != known.end()) known.erase(at);
    }
    for (const auto& f : old)
      if (known.contains(slot(f))) differ(&f, nullptr, found);
    gather(std::move(found));
    return std::move(out_);
  }

 private:
  static timeline::Review::File head_of(const model::Workflow& w) {
    constexpr std::string_view words[] = {"base", "draft", "approved", "retired"};
    return {w.id, w.title, w.own_hash, w.where ? w.where.file->name : "",
            std::string(w.status.changed_since_approval ? "draft, changed since approval"
                        : w.status.unread > 0           ? "draft, approved but not all of it was read"
                                                        : words[w.status.kind])};
  }

  void stages() {
    for (const auto& s : now_.stages)
      if (!before_.stage(s.id)) out_.stages_added.emplace_back(s.id, s.title);
    for (const auto& s : before_.stages)
      if (!now_.stage(s.id)) out_.stages_removed.emplace_back(s.id, s.title);
  }

  void rules() {
    const auto has = [](const model::Workflow& w, const std::string& id) {
      return std::any_of(w.rules.begin(), w.rules.end(), [&](const auto& r) { return r.id == id; });
    };
    for (const auto& r : now_.rules)
      if (!has(before_, r.id)) out_.rules_added.push_back(r.id);
    for (const auto& r : before_.rules)
      if (!has(now_, r.id)) out_.rules_removed.push_back(r.id);
  }

  void differ(const Figure* a, const Figure* b, std::vector<Difference>& out) const {
    const Figure& either = b ? *b : *a;
    // Of a stage that is there in one file alone, only what a source is asked for is told; its heading tells the rest.
    if (!either.stage.empty() && !either.cited && !(before_.stage(either.stage) && now_.stage(either.stage))) return;
    std::set<std::string> by;
    if (a) by.insert(a->by.begin(), a->by.end());
    if (b) by.insert(b->by.begin(), b->by.end());
    auto pairs = beside_.pairs(by);
    if (pairs.empty()) pairs.emplace_back();  // too many to be told apart
    struct Group {
      Difference what;
      std::vector<Pair> pairs;
    };
    std::vector<Group> groups;
    for (const auto& pair : pairs)
      for (auto& d : under(a ? a->under(pair.before) : std::nullopt, b ? b->under(pair.now) : std::nullopt, a && b)) {
        if (d.kind == Difference::cited && !either.cited) continue;
        d.stage = either.stage;
        const auto* stage = now_.stage(d.stage) ? now_.stage(d.stage) : before_.stage(d.stage);
        if (stage) d.title = stage->title;
        d.rule = b && !b->rule.empty() ? b->rule : a ? a->rule : "";
        const auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
          const auto& o = g.what;
          return o.what == d.what && o.before.text == d.before.text && o.now.text == d.now.text && o.kind == d.kind &&
                 same(o.before.cite, d.before.cite) && same(o.now.cite, d.now.cite);
        });
        if (at == groups.end())
          groups.push_back({std::move(d), {pair}});
        else
          at->pairs.push_back(pair);
      }
    for (auto& g : groups) {
      g.what.under = in_words(g.pairs, pairs);
      out.push_back(std::move(g.what));
    }
  }

  static bool same(const std::optional<timeline::Cited>& a, const std::optional<timeline::Cited>& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || (a->source == b->source && a->section == b->section && a->checked == b->checked);
  }

  std::vector<Difference> under(std::optional<Held> a, std::optional<Held> b, bool both) const {
    std::vector<Difference> all;
    std::vector<Measure> old = a ? std::move(a->measures) : std::vector<Measure>{};
    std::vector<Measure> fresh = b ? std::move(b->measures) : std::vector<Measure>{};
    std::set<std::string> wholes;
    for (const auto* list : {&old, &fresh})
      for (const auto& m : *list)
        if (!m.whole.empty()) wholes.insert(m.whole);
    for (const auto& whole : wholes)
      if (one_length(old, whole) && one_length(fresh, whole)) {
        fold(old, whole);
        fold(fresh, whole);
      }
    if (both)  // a link that stays says nothing new by its order
      for (auto* list : {&old, &fresh})
        std::erase_if(*list, [](const Measure& m) { return m.text == "any" && m.name.starts_with("order of"); });
    const auto put = [&](const Measure* was, const Measure* is) {
      Difference d;
      d.what = is ? is->name : was->name;
      if (was) d.before = {was->text, cited(before_, a->cite), a->origin ? a->origin->where : source::Span{}};
      if (is) d.now = {is->text, cited(now_, b->cite), b->origin ? b->origin->where : source::Span{}};
      if (was && is && was->text == is->text) {
        if (same_word(a->cite, b->cite)) return;
        d.kind = Difference::cited;
      } else {
        d.kind = !was ? Difference::added : !is ? Difference::removed : Difference::changed;
        if (was && is) d.by = by_how_much(*was, *is);
      }
      all.push_back(std::move(d));
    };
    for (const auto& m : fresh) put(named(old, m.name), &m);
    for (const auto& m : old)
      if (!named(fresh, m.name)) put(&m, nullptr);
    // Several things that one value says, all on another word, are one new citation.
    bool first = true;
    std::erase_if(all,
                  [&](const Difference& d) { return d.kind == Difference::cited && !std::exchange(first, false); });
    return all;
  }

  /// What a rule gives several stages is told once, where the rule is told.
  void gather(std::vector<Difference> found) {
    std::vector<Difference> of_rules, of_stages;
    for (auto& d : found) {
      if (d.rule.empty()) {
        of_stages.push_back(std::move(d));
        continue;
      }
      const auto at = std::find_if(of_rules.begin(), of_rules.end(), [&](const Difference& o) {
        return o.rule == d.rule && o.kind == d.kind && o.under == d.under && o.before.text == d.before.text &&
               o.now.text == d.now.text && o.by == d.by;
      });
      if (at == of_rules.end())
        of_rules.push_back(std::move(d));
      else
        at->shown.push_back(std::move(d.what));
    }
    std::stable_sort(of_rules.begin(), of_rules.end(),
                     [](const Difference& a, const Difference& b) { return a.rule < b.rule; });
    for (auto* list : {&of_rules, &of_stages})
      for (auto& d : *list) out_.differences.push_back(std::move(d));
  }

  const model::Workflow& before_;
  const model::Workflow& now_;
  Beside beside_;
  timeline::Review out_;
};

}  // namespace

timeline::Review review(const model::Workflow& before, const model::Workflow& now) {
  return Reviewing(before, now).run();
}

}  // namespace v2v::review
