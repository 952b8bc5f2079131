// text: a workflow whole, each value with the place it came from.
#include "text/whole.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "disk.h"
#include "view/show.h"

using namespace v2v;

namespace {

const std::string base = R"(workflow: family
status: base
day-zero: infusion
sources:
  planning: {title: Planning, checked: memory}
stages:
  referral: {title: Referral, phase: referral, kind: work, cite: planning}
  extra: {title: Extra, phase: referral, kind: work, after: referral, cite: planning}
  infusion:
    title: Infusion
    phase: treatment
    takes: 1h
    at: ward
    after: {referral: 2d}
    cite: planning
rules:
  of-another-product: {is: 9d, cite: planning}
)";
const std::string product = R"(workflow: product
based-on: family
status: draft
sources:
  label: {title: Label, checked: read}
stages:
  extra: remove
  infusion: {takes: 30min, cite: label 2}
checks:
  - given: {booked: {infusion: 2026-10-14}}
    expect: {infusion: 2026-10-14}
)";
const std::string centre = R"(centre: c
zone: Europe/London
places:
  ward: {hours: mon-sun holidays 08:00-18:00}
overrides:
  product:
    infusion: {starts: mon-thu, after: {referral: 5d}, because: two doctors must be there}
)";

struct Shown {
  source::Sources sources;
  source::Checked<text::Whole> whole;

  explicit Shown(bool at_centre) {
    text::Library library{tests::made_disk({{"w/family.yaml", base}}), {"w"}, {}};
    std::vector<text::Input> inputs{{"product.yaml", product}};
    if (at_centre) inputs.push_back({"c.yaml", centre});
    text::Ask ask;
    ask.alone = true;
    whole = text::read_whole(sources, inputs, library, ask);
    for (const auto& d : whole.diagnostics) FAIL_CHECK(d.text);
    REQUIRE(whole);
  }

  const model::Written& value(const std::vector<std::string>& keys) {
    values = text::values_of(*whole.value);
    const auto at = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.keys == keys; });
    REQUIRE(at != values.end());
    return *at;
  }
  std::vector<model::Written> values;
};

bool has(const std::string& text, const std::string& piece) {
  const bool there = text.find(piece) != std::string::npos;
  if (!there) MESSAGE(text);
  return there;
}

}  // namespace

TEST_CASE("a product shown whole is one file that is based on nothing and reads") {
  Shown shown(false);
  const std::string text = text::show(*shown.whole.value, false);
  CHECK_FALSE(has(text, "\nbased-on"));
  CHECK_FALSE(has(text, "of-another-product"));  // a base may hold what nothing here uses, this file may not
  source::Sources sources;
  CHECK(text::check_file(sources, {"whole.yaml", text}, {tests::made_disk({}), {}, {}}).empty());
  CHECK(has(text, "# taken away: extra, product.yaml:7\n"));
}

TEST_CASE("what a product keeps of its base keeps the base's word where the product cites a stage anew") {
  Shown shown(false);
  const std::string text = text::show(*shown.whole.value, false);
  CHECK(has(text, "at: {is: ward, cite: planning}"));
  CHECK(has(text, "after: {referral: {is: 2d, cite: planning}}"));
  CHECK(has(text, "takes: 30min\n"));
}

TEST_CASE("behind each value stands its file and line, what it replaced, and the reason of an override") {
  Shown shown(true);
  const std::string text = text::show(*shown.whole.value, true);
  CHECK(has(text, "  # product.yaml:8, was 1h at w/family.yaml:12\n"));
  CHECK(has(text, "# c.yaml:7, centre's override because two doctors must be there, was 2d at w/family.yaml:14\n"));
  CHECK(has(text, " # w/family.yaml:11\n"));
  source::Sources sources;
  CHECK(text::check_file(sources, {"whole.yaml", text}, {tests::made_disk({}), {}, {}}).empty());
}

TEST_CASE("each value is listed with its layer, its citation and what it replaced") {
  Shown shown(true);
  const auto& starts = shown.value({"stages", "infusion", "starts"});
  CHECK(starts.texts == std::vector<std::string>{"mon-thu"});
  CHECK(starts.origin.layer == model::Layer::centre);
  CHECK(starts.origin.because == "two doctors must be there");
  const auto& takes = shown.value({"stages", "infusion", "takes"});
  REQUIRE(takes.origin.cite);
  CHECK(takes.origin.cite->source == "label");
  CHECK(takes.origin.replaced_text == "1h");
  const auto& title = shown.value({"stages", "infusion", "title"});
  CHECK(title.origin.layer == model::Layer::base);
  CHECK_FALSE(title.origin.cite);  // the product's word is not the base's
  const auto json = view::json(shown.whole.value->what.workflow, "c", shown.values, shown.whole.value->gone, "0");
  CHECK(has(json, "\"standing\": \"read\""));
}
