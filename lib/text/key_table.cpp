// text: the table of keys itself. A row is what a person reads of a key, and what may stand behind it.
#include <array>

#include "text/keys.h"

namespace v2v::text {
namespace {

constexpr std::string_view statuses[] = {"base", "draft", "retired"};
constexpr std::string_view checks_made[] = {"read", "digest", "memory"};
constexpr std::string_view phases[] = {"referral",     "assessment", "collection", "manufacturing", "bridging",
                                       "conditioning", "treatment",  "recovery",   "follow-up"};
constexpr std::string_view kinds[] = {"appointment", "work", "stay", "restriction", "event"};
constexpr std::string_view preferences[] = {"early", "late"};
constexpr std::string_view carers[] = {"required"};
constexpr std::string_view clash[] = {"clash"};
constexpr std::string_view gates[] = {"release", "product-on-site"};
constexpr std::string_view weekends[] = {"next-weekday", "nearest-weekday", "stays"};

constexpr Shape a_text = a(Form::text), an_id = a(Form::id), a_quantity = a(Form::quantity),
                a_percent = a(Form::percent), a_weight = a(Form::weight);
constexpr Shape a_length = wrapped(a(Form::length));
constexpr Shape edition_shape = keys(Mapping::edition), source_shape = keys(Mapping::source),
                stage_shape = keys(Mapping::stage), outcome_shape = keys(Mapping::outcome),
                place_shape = keys(Mapping::place), person_shape = keys(Mapping::person),
                expected_shape = keys(Mapping::expected), holiday_shape = keys(Mapping::holiday);
constexpr Shape values = wrapped(one_or_list(a(Form::id)));
constexpr Shape rule_value = wrapped(one_or_list(a(Form::text)));
constexpr Shape rule_shape = either(rule_value, keys(Mapping::rule));
constexpr Shape overridden = either(rule_value, keys(Mapping::overridden));
constexpr Shape overridden_workflow = each(overridden);
constexpr Shape need = wrapped(a(Form::need));
constexpr Shape wait = wrapped(varied(a(Form::wait)));
constexpr Shape links = wrapped(either(one_or_list(a(Form::point)), each(wait, Form::point)));
constexpr Shape washout_shape = wrapped(varied(a(Form::length)));
constexpr Shape expectation = wrapped(a(Form::expected));
constexpr Shape amount_of_all = either(a_quantity, each(a_quantity, Form::text));
constexpr Shape amount = wrapped(amount_of_all);
constexpr Shape chosen = wrapped(a(Form::text));
constexpr Shape dose = wrapped(a(Form::dose));
constexpr Shape date_window = wrapped(a(Form::date_window));
constexpr Shape happening = one_or_list(either(a(Form::moments), keys(Mapping::fact)));
constexpr Shape falling = one_or_list(keys(Mapping::cancelled));
constexpr Shape shares = each(a_percent);

constexpr Key workflow[] = {
    {"workflow", "id, may hold /", true, "the name of the therapy's workflow", a(Form::slashed_id)},
    {"title", "text", false, "what people call it", a(Form::text)},
    {"indication", "text", false, "the illness that it is for", a(Form::text)},
    {"status", "base, draft, {approved: {by, date, hash}} or retired", true, "how far it may be trusted",
     either(of(statuses), keys(Mapping::status))},
    {"based-on", "the id of a workflow", false, "the workflow that this one changes", a(Form::slashed_id)},
    {"day-zero", "stage", false, "the stage whose first visit is on Day 0", a(Form::id)},
    {"day-one", "stage", false, "the stage whose first visit is on Day 1; there is no Day 0", a(Form::id)},
    {"people", "list, ordered", false, "who attends; the first is the one treated", wrapped(one_or_list(a(Form::id)))},
    {"editions", "id: {region, effective, until, title}", false, "rule sets, by region and date", each(edition_shape)},
    {"sources", "id: {title, revised, review-by, checked, url}", false, "what is cited", each(source_shape)},
    {"options", "id: list of values, ordered", false, "choices made per patient; the first is the default",
     each(values)},
    {"rules", "id: rule", false, "values that have a name, or that vary", each(rule_shape)},
    {"stages", "id: stage", true, "the steps of the therapy", each(stage_shape)},
    {"leaves", "list of {from, until, chance}", false, "patients lost between two points, in forecasts only",
     list_of(keys(Mapping::leaves))},
    {"checks", "list of {given, expect}", false, "given facts and the dates they must lead to",
     list_of(keys(Mapping::check))},
};
constexpr Key status[] = {
    {"approved", "{by, date, hash}", true, "who approved these rules, when, and which", keys(Mapping::approved)}};
constexpr Key approved[] = {
    {"by", "text", true, "who approved", a(Form::text)},
    {"date", "a date as in 2026-09-21", true, "when", a(Form::date)},
    {"hash", "hash", true, "of the rules that were approved", a(Form::text)},
};
constexpr Key edition[] = {
    {"region", "word", false, "where it is in force", a(Form::text)},
    {"effective", "date", false, "the first day in force", a(Form::date)},
    {"until", "date", false, "the first day out of force", a(Form::date)},
    {"title", "text", false, "what people call it", a(Form::text)},
};
constexpr Key source[] = {
    {"title", "text", true, "the name of the document", a(Form::text)},
    {"revised", "text", false, "the date or number of its revision", a(Form::text)},
    {"review-by", "date or month", false, "after this every output that used it says so", a(Form::month)},
    {"checked", "read, digest or memory", false, "how its contents were checked", of(checks_made)},
    {"url", "text", false, "where it is found", a(Form::text)},
};
constexpr Key rule[] = {
    {"by", "option, stage or edition", false, "what the value varies by; edition when left out", a(Form::text)},
    {"otherwise", "value", false, "the value for all that is not named", rule_value},
};
constexpr Key stage[] = {
    {"title", "text", false, "for staff", wrapped(a(Form::text))},
    {"say", "text, or {language: text}", false, "plain words for whoever attends",
     wrapped(either(a_text, each(a_text, Form::text)))},
    {"phase",
     "referral, assessment, collection, manufacturing, bridging, conditioning, treatment, recovery or follow-up", true,
     "the heading it stands under", wrapped(of(phases))},
    {"kind", "appointment, work, stay, restriction or event", false, "who is bound", wrapped(of(kinds))},
    {"who", "person or list", false, "who must be there", wrapped(one_or_list(a(Form::id)))},
    {"takes", "spread", false, "a length that we choose", wrapped(varied(a(Form::spread)))},
    {"lasts", "spread", false, "a length that is not ours to choose", wrapped(varied(a(Form::spread)))},
    {"begins", "spread after point", false, "a start that is not ours to choose", wrapped(varied(a(Form::begins)))},
    {"from", "point", false, "where a stretched stage begins", wrapped(varied(a(Form::point)))},
    {"until", "point", false, "where a stretched stage ends", wrapped(varied(a(Form::point)))},
    {"parts", "id: stage", false, "the stages it is made of", each(stage_shape)},
    {"at", "place kind", false, "where", wrapped(varied(a(Form::id)))},
    {"hours", "hours", false, "when the whole of it may be, narrower than the place's",
     wrapped(varied(one_or_list(a(Form::hours))))},
    {"starts", "hours", false, "when it may start", wrapped(varied(one_or_list(a(Form::hours))))},
    {"needs", "resource [or resource]: n [for length]", false, "what it holds", wrapped(each(need, Form::resources))},
    {"after", "stage, list, or point: wait", false, "links to its start", links},
    {"ends-after", "stage, list, or point: wait", false, "links to its end", links},
    {"gate", "stage, list, or product", false, "what must have happened before", wrapped(one_or_list(a(Form::id)))},
    {"window", "window", false, "where its start lies", wrapped(varied(a(Form::window)))},
    {"falls-on", "placed, or list", false, "visits on named days", wrapped(varied(one_or_list(a(Form::placed))))},
    {"give-or-take", "length", false, "how far such a visit may stray", wrapped(varied(a(Form::length)))},
    {"repeat", "series", false, "visits that are not tied to named days", wrapped(varied(a(Form::series)))},
    {"apart", "wait", false, "from the start of one visit to that of the next", wrapped(varied(a(Form::wait)))},
    {"washout", "drug: length", false, "time since the last dose", wrapped(each(washout_shape))},
    {"gives", "list of drugs", false, "its end is a dose of these", wrapped(one_or_list(a(Form::id)))},
    {"when", "when", false, "else the stage is absent", wrapped(a(Form::condition))},
    {"chance", "percent", false, "it may happen", wrapped(a(Form::percent))},
    {"outcomes", "id: {chance, then, times, adds, title}", false, "how it may end", wrapped(each(outcome_shape))},
    {"prefer", "early or late", false, "where in its window the plan puts it", wrapped(of(preferences))},
    {"target", "by point", false, "wished, not required", wrapped(varied(a(Form::window)))},
    {"notice", "length", false, "how long ahead its date is fixed and told", wrapped(varied(a(Form::length)))},
    {"carer", "required", false, "someone must be with the patient", wrapped(of(carers))},
};
constexpr Key outcome[] = {
    {"chance", "percent, or a list by visit", false, "how often; one may be left out and takes the rest",
     wrapped(one_or_list(a(Form::percent)))},
    {"then", "carry on, stop or again from STAGE", false, "what follows", wrapped(a(Form::then))},
    {"times", "number", false, "how often it may go back", wrapped(a(Form::times))},
    {"adds", "spread", false, "a delay", wrapped(varied(a(Form::spread)))},
    {"title", "text", false, "what people call it", wrapped(a(Form::text))},
};
constexpr Key leaves[] = {
    {"from", "stage", true, "after this", a(Form::id)},
    {"until", "stage", true, "and before this", a(Form::id)},
    {"chance", "percent", true, "how many leave", a(Form::percent)},
};
constexpr Key check[] = {
    {"given", "a patient file without its head", true, "the facts", keys(Mapping::given)},
    {"expect", "point: DATE, DATE to DATE, absent or clash", true, "the dates they must lead to",
     either(of(clash), each(expectation, Form::point))},
};
constexpr Key centre[] = {
    {"centre", "id", true, "the name of the hospital network", a(Form::id)},
    {"title", "text", false, "what people call it", a(Form::text)},
    {"zone", "IANA zone", true, "in which days are counted and dates printed", a(Form::text)},
    {"region", "word", false, "which editions are in force here", a(Form::text)},
    {"language", "code", false, "of the sheets, where the patient has none", a(Form::text)},
    {"gate-on", "release or product-on-site", false, "what `gate: product` means here", of(gates)},
    {"urgent-phone", "text", false, "printed on every sheet", a(Form::text)},
    {"lodging", "{free-cancel: length, note}", false, "near the hospital", keys(Mapping::lodging)},
    {"holidays", "list of names or paths", false, "when it is shut", one_or_list(a(Form::text))},
    {"places", "id: place", true, "where stages are", each(place_shape)},
    {"travel", "SITE to SITE: length", false, "added between linked stages", each(a_length, Form::route)},
    {"overrides", "workflow id or every-workflow: {stage or rule: keys}", false, "the site's stricter rules",
     each(overridden_workflow, Form::slashed_id)},
};
constexpr Key lodging[] = {
    {"free-cancel", "length", false, "until how long before it may be cancelled", a(Form::length)}};
constexpr Key place[] = {
    {"kind", "word", false, "what a stage's `at` asks for", wrapped(a(Form::id))},
    {"title", "text", false, "what people call it", wrapped(a(Form::text))},
    {"site", "word", false, "where it stands", wrapped(a(Form::id))},
    {"zone", "IANA zone", false, "its own, where it is not the centre's", wrapped(a(Form::text))},
    {"holidays", "list of names or paths", false, "its own, where they are not the centre's",
     wrapped(one_or_list(a(Form::text)))},
    {"hours", "always, or days and times as in mon-fri 08:00-17:00", true, "when it is open",
     wrapped(one_or_list(a(Form::hours)))},
    {"closed", "list of dates, or calendar files", false, "when it is shut besides",
     wrapped(one_or_list(wrapped(a(Form::closed))))},
    {"has", "resource: amount", false, "what it has", wrapped(each(amount, Form::text))},
    {"between", "resource: length", false, "to make a resource ready again", wrapped(each(a_length, Form::text))},
    {"address", "text", false, "for the sheets", wrapped(a(Form::text))},
    {"phone", "text", false, "for the sheets", wrapped(a(Form::text))},
    {"bring", "text", false, "for the sheets", wrapped(a(Form::text))},
    {"arrive-early", "length", false, "for the sheets", wrapped(a(Form::length))},
    {"makes", "list of workflow ids", false, "for a manufacturer", wrapped(one_or_list(a(Form::text)))},
};
constexpr Key patient[] = {
    {"patient", "pseudonym", true, "names are never needed", a(Form::text)},
    {"workflow", "id", true, "the therapy", a(Form::text)},
    {"centre", "id", false, "none: dates only", a(Form::text)},
    {"edition", "id", false, "kept once begun", a(Form::text)},
    {"planned-with", "hash, or {hash, plan}", false, "the rules, and the plan, that was last accepted",
     either(a_text, keys(Mapping::planned))},
    {"language", "code", false, "the centre's where none is said", a(Form::text)},
    {"priority", "word", false, "the last where none is said", a(Form::id)},
    {"options", "option: value", false, "what was chosen", each(chosen)},
    {"people", "person: {pseudonym, language, not-available, last-dose}", false, "others than the one treated",
     each(person_shape)},
    {"last-dose", "drug: date, never or ongoing", false, "for washouts", each(dose)},
    {"carers", "list of DATE to DATE", false, "when someone can be there", one_or_list(a(Form::days))},
    {"closed", "{date, reason}", false, "nothing more is planned", keys(Mapping::closed)},
    {"not-available", "list of dates or moments", false, "when the patient cannot come", one_or_list(a(Form::moments))},
    {"windows", "stage: from DATE, by DATE, DATE to DATE", false, "required", each(date_window)},
    {"targets", "stage: from DATE, by DATE, DATE to DATE", false, "wished", each(date_window)},
    {"happened", "point: WHEN or {at, outcome, place}", false, "fixed for ever", each(happening, Form::point)},
    {"booked", "point: WHEN or {at, place}", false, "never moved", each(happening, Form::point)},
    {"held", "point: WHEN or {at, place}", false, "moved only if need be", each(happening, Form::point)},
    {"cancelled", "point: {at, because}", false, "a booking that fell", each(falling, Form::point)},
    {"assume", "stage: outcome, happens or absent", false, "what to plan for, until it happens", each(an_id)},
    {"overrides", "stage or rule: keys", false, "this patient's own", each(overridden)},
};
constexpr Key planned[] = {
    {"hash", "hash", true, "of the rules that the plan was made with", a(Form::text)},
    {"plan", "file", false, "what people were given, as v2v plan --as json writes it", a(Form::text)},
};
constexpr Key person[] = {
    {"pseudonym", "pseudonym", false, "names are never needed", a(Form::text)},
    {"language", "code", false, "of the sheets", a(Form::text)},
    {"not-available", "list of dates or moments", false, "when this person cannot come", one_or_list(a(Form::moments))},
    {"last-dose", "drug: date, never or ongoing", false, "for washouts", each(dose)},
};
constexpr Key fact[] = {
    {"at", "moment to moment, moment to hh:mm, or one alone", true, "when", a(Form::moments)},
    {"outcome", "outcome", false, "how it ended", a(Form::id)},
    {"place", "place", false, "where", a(Form::id)},
    {"because", "code", false, "why what was noted before is changed", a(Form::text)},
};
constexpr Key cancelled[] = {
    {"at", "moment to moment, moment to hh:mm, or one alone", true, "when it would have been", a(Form::moments)},
    {"because", "code", true, "why it fell", a(Form::text)},
    {"place", "place", false, "where", a(Form::id)},
};
constexpr Key closed[] = {
    {"date", "a date as in 2026-09-21", true, "since when", a(Form::date)},
    {"reason", "died, withdrew, declined or finished", true, "why", a(Form::text)},
};
constexpr Key today[] = {{"today", "date", false, "the day of the check", a(Form::date)}};
constexpr Key programme[] = {
    {"programme", "id", true, "its name", a(Form::id)},
    {"title", "text", false, "what people call it", a(Form::text)},
    {"centre", "id", true, "where", a(Form::id)},
    {"period", "DATE to DATE", true, "when", a(Form::days)},
    {"workflows", "list of ids", true, "which therapies", one_or_list(a(Form::text))},
    {"patients", "list of files, folders or spreadsheets", false, "who", one_or_list(a(Form::text))},
    {"priorities", "word: weight of a day late", false, "the heaviest first", each(a_weight, Form::text)},
    {"waiting-list", "{order, waits-before, offer, keep-free}", false, "who goes first", keys(Mapping::waiting_list)},
    {"expected", "id: {workflow, edition, arrivals, priority, options}", false, "who is still to come",
     each(expected_shape, Form::text)},
};
constexpr Key waiting_list[] = {
    {"order", "list, ordered", false, "earlier goes first", one_or_list(a(Form::text))},
    {"waits-before", "stage", false, "the stage queued for", a(Form::id)},
    {"offer", "length", false, "a slot is offered at least so long ahead", a(Form::length)},
    {"keep-free", "[place.]resource: amount", false, "kept for a priority", each(a_quantity, Form::text)},
};
constexpr Key expected[] = {
    {"workflow", "id", true, "which therapy", a(Form::slashed_id)},
    {"edition", "id", false, "of its rules", a(Form::id)},
    {"arrivals", "amount", true, "how many", amount_of_all},
    {"priority", "{word: percent}", false, "how urgent", each(a_percent, Form::text)},
    {"options", "{option: {value: percent}}", false, "what is chosen", each(shares)},
};
constexpr Key holidays[] = {
    {"holidays", "id", true, "the name of the list", a(Form::id)},
    {"title", "text", false, "what people call it", a(Form::text)},
    {"days", "id: {falls-on, if-weekend, from, until}", false, "days worked out by rule",
     each(holiday_shape, Form::text)},
    {"dates", "list of dates", false, "single days", list_of(a(Form::date))},
    {"except", "list of dates", false, "days that are none after all", list_of(a(Form::date))},
    {"cite", "text", false, "where it is announced", a(Form::text)},
};
constexpr Key holiday[] = {
    {"falls-on", "12-25, easter [+|-] n, or first WEEKDAY of MONTH", true, "the day", a(Form::holiday)},
    {"if-weekend", "next-weekday, nearest-weekday or stays", false, "what happens at weekends", of(weekends)},
    {"from", "year", false, "the first year", a(Form::year)},
    {"until", "year", false, "the last year", a(Form::year)},
    {"title", "text", false, "what people call it", a(Form::text)},
};
constexpr Key value[] = {{"is", "any value", true, "the value itself", a(Form::text)}};
constexpr Key speaking[] = {
    {"note", "text", false, "anything worth saying", a(Form::text)},
    {"cite", "SOURCE SECTION", false, "where it is written", a(Form::text)},
    {"checked", "read, digest or memory", false, "how it was checked", of(checks_made)},
    {"because", "text", false, "why", a(Form::text)},
    {"by", "text", false, "who says so", a(Form::text)},
    {"date", "date", false, "when it was said", a(Form::date)},
};

constexpr std::array<MappingRow, mappings> rows{{
    {"workflow", workflow, false, true},
    {"status", status},
    {"approval", approved},
    {"edition", edition, false, true},
    {"source", source, false, true},
    {"rule", rule, true, true, &rule_value},
    {"stage", stage, true, true},
    {"outcome", outcome, true, true},
    {"leave", leaves},
    {"check", check},
    {"centre", centre},
    {"lodging", lodging},
    {"place", place},
    {"patient", patient},
    {"plan that was accepted", planned},
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
    {"override", stage, true, true, &rule_value},
    {"value", value, true},
}};

}  // namespace

const MappingRow& row_of(Mapping mapping) {
  return rows[static_cast<std::size_t>(mapping)];
}
std::span<const Key> speaking_keys() {
  return speaking;
}

}  // namespace v2v::text
