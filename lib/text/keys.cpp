#include "text/keys.h"

#include <array>
#include <map>

namespace v2v::text {
namespace {

constexpr Key workflow[] = {
    {"workflow", "id, may hold /", true, "the name of the therapy's workflow"},
    {"title", "text", false, "what people call it"},
    {"indication", "text", false, "the illness that it is for"},
    {"status", "base, draft, {approved: {by, date, hash}} or retired", true, "how far it may be trusted"},
    {"based-on", "workflow id", false, "the workflow that this one changes"},
    {"day-zero", "stage", false, "the stage whose first visit is on Day 0"},
    {"day-one", "stage", false, "the stage whose first visit is on Day 1; there is no Day 0"},
    {"people", "list, ordered", false, "who attends; the first is the one treated"},
    {"editions", "id: {region, effective, until, title}", false, "rule sets, by region and date"},
    {"sources", "id: {title, revised, review-by, checked, url}", false, "what is cited"},
    {"options", "id: list of values, ordered", false, "choices made per patient; the first is the default"},
    {"rules", "id: rule", false, "values that have a name, or that vary"},
    {"stages", "id: stage", true, "the steps of the therapy"},
    {"leaves", "list of {from, until, chance}", false, "patients lost between two points, in forecasts only"},
    {"checks", "list of {given, expect}", false, "given facts and the dates they must lead to"},
};
constexpr Key status[] = {{"approved", "{by, date, hash}", true, "who approved these rules, when, and which"}};
constexpr Key approved[] = {
    {"by", "text", true, "who approved"},
    {"date", "a date as in 2026-09-21", true, "when"},
    {"hash", "hash", true, "of the rules that were approved"},
};
constexpr Key edition[] = {
    {"region", "word", false, "where it is in force"},
    {"effective", "date", false, "the first day in force"},
    {"until", "date", false, "the first day out of force"},
    {"title", "text", false, "what people call it"},
};
constexpr Key source[] = {
    {"title", "text", true, "the name of the document"},
    {"revised", "text", false, "the date or number of its revision"},
    {"review-by", "date or month", false, "after this every output that used it says so"},
    {"checked", "read, digest or memory", false, "how its contents were checked"},
    {"url", "text", false, "where it is found"},
};
constexpr Key rule[] = {
    {"by", "option, stage or edition", false, "what the value varies by; edition when left out"},
    {"otherwise", "value", false, "the value for all that is not named"},
};
constexpr Key stage[] = {
    {"title", "text", false, "for staff"},
    {"say", "text, or {language: text}", false, "plain words for whoever attends"},
    {"phase",
     "referral, assessment, collection, manufacturing, bridging, conditioning, treatment, recovery or follow-up", true,
     "the heading it stands under"},
    {"kind", "appointment, work, stay, restriction or event", false, "who is bound"},
    {"who", "person or list", false, "who must be there"},
    {"takes", "spread", false, "a length that we choose"},
    {"lasts", "spread", false, "a length that is not ours to choose"},
    {"begins", "spread after point", false, "a start that is not ours to choose"},
    {"from", "point", false, "where a stretched stage begins"},
    {"until", "point", false, "where a stretched stage ends"},
    {"parts", "id: stage", false, "the stages it is made of"},
    {"at", "place kind", false, "where"},
    {"hours", "hours", false, "when the whole of it may be, narrower than the place's"},
    {"starts", "hours", false, "when it may start"},
    {"needs", "resource [or resource]: n [for length]", false, "what it holds"},
    {"after", "stage, list, or point: wait", false, "links to its start"},
    {"ends-after", "stage, list, or point: wait", false, "links to its end"},
    {"gate", "stage, list, or product", false, "what must have happened before"},
    {"window", "window", false, "where its start lies"},
    {"falls-on", "placed, or list", false, "visits on named days"},
    {"give-or-take", "length", false, "how far such a visit may stray"},
    {"repeat", "series", false, "visits that are not tied to named days"},
    {"apart", "wait", false, "from the start of one visit to that of the next"},
    {"washout", "drug: length", false, "time since the last dose"},
    {"gives", "list of drugs", false, "its end is a dose of these"},
    {"when", "when", false, "else the stage is absent"},
    {"chance", "percent", false, "it may happen"},
    {"outcomes", "id: {chance, then, times, adds, title}", false, "how it may end"},
    {"prefer", "early or late", false, "where in its window the plan puts it"},
    {"target", "by point", false, "wished, not required"},
    {"notice", "length", false, "how long ahead its date is fixed and told"},
    {"carer", "required", false, "someone must be with the patient"},
};
constexpr Key outcome[] = {
    {"chance", "percent, or a list by visit", false, "how often; one may be left out and takes the rest"},
    {"then", "carry on, stop or again from STAGE", false, "what follows"},
    {"times", "number", false, "how often it may go back"},
    {"adds", "spread", false, "a delay"},
    {"title", "text", false, "what people call it"},
};
constexpr Key leaves[] = {
    {"from", "stage", true, "after this"},
    {"until", "stage", true, "and before this"},
    {"chance", "percent", true, "how many leave"},
};
constexpr Key check[] = {
    {"given", "a patient file without its head", true, "the facts"},
    {"expect", "point: DATE, DATE to DATE, absent or clash", true, "the dates they must lead to"},
};
constexpr Key centre[] = {
    {"centre", "id", true, "the name of the hospital network"},
    {"title", "text", false, "what people call it"},
    {"zone", "IANA zone", true, "in which days are counted and dates printed"},
    {"region", "word", false, "which editions are in force here"},
    {"language", "code", false, "of the sheets, where the patient has none"},
    {"gate-on", "release or product-on-site", false, "what `gate: product` means here"},
    {"urgent-phone", "text", false, "printed on every sheet"},
    {"lodging", "{free-cancel: length, note}", false, "near the hospital"},
    {"holidays", "list of names or paths", false, "when it is shut"},
    {"places", "id: place", true, "where stages are"},
    {"travel", "SITE to SITE: length", false, "added between linked stages"},
    {"overrides", "workflow id or every-workflow: {stage or rule: keys}", false, "the site's stricter rules"},
};
constexpr Key lodging[] = {{"free-cancel", "length", false, "until how long before it may be cancelled"}};
constexpr Key place[] = {
    {"kind", "word", false, "what a stage's `at` asks for"},
    {"title", "text", false, "what people call it"},
    {"site", "word", false, "where it stands"},
    {"zone", "IANA zone", false, "its own, where it is not the centre's"},
    {"holidays", "list of names or paths", false, "its own, where they are not the centre's"},
    {"hours", "always, or days and times as in mon-fri 08:00-17:00", true, "when it is open"},
    {"closed", "list of dates", false, "when it is shut besides"},
    {"has", "resource: amount", false, "what it has"},
    {"between", "resource: length", false, "to make a resource ready again"},
    {"address", "text", false, "for the sheets"},
    {"phone", "text", false, "for the sheets"},
    {"bring", "text", false, "for the sheets"},
    {"arrive-early", "length", false, "for the sheets"},
    {"makes", "list of workflow ids", false, "for a manufacturer"},
};
constexpr Key patient[] = {
    {"patient", "pseudonym", true, "names are never needed"},
    {"workflow", "id", true, "the therapy"},
    {"centre", "id", false, "none: dates only"},
    {"edition", "id", false, "kept once begun"},
    {"planned-with", "hash", false, "of the rules of the last accepted plan"},
    {"language", "code", false, "the centre's where none is said"},
    {"priority", "word", false, "the last where none is said"},
    {"options", "option: value", false, "what was chosen"},
    {"people", "person: {pseudonym, language, not-available, last-dose}", false, "others than the one treated"},
    {"last-dose", "drug: date, never or ongoing", false, "for washouts"},
    {"carers", "list of DATE to DATE", false, "when someone can be there"},
    {"closed", "{date, reason}", false, "nothing more is planned"},
    {"not-available", "list of dates or moments", false, "when the patient cannot come"},
    {"windows", "stage: from DATE, by DATE, DATE to DATE", false, "required"},
    {"targets", "stage: from DATE, by DATE, DATE to DATE", false, "wished"},
    {"happened", "point: WHEN or {at, outcome, place}", false, "fixed for ever"},
    {"booked", "point: WHEN or {at, place}", false, "never moved"},
    {"held", "point: WHEN or {at, place}", false, "moved only if need be"},
    {"cancelled", "point: {at, because}", false, "a booking that fell"},
    {"assume", "stage: outcome, happens or absent", false, "what to plan for, until it happens"},
    {"overrides", "stage or rule: keys", false, "this patient's own"},
};
constexpr Key person[] = {
    {"pseudonym", "pseudonym", false, "names are never needed"},
    {"language", "code", false, "of the sheets"},
    {"not-available", "list of dates or moments", false, "when this person cannot come"},
    {"last-dose", "drug: date, never or ongoing", false, "for washouts"},
};
constexpr Key fact[] = {
    {"at", "moment to moment, moment to hh:mm, or one alone", true, "when"},
    {"outcome", "outcome", false, "how it ended"},
    {"place", "place", false, "where"},
    {"because", "code", false, "why what was noted before is changed"},
};
constexpr Key cancelled[] = {
    {"at", "moment to moment, moment to hh:mm, or one alone", true, "when it would have been"},
    {"because", "code", true, "why it fell"},
    {"place", "place", false, "where"},
};
constexpr Key closed[] = {
    {"date", "a date as in 2026-09-21", true, "since when"},
    {"reason", "died, withdrew, declined or finished", true, "why"},
};
constexpr Key today[] = {{"today", "date", false, "the day of the check"}};
constexpr Key programme[] = {
    {"programme", "id", true, "its name"},
    {"title", "text", false, "what people call it"},
    {"centre", "id", true, "where"},
    {"period", "DATE to DATE", true, "when"},
    {"workflows", "list of ids", true, "which therapies"},
    {"patients", "list of files, folders or spreadsheets", false, "who"},
    {"priorities", "word: weight of a day late", false, "the heaviest first"},
    {"waiting-list", "{order, waits-before, offer, keep-free}", false, "who goes first"},
    {"expected", "id: {workflow, edition, arrivals, priority, options}", false, "who is still to come"},
};
constexpr Key waiting_list[] = {
    {"order", "list, ordered", false, "earlier goes first"},
    {"waits-before", "stage", false, "the stage queued for"},
    {"offer", "length", false, "a slot is offered at least so long ahead"},
    {"keep-free", "[place.]resource: amount", false, "kept for a priority"},
};
constexpr Key expected[] = {
    {"workflow", "id", true, "which therapy"},
    {"edition", "id", false, "of its rules"},
    {"arrivals", "amount", true, "how many"},
    {"priority", "{word: percent}", false, "how urgent"},
    {"options", "{option: {value: percent}}", false, "what is chosen"},
};
constexpr Key holidays[] = {
    {"holidays", "id", true, "the name of the list"},
    {"title", "text", false, "what people call it"},
    {"days", "id: {falls-on, if-weekend, from, until}", false, "days worked out by rule"},
    {"dates", "list of dates", false, "single days"},
    {"except", "list of dates", false, "days that are none after all"},
    {"cite", "text", false, "where it is announced"},
};
constexpr Key holiday[] = {
    {"falls-on", "12-25, easter [+|-] n, or first WEEKDAY of MONTH", true, "the day"},
    {"if-weekend", "next-weekday, nearest-weekday or stays", false, "what happens at weekends"},
    {"from", "year", false, "the first year"},
    {"until", "year", false, "the last year"},
    {"title", "text", false, "what people call it"},
};
constexpr Key value[] = {{"is", "any value", true, "the value itself"}};
constexpr Key speaking[] = {
    {"note", "text", false, "anything worth saying"},
    {"cite", "SOURCE SECTION", false, "where it is written"},
    {"checked", "read, digest or memory", false, "how it was checked"},
    {"because", "text", false, "why"},
    {"by", "text", false, "who says so"},
    {"date", "date", false, "when it was said"},
};

struct Row {
  std::string_view name;
  std::span<const Key> keys;
};
constexpr std::array<Row, mappings> rows{{
    {"workflow", workflow},
    {"status", status},
    {"approval", approved},
    {"edition", edition},
    {"source", source},
    {"rule", rule},
    {"stage", stage},
    {"outcome", outcome},
    {"leave", leaves},
    {"check", check},
    {"centre", centre},
    {"lodging", lodging},
    {"place", place},
    {"patient", patient},
    {"person", person},
    {"fact", fact},
    {"cancelled booking", cancelled},
    {"closure", closed},
    {"given", today},
    {"programme", programme},
    {"waiting list", waiting_list},
    {"expected group", expected},
    {"holiday list", holidays},
    {"holiday", holiday},
    {"value", value},
}};

const Key* key_of(Mapping mapping, std::string_view name) {
  static const auto index = [] {
    std::array<std::map<std::string_view, const Key*>, mappings> all;
    for (int m = 0; m < mappings; ++m) {
      for (const auto& key : rows[m].keys) all[m].emplace(key.name, &key);
      for (const auto& key : speaking_keys().first(speaks_for_itself(Mapping{m}) ? speaking_keys().size() : 1))
        all[m].emplace(key.name, &key);
    }
    return all;
  }();
  const auto& keys = index[static_cast<std::size_t>(mapping)];
  const auto found = keys.find(name);
  if (found != keys.end()) return found->second;
  // The facts of a check are a patient file without its head.
  if (mapping == Mapping::given && name != "patient" && name != "workflow") return key_of(Mapping::patient, name);
  return nullptr;
}

}  // namespace

std::string_view word(Mapping mapping) {
  return rows[static_cast<std::size_t>(mapping)].name;
}
std::span<const Key> keys_of(Mapping mapping) {
  return rows[static_cast<std::size_t>(mapping)].keys;
}
std::span<const Key> speaking_keys() {
  return speaking;
}

bool speaks_for_itself(Mapping mapping) {
  return mapping == Mapping::stage || mapping == Mapping::rule || mapping == Mapping::outcome ||
         mapping == Mapping::value;
}

std::vector<std::string> names_of(Mapping mapping) {
  std::vector<std::string> names;
  for (const auto& key : keys_of(mapping)) names.emplace_back(key.name);
  if (mapping == Mapping::given)
    for (const auto& key : keys_of(Mapping::patient).subspan(2)) names.emplace_back(key.name);
  for (const auto& key : speaking)
    if (key_of(mapping, key.name) == &key) names.emplace_back(key.name);
  return names;
}

std::string_view meaning_of(Mapping mapping, std::string_view key) {
  const Key* found = key_of(mapping, key);
  return found ? found->meaning : std::string_view{};
}

bool check_keys(Reader& reader, const Node& node, Mapping mapping, const std::string& owner, Span head,
                std::string_view given) {
  if (node.kind != Node::map) {
    wrong_type(reader, node, owner, "a mapping of keys");
    return false;
  }
  for (const auto& entry : node.entries)
    if (!key_of(mapping, entry.key))
      reader.error("unknown-key", entry.key_where, ticked(entry.key) + " is not a key of " + owner + ".",
                   reader.meant(entry.key, names_of(mapping)));
  for (const auto& key : keys_of(mapping))
    if (key.required && key.name != given && !node.find(key.name))
      reader.error("missing-key", head, owner + " lacks its key " + ticked(key.name) + ".",
                   std::string(key.name) + ": " + std::string(key.type));
  return true;
}

}  // namespace v2v::text
