#include "view/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "view/head.h"
#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Proof;
using timeline::Waits;

class Page {
 public:
  Page(const Proof& proof, ProofStyle style) : p_(proof), style_(style), ink_{style.colour}, zone_(proof.plan.zone) {}

  std::string run() {
    out_ = headline(p_.plan) + "\n";
    for (const Fact& f : facts(p_.plan))
      if (f.name == "status" || f.name == "today" || f.name.starts_with("Day"))
        out_ += fmt::format("{:<8} {}\n", f.name, f.text);
    if (p_.plan.closed) return out_ + closed_line(p_.plan) + "\n";
    verdict();
    lengths();
    if (p_.verdict == Proof::holds) {
      waits();
      otherwise();
    } else {
      story();
    }
    listed("It would hold, if only", p_.changes);
    listed("May turn out otherwise, and no date hangs on it", p_.no_matter);
    listed("Taken as the plan assumes it", p_.left_as_is);
    return out_;
  }

 private:
  void fact(std::string_view name, const std::string& text) {
    bool begun = false;
    for (const auto& piece : wrap(plain(text), style_.width - 9)) {
      out_ += fmt::format("{:<8} {}\n", begun ? "" : name, piece);
      begun = true;
    }
  }
  void listed(std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    out_ += fmt::format("\n{}\n", ink_.bold(title));
    for (const std::string& line : lines) {
      bool begun = false;
      for (const auto& piece : wrap(plain(line), style_.width - 4)) {
        out_ += fmt::format("{}{}\n", begun ? "    " : "  · ", piece);
        begun = true;
      }
    }
  }

  void verdict() {
    const std::string what = p_.unsure.empty()  ? "what is below"
                             : p_.turns.empty() ? "the lengths below"
                                                : "the lengths and the rest below";
    const std::string tried =
        p_.unsure.empty() && p_.turns.empty()
            ? "nothing is open"
            : fmt::format("{} {} in which {} may turn out", p_.histories, p_.histories == 1 ? "way" : "ways", what);
    if (p_.verdict == Proof::undecided) {
      fact("verdict", "not decided: " + p_.because);
    } else if (p_.verdict == Proof::fails) {
      fact("verdict", !p_.too_soon.empty()
                          ? "fails: it could be kept only by somebody who knew beforehand how it will turn out"
                      : p_.turns.empty() ? "fails: there are lengths with which no dates keep the rules"
                                         : "fails: it may turn out so that no dates keep the rules");
    } else {
      std::string text = "holds";
      if (!p_.unsure.empty()) text += ", whatever these lengths come to";
      if (!p_.turns.empty()) text += p_.unsure.empty() ? ", however these turn out" : " and however the rest turns out";
      if (!p_.as_planned) text += ", with other dates than the plan's";
      text += p_.never_retold ? "; no date moves once its notice has begun"
                              : "; but a date may have to move when its notice has begun";
      if (p_.never_retold && !p_.otherwise.empty()) text += ", unless something ends otherwise";
      fact("verdict", text);
    }
    fact("tried", tried);
  }

  void lengths() {
    std::vector<std::string> lines;
    for (const auto& l : p_.unsure) {
      std::string text = fmt::format(
          "{}: {}", l.text,
          l.step_by_step ? fmt::format("each of {} to {}", calendar::in_words(l.least), calendar::in_words(l.most))
                         : "anything between");
      if (!p_.story.empty())
        text +=
            l.safe ? fmt::format("; it would stand {}", l.safe->first == l.safe->second
                                                            ? calendar::in_words(l.safe->first)
                                                            : fmt::format("{} to {}", calendar::in_words(l.safe->first),
                                                                          calendar::in_words(l.safe->second)))
                   : "; a shorter range of it alone would not do";
      lines.push_back(std::move(text));
    }
    listed("Open", lines);
    listed("May turn out otherwise", p_.turns);
  }

  void otherwise() {
    std::vector<std::string> lines;
    for (const auto& one : p_.otherwise) {
      std::string text = one.text + ": ";
      if (one.ends && !one.first)
        text += "the pathway ends";
      else if (!one.first)
        text += "it holds";
      else
        text += fmt::format("{} can be kept on {}{}", p_.plan.counts_from_one ? "Day 1" : "Day 0",
                            dates(*one.first, *one.last), one.ends ? ", then the pathway ends" : "");
      for (const auto& booking : one.fallen)
        text += fmt::format("{} {}", &booking == &one.fallen.front() ? "; these bookings fall:" : ",", booking);
      lines.push_back(std::move(text));
    }
    listed("Where one thing turns out otherwise", lines);
  }

  static std::string days(int least, int most) {
    if (least == 0 && most == 0) return "on the day of";
    if (least < 0 && most >= 0)
      return fmt::format("from {} {} before to {} {} after", -least, least == -1 ? "day" : "days", most,
                         most == 1 ? "day" : "days");
    if (most < 0) {
      const std::string_view word = least == -1 ? "day" : "days";
      return least == most ? fmt::format("{} {} before", -least, word)
                           : fmt::format("{} to {} {} before", -most, -least, word);
    }
    const std::string_view word = most == 1 ? "day" : "days";
    return least == most ? fmt::format("{} {} after", most, word) : fmt::format("{} to {} {} after", least, most, word);
  }

  // Up to Day 0, the first visit of each stage: what follows goes with it.
  void waits() {
    std::vector<std::string> waiting, fixed, others;
    std::set<std::pair<std::string, int>> told;
    std::optional<Instant> zero;
    for (const auto& e : p_.plan.entries)
      if (e.start && e.day && *e.day == (p_.plan.counts_from_one ? 1 : 0))
        zero = std::max(zero.value_or(*e.start), *e.start);
    for (const Waits& w : p_.waits) {
      const bool ours = w.entry.kind == model::Kind::appointment || w.entry.kind == model::Kind::work;
      if (!ours || !told.emplace(w.entry.id, w.entry.attempt).second) continue;
      if (zero && w.entry.start > zero) continue;
      const std::string name = titled(w.entry);
      if (!w.behind.empty())
        waiting.push_back(fmt::format("{}: {} the end of {} ({})", name, days(w.days_least, w.days_most), w.behind,
                                      dates(day_in(w.first, zone_), day_in(w.last, zone_))));
      else if (day_in(w.first, zone_) == day_in(*w.entry.start, zone_))
        fixed.push_back(fmt::format("{}: {}", name, date(day_in(w.first, zone_))));
      else
        others.push_back(fmt::format("{}: {} in place of {}", name, date(day_in(w.first, zone_)),
                                     date(day_in(*w.entry.start, zone_))));
    }
    listed("Stands on the plan's date whatever happens", fixed);
    listed("Has a date that holds whatever happens, other than the plan's (which may hold too)", others);
    listed("Waits", waiting);
    if (!waiting.empty()) out_ += "\nWhat follows Day 0 goes with it.\n";
  }

  void story() {
    listed(p_.too_soon.empty() ? "A story that breaks it" : "A story for which it would be too late by then", p_.story);
    listed("In that story these clash", ruled(p_.too_soon));
    if (!p_.conflict) return;
    listed(p_.conflict->headline, ruled(p_.conflict->rules));
    std::vector<std::string> mends;
    for (const auto& m : p_.conflict->mends) mends.push_back(m.text);
    listed("What would mend that story", mends);
  }

  static std::vector<std::string> ruled(const std::vector<timeline::ClashRule>& rules) {
    std::vector<std::string> lines;
    for (const auto& r : rules) {
      std::string text = r.text;
      if (r.missed_by_minutes.value_or(0) > 0) text += fmt::format("; missed by {}", duration(*r.missed_by_minutes));
      if (const auto at = place_of(r.where); !at.empty()) text += fmt::format(" ({})", at);
      lines.push_back(std::move(text));
    }
    return lines;
  }

  const Proof& p_;
  ProofStyle style_;
  Ink ink_;
  std::string zone_, out_;
};

}  // namespace

std::string proof(const Proof& answer, ProofStyle style) {
  return Page(answer, style).run();
}

}  // namespace v2v::view
