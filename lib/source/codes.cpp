#include "source/codes.h"

#include <algorithm>
#include <iterator>

namespace v2v::source {
namespace {

constexpr CodeInfo table[] = {
    {"alias", "a value is written as *NAME, a YAML alias; each value is written out where it holds"},
    {"anchor", "a value is marked with &NAME, a YAML anchor; nothing may refer to it"},
    {"bad-amount", "not an amount such as 2, 3 a week, or a mapping from dates or hours to such"},
    {"bad-begin", "not a start that is not ours to choose: SPREAD after POINT"},
    {"bad-checked", "not one of read, digest and memory"},
    {"bad-date", "not a date written as 2026-09-21"},
    {"bad-date-window", "not `from DATE`, `by DATE` or `DATE to DATE`"},
    {"bad-expect", "not a date, two dates, `absent` or `clash`"},
    {"bad-holiday", "not a day of every year that a list of holidays can hold"},
    {"bad-hours", "not opening hours such as mon-fri 08:30-17:00"},
    {"bad-id", "an id holds other signs than small letters, digits and hyphens"},
    {"bad-length", "not a length: a whole number and a unit"},
    {"bad-moment", "not a moment such as 2026-09-21 09:00, or two with `to` between them"},
    {"bad-need", "not a need: resource [or resource]: n [for length]"},
    {"bad-percent", "not a whole percentage from 0% to 100%"},
    {"bad-placed", "not a sentence that places visits on days"},
    {"bad-point", "not a point such as 7d after infusion, or not one that may stand here"},
    {"bad-route", "not SITE to SITE"},
    {"bad-series", "not a series of visits such as 3 times or 2 a week for 4w"},
    {"bad-spread", "not a spread such as 4h to 5h or 13d to 35d likely 17d"},
    {"bad-target", "a target that does more than say `by` a point"},
    {"bad-then", "not one of carry on, stop and again from STAGE"},
    {"bad-times", "not a whole number of times from 1 to 99"},
    {"bad-value", "the value of an option has another form than the option takes"},
    {"bad-wait", "not a wait such as 2d, at most 48h, 2d to 7d or any"},
    {"bad-weight", "not a whole number for a weight"},
    {"bad-when", "not a condition such as setting is inpatient"},
    {"bad-window", "not a window: point to point, from point or by point"},
    {"base-only", "a base workflow is to be planned; only what is based on it can be"},
    {"based-on-cycle", "a workflow is in the end based on itself"},
    {"because-missing", "an override does not say why"},
    {"by-missing", "a patient's override does not say who decided it"},
    {"chance-missing", "two outcomes of one stage leave out their chance"},
    {"chances-not-100", "chances that exclude one another do not sum to 100%"},
    {"control-character", "the file holds a character that cannot be seen and may hide something"},
    {"date-missing", "a patient's override does not say when it was decided"},
    {"day-not-restated", "an inherited sentence says `day N` under a workflow that changed how days are counted"},
    {"directive", "a line before the first key begins with %, an instruction to YAML readers"},
    {"duplicate-key", "one mapping holds the same key twice"},
    {"edition-needed", "none or several editions of the rules are in force, so one must be named"},
    {"empty-file", "the file holds no key at all"},
    {"empty-rule", "a rule has no value"},
    {"empty-value", "a key has no value"},
    {"ends-before-it-begins", "the second of two dates lies before the first"},
    {"gate-removed", "an override removes or changes a gate"},
    {"id-used-twice", "two things of one workflow have the same id"},
    {"key-not-text", "a key is a list, a mapping, an alias or nothing, not a word"},
    {"keys-clash", "two keys that exclude one another, or one without the key that it needs"},
    {"loosens-rule", "a centre's override lies outside the therapy's rule"},
    {"merge-key", "a mapping uses the key <<, YAML's way to copy another mapping in"},
    {"missing-command", "the command line names no command"},
    {"missing-key", "a key that must be there is not"},
    {"missing-unit", "a number has no unit"},
    {"missing-value", "an option stands without its value"},
    {"missing-word", "a command stands without a word that it needs"},
    {"misused-words", "the command line cannot be read"},
    {"more-problems", "a file has more problems than are shown; the rest are counted"},
    {"needs-quotes", "a key without a value inside { }: prose with a comma that lacks its quotes"},
    {"no-gate", "a workflow manufactures and conditions, and no conditioning stage waits for the product"},
    {"no-outcomes", "a rule varies by a stage that has no outcomes"},
    {"no-such-time", "a wall time that does not exist because the clocks go forward"},
    {"no-workflow", "nothing says which workflow is meant"},
    {"not-utf8", "the file is not UTF-8 text"},
    {"nothing-to-remove", "`remove` names what is not there"},
    {"repeated-option", "an option that may be said once is said again"},
    {"reserved-word", "an id is a word that the sentences of the format are made of"},
    {"root-not-map", "the file as a whole is a list or a text, not keys with values"},
    {"rule-cannot-stand-here", "a value here cannot vary by a rule"},
    {"rule-cycle", "a rule holds itself"},
    {"rule-incomplete", "a rule says nothing for some of the values that it varies by"},
    {"several-centres", "several centres are given, and nothing says which is meant"},
    {"several-documents", "the file holds several YAML documents, separated by --- or ..."},
    {"several-patients", "several patients are given for one plan"},
    {"several-workflows", "several workflows are given, and nothing says which is meant"},
    {"tab-indent", "a line is indented with a tab; YAML indents with spaces only"},
    {"tag", "a value begins with !, a YAML tag"},
    {"too-deep", "mappings or lists stand inside one another too deeply"},
    {"too-large", "the file has more bytes than may be read"},
    {"too-many-cases", "rules within rules multiply past what can be read"},
    {"too-many-stages", "a workflow has more stages than can be read"},
    {"too-many-values", "the file holds more values than may be read"},
    {"too-many-words", "the command line holds more words than the command takes"},
    {"twice-that-time", "a wall time that occurs twice because the clocks go back, without its offset"},
    {"two-lengths", "a stage says its length in two ways"},
    {"two-of-one-id", "two files in one place say the same id"},
    {"unclosed-quote", "a quote is opened and not closed in its value"},
    {"unknown-centre", "no file is the centre of this id"},
    {"unknown-command", "there is no command of this name"},
    {"unknown-drug", "no washout of the workflow concerns this drug"},
    {"unknown-edition", "the workflow has no edition of this id"},
    {"unknown-holidays", "no file is the list of holidays of this id"},
    {"unknown-key", "a key that the mapping does not have"},
    {"unknown-kind", "the first key of a file does not say what it is"},
    {"unknown-option", "the command, or the workflow, has no option of this name"},
    {"unknown-outcome", "the stage has no outcome of this id"},
    {"unknown-person", "nobody of this name attends the workflow"},
    {"unknown-place", "the centre has no such place"},
    {"unknown-priority", "the programme has no such priority"},
    {"unknown-resource", "no place of the centre has this resource"},
    {"unknown-rule", "neither a value nor the id of a rule"},
    {"unknown-site", "no place of the centre is at this site"},
    {"unknown-source", "a citation names a source that the workflow does not list"},
    {"unknown-stage", "the workflow has no stage of this id"},
    {"unknown-value", "an option takes one of a few words, and this is none of them"},
    {"unknown-word", "not one of the few words that may stand here"},
    {"unknown-workflow", "no file is the workflow of this id"},
    {"unknown-zone", "there is no time zone of this name"},
    {"unused-file", "a file is given that nothing uses"},
    {"unused-option", "nothing uses an option"},
    {"unused-rule", "nothing uses a rule"},
    {"wrong-kind", "a file is of another kind than the one wanted here"},
    {"wrong-offset", "an offset that the zone does not have at that time"},
    {"wrong-type", "text, a list or a mapping stands where another of them is wanted"},
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
