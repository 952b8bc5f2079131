// In `v2v-sheets`: the calendars themselves.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <functional>
#include <set>
#include <system_error>
#include <thread>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "elsewhere.h"
#include "last_copy.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "tell/items.h"
#include "tell/sheet.h"
#include "view/conflict.h"
#include "view/ical.h"
#include "view/paper.h"
#include "view/sheet_html.h"

namespace v2v::cli {
namespace {

using timeline::Reader;
using timeline::Sheet;

constexpr int shown_days = 100;  // from Day 0
constexpr int shown_days_without = 60;
constexpr int most_years = 20;  // of month pages

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
  for (const Reader one : {Reader::carer, Reader::donor, Reader::team})
    if (reader == timeline::word(one)) out.reader = one;
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

/// What one patient's file came to: files to be written, or what is wrong with it, in the order in which it is told.
struct Made {
  std::vector<std::function<void(Console&)>> said;
  std::vector<std::pair<std::string, std::string>> files;  // name and bytes
  std::optional<Sheet> sheet;                              // of the team's
  std::string earlier, patient;
  int code = done;
  std::exception_ptr failed;  // of the world
};

class Making {
 public:
  Making(const Words& words, Wish wish) : words_(words), wish_(std::move(wish)) {}

  /// For several threads at once.
  Made make(const std::string& file) const {
    Made out;
    try {
      make_sheet(file, out);
    } catch (...) {
      out.failed = std::current_exception();
    }
    return out;
  }

  std::vector<std::pair<std::string, std::string>> files_of(const Sheet& sheet, const std::string& earlier) const {
    view::PaperStyle style = wish_.paper;
    style.until = until_of(sheet);
    const std::string base = base_of(wish_, sheet.patient);
    std::vector<std::pair<std::string, std::string>> out;
    try {
      for (const std::string& form : wish_.forms) {
        if (form == "ics") {
          const std::lock_guard alone(libical());
          out.emplace_back(base + ".ics", view::ical(sheet, {wish_.plain, earlier}));
        }
        if (form == "pdf") out.emplace_back(base + ".pdf", view::pdf(sheet, style));
        if (form == "html") out.emplace_back(base + ".html", view::html(sheet, style.until));
        if (form == "svg" || form == "png") {
          const auto pages = form == "svg" ? view::svg_pages(sheet, style) : view::png_pages(sheet, style);
          for (std::size_t n = 0; n < pages.size(); ++n)
            out.emplace_back(fmt::format("{}-{}.{}", base, n + 1, form), pages[n]);
        }
      }
    } catch (const view::MissingGlyph& missing) {
      throw WorldFailed(missing.what());
    }
    return out;
  }

 private:
  static void refuse(Made& out, source::Diagnostics list, std::shared_ptr<source::Sources> sources, int code) {
    // What is told points into the sources.
    out.said.emplace_back([list = std::move(list), sources = std::move(sources)](Console& console) {
      (void)sources;
      console.warn(list);
    });
    out.code = std::max(out.code, code);
  }

  void make_sheet(const std::string& file, Made& out) const {
    std::shared_ptr<source::Sources> sources;
    const auto question = read_question(words_, {file}, sources);
    if (!question) return refuse(out, question.diagnostics, sources, code_of(question.diagnostics));
    auto settings = question.value->settings;
    settings.explain = false;
    const auto& what = question.value->what;
    const auto answer = plan::plan(what, settings);
    if (!answer) return refuse(out, answer.diagnostics, sources, code_of(answer.diagnostics));
    plan::must_hold(what, settings, *answer.value);
    if (answer.value->conflict) {
      const std::string text = view::conflict(*answer.value, colour(2));
      out.said.emplace_back([text](Console& console) { console.say(text); });
      out.code = refused;
      return;
    }
    if (const auto wrong = wrong_until(settings.today, *sources); !wrong.empty())
      return refuse(out, wrong, sources, code_of(wrong));
    out.patient = tell::name_of(what, wish_.reader);
    tell::Wanted wanted{wish_.reader, words_.one("--language"), nullptr};
    const auto copy = last_copy({what, settings, wish_.reader, wanted.language, wish_.plain}, *sources);
    if (!copy) return refuse(out, copy.diagnostics, sources, code_of(copy.diagnostics));
    out.earlier = copy.value->calendar;
    if (copy.value->there) wanted.since = &copy.value->said;
    auto sheet = tell::sheet(what, settings, *answer.value, wanted);
    auto all = question.diagnostics;
    all.insert(all.end(), sheet.diagnostics.begin(), sheet.diagnostics.end());
    if (!all.empty())
      out.said.emplace_back([all, sources](Console& console) {
        (void)sources;
        console.warn(all);
      });
    if (!sheet) {
      out.code = refused;
      note_stale(out.patient, out);
      return;
    }
    if (wish_.reader == Reader::team)
      out.sheet = std::move(sheet.value);
    else
      out.files = files_of(*sheet.value, out.earlier);
  }

  /// As Console::refuse has it: what stands in a file, or what was misused.
  static int code_of(const source::Diagnostics& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const source::Diagnostic& d) {
                         return d.severity == source::Severity::error && d.where &&
                                d.where.file->name != "<command line>";
                       })
               ? wrong_content
               : misused;
  }

  struct Known : LastCopy {
    bool there = false;
  };

  /// --since, else the calendar in --out. What is told is said by --since; sequences are counted from a calendar, and a
  /// reader's own goes before one made of an earlier plan.
  source::Checked<Known> last_copy(const CopyOf& of, source::Sources& sources) const {
    constexpr std::size_t most = std::size_t{1} << 24;  // a team's years of visits
    const std::string since = words_.one("--since");
    std::string own =
        wish_.out.empty() ? "" : wish_.out + "/" + base_of(wish_, tell::name_of(of.what, of.reader)) + ".ics";
    if (!own.empty() && !is_file(own)) own.clear();
    Known out;
    if (since.empty() && own.empty()) return {out, {}};
    const auto no_copy = [&](const std::string& path, bool of_others = false) {
      const source::File& line = command_line(sources, words_.typed);
      const std::string why = of_others       ? fmt::format("holds nothing of {} for the {}",
                                                            tell::name_of(of.what, of.reader), timeline::word(of.reader))
                              : since.empty() ? "is no calendar file"
                                              : "is no calendar file and no plan";
      return source::Checked<Known>{std::nullopt,
                                    {misuse(span_of(line, since.empty() ? wish_.out : path), "bad-value",
                                            fmt::format("'{}' {}, so it cannot be the last copy", path, why))}};
    };
    out.there = true;
    const std::string& path = since.empty() ? own : since;
    std::string text = read_file(path, most);
    if (since.empty() || !is_json(text)) {
      auto calendar = last_calendar(std::move(text), of);
      if (!calendar) return no_copy(path);
      if (calendar->said.of_others) return no_copy(path, true);
      static_cast<LastCopy&>(out) = std::move(*calendar);
      return {std::move(out), {}};
    }
    auto plan = last_plan(sources.add(path, std::move(text)), of);
    if (!plan) return {std::nullopt, plan.diagnostics};
    static_cast<LastCopy&>(out) = std::move(*plan.value);
    if (!own.empty())
      if (auto calendar = last_calendar(read_file(own, most), of)) out.calendar = std::move(calendar->calendar);
    return {std::move(out), {}};
  }

  /// A calendar of someone who gets none any more goes on ringing where it lies.
  void note_stale(const std::string& patient, Made& out) const {
    if (wish_.out.empty()) return;
    const std::string path = wish_.out + "/" + base_of(wish_, patient) + ".ics";
    if (is_file(path))
      out.said.emplace_back([path](Console& console) {
        console.say(fmt::format("v2v: {} is still there, from before: take it back\n", path));
      });
  }

  source::Diagnostics wrong_until(timeline::Day today, source::Sources& sources) const {
    if (!words_.has("--until")) return {};
    const auto until = *calendar::parse_day(words_.one("--until"));
    if (until >= today && until <= calendar::add_months(today, 12 * most_years)) return {};
    const source::File& line = command_line(sources, words_.typed);
    return {misuse(
        span_of(line, words_.one("--until")), "bad-value",
        fmt::format("--until takes a date from today, {}, to {} years on", calendar::to_string(today), most_years))};
  }

  timeline::Day until_of(const Sheet& sheet) const {
    if (words_.has("--until")) return *calendar::parse_day(words_.one("--until"));
    const auto last = sheet.day_zero ? *sheet.day_zero + shown_days : sheet.today + shown_days_without;
    return std::max(last, sheet.today);
  }

  const Words& words_;
  Wish wish_;
};

/// Made by all cores, told and written in the order of the words.
class Delivering {
 public:
  Delivering(const Words& words, Console& console, const Wish& wish)
      : words_(words), console_(console), wish_(wish), making_(words, wish) {}

  int run() {
    if (!wish_.out.empty()) {
      std::error_code error;
      std::filesystem::create_directories(wish_.out, error);
      if (error) throw WorldFailed(fmt::format("{}: {}", wish_.out, error.message()));
    }
    const auto& files = words_.positional;
    const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t from = 0; from < files.size(); from += batch) {
      const std::size_t to = std::min(files.size(), from + batch);
      std::vector<Made> made(to - from);
      std::atomic<std::size_t> next{from};
      const auto work = [&] {
        for (std::size_t i = next++; i < to; i = next++) made[i - from] = making_.make(files[i]);
      };
      {
        std::vector<std::jthread> others;
        for (std::size_t n = 1; n < std::min(threads, to - from); ++n) {
          try {
            others.emplace_back(work);
          } catch (const std::system_error&) {
            break;  // a thread that cannot be had: the others do its work
          }
        }
        work();
      }
      for (std::size_t i = from; i < to; ++i) deliver(made[i - from], files[i]);
      if (files.size() > batch) console_.say(fmt::format("calendar: {} of {}\n", to, files.size()));
    }
    if (!team_.empty()) write(making_.files_of(tell::together(std::move(team_)), team_earlier_));
    return code_;
  }

 private:
  static constexpr std::size_t batch = 100;  // patients

  void deliver(Made& made, const std::string& file) {
    if (made.failed) std::rethrow_exception(made.failed);
    for (const auto& say : made.said) say(console_);
    code_ = std::max(code_, made.code);
    if (made.sheet) {
      team_.push_back(std::move(*made.sheet));
      team_earlier_ = made.earlier;
    }
    if (made.files.empty()) return;
    if (!seen_.insert(made.patient).second) {
      source::Sources sources;
      code_ = std::max(
          code_, console_.refuse({misuse(span_of(command_line(sources, words_.typed), file), "bad-value",
                                         fmt::format("'{}' is of {}, as a file before it", file, made.patient))}));
      return;
    }
    write(made.files);
  }

  void write(const std::vector<std::pair<std::string, std::string>>& files) {
    for (const auto& [name, bytes] : files) {
      if (wish_.out.empty())
        console_.answer(bytes);
      else
        write_file(wish_.out + "/" + name, bytes);
    }
  }

  const Words& words_;
  Console& console_;
  const Wish& wish_;
  Making making_;
  std::vector<Sheet> team_;
  std::string team_earlier_;
  std::set<std::string> seen_;
  int code_ = done;
};

}  // namespace

int calendar_elsewhere(const Words& words, Console& console) {
  auto wish = read_wish(words);
  source::Sources sources;
  if (const auto wrong = wrong_words(words, wish, sources); !wrong.empty()) return console.refuse(wrong);
  return Delivering(words, console, wish).run();
}

}  // namespace v2v::cli
