// How each form of text looks, as a pattern of ECMA-262 without flags. Never narrower than what is read: what a pattern
// cannot say, such as whether a date exists or a stage is there, is left to the reader.
#include <fmt/format.h>

#include "text/shape.h"

namespace v2v::text {
namespace {

const std::string id = "[a-z0-9][a-z0-9-]*";
const std::string length = "(?:0|[1-9][0-9]{0,6})(?:min|h|wh|wd|d|w|mo|y)";
const std::string date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const std::string clock = "[0-2][0-9]:[0-5][0-9]";
const std::string number = "(?:0|[1-9][0-9]{0,6})";

/// Words apart by spaces, with spaces around.
std::string sentence(const std::string& words) {
  return "^ *(?:" + words + ") *$";
}
std::string words_of_kind(const std::string& word) {
  return sentence(fmt::format("(?:{0})(?: +(?:{0}))*", word));
}

/// A word that may be the id of a rule; a number alone never is.
const std::string word = "(?!(?:0|[1-9][0-9]{0,5})(?: |$))" + id;

std::string of_hours() {
  const std::string day = "(?:mon|tue|wed|thu|fri|sat|sun)";
  const std::string days = fmt::format("(?:{0}(?:-{0})?|holidays)", day);
  return fmt::format("^(?:always| *{0}(?: +{0})*(?: +{1}-{1})? *)$", days, clock);
}

}  // namespace

std::string pattern_of(Form form, bool varies) {
  switch (form) {
    case Form::none:
    case Form::text:
    case Form::word:
      return "";
    case Form::id:
      return "^" + id + "$";
    case Form::slashed_id:
      return fmt::format("^{0}(?:/{0})*$", id);
    case Form::date:
      return sentence(date);
    case Form::month:
      return "^(?: *" + date + " *|[0-9]{4}-[0-9]{2})$";
    case Form::days:
      return sentence(fmt::format("{0}(?: +to +{0})?", date));
    case Form::closed:
      return fmt::format("^(?: *{0}(?: +to +{0})? *|.*\\.(?:ics|ICS))$", date);
    case Form::moments: {
      const std::string time = clock + "(?: +[^ +-][^ ]*)?(?: +[+-]" + clock + ")?";
      return sentence(fmt::format("{0}(?: +{1})?(?: +to +(?:{0}(?: +{1})?|{1}))?", date, time));
    }
    case Form::date_window:
      return sentence(fmt::format("(?:from|by) +{0}|{0} +to +{0}", date));
    case Form::dose:
      return "^(?:never|ongoing| *" + date + " *)$";
    case Form::expected:
      return fmt::format("^(?:absent|clash|{0} {1}| *{0}(?: +to +{0})? *)$", date, clock);
    case Form::year:
      return "^[0-9]{1,4}$";
    case Form::length:
      return varies ? words_of_kind(word) : sentence(length);
    case Form::quantity:
      return sentence(fmt::format("{}(?: +a +(?:day|week|month|year))?(?: +for +{})?", number, id));
    case Form::need:
      return sentence(fmt::format("{}(?: +for +{})?", number, length));
    case Form::percent:
      return "^(?:0|[1-9][0-9]?|100)%$";
    case Form::times:
      return "^[0-9]{1,2}$";
    case Form::weight:
      return "^[0-9]{1,6}$";
    case Form::then:
      return sentence("carry +on|stop|again +from +" + id);
    case Form::hours:
      return varies ? words_of_kind("[a-z0-9][a-z0-9:-]*") : of_hours();
    case Form::holiday:
      return "^(?:[0-9]{2}-[0-9]{2}| *[A-Za-z]+(?: +[A-Za-z0-9+-]+)* *)$";
    case Form::wait:
      return words_of_kind(word);
    case Form::spread:
      return words_of_kind(word + "|[0-9]{1,2}%");
    case Form::point:
    case Form::window:
    case Form::placed:
    case Form::series:
    case Form::begins:
    case Form::condition:
      return words_of_kind("-?" + id + (form == Form::begins ? "|[0-9]{1,2}%" : ""));
    case Form::route:
      return sentence(fmt::format("{0} +to +{0}", id));
    case Form::resources:
      return sentence(fmt::format("{0}(?: +or +{0})?", id));
  }
  return "";
}

}  // namespace v2v::text
