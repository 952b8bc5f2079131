// In `v2v-sheets`: the calendars themselves.
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "elsewhere.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "tell/sheet.h"
#include "view/conflict.h"
#include "view/ical.h"
#include "view/paper.h"
#include "view/sheet_html.h"

namespace v2v::cli {
namespace {

using timeline::Reader;
using timeline::Sheet;

constexpr int progress_every = 100;  // patients
constexpr int shown_days = 100;      // from Day 0
constexpr int shown_days_without = 60;

struct Wish {
  Reader reader = Reader::patient;
  std::vector<std::string> forms;
  view::PaperStyle paper;
  std::string out;
  bool plain = false;
};

/// A pseudonym as part of a file's name, whatever signs it has.
std::string in_file_name(const std::string& patient) {
  std::string out;
  for (const char c : patient) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       (c == '.' && !out.empty()) || c == '_';
    out += plain ? c : '_';
  }
  return out.empty() ? "patient" : out;
}

std::string base_of(const Wish& wish, const std::string& patient) {
  if (wish.reader == Reader::team) return "team";
  return fmt::format("{}-{}", in_file_name(patient), timeline::word(wish.reader));
}

Wish read_wish(const Words& words) {
  Wish out;
  const std::string& reader = words.one("--for");
  out.reader = reader == "team" ? Reader::team : reader == "carer" ? Reader::carer : Reader::patient;
  out.forms = words.all("--as");
  if (out.forms.empty()) out.forms = {"pdf"};
  out.paper.letter = words.one("--paper") == "letter";
  out.paper.large_print = words.has("--large-print");
  out.plain = words.one("--titles") == "plain";
  out.out = words.one("--out");
  return out;
}

source::Diagnostics wrong_words(const Words& words, const Wish& wish, source::Sources& sources) {
  source::Diagnostics wrong;
  const source::File& line = command_line(sources, words.typed);
  const auto say = [&](const std::string& word, const std::string& code, const std::string& text,
                       const std::string& hint = {}) {
    wrong.push_back(misuse(span_of(line, word), code, text, hint));
  };
  if (words.has("--until") && !calendar::parse_day(words.one("--until")))
    say(words.one("--until"), "bad-value",
        fmt::format("--until takes a date such as 2026-12-31, not '{}'", words.one("--until")));
  if (words.has("--language") && !words::Language::of(words.one("--language")))
    say(words.one("--language"), "unknown-language",
        fmt::format("there are no words in '{}' yet", words.one("--language")),
        did_you_mean(words.one("--language"), words::Language::codes()));
  const bool many = words.positional.size() > 1 && wish.reader != Reader::team;
  if (words.has("--since") && many)
    say(words.one("--since"), "bad-value", "--since is one reader's last copy, and several patients are given",
        "with --out each patient's last copy is found there");
  if (wish.out.empty() && (many || wish.forms.size() > 1 || wish.forms[0] == "png" || wish.forms[0] == "svg"))
    say("calendar", "missing-value", "this makes several files: say where with --out DIR");
  if (wish.out.empty() && wish.forms[0] == "pdf" && ::isatty(1))
    say("calendar", "missing-value", "a PDF is nothing for a terminal: say where with --out DIR");
  return wrong;
}

class Making {
 public:
  Making(const Words& words, Console& console, Wish wish) : words_(words), console_(console), wish_(std::move(wish)) {}

  int run() {
    if (!wish_.out.empty()) {
      std::error_code error;
      std::filesystem::create_directories(wish_.out, error);
      if (error) throw WorldFailed(fmt::format("{}: {}", wish_.out, error.message()));
    }
    for (const std::string& file : words_.positional) {
      if (const auto made = sheet_of(file)) {
        if (wish_.reader == Reader::team)
          team_.push_back(*made);
        else
          write(*made);
      }
      ++done_;
      if (words_.positional.size() > progress_every && done_ % progress_every == 0)
        console_.say(fmt::format("calendar: {} of {}\n", done_, words_.positional.size()));
    }
    if (!team_.empty()) write(tell::together(std::move(team_)));
    return code_;
  }

 private:
  void worse(int code) { code_ = std::max(code_, code); }

  std::optional<Sheet> sheet_of(const std::string& file) {
    std::shared_ptr<source::Sources> sources;
    const auto question = read_question(words_, {file}, sources);
    if (!question) return worse(console_.refuse(question.diagnostics)), std::nullopt;
    auto settings = question.value->settings;
    settings.explain = false;
    const auto& what = question.value->what;
    const auto answer = plan::plan(what, settings);
    if (!answer) return worse(console_.refuse(answer.diagnostics)), std::nullopt;
    plan::must_hold(what, settings, *answer.value);
    if (answer.value->conflict) {
      console_.say(view::conflict(*answer.value, colour(2)));
      return worse(refused), std::nullopt;
    }
    if (!seen_.insert(what.patient.id).second && wish_.reader != Reader::team)
      return worse(console_.refuse({misuse(span_of(command_line(*sources, words_.typed), file), "bad-value",
                                           fmt::format("'{}' is of {}, as a file before it", file, what.patient.id))})),
             std::nullopt;
    tell::Wanted wanted{wish_.reader, words_.one("--language"), nullptr};
    const auto copy = last_copy(what.patient.id, *sources);
    if (!copy) return std::nullopt;
    if (!copy->text.empty()) wanted.since = &copy->copy;
    auto sheet = tell::sheet(what, settings, *answer.value, wanted);
    console_.warn(question.diagnostics);
    if (!sheet) {
      console_.warn(sheet.diagnostics);
      note_stale(what.patient.id);
      return worse(refused), std::nullopt;
    }
    console_.warn(sheet.diagnostics);
    earlier_[wish_.reader == Reader::team ? std::string() : what.patient.id] = copy->text;
    return std::move(sheet.value);
  }

  struct Last {
    std::string text;  // of the .ics; empty: there is none
    timeline::Copy copy;
  };

  /// nothing: it is there and is no calendar; said.
  std::optional<Last> last_copy(const std::string& patient, source::Sources& sources) {
    std::string path = words_.one("--since");
    const bool asked = !path.empty();
    if (!asked && !wish_.out.empty()) path = wish_.out + "/" + base_of(wish_, patient) + ".ics";
    if (path.empty() || (!asked && !is_file(path))) return Last{};
    Last out;
    constexpr std::size_t most = std::size_t{1} << 24;  // a team's years of visits
    out.text = read_file(path, most);
    auto copy = view::copy_of_ical(out.text, patient);
    if (!copy) {
      const source::File& line = command_line(sources, words_.typed);
      auto said = misuse(span_of(line, asked ? path : wish_.out), "bad-value",
                         fmt::format("'{}' is no calendar file, so it cannot be the last copy", path));
      return worse(console_.refuse({said})), std::nullopt;
    }
    out.copy = std::move(*copy);
    return out;
  }

  /// A calendar of someone who gets none any more goes on ringing where it lies.
  void note_stale(const std::string& patient) {
    if (wish_.out.empty()) return;
    const std::string path = wish_.out + "/" + base_of(wish_, patient) + ".ics";
    if (is_file(path)) console_.say(fmt::format("v2v: {} is still there, from before: take it back\n", path));
  }

  timeline::Day until_of(const Sheet& sheet) const {
    if (words_.has("--until")) return *calendar::parse_day(words_.one("--until"));
    const auto last = sheet.day_zero ? *sheet.day_zero + shown_days : sheet.today + shown_days_without;
    return std::max(last, sheet.today);
  }

  void write(const Sheet& sheet) {
    view::PaperStyle style = wish_.paper;
    style.until = until_of(sheet);
    const std::string base = base_of(wish_, sheet.patient);
    const auto put = [&](const std::string& name, const std::string& bytes) {
      if (wish_.out.empty())
        console_.answer(bytes);
      else
        write_file(wish_.out + "/" + name, bytes);
    };
    const std::string& earlier = earlier_[wish_.reader == Reader::team ? std::string() : sheet.patient];
    try {
      for (const std::string& form : wish_.forms) {
        if (form == "ics") put(base + ".ics", view::ical(sheet, {wish_.plain, earlier}));
        if (form == "pdf") put(base + ".pdf", view::pdf(sheet, style));
        if (form == "html") put(base + ".html", view::html(sheet, style.until));
        if (form == "svg" || form == "png") {
          const auto pages = form == "svg" ? view::svg_pages(sheet, style) : view::png_pages(sheet, style);
          for (std::size_t n = 0; n < pages.size(); ++n) put(fmt::format("{}-{}.{}", base, n + 1, form), pages[n]);
        }
      }
    } catch (const view::MissingGlyph& missing) {
      throw WorldFailed(missing.what());
    }
    earlier_.erase(sheet.patient);
  }

  const Words& words_;
  Console& console_;
  Wish wish_;
  std::vector<Sheet> team_;
  std::set<std::string> seen_;
  std::map<std::string, std::string> earlier_;  // patient: the text of the last copy
  std::size_t done_ = 0;
  int code_ = done;
};

}  // namespace

int calendar_elsewhere(const Words& words, Console& console) {
  auto wish = read_wish(words);
  source::Sources sources;
  if (const auto wrong = wrong_words(words, wish, sources); !wrong.empty()) return console.refuse(wrong);
  return Making(words, console, std::move(wish)).run();
}

}  // namespace v2v::cli
