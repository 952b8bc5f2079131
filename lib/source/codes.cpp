#include "source/codes.h"

#include <algorithm>
#include <iterator>

namespace v2v::source {
namespace {

constexpr CodeInfo table[] = {
    {"alias", "a value is written as *NAME, a YAML alias; each value is written out where it holds"},
    {"anchor", "a value is marked with &NAME, a YAML anchor; nothing may refer to it"},
    {"bad-value", "the value of an option has another form than the option takes"},
    {"control-character", "the file holds a character that cannot be seen and may hide something"},
    {"directive", "a line before the first key begins with %, an instruction to YAML readers"},
    {"duplicate-key", "one mapping holds the same key twice"},
    {"empty-file", "the file holds no key at all"},
    {"key-not-text", "a key is a list, a mapping, an alias or nothing, not a word"},
    {"merge-key", "a mapping uses the key <<, YAML's way to copy another mapping in"},
    {"missing-command", "the command line names no command"},
    {"missing-value", "an option stands without its value"},
    {"missing-word", "a command stands without a word that it needs"},
    {"misused-words", "the command line cannot be read"},
    {"more-problems", "a file has more problems than are shown; the rest are counted"},
    {"needs-quotes", "a key without a value inside { }: prose with a comma that lacks its quotes"},
    {"not-utf8", "the file is not UTF-8 text"},
    {"repeated-option", "an option that may be said once is said again"},
    {"root-not-map", "the file as a whole is a list or a text, not keys with values"},
    {"several-documents", "the file holds several YAML documents, separated by --- or ..."},
    {"tab-indent", "a line is indented with a tab; YAML indents with spaces only"},
    {"tag", "a value begins with !, a YAML tag"},
    {"too-deep", "mappings or lists stand inside one another too deeply"},
    {"too-large", "the file has more bytes than may be read"},
    {"too-many-values", "the file holds more values than may be read"},
    {"too-many-words", "the command line holds more words than the command takes"},
    {"unclosed-quote", "a quote is opened and not closed in its value"},
    {"unknown-command", "there is no command of this name"},
    {"unknown-option", "the command has no option of this name"},
    {"unknown-value", "an option takes one of a few words, and this is none of them"},
    {"yaml-syntax", "the text cannot be read as YAML: indentation, colons or brackets do not fit"},
};

constexpr bool by_code(const CodeInfo& a, const CodeInfo& b) {
  return a.code < b.code;
}
static_assert(std::is_sorted(std::begin(table), std::end(table), by_code),
              "keep the codes in the order of the alphabet");

}  // namespace

std::span<const CodeInfo> codes() {
  return table;
}

std::string_view meaning_of(std::string_view code) {
  const auto* found = std::lower_bound(std::begin(table), std::end(table), CodeInfo{code, {}}, by_code);
  return found != std::end(table) && found->code == code ? found->meaning : std::string_view{};
}

}  // namespace v2v::source
