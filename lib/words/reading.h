// words: how hard a text is to read: grades of American schools for English, plain counts for every language.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace v2v::words {

struct Sentence {
  std::string text;
  int words = 0, syllables = 0;            // syllables of English only
  std::vector<std::string> long_words;     // of 13 letters and more
  std::vector<std::string> abbreviations;  // of two capitals and more
};

struct Reading {
  std::vector<Sentence> sentences;
  int words = 0;
  // English only; 0 where there are no sentences.
  double flesch_kincaid = 0;  // Kincaid et al. 1975
  double smog = 0;            // McLaughlin 1969, as for texts of any number of sentences
};

/// Sentences and words by the rules of the language (ICU); numbers are no words. O(length).
Reading reading_of(const std::vector<std::string>& texts, std::string_view language);

/// Groups of vowels, less a silent e: right for nine of ten English words.
int syllables(std::string_view english_word);

}  // namespace v2v::words
