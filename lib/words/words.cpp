#include "words/words.h"

#include <fmt/format.h>
#include <unicode/gregocal.h>
#include <unicode/msgfmt.h>
#include <unicode/numfmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/ubidi.h>

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "words/catalogue.h"

namespace v2v::words {
namespace {

using Messages = std::map<std::string, std::string, std::less<>>;

void must(UErrorCode code, std::string_view what) {
  if (U_FAILURE(code)) throw std::runtime_error(fmt::format("{}: {}", what, u_errorName(code)));
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

UDate instant(Day day) {
  return 86'400'000.0 * day.n;
}

/// Dates by one pattern, in UTC, so that a day stays that day wherever the machine stands.
struct Dates {
  Dates(const std::string& pattern, const icu::Locale& locale) {
    UErrorCode code = U_ZERO_ERROR;
    format = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(pattern), locale, code);
    must(code, locale.getName());
    format->adoptTimeZone(icu::TimeZone::createTimeZone("UTC"));
  }
  std::string operator()(Day day) const {
    icu::UnicodeString out;
    format->format(instant(day), out);
    return utf8(out);
  }
  std::unique_ptr<icu::SimpleDateFormat> format;
};

}  // namespace

struct Language::Impl {
  std::string code, name, reviewed_by, reviewed_on;
  bool right_to_left = false;
  icu::Locale locale;
  Messages messages;
  std::shared_ptr<const Impl> english;  // nullptr: this is it
  std::unique_ptr<Dates> date, short_date, month, weekday, weekday_short, other_calendar;
  std::unique_ptr<icu::NumberFormat> numbers;

  Impl(std::string_view json, std::shared_ptr<const Impl> english_one) : english(std::move(english_one)) {
    const auto file = nlohmann::ordered_json::parse(json);
    code = file.at("language");
    name = file.at("name");
    right_to_left = file.at("right-to-left");
    reviewed_by = file.at("reviewed").at("by");
    reviewed_on = file.at("reviewed").at("date");
    locale = icu::Locale(file.at("locale").get<std::string>().c_str());
    for (const auto& [key, pattern] : file.at("messages").items()) {
      messages.emplace(key, pattern.get<std::string>());
    }
    date = std::make_unique<Dates>(messages.at("format.date"), locale);
    short_date = std::make_unique<Dates>(messages.at("format.short"), locale);
    month = std::make_unique<Dates>(messages.at("format.month"), locale);
    weekday = std::make_unique<Dates>("EEEE", locale);
    weekday_short = std::make_unique<Dates>("EEE", locale);
    if (const auto other = messages.find("format.other-calendar"); other != messages.end())
      other_calendar =
          std::make_unique<Dates>(other->second, icu::Locale(file.at("other-locale").get<std::string>().c_str()));
    UErrorCode status = U_ZERO_ERROR;
    numbers.reset(icu::NumberFormat::createInstance(locale, status));
    must(status, code);
    numbers->setGroupingUsed(false);
  }

  std::string full(Day day) const {
    std::string out = (*date)(day);
    if (other_calendar) out += fmt::format(" ({})", (*other_calendar)(day));
    return out;
  }

  // A telephone number among Persian words would be read from its end: what is put in keeps its own direction, between
  // FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
  std::string apart(const std::string& text) const {
    return right_to_left && !text.empty() ? "\u2068" + text + "\u2069" : text;
  }

  std::string fill(const std::string& pattern, const Values& values, bool in_english) const {
    if (pattern.find('{') == std::string::npos) return pattern;
    UErrorCode status = U_ZERO_ERROR;
    const icu::MessageFormat message(icu::UnicodeString::fromUTF8(pattern), locale, status);
    must(status, pattern);
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> filled;
    for (const auto& [name_of, value] : values) {
      names.push_back(icu::UnicodeString::fromUTF8({name_of.data(), static_cast<int>(name_of.size())}));
      const auto text = [](const std::string& word) { return icu::Formattable(icu::UnicodeString::fromUTF8(word)); };
      if (const auto* word = std::get_if<std::string>(&value)) filled.push_back(text(apart(*word)));
      if (const auto* n = std::get_if<std::int64_t>(&value)) filled.emplace_back(static_cast<std::int64_t>(*n));
      if (const auto* day = std::get_if<Day>(&value)) filled.push_back(text(full(*day)));
      if (const auto* said = std::get_if<Said>(&value))
        filled.push_back(text(in_english && !said->english.empty() ? said->english : said->text));
    }
    icu::UnicodeString out;
    message.format(names.data(), filled.data(), static_cast<int>(names.size()), out, status);
    must(status, pattern);
    return utf8(out);
  }
};

namespace {

std::string_view json_of(std::string_view code) {
  for (int i = 0; i < catalogue_count; ++i)
    if (catalogues[i].code == code) return catalogues[i].json;
  return {};
}

}  // namespace

Language::Language(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::optional<Language> Language::of(std::string_view said) {
  const std::string code(said.substr(0, said.find_first_of("-_")));
  const auto json = json_of(code);
  if (json.empty()) return std::nullopt;
  // ICU's formats are for one thread at a time, so that each thread has its own; a catalogue is read once in it.
  // No thread_local: to end one the C library takes memory, and aborts where there is none.
  static std::mutex one;
  static std::map<std::thread::id, std::map<std::string, std::shared_ptr<const Impl>>> of_threads;
  const std::lock_guard alone(one);
  auto& known = of_threads[std::this_thread::get_id()];
  auto& english = known["en"];
  if (!english) english = std::make_shared<const Impl>(json_of("en"), nullptr);
  auto& own = known[code];
  if (!own) own = std::make_shared<const Impl>(json, english);
  return Language(own);
}

const std::vector<std::string>& Language::codes() {
  static const auto all = [] {
    std::vector<std::string> out;
    for (int i = 0; i < catalogue_count; ++i) out.emplace_back(catalogues[i].code);
    return out;
  }();
  return all;
}

const std::string& Language::code() const {
  return impl_->code;
}
const std::string& Language::name() const {
  return impl_->name;
}
bool Language::right_to_left() const {
  return impl_->right_to_left;
}
bool Language::reviewed() const {
  return !impl_->english || !impl_->reviewed_by.empty();
}

std::string Language::review() const {
  if (!impl_->english) return "the original";
  if (!reviewed()) return "not reviewed";
  return fmt::format("reviewed by {} on {}", impl_->reviewed_by, impl_->reviewed_on);
}

bool Language::has(std::string_view key) const {
  return impl_->messages.find(key) != impl_->messages.end();
}

Said Language::say(std::string_view key, const Values& values) const {
  const Impl& english = impl_->english ? *impl_->english : *impl_;
  const auto original = english.messages.find(key);
  if (original == english.messages.end()) throw std::logic_error(fmt::format("no message '{}'", key));
  if (!impl_->english) return {english.fill(original->second, values, true), ""};
  const auto own = impl_->messages.find(key);
  if (own == impl_->messages.end()) return quote(english.fill(original->second, values, true), "en");
  Said out{impl_->fill(own->second, values, false), ""};
  if (!reviewed()) out.english = english.fill(original->second, values, true);
  return out;
}

Said Language::quote(const std::string& text, std::string_view language) const {
  const bool english = language.empty() || language == "en";
  if (text.empty() || language == impl_->code || (english && !impl_->english) || !english) return {text, ""};
  return {impl_->fill(impl_->messages.at("in-english"), {{"text", text}}, false), ""};
}

std::string Language::date(Day day) const {
  return impl_->full(day);
}
std::string Language::short_date(Day day) const {
  return (*impl_->short_date)(day);
}
std::string Language::month(Day day) const {
  return (*impl_->month)(day);
}
std::string Language::weekday(Day day) const {
  return (*impl_->weekday)(day);
}
std::string Language::weekday_short(Day day) const {
  return (*impl_->weekday_short)(day);
}

std::string Language::number(std::int64_t n) const {
  icu::UnicodeString out;
  impl_->numbers->format(n, out);
  return utf8(out);
}

std::string Language::hour(calendar::Instant at, const calendar::Zone& zone) const {
  const auto wall = zone.wall(at);
  const std::string time = clock(wall.minute);
  const auto reading = zone.read(wall);
  if (reading.kind != calendar::Reading::repeated) return time;
  return say(at == reading.first ? "clock.before" : "clock.after", {{"time", time}}).text;
}

std::string Language::clock(int minute) const {
  const auto two = [&](int n) { return (n < 10 ? number(0) : "") + number(n); };
  return two(minute / 60) + ":" + two(minute % 60);
}

std::optional<bool> runs_from_right(const std::string& text) {
  const auto wide = icu::UnicodeString::fromUTF8(text);
  const auto direction = ubidi_getBaseDirection(wide.getBuffer(), wide.length());
  if (direction == UBIDI_NEUTRAL) return std::nullopt;
  return direction == UBIDI_RTL;
}

const std::vector<std::string>& keys() {
  static const auto all = [] {
    std::vector<std::string> out;
    const auto file = nlohmann::ordered_json::parse(json_of("en"));
    for (const auto& [key, pattern] : file.at("messages").items()) out.push_back(key);
    return out;
  }();
  return all;
}

std::string pattern(std::string_view language, std::string_view key) {
  const auto json = json_of(language);
  if (json.empty()) return {};
  const auto file = nlohmann::ordered_json::parse(json);
  const auto found = file.at("messages").find(std::string(key));
  return found == file.at("messages").end() ? "" : found->get<std::string>();
}

}  // namespace v2v::words
