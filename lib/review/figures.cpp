#include "review/figures.h"

#include <fmt/format.h>

#include "model/say.h"
#include "review/measures.h"

namespace v2v::review {
namespace {

using model::Origin;
using model::Stage;
using model::Varied;

template <class T>
void gather_by(const Varied<T>& varied, std::set<std::string>& by) {
  if (!varied.cases.empty() || varied.otherwise) by.insert(varied.by);
  for (const auto& c : varied.cases) gather_by(c.then, by);
  if (varied.otherwise) gather_by(*varied.otherwise, by);
}

template <class T, class Each>
void each_plain(const Varied<T>& varied, const Each& each) {
  if (varied.plain) each(*varied.plain);
  for (const auto& c : varied.cases) each_plain(c.then, each);
  if (varied.otherwise) each_plain(*varied.otherwise, each);
}

std::string joined(const std::vector<std::string>& list) {
  return list.empty() ? "none" : fmt::format("{}", fmt::join(list, ", "));
}

class Gathering {
 public:
  std::vector<Figure> run(const model::Workflow& workflow) {
    stage_ = nullptr;
    plain("", workflow.counts_from_one ? "day-one" : "day-zero", "", false, nullptr, [&] {
      return Measures{in_words(workflow.counts_from_one ? "stage of Day 1" : "stage of Day 0", workflow.day_zero)};
    });
    for (const auto& l : workflow.leaves)
      plain("", "leaves", l.from + " to " + l.until, true, nullptr, [&] {
        return Measures{share(fmt::format("chance to leave between {} and {}", l.from, l.until), l.chance)};
      });
    for (const Stage& stage : workflow.stages) see(stage);
    return std::move(out_);
  }

 private:
  template <class Make>
  void plain(const std::string& stage, std::string key, std::string of, bool cited, const Origin* origin, Make make) {
    Figure f;
    f.stage = stage;
    f.key = std::move(key);
    f.of = std::move(of);
    f.cited = cited;
    Held held{make(), origin, origin ? origin->cite : std::nullopt};
    f.all.push_back(held);
    f.under = [held = std::move(held)](const Facts&) { return std::optional(held); };
    out_.push_back(std::move(f));
  }

  /// A value that may vary; `around` is what speaks for it where it has no citation of its own.
  template <class T>
  void varied(std::string key, std::string of, const Varied<T>& value, const Origin* around, std::string name,
              bool cited = true) {
    Figure f;
    f.stage = stage_->id;
    f.key = std::move(key);
    f.of = std::move(of);
    f.rule = value.rule;
    f.cited = cited;
    gather_by(value, f.by);
    const auto held = [around, name, &value](const model::Sourced<T>& plain) {
      Held h{measures_of(plain.value, name), &plain.origin, plain.origin.cite};
      if (!h.cite) h.cite = value.origin.cite;
      if (!h.cite && around) h.cite = around->cite;
      return h;
    };
    each_plain(value, [&](const model::Sourced<T>& plain) { f.all.push_back(held(plain)); });
    f.under = [&value, held](const Facts& facts) -> std::optional<Held> {
      const auto* plain = model::chosen(value, [&](const std::string& by) {
        const auto at = facts.find(by);
        return at == facts.end() ? std::string() : at->second;
      });
      return plain ? std::optional(held(*plain)) : std::nullopt;
    };
    out_.push_back(std::move(f));
  }

  template <class T>
  void varied(const char* key, const model::Boxed<Varied<T>>& value, std::string name, bool cited = true) {
    if (value) varied(std::string(key), "", *value, nullptr, std::move(name), cited);
  }

  void links(const char* key, const std::vector<model::Link>& list, const char* to) {
    for (const auto& link : list) {
      const std::string from = model::to_string(link.from);
      varied(key, from, link.wait, &link.origin, fmt::format("wait from {} to {}{}", from, to, stage_->id));
    }
  }

  void words(const char* key, std::string name, std::string text) {
    plain(stage_->id, key, "", false, &stage_->origin,
          [&] { return Measures{in_words(std::move(name), std::move(text))}; });
  }

  void see(const Stage& s) {
    stage_ = &s;
    const std::string& id = s.id;
    words("title", "title of " + id, s.title);
    words("phase", "phase of " + id, std::string(model::word(s.phase)));
    words("kind", "kind of " + id, std::string(model::word(s.kind)));
    words("who", "who attends " + id, joined(s.who));
    if (!s.say.empty()) {
      std::string all = s.say.plain;
      for (const auto& [language, text] : s.say.by_language) all += (all.empty() ? "" : " | ") + language + ": " + text;
      words("say", "words for whoever attends " + id, all);
    }
    if (!s.whole.empty()) words("parts", "what " + id + " is a part of", s.whole);
    varied("takes", s.takes, "length of " + id);
    varied("lasts", s.lasts, "length of " + id);
    varied("begins", s.begins, id);
    varied("from", s.from, "beginning of " + id);
    varied("until", s.until, "end of " + id);
    varied("at", s.at, "place of " + id, false);
    varied("hours", s.hours, "hours of " + id, false);
    varied("starts", s.starts, "hours in which " + id + " starts", false);
    for (const auto& need : s.needs) {
      const std::string of = fmt::format("{}", fmt::join(need.resources, " or "));
      plain(id, "needs", of, false, &s.origin, [&] {
        Measures all{number(fmt::format("{} that {} needs", of, id), need.n)};
        if (need.hold)
          all.push_back(measures_of(*need.hold, fmt::format("time for which {} holds {}", id, of)).front());
        return all;
      });
    }
    links("after", s.after, "");
    links("ends-after", s.ends_after, "the end of ");
    if (!s.gates.empty())
      plain(id, "gate", "", false, &s.gate_origin,
            [&] { return Measures{in_words("gate of " + id, joined(s.gates))}; });
    varied("window", s.window, id);
    varied("falls-on", s.falls_on, id);
    varied("give-or-take", s.give_or_take, "straying of " + id);
    varied("repeat", s.repeat, id);
    varied("apart", s.apart, "wait between visits of " + id);
    for (const auto& w : s.washouts)
      varied("washout", w.drug, w.length, &w.origin, fmt::format("washout of {} before {}", w.drug, id));
    if (!s.gives.empty()) words("gives", "drugs that " + id + " gives", joined(s.gives));
    if (!s.when.atoms.empty())
      plain(id, "when", "", true, &s.when_origin,
            [&] { return Measures{in_words("when there is " + id, model::to_string(s.when))}; });
    if (s.chance)
      plain(id, "chance", "", true, &s.chance_origin, [&] { return Measures{share("chance of " + id, *s.chance)}; });
    for (const auto& o : s.outcomes) outcome(o);
    if (s.prefer == model::Prefer::late) words("prefer", "where in its window " + id + " is put", "late");
    varied("target", s.target, "wished for " + id);
    varied("notice", s.notice, "notice of " + id);
    if (s.carer_required) words("carer", "carer during " + id, "required");
  }

  void outcome(const model::Outcome& o) {
    const std::string& id = stage_->id;
    const std::string ends = fmt::format("{} ends as {}", id, o.id);
    const Origin* origin = o.chance_origin.cite ? &o.chance_origin : &o.origin;
    plain(id, "outcomes", o.id, !o.chances.empty(), origin, [&] {
      Measures all;
      for (std::size_t k = 0; k < o.chances.size(); ++k)
        if (o.chances[k])
          all.push_back(share(
              o.chances.size() == 1 ? "chance that " + ends : fmt::format("chance that visit {} of {}", k + 1, ends),
              *o.chances[k]));
      if (o.chances.empty()) all.push_back(in_words("chance that " + ends, "the rest"));
      std::string then = o.then == model::Outcome::stop ? "stop" : "carry on";
      if (o.then == model::Outcome::again) then = "again from " + o.again_from;
      all.push_back(in_words("what follows when " + ends, then));
      if (o.then == model::Outcome::again) all.push_back(number("times that it is done again when " + ends, o.times));
      return all;
    });
    if (o.adds)
      plain(id, "adds", o.id, true, o.adds_origin.cite ? &o.adds_origin : &o.origin,
            [&] { return measures_of(*o.adds, fmt::format("length added when {}", ends)); });
  }

  const Stage* stage_ = nullptr;
  std::vector<Figure> out_;
};

}  // namespace

std::vector<Figure> figures_of(const model::Workflow& workflow) {
  return Gathering().run(workflow);
}

model::Checked standing(const model::Workflow& workflow, const std::optional<model::Cite>& cite) {
  if (!cite) return model::Checked::unsaid;
  if (cite->checked != model::Checked::unsaid) return cite->checked;
  const auto* source = workflow.source(cite->source);
  return source ? source->checked : model::Checked::unsaid;
}

}  // namespace v2v::review
