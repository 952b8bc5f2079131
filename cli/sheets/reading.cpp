// In `v2v-sheets`: how hard the sentences are that patients read.
#include "words/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "elsewhere.h"
#include "question.h"
#include "text/read.h"
#include "words/words.h"

namespace v2v::cli {
namespace {

// Grade 8 is read by most grown-ups; 6 is aimed at. Of sentences of other languages only the length is judged.
constexpr double most_grade = 8;
constexpr int most_words = 25, many_words = 20;
// SMOG was made of thirty sentences: of a handful one `medicines` is a grade or two, and Flesch-Kincaid judges alone.
constexpr std::size_t sentences_of_smog = 10;

/// What the sheets say themselves, with words put into the gaps: as a patient would read them.
std::vector<std::string> sheet_words(const std::string& code) {
  const auto language = *words::Language::of(code);
  std::vector<std::string> out;
  static const std::regex name(R"(\{([a-z]+)[,}])");
  for (const std::string& key : words::keys()) {
    if (key.starts_with("format.") || key.starts_with("team.") || key == "title.team") continue;
    const std::string pattern = words::pattern("en", key);
    words::Values values;
    std::vector<std::string> names;
    for (std::sregex_iterator it(pattern.begin(), pattern.end(), name), end; it != end; ++it) names.push_back((*it)[1]);
    for (const std::string& one : names) {
      const bool number = one == "n" || one == "k" || one == "m";
      values.emplace_back(one, number ? words::Value(std::int64_t{3}) : words::Value(std::string("7")));
    }
    out.push_back(language.say(key, values).text);
  }
  return out;
}

/// What a centre's file says to patients: where they sleep, what they bring. An address is no sentence.
std::vector<std::string> words_of_centre(const text::Node& centre) {
  std::vector<std::string> out;
  const auto add = [&](const text::Node* one) {
    while (one && one->kind == text::Node::map && one->find("is")) one = one->find("is");
    if (one && one->kind == text::Node::scalar && !one->empty) out.push_back(one->text);
  };
  const text::Node* lodging = centre.find("lodging");
  add(lodging && lodging->kind == text::Node::map ? lodging->find("note") : lodging);
  if (const text::Node* places = centre.find("places"))
    for (const auto& place : places->entries) add(place.value->find("bring"));
  return out;
}

std::string language_of(const text::Node& centre) {
  const text::Node* code = centre.find("language");
  return code && code->kind == text::Node::scalar ? code->text : "en";
}

class Grading {
 public:
  /// `review`: by whom the translation was; empty: the file's own words.
  void add(const std::string& what, const std::string& language, const std::vector<std::string>& texts,
           const std::string& review = {}) {
    const auto read = words::reading_of(texts, language);
    if (read.sentences.empty()) return;
    int longest = 0;
    std::string remarks;
    for (const auto& sentence : read.sentences) {
      longest = std::max(longest, sentence.words);
      if (sentence.words > many_words) remarks += fmt::format("  {} words: {}\n", sentence.words, sentence.text);
      if (!sentence.long_words.empty())
        remarks += fmt::format("  long word {}: {}\n", fmt::join(sentence.long_words, ", "), sentence.text);
      if (!sentence.abbreviations.empty())
        remarks += fmt::format("  abbreviation {}: {}\n", fmt::join(sentence.abbreviations, ", "), sentence.text);
    }
    const std::string grades =
        language == "en" ? fmt::format(", Flesch-Kincaid {:.1f}, SMOG {:.1f}", read.flesch_kincaid, read.smog) : "";
    text_ +=
        fmt::format("{} ({}{}{}): {} sentences, {} words, the longest {}{}\n{}", what, language,
                    review.empty() ? "" : ", ", review, read.sentences.size(), read.words, longest, grades, remarks);
    const bool enough = read.sentences.size() >= sentences_of_smog;
    if (longest > most_words || read.flesch_kincaid > most_grade || (enough && read.smog > most_grade)) {
      text_ += fmt::format("  too hard: at most grade {:.0f}, and {} words in a sentence\n", most_grade, most_words);
      code_ = refused;
    }
  }

  const std::string& text() const { return text_; }
  int code() const { return code_; }

 private:
  std::string text_;
  int code_ = done;
};

}  // namespace

int reading_elsewhere(const Words& words, Console& console) {
  Grading grading;
  for (const std::string& code : words::Language::codes())
    grading.add("the sheets", code, sheet_words(code), words::Language::of(code)->review());
  const auto shelves = library(words.all("--library"));
  for (const std::string& word : words.positional) {
    const auto paths = is_folder(word) ? list_files(word) : std::vector{word};
    for (const std::string& path : paths) {
      source::Sources sources;
      text::Ask alone;
      alone.alone = true;
      const text::Input input{path, read_file(path)};
      const auto tree = text::parse(sources.add(input.path, input.text));
      const auto kind = tree ? text::kind_of(**tree.value) : source::Checked<text::FileKind>{};
      if (kind && *kind.value == text::FileKind::centre)
        grading.add(path, language_of(**tree.value), words_of_centre(**tree.value));
      if (kind && *kind.value != text::FileKind::workflow) continue;
      source::Sources own;
      const auto whole = text::read_case(own, {input}, shelves, alone);
      if (!whole) return console.refuse(whole.diagnostics);
      std::map<std::string, std::vector<std::string>> by_language;
      for (const auto& stage : whole.value->workflow.stages) {
        if (!stage.say.plain.empty()) by_language["en"].push_back(stage.say.plain);
        for (const auto& [code, text] : stage.say.by_language)
          if (code != "en") by_language[code].push_back(text);
      }
      for (const auto& [code, texts] : by_language) grading.add(path, code, texts);
    }
  }
  console.answer(grading.text());
  return grading.code();
}

}  // namespace v2v::cli
