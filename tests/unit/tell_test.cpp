// tell: what a patient, a carer and a team are told of a plan, and how sure each date is said to be.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "told.h"
#include "view/ical.h"

using namespace told;  // NOLINT

TEST_CASE("a booked visit has its hour, its place and what to bring") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  const Item* scan = find(sheet.items, "restaging");
  REQUIRE(scan);
  CHECK(scan->standing == Item::booked);
  CHECK(scan->when.text == "Monday 19 October 2026, 14:00 to 16:00");
  CHECK(says(*scan, "Outpatients, level 1"));
  CHECK(says(*scan, "Bring: your medicines list"));
  CHECK(says(*scan, "Come 10 minutes early."));
}

TEST_CASE("while cells are being made what waits for them is a range and says what it waits for") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  const Item* chemo = find(sheet.items, "lymphodepletion");
  REQUIRE(chemo);
  CHECK(chemo->standing == Item::likely);
  CHECK(chemo->visits == 3);
  CHECK(!chemo->start);  // no hour is promised
  CHECK(chemo->from < chemo->to);
  CHECK(chemo->when.text.starts_with("Likely between "));
  CHECK(says(*chemo, "The date is set once this is done: Your cells are at the hospital."));
  CHECK(!sheet.day_zero_firm);
}

TEST_CASE("visits that were told together keep the first one's name when they get their own dates") {
  source::Sources sources;
  auto one = waiting(sources);
  const auto before = sheet_of(one, Reader::patient);
  CHECK(find(before.items, "lymphodepletion")->uid == "P-0042.lymphodepletion.day--5");
}

TEST_CASE("a donor is told what the donor attends and nothing of the patient") {
  source::Sources sources;
  auto one = example(sources, "P-0109");
  const auto donor = sheet_of(one, Reader::donor), patient = sheet_of(one, Reader::patient);
  CHECK(donor.patient == "D-0109");
  CHECK(donor.for_whom.text == "For D-0109");
  CHECK(!donor.day_zero);
  CHECK(donor.boxes.empty());
  REQUIRE(find(donor.items, "donor-collection"));
  CHECK(find(donor.items, "donor-collection")->title.text.starts_with("Cell collection"));
  for (const Item& item : donor.items) {
    CHECK(item.stage.starts_with("donor-"));
    CHECK(item.uid.starts_with("D-0109."));
    CHECK(!find(patient.items, item.stage));
    for (const char* theirs : {"P-0109", "onditioning", "ransplant", "Day 0"}) CHECK(!says(item, theirs));
  }
  const std::string file = view::ical(donor, {true, {}});
  CHECK(file.find("P-0109") == file.npos);

  auto& people = one.what.patient.people;
  const auto giver = std::find_if(people.begin(), people.end(), [](const auto& p) { return p.id == "donor"; });
  REQUIRE(giver != people.end());
  SUBCASE("in their own language and not the patient's") {
    one.what.patient.language = "fa";
    CHECK(sheet_of(one, Reader::donor, "").language == "en");
    giver->language = "pl";
    CHECK(sheet_of(one, Reader::donor, "").language == "pl");
  }
  SUBCASE("never under the patient's name") {
    for (const char* name : {"", "P-0109"}) {
      giver->pseudonym = name;
      CHECK(asked(one, {Reader::donor, "en", nullptr}).diagnostics.front().code == "no-pseudonym");
    }
  }
}

TEST_CASE("there is no donor's calendar where nobody gives cells") {
  source::Sources sources;
  CHECK(asked(waiting(sources), {Reader::donor, "en", nullptr}).diagnostics.front().code == "unknown-person");
}

TEST_CASE("cells that a donor gave are not called the patient's") {
  source::Sources sources;
  const std::string path = std::string(V2V_ROOT) + "/workflows/car-t/off-the-shelf.yaml";
  const auto cases = cases_of(sources, path, text_at(path));
  int seen = 0;
  for (const auto& one : cases) {
    const auto plan = plan::plan(one.what, one.settings);
    if (!plan || plan.value->conflict) continue;
    for (const std::string& code : words::Language::codes()) {
      const auto sheet = tell::sheet(one.what, one.settings, *plan.value, {Reader::team, code, nullptr});
      REQUIRE(sheet);
      for (const Item& item : sheet.value->items) {
        CHECK(item.title.text.find("our cells") == std::string::npos);
        CHECK(item.title.english.find("our cells") == std::string::npos);
        seen += item.stage == "product-on-site" && code == "en" && item.title.text == "The cells are at the hospital";
      }
    }
  }
  CHECK(seen > 0);
  // Where they are the patient's own, they are.
  CHECK(find(sheet_of(waiting(sources), Reader::team).items, "product-on-site")->title.text ==
        "Your cells are at the hospital");
}

TEST_CASE("a rule that says at least is no permission: the day after needs the team's word") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  for (const Item& item : sheet.items) {
    if (item.kind != Item::rule) continue;
    CAPTURE(item.stage);
    const bool asks = item.when.text.find("if your team agrees") != std::string::npos ||
                      item.when.text.find("Wait until your team agrees") != std::string::npos;
    CHECK(asks);
    CHECK(item.when.text.find("to and including") != std::string::npos);
  }
}

TEST_CASE("what nobody knows to happen is no date") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  CHECK(find(sheet.maybe, "crs"));
  CHECK(!find(sheet.items, "crs"));
  CHECK(!find(sheet.items, "icu-stay"));
}

TEST_CASE("work that others do is not on the patient's sheet unless it says something to them") {
  source::Sources sources;
  const auto patient = sheet_of(waiting(sources), Reader::patient);
  CHECK(!find(patient.items, "release"));
  CHECK(find(patient.items, "manufacturing"));
  CHECK(find(patient.items, "manufacturing")->when.text.starts_with("It likely ends between "));
  const auto team = sheet_of(waiting(sources), Reader::team);
  CHECK(find(team.items, "release"));
}

TEST_CASE("without a number to ring at any hour nobody gets a sheet but the team") {
  source::Sources sources;
  auto one = waiting(sources);
  one.what.centre->urgent_phone.clear();
  for (const Reader reader : {Reader::patient, Reader::carer}) {
    const auto sheet = asked(one, {reader, "en", nullptr});
    REQUIRE(!sheet);
    CHECK(sheet.diagnostics.front().code == "no-urgent-phone");
  }
  CHECK(asked(one, {Reader::team, "en", nullptr}));
}

TEST_CASE("a patient who has died or withdrawn gets no sheet and the team's has only what is cancelled ahead") {
  source::Sources sources;
  auto one = waiting(sources);
  one.what.patient.closed = model::Closed{one.settings.today, "died", {}};
  for (const Reader reader : {Reader::patient, Reader::carer}) {
    const auto sheet = asked(one, {reader, "en", nullptr});
    REQUIRE(!sheet);
    CHECK(sheet.diagnostics.front().code == "patient-closed");
  }
  const auto team = sheet_of(one, Reader::team);
  for (const Item& item : team.items) CHECK((item.standing == Item::cancelled || item.to <= one.settings.today));
  const std::string calendar = view::ical(team);
  CHECK(calendar.find("STATUS:CANCELLED") != std::string::npos);
  CHECK(calendar.find("VALARM") == std::string::npos);
}

TEST_CASE("the carer is told the days with the patient, the nights near the hospital and who may not drive") {
  source::Sources sources;
  auto one = waiting(sources);
  const auto sheet = sheet_of(one, Reader::carer);
  REQUIRE(sheet.boxes.size() == 3);
  CHECK(says(sheet.boxes[0], "Someone is there on all of these days."));
  CHECK(says(sheet.boxes[1], "28 nights"));
  CHECK(says(sheet.boxes[1], "the last day to cancel without a charge is Saturday 24 October 2026."));
  CHECK(says(sheet.boxes[2], "may not drive"));

  SUBCASE("days on which nobody has said to be there are named") {
    one.what.patient.carers = {{*calendar::parse_day("2026-10-12"), *calendar::parse_day("2026-11-10")}};
    CHECK(says(sheet_of(one, Reader::carer).boxes[0],
               "Nobody has said that they can be there: Wednesday 11 November 2026 to Tuesday 24 November 2026."));
  }
  SUBCASE("that nobody has said anything yet is said") {
    one.what.patient.carers.clear();
    one.what.patient.carers_said = false;
    CHECK(says(sheet_of(one, Reader::carer).boxes[0], "Nobody has said yet when they can be there."));
  }
}

TEST_CASE("what changed since the last copy is said, and nothing else") {
  source::Sources sources;
  auto one = waiting(sources);
  const auto copy = tell::copy_of(sheet_of(one, Reader::patient));
  SUBCASE("nothing") {
    const auto again = sheet_of(one, Reader::patient, "en", &copy);
    REQUIRE(again.changes);
    CHECK(says(*again.changes, "Nothing changed since your copy of Monday 5 October 2026."));
  }
  SUBCASE("a booking that moved") {
    one.what.patient.booked.clear();
    book(one, "restaging", "2026-10-20", 9);
    const auto now = sheet_of(one, Reader::patient, "en", &copy);
    REQUIRE(now.changes);
    CHECK(says(*now.changes,
               "Scan or marrow test: it was Monday 19 October 2026, 14:00. It is now Tuesday 20 October 2026, 09:00."));
    CHECK(find(now.items, "restaging")->mark == Item::changed);
  }
  SUBCASE("a visit that was likely and is booked") {
    book(one, "fitness-check", "2026-10-20", 10);
    const auto now = sheet_of(one, Reader::patient, "en", &copy);
    CHECK(says(*now.changes, "Check before you start is now booked for Tuesday 20 October 2026, 10:00."));
  }
}

TEST_CASE("the calendar file is an earlier copy that says the same as the sheet it was made of") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  const auto copy = view::copy_of_ical(view::ical(sheet), "P-0042", Reader::patient);
  REQUIRE(copy);
  const auto own = tell::copy_of(sheet);
  CHECK(copy->as_of == own.as_of);
  REQUIRE(copy->items.size() == own.items.size());
  for (const auto& one : own.items) {
    const auto at =
        std::find_if(copy->items.begin(), copy->items.end(), [&](const auto& c) { return c.uid == one.uid; });
    REQUIRE(at != copy->items.end());
    CAPTURE(one.uid);
    CHECK(at->from == one.from);
    CHECK(at->to == one.to);
    CHECK(at->firm == one.firm);
    CHECK(at->start == one.start);
  }
}

TEST_CASE("a sequence rises only where something changed and a visit that is gone stays cancelled for 90 days") {
  source::Sources sources;
  auto one = waiting(sources);
  const auto sequence = [](const std::string& text, const std::string& uid) {
    const auto from = text.find("UID:" + uid + "@");
    REQUIRE(from != std::string::npos);
    const auto at = text.find("SEQUENCE:", from);
    return std::stoi(text.substr(at + 9));
  };
  const auto first = view::ical(sheet_of(one, Reader::patient));
  CHECK(sequence(first, "P-0042.restaging") == 0);
  one.settings.today = one.settings.today + 1;
  const auto next = view::ical(sheet_of(one, Reader::patient), {false, first});
  CHECK(sequence(next, "P-0042.restaging") == 0);

  one.what.patient.booked.clear();
  book(one, "restaging", "2026-10-20", 9);
  const auto moved = view::ical(sheet_of(one, Reader::patient), {false, next});
  CHECK(sequence(moved, "P-0042.restaging") == 1);
  CHECK(sequence(moved, "P-0042.consent") == 0);

  Sheet without = sheet_of(one, Reader::patient);
  std::erase_if(without.items, [](const Item& item) { return item.stage == "restaging"; });
  const auto gone = view::ical(without, {false, moved});
  CHECK(sequence(gone, "P-0042.restaging") == 2);
  CHECK(gone.find("STATUS:CANCELLED") != std::string::npos);
  without.today = without.today + 90;
  const auto kept = view::ical(without, {false, gone});
  CHECK(kept.find("STATUS:CANCELLED") != std::string::npos);
  CHECK(sequence(kept, "P-0042.restaging") == 2);
  without.today = without.today + 1;
  CHECK(view::ical(without, {false, kept}).find("STATUS:CANCELLED") == std::string::npos);
}

TEST_CASE("a title on a locked telephone says nothing of the illness unless that is asked for") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  const auto titles = [](const std::string& text) {
    std::string out;
    for (auto at = text.find("SUMMARY:"); at != std::string::npos; at = text.find("SUMMARY:", at + 1))
      out += text.substr(at, text.find('\r', at) - at) + "\n";
    return out;
  };
  CHECK(titles(view::ical(sheet)).find("Chemotherapy") == std::string::npos);
  CHECK(titles(view::ical(sheet)).find("Hospital visit") != std::string::npos);
  CHECK(titles(view::ical(sheet, {true, {}})).find("Chemotherapy") != std::string::npos);
}

TEST_CASE("another language says the same days") {
  source::Sources sources;
  const auto one = waiting(sources);
  const auto english = sheet_of(one, Reader::patient);
  for (const std::string& code : words::Language::codes()) {
    const auto other = sheet_of(one, Reader::patient, code);
    REQUIRE(other.items.size() == english.items.size());
    for (std::size_t i = 0; i < other.items.size(); ++i) {
      CHECK(other.items[i].uid == english.items[i].uid);
      CHECK(other.items[i].from == english.items[i].from);
      if (code != "en") {
        CHECK(!other.items[i].title.english.empty());
        CHECK(other.items[i].title.english == english.items[i].title.text);
      }
    }
  }
}
