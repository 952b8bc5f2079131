// words: what patients, carers and teams read, in their language: catalogues of ICU messages, and dates in full.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "calendar/zone.h"

namespace v2v::words {

using calendar::Day;

/// A sentence in the reader's language and, where nobody has reviewed that translation, the English that stands under
/// it (else empty).
struct Said {
  std::string text, english;
  bool operator==(const Said&) const = default;
};

/// What is put into a message: a word as it is, a number, a date (written in full), or what was said before.
using Value = std::variant<std::string, std::int64_t, Day, Said>;
using Values = std::vector<std::pair<std::string_view, Value>>;

/// One language. Copies share what they know; it is for the thread that asked for it.
class Language {
 public:
  /// `es`, and `es-MX` by its first part; nullopt for one that has no catalogue.
  static std::optional<Language> of(std::string_view code);
  static const std::vector<std::string>& codes();  // en first

  const std::string& code() const;
  const std::string& name() const;  // "Español"
  bool right_to_left() const;
  bool reviewed() const;       // English needs none
  std::string review() const;  // "reviewed by ... on ...", "not reviewed": for staff, in English

  bool has(std::string_view key) const;
  /// A message the catalogue lacks is English and says so. The key must be one of English: an unknown one is our
  /// mistake (std::logic_error).
  Said say(std::string_view key, const Values& values = {}) const;
  /// Words of a file that are in `language` (empty: English), for a reader of this one.
  Said quote(const std::string& text, std::string_view language) const;

  std::string date(Day day) const;        // Wednesday 21 October 2026; Persian: the Persian date behind it
  std::string short_date(Day day) const;  // 21 Oct
  std::string month(Day day) const;       // October 2026
  std::string weekday(Day day) const;     // Wednesday
  std::string weekday_short(Day day) const;
  std::string number(std::int64_t n) const;
  std::string clock(int minute) const;  // 09:30, always of 24 hours
  /// The same of a moment; in the hour that comes twice when clocks go back, with which of the two it is.
  std::string hour(calendar::Instant at, const calendar::Zone& zone) const;

 private:
  struct Impl;
  explicit Language(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

/// Whether the first sign of the text that has a direction runs from the right; nullopt: none has one.
std::optional<bool> runs_from_right(const std::string& text);

/// The keys of English, in the order of its file.
const std::vector<std::string>& keys();
/// The pattern as the catalogue has it; empty: it has none.
std::string pattern(std::string_view language, std::string_view key);

}  // namespace v2v::words
