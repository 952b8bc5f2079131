// Conditions: what must have been chosen, or have happened, for a stage to be there.
#include <fmt/format.h>

#include "text/sentence.h"
#include "text/sentence_words.h"

namespace v2v::text {
namespace {

using model::Atom;
using model::When;

/// A subject or a value: an id that is no word of the sentence itself. Values may be words of points, as `first` may.
std::optional<std::string> read_word(Words& words, std::string_view what) {
  const auto word = words.peek();
  if (is_id(word) && !is_condition_word(word)) return std::string(words.take());
  if (word.empty() || is_condition_word(word))
    words.fail(words.before().empty() ? fmt::format("{} is missing", what)
                                      : fmt::format("{} is missing behind {}", what, quoted(words.before())));
  else
    words.fail(explain_id(word, what));
  return std::nullopt;
}

/// Whether an atom, and not a further value, stands behind the `or` that comes next.
bool atom_behind_or(const Words& words) {
  const auto verb = words.peek(2);
  return verb == "is" || verb == "happened" || verb == "did" || words.peek(1) == "not";
}

bool read_values(Words& words, Atom& atom) {
  if (words.peek() == "either") return words.fail("write the values with `or` between them, without `either`");
  do {
    const auto value = read_word(words, "a value");
    if (!value) return false;
    atom.values.push_back(*value);
  } while (words.peek() == "or" && !atom_behind_or(words) && words.take({"or"}));
  return true;
}

bool read_atom(Words& words, Atom& atom) {
  if (words.peek() == "not" && words.peek(2) == "happened")
    return words.fail(fmt::format("write `{} did not happen`", words.peek(1)));
  if (words.peek() == "not" && words.peek(2) == "is")
    return words.fail(fmt::format("write `{} is not {}`", words.peek(1), words.peek(3)));
  const auto subject = read_word(words, "an option or a stage");
  if (!subject) return false;
  atom.subject = *subject;
  if (words.take({"is"})) {
    atom.kind = words.take({"not"}) ? Atom::is_not : Atom::is;
    return read_values(words, atom);
  }
  if (words.take({"happened"})) {
    atom.kind = Atom::happened;
    return true;
  }
  if (words.take({"did", "not", "happen"})) {
    atom.kind = Atom::did_not_happen;
    return true;
  }
  const auto verb = words.peek();
  if (verb == "did" || verb == "didn't" || verb == "never" || verb == "not")
    return words.fail(fmt::format("write `{} did not happen`", *subject));
  if (verb == "happens" || verb == "has" || verb == "occurred" || verb == "occurs")
    return words.fail(fmt::format("write `{} happened`", *subject));
  if (verb == "=" || verb == "==") return words.fail(fmt::format("write `{} is {}`", *subject, words.peek(1)));
  if (verb == "!=" || verb == "isn't") return words.fail(fmt::format("write `{} is not {}`", *subject, words.peek(1)));
  return words.fail(fmt::format("`is VALUE`, `happened` or `did not happen` is missing behind {}", quoted(*subject)));
}

}  // namespace

std::optional<When> parse_when(std::string_view text, std::string& why) {
  Words words(text, why);
  When when;
  bool ands = false, ors = false;
  while (words.ok()) {
    Atom atom;
    if (!read_atom(words, atom)) break;
    ors = ors || atom.values.size() > 1;
    when.atoms.push_back(std::move(atom));
    if (words.take({"and"})) {
      ands = true;
    } else if (words.take({"or"})) {
      ors = true;
      when.join = When::any;
    } else {
      break;
    }
  }
  if (words.ok() && ands && ors) words.fail("one sentence joins with `and` or with `or`, not with both");
  return words.finish() ? std::optional(when) : std::nullopt;
}

}  // namespace v2v::text
