#include "words/reading.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace v2v::words {
namespace {

constexpr int long_word = 13;  // letters

std::unique_ptr<icu::BreakIterator> breaks(bool sentences, std::string_view language) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Locale locale(std::string(language).c_str());
  std::unique_ptr<icu::BreakIterator> out(sentences ? icu::BreakIterator::createSentenceInstance(locale, code)
                                                    : icu::BreakIterator::createWordInstance(locale, code));
  return U_FAILURE(code) ? nullptr : std::move(out);
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool has_letters(const icu::UnicodeString& word) {
  for (int i = 0; i < word.length(); i = word.moveIndex32(i, 1))
    if (u_isalpha(word.char32At(i))) return true;
  return false;
}

bool is_abbreviation(const icu::UnicodeString& word) {
  int capitals = 0;
  for (int i = 0; i < word.length(); i = word.moveIndex32(i, 1)) {
    if (u_isULowercase(word.char32At(i))) return false;
    capitals += u_isUUppercase(word.char32At(i)) ? 1 : 0;
  }
  return capitals >= 2;
}

Sentence read(icu::UnicodeString text, std::string_view language, icu::BreakIterator& words) {
  Sentence out;
  text.trim();
  out.text = utf8(text);
  words.setText(text);
  for (int from = words.first(), to = words.next(); to != icu::BreakIterator::DONE; from = to, to = words.next()) {
    const icu::UnicodeString word = text.tempSubStringBetween(from, to);
    if (!has_letters(word)) continue;
    ++out.words;
    if (language == "en") out.syllables += syllables(utf8(word));
    if (word.countChar32() >= long_word) out.long_words.push_back(utf8(word));
    if (is_abbreviation(word)) out.abbreviations.push_back(utf8(word));
  }
  return out;
}

}  // namespace

int syllables(std::string_view word) {
  const auto letter = [&](std::size_t i) { return static_cast<char>(word[i] | 0x20); };
  const auto vowel = [&](std::size_t i) {
    return std::string_view("aeiouy").find(letter(i)) != std::string_view::npos;
  };
  int count = 0;
  for (std::size_t i = 0; i < word.size(); ++i) count += vowel(i) && (i == 0 || !vowel(i - 1)) ? 1 : 0;
  const std::size_t n = word.size();
  const bool silent_e =
      n > 2 && letter(n - 1) == 'e' && !vowel(n - 2) && !(letter(n - 2) == 'l' && n > 3 && !vowel(n - 3));
  const bool silent_ed = n > 3 && letter(n - 1) == 'd' && letter(n - 2) == 'e' && !vowel(n - 3) &&
                         letter(n - 3) != 't' && letter(n - 3) != 'd';
  const bool silent_es = n > 3 && letter(n - 1) == 's' && letter(n - 2) == 'e' && !vowel(n - 3) &&
                         std::string_view("sxzcgh").find(letter(n - 3)) == std::string_view::npos;
  if (count > 1 && (silent_e || silent_ed || silent_es)) --count;
  return std::max(count, 1);
}

Reading reading_of(const std::vector<std::string>& texts, std::string_view language) {
  Reading out;
  const auto sentences = breaks(true, language), words = breaks(false, language);
  if (!sentences || !words) return out;
  int syllables_in_all = 0, of_three = 0;
  for (const std::string& one : texts) {
    const auto text = icu::UnicodeString::fromUTF8(one);
    sentences->setText(text);
    for (int from = sentences->first(), to = sentences->next(); to != icu::BreakIterator::DONE;
         from = to, to = sentences->next()) {
      Sentence sentence = read(text.tempSubStringBetween(from, to), language, *words);
      if (sentence.words == 0) continue;
      out.words += sentence.words;
      syllables_in_all += sentence.syllables;
      out.sentences.push_back(std::move(sentence));
    }
  }
  if (language != "en" || out.sentences.empty()) return out;
  for (const Sentence& sentence : out.sentences) {
    const auto text = icu::UnicodeString::fromUTF8(sentence.text);
    words->setText(text);
    for (int from = words->first(), to = words->next(); to != icu::BreakIterator::DONE; from = to, to = words->next()) {
      const icu::UnicodeString word = text.tempSubStringBetween(from, to);
      if (has_letters(word) && syllables(utf8(word)) >= 3) ++of_three;
    }
  }
  const double count = static_cast<double>(out.sentences.size());
  out.flesch_kincaid = 0.39 * out.words / count + 11.8 * syllables_in_all / out.words - 15.59;
  out.smog = 1.0430 * std::sqrt(of_three * 30.0 / count) + 3.1291;
  return out;
}

}  // namespace v2v::words
