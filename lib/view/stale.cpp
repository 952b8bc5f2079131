#include "view/stale.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/compare.h"
#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Rules;
using timeline::Stale;
using timeline::Staleness;

std::string counted(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

class Writer {
 public:
  Writer(const Staleness& answer, StaleStyle style) : a_(answer), style_(style), ink_{style.colour} {}

  std::string run() {
    head();
    rules();
    each([](const Stale& s) { return s.wrong(); }, [&](const Stale& s) { wrong(s); });
    section(
        "Rules changed, and no printed date is wrong",
        [](const Stale& s) { return !s.wrong() && s.kind == Stale::rules_changed; },
        [](const Stale& s) { return fmt::format("{}: planned with {}, now {}", named(s), s.hash_then, s.hash_now); });
    section(
        "Not known", [](const Stale& s) { return s.kind == Stale::unknown; }, unknown);
    sources();
    return std::move(out_);
  }

 private:
  static std::string named(const Stale& s) {
    return s.file.empty() ? s.patient : fmt::format("{} ({})", s.patient, s.file);
  }

  static std::string unknown(const Stale& s) {
    if (s.hash_then.empty()) return named(s) + ": no plan of this patient was ever accepted";
    return fmt::format("{}: {}; which dates were given is not kept", named(s),
                       s.hash_then == s.hash_now
                           ? fmt::format("planned with {}, and the rules are still these", s.hash_then)
                           : fmt::format("planned with {}, and the rules are {} now", s.hash_then, s.hash_now));
  }

  std::size_t count(bool (*of)(const Stale&)) const {
    return static_cast<std::size_t>(std::count_if(a_.patients.begin(), a_.patients.end(), of));
  }

  void head() {
    out_ += fmt::format("As of {}: ", date(a_.today));
    if (a_.patients.empty()) {
      out_ += counted(a_.rules.size(), "workflow") + "\n";
      return;
    }
    const auto wrong = count([](const Stale& s) { return s.wrong(); });
    const auto unknown = count([](const Stale& s) { return s.kind == Stale::unknown; });
    const auto reading = count([](const Stale& s) { return !s.sources.empty(); });
    out_ += fmt::format("{}, of what was printed {} wrong, {} right, {} not known",
                        counted(a_.patients.size(), "patient"), wrong, a_.patients.size() - wrong - unknown, unknown);
    out_ += reading > 0 ? fmt::format("; behind {} a source wants reading again\n", reading) : "\n";
  }

  void line(const std::string& text, std::string_view first = "  · ") {
    const int columns = view::width(first);
    bool begun = false;
    for (const auto& piece : wrap(text, style_.width - columns)) {
      out_ += begun ? std::string(static_cast<std::size_t>(columns), ' ') : std::string(first);
      out_ += piece + "\n";
      begun = true;
    }
  }

  void rules() {
    if (a_.rules.empty()) return;
    out_ += fmt::format("\n{}\n", ink_.bold("Rules"));
    for (const Rules& r : a_.rules) {
      std::string text = fmt::format("{}: {}, hash {}", r.workflow, r.status, r.hash);
      if (!r.approved_hash.empty())
        text +=
            fmt::format("; {} approved {} by {}", r.approved_hash == r.hash ? "these were" : r.approved_hash + " was",
                        r.approved_on ? "on " + date(*r.approved_on) : "", plain(r.approved_by));
      line(text);
      for (const auto& source : r.sources)
        line(fmt::format("{}, {}, was due for review by {}", source.id, plain(source.title), date(source.review_by)),
             "    ");
    }
  }

  template <class Which, class Each>
  void each(Which which, Each put) {
    for (const Stale& s : a_.patients)
      if (which(s)) put(s);
  }

  template <class Which, class Say>
  void section(std::string_view title, Which which, Say say) {
    bool begun = false;
    each(which, [&](const Stale& s) {
      if (!begun) out_ += fmt::format("\n{}\n", ink_.bold(title));
      begun = true;
      line(say(s));
    });
  }

  void wrong(const Stale& s) {
    std::string why = s.kind == Stale::no_plan         ? "there is no plan any more"
                      : s.kind == Stale::rules_changed ? "the rules have changed since"
                                                       : "the rules are the same, and dates have moved since";
    if (s.printed_on) why += fmt::format(" its plan of {}", date(*s.printed_on));
    out_ += fmt::format("\n{}\n", ink_.alarm(fmt::format("{}: {}", named(s), why)));
    if (s.kind == Stale::rules_changed) line(fmt::format("planned with {}, now {}", s.hash_then, s.hash_now), "  ");
    if (s.conflict) line(plain(s.conflict->headline), "  ");
    if (s.noted_since) line("what was noted since is among it", "  ");
    if (!s.differs.changes.empty()) indented(compare(s.differs, {style_.width - 2, style_.colour}));
    if (!s.reworded.empty()) out_ += fmt::format("\n  {}\n", ink_.bold("Worded otherwise"));
    for (const auto& r : s.reworded)
      line(fmt::format("{}{}: {} -> {}", plain(r.now.title.empty() ? r.now.id : r.now.title),
                       r.title ? ", its title" : "", said(r.before), said(r.after)),
           "    · ");
    out_ += s.kind == Stale::no_plan ? fmt::format("\n  next: v2v plan {}\n", s.file)
                                     : fmt::format("\n  next: tell them, then v2v plan {} --accept\n", s.file);
  }

  static std::string said(const std::string& text) {
    return text.empty() ? "nothing" : fmt::format("\"{}\"", plain(text));
  }

  void indented(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      if (end > at) out_ += "  ";
      out_ += text.substr(at, end - at) + "\n";
      at = end + 1;
    }
  }

  void sources() {
    bool begun = false;
    for (const Stale& s : a_.patients)
      for (const auto& source : s.sources) {
        if (!begun)
          out_ += fmt::format("\n{}\n", ink_.bold("Printed, and resting on a source that wants reading again"));
        begun = true;
        std::string text = fmt::format("{}, {} (by {}): ", named(s), source.id, date(source.review_by));
        for (std::size_t k = 0; k < source.rests.size(); ++k) {
          const auto& e = source.rests[k];
          text += fmt::format("{}{} {}", k == 0 ? "" : "; ", plain(e.title.empty() ? e.id : e.title),
                              e.start ? date(day_in(*e.start, s.zone)) : "without a date");
        }
        line(text);
      }
  }

  const Staleness& a_;
  StaleStyle style_;
  Ink ink_;
  std::string out_;
};

}  // namespace

std::string stale(const Staleness& answer, StaleStyle style) {
  return Writer(answer, style).run();
}

}  // namespace v2v::view
