#include "tell/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "plan/compile.h"
#include "tell/boxes.h"
#include "tell/changes.h"
#include "tell/items.h"

namespace v2v::tell {
namespace {

using source::Diagnostic;
using source::Severity;
using timeline::Reader;
using timeline::Sheet;

std::string language_of(const model::Case& what, const Wanted& wanted) {
  if (!wanted.language.empty()) return wanted.language;
  const std::string& centre = what.centre ? what.centre->language : "";
  if (wanted.reader == Reader::team) return centre.empty() ? "en" : centre;
  if (wanted.reader != Reader::patient)
    for (const model::Person& person : what.patient.people)
      if (person.id == timeline::word(wanted.reader) && !person.language.empty()) return person.language;
  if (wanted.reader == Reader::donor) return centre.empty() ? "en" : centre;  // another person than the patient
  return what.patient.language.empty() ? "en" : what.patient.language;
}

Said reason_of(const model::Closed& closed, const Voice& voice) {
  const std::string key = "reason." + closed.reason;
  const Said reason = voice.language().has(key) ? voice.say(key) : Said{closed.reason, ""};
  return voice.say("team.closed", {{"date", closed.date}, {"reason", reason}});
}

/// Whose words for a stage the reader is told. Cells are the patient's own where the patient is there when some are
/// collected; else no title says that they are.
std::string words_for(const model::Case& what, Reader reader) {
  if (reader == Reader::donor) return "donor";
  for (const model::Stage& stage : what.workflow.stages)
    if (stage.phase == model::Phase::collection && stage.kind == model::Kind::appointment &&
        std::find(stage.who.begin(), stage.who.end(), what.workflow.people.front()) != stage.who.end())
      return {};
  return "donated";
}

/// What the week's meeting asks of a patient: when Day 0 is, what comes next, what it waits for, what is to be heeded.
timeline::Row row_of(const timeline::Timeline& plan, const Sheet& sheet, const std::string& day_zero,
                     const Voice& voice) {
  timeline::Row out{plan.patient, {}, {}, {}, {}};
  const auto add = [](Said& to, const Said& more) {
    to.text += (to.text.empty() ? "" : "\n") + more.text;
    if (!more.english.empty()) to.english += (to.english.empty() ? "" : "\n") + more.english;
  };
  if (plan.day_zero)
    out.day_zero = sheet.day_zero_firm ? voice.date(*plan.day_zero) : voice.say("span.on", {{"date", *plan.day_zero}});
  for (const timeline::Item& item : sheet.items)
    if (item.stage == day_zero && item.standing == timeline::Item::likely && item.from != item.shown_by)
      out.day_zero = voice.say("span.between", {{"from", item.from}, {"to", item.shown_by}});
  for (const timeline::Item& item : sheet.items) {
    if (item.standing == timeline::Item::done || item.standing == timeline::Item::cancelled || item.from < plan.today)
      continue;
    add(out.next, item.title);
    add(out.next, item.when);
    break;
  }
  for (const timeline::Gate& gate : plan.gates) {
    if (gate.open) continue;
    timeline::Entry entry;
    entry.id = gate.gate;
    if (const Said title = voice.title(entry); out.waits.text.find(title.text) == std::string::npos)
      add(out.waits, title);
  }
  for (const std::string& warning : plan.warnings) add(out.heed, voice.language().quote(warning, "en"));
  for (const timeline::Breach& breach : plan.breaches) add(out.heed, voice.language().quote(breach.text, "en"));
  if (plan.closed) out.heed = reason_of(*plan.closed, voice);
  return out;
}

}  // namespace

source::Checked<Sheet> sheet(const model::Case& what, const plan::Settings& settings, const timeline::Timeline& plan,
                             const Wanted& wanted) {
  source::Diagnostics said;
  const bool theirs = wanted.reader != Reader::team;
  const auto refuse = [&](std::string code, source::Span where, std::string text, std::string hint) {
    said.push_back({std::move(code), Severity::error, where, std::move(text), {}, std::move(hint)});
    return source::Checked<Sheet>{std::nullopt, said};
  };
  if (theirs && plan.closed)
    return refuse(
        "patient-closed", plan.closed->where,
        fmt::format("{} is closed{}: no sheet is made for the {}", plan.patient,
                    plan.closed->reason.empty() ? "" : " (" + plan.closed->reason + ")", timeline::word(wanted.reader)),
        "the team's calendar holds what is cancelled: --for team");
  if (theirs && (!what.centre || what.centre->urgent_phone.empty()))
    return refuse("no-urgent-phone", what.centre ? what.centre->where : what.patient.where,
                  "nobody gets a calendar that does not say whom to ring at any hour",
                  what.centre ? fmt::format("add 'urgent-phone' to the centre {}", what.centre->id)
                              : "name a centre that has an 'urgent-phone'");
  const std::string name = name_of(what, wanted.reader);
  if (wanted.reader == Reader::donor) {
    const auto& people = what.workflow.people;
    if (std::find(people.begin(), people.end(), donor) == people.end())
      return refuse(
          "unknown-person", what.patient.where,
          fmt::format("nobody gives cells in the workflow {}: there is no donor's calendar", what.workflow.id),
          "a workflow with a donor has `donor` among its people");
    if (name.empty() || name == what.patient.id)
      return refuse("no-pseudonym", what.patient.where,
                    "the donor has no pseudonym of their own, and a donor's calendar never names the patient",
                    "add 'people: {donor: {pseudonym: D-0001}}' to the patient's file");
  }
  const std::string code = language_of(what, wanted);
  auto language = words::Language::of(code);
  if (!language) {
    std::string known;
    for (const std::string& one : words::Language::codes()) known += (known.empty() ? "" : ", ") + one;
    said.push_back({"unknown-language",
                    Severity::warning,
                    what.patient.where,
                    fmt::format("there are no words in '{}' yet: {} is in English", code, plan.patient),
                    {},
                    "languages: " + known});
    language = words::Language::of("en");
  }
  const Voice voice(*language, plan.zone, words_for(what, wanted.reader));

  Sheet out;
  out.reader = wanted.reader;
  out.patient = name;
  out.centre_title = plan.centre_title;
  out.language = language->code();
  out.zone = plan.zone;
  out.today = plan.today;
  if (wanted.reader != Reader::donor) out.day_zero = plan.day_zero;  // the patient's days are not the donor's
  out.counts_from_one = plan.counts_from_one;
  out.title = voice.say(fmt::format("title.{}", timeline::word(wanted.reader)));
  out.for_whom = voice.say("for", {{"patient", name}});
  out.as_of = voice.say("as-of", {{"date", plan.today}});
  out.confirm = voice.say("confirm");
  if (what.centre && !what.centre->urgent_phone.empty())
    out.urgent = voice.say(theirs ? "urgent" : "team.urgent", {{"phone", what.centre->urgent_phone}});
  if (!plan.status.starts_with("approved")) out.remarks.push_back(voice.say("draft-rules"));
  if (!language->reviewed()) out.remarks.push_back(voice.say("unreviewed"));
  if (wanted.reader == Reader::carer || !theirs) out.remarks.push_back(voice.say("you"));

  auto horizon = plan::horizon_of(what, settings);
  for (const timeline::Entry& entry : plan.entries)  // an earlier plan may have reached farther
    for (const auto& at : {entry.start, entry.range_from, entry.range_to})
      if (at) horizon = {std::min(horizon.first, voice.day(*at)), std::max(horizon.second, voice.day(*at))};
  plan::Almanac almanac(what, horizon.first, horizon.second);
  auto items = items_of(what, plan, wanted.reader, voice, almanac);
  out.items = std::move(items.dated);
  out.maybe = std::move(items.maybe);
  for (const timeline::Item& item : out.items)
    if (out.day_zero && item.stage == what.workflow.day_zero &&
        (item.standing == timeline::Item::booked || item.standing == timeline::Item::done))
      out.day_zero_firm = true;
  if (wanted.since) out.changes = changes(*wanted.since, out, voice);
  if (out.changes && !theirs)
    for (Said& line : out.changes->lines)
      for (std::string* text : {&line.text, &line.english})
        if (!text->empty()) text->insert(0, name + ": ");
  if (wanted.reader == Reader::carer) out.boxes.push_back(days_with(what, out, voice));
  if (theirs && wanted.reader != Reader::donor)
    if (auto box = nights(what, out, voice)) out.boxes.push_back(std::move(*box));
  if (wanted.reader == Reader::carer)
    if (auto box = driving(out, voice)) out.boxes.push_back(std::move(*box));
  if (!theirs) out.huddle.push_back(row_of(plan, out, what.workflow.day_zero, voice));
  return {std::move(out), std::move(said)};
}

namespace {

/// Each centre has its own number to ring, and each plan its own remarks.
void head_of_all(std::vector<Sheet>& sheets) {
  Sheet& out = sheets.front();
  std::vector<std::pair<std::string, std::optional<Said>>> centres;
  for (const Sheet& one : sheets) {
    if (std::none_of(centres.begin(), centres.end(), [&](const auto& c) { return c.first == one.centre_title; }))
      centres.emplace_back(one.centre_title, one.urgent);
    for (const Said& remark : one.remarks)
      if (std::find(out.remarks.begin(), out.remarks.end(), remark) == out.remarks.end()) out.remarks.push_back(remark);
  }
  if (centres.size() < 2) return;
  out.centre_title.clear();
  out.urgent.reset();
  for (const auto& [title, urgent] : centres) {
    if (!title.empty()) out.centre_title += (out.centre_title.empty() ? "" : " · ") + title;
    if (!urgent) continue;
    const auto add = [&, &name = title](std::string& to, const std::string& text) {
      if (!text.empty()) to += (to.empty() ? "" : "\n") + name + ": " + text;
    };
    if (!out.urgent) out.urgent.emplace();
    add(out.urgent->text, urgent->text);
    add(out.urgent->english, urgent->english);
  }
}

}  // namespace

Sheet together(std::vector<Sheet> sheets) {
  head_of_all(sheets);
  Sheet out = std::move(sheets.front());
  for (std::size_t i = 1; i < sheets.size(); ++i) {
    Sheet& one = sheets[i];
    std::move(one.items.begin(), one.items.end(), std::back_inserter(out.items));
    std::move(one.huddle.begin(), one.huddle.end(), std::back_inserter(out.huddle));
    if (one.changes && out.changes)
      std::move(one.changes->lines.begin(), one.changes->lines.end(), std::back_inserter(out.changes->lines));
    else if (one.changes)
      out.changes = std::move(one.changes);
  }
  if (sheets.size() > 1) {
    out.day_zero.reset();
    out.day_zero_firm = false;
    out.patient.clear();
    out.for_whom = {};
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const timeline::Item& a, const timeline::Item& b) {
    return std::tie(a.shown, a.start, a.patient, a.stage, a.uid) <
           std::tie(b.shown, b.start, b.patient, b.stage, b.uid);
  });
  std::stable_sort(out.huddle.begin(), out.huddle.end(),
                   [](const timeline::Row& a, const timeline::Row& b) { return a.patient < b.patient; });
  return out;
}

timeline::Copy copy_of(const Sheet& sheet) {
  timeline::Copy out{sheet.today, {}};
  for (const timeline::Item& item : sheet.items) {
    if (item.standing == timeline::Item::cancelled) continue;
    const bool firm = item.standing == timeline::Item::booked || item.standing == timeline::Item::done;
    out.items.push_back({item.uid, item.from, item.to, item.start, item.title.text, firm});
  }
  return out;
}

}  // namespace v2v::tell
