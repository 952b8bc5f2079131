#include <doctest/doctest.h>

#include "golden.h"
#include "view/csv.h"
#include "view/gantt.h"
#include "view/graph.h"
#include "view/json.h"
#include "view/page.h"
#include "view/rows.h"
#include "view/svg.h"
#include "view/table.h"
#include "view/why.h"
#include "view/width.h"
#include "view_sample.h"
#include "view_workflow.h"

using namespace v2v;
using namespace v2v::view;
using golden::holds;
using golden::lines_of;

namespace {

std::string row(const std::string& text, std::string_view label) {
  for (const auto& line : lines_of(text))
    if (line.rfind(" " + std::string(label), 0) == 0) return line;
  return "";
}

}  // namespace

TEST_CASE("a chart of letters fills its width exactly and never passes it") {
  const auto t = sample::plan();
  for (const bool ascii : {false, true})
    for (int columns = 60; columns <= 200; ++columns) {
      const auto text = gantt(t, {.width = columns, .ascii = ascii});
      int widest = 0;
      for (const auto& line : lines_of(text)) {
        CAPTURE(line);
        REQUIRE(width(line) <= columns);
        widest = std::max(widest, width(line));
      }
      REQUIRE(widest == columns);
      if (ascii)
        REQUIRE(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
}

TEST_CASE("a chart of letters marks what is critical by a glyph of its own") {
  auto t = sample::plan();
  const auto text = gantt(t, {.width = 120});
  CHECK(holds(row(text, "CAR-T infusion"), "◆"));
  CHECK_FALSE(holds(row(text, "Fit to start?"), "◆"));
  CHECK(holds(row(text, "Fit to start?"), "◇"));
  CHECK(holds(row(text, "Manufacturing"), "░░"));
  CHECK(holds(row(text, "Restaging scan"), "!"));
  CHECK(holds(row(text, "Cytokine release"), "≈≈"));
  CHECK(holds(row(text, "Product travels"), "╌"));
  CHECK(holds(row(text, "Consent"), "┊"));  // the line of Day 0
  CHECK(holds(row(text, "Consent"), "│"));  // today
  CHECK(holds(text, "today"));
  CHECK(holds(text, "Day 0"));
}

TEST_CASE("long follow-up is listed and does not flatten the chart") {
  const auto text = gantt(sample::plan(), {.width = 100});
  CHECK(holds(row(text, "Long-term follow-up"), "→"));
  CHECK(holds(text, "later: Long-term follow-up: Day +183 Fri 30 Apr 2027"));
  const Scale scale(sample::plan());
  CHECK(scale.last == sample::infusion_day + 100);
  CHECK(scale.first == sample::day("2026-09-01"));
}

TEST_CASE("a chart stands without Day 0 and without any date at all") {
  auto t = sample::plan();
  t.day_zero.reset();
  CHECK(holds(gantt(t), "Day 0    not known"));
  CHECK_FALSE(holds(gantt(t), "┊"));
  CHECK(holds(svg(t), "</svg>"));
  for (auto& e : t.entries) e.start = e.end = e.earliest = e.latest = std::nullopt;
  CHECK(holds(gantt(t), "no date: "));
  CHECK(holds(svg(t), "Without a date"));
  CHECK(holds(gantt(timeline::Timeline{}), "status"));
  CHECK(holds(svg(timeline::Timeline{}), "</svg>"));
}

TEST_CASE("rows follow the pathway and leave out cancelled bookings") {
  auto t = sample::plan();
  const auto before = rows_of(t).size();
  for (auto& e : t.entries)
    if (e.id == "consent") e.state = timeline::State::cancelled;
  const auto rows = rows_of(t);
  CHECK(rows.size() + 1 == before);
  for (std::size_t i = 1; i < rows.size(); ++i) CHECK(rows[i - 1].phase <= rows[i].phase);
}

TEST_CASE("text on paper cannot become markup") {
  CHECK(escaped("<a & \"b\" 'c'>\x01") == "&lt;a &amp; &quot;b&quot; &#39;c&#39;&gt;?");
  auto t = sample::plan();
  t.entries[0].title = "</text><script>alert(1)</script>";
  t.patient = "]]><P>";
  t.assumptions.push_back("a < b && c");
  const auto text = svg(t);
  CHECK_FALSE(holds(text, "<script"));
  CHECK_FALSE(holds(text, "<P>"));
  CHECK(holds(text, "a &lt; b &amp;&amp; c"));
}

TEST_CASE("the sheet is A4 and says what it rests on") {
  const auto text = svg(sample::plan());
  CHECK(holds(text, "width=\"297mm\" height=\"210mm\" viewBox=\"0 0 2970 2100\""));
  for (const auto* part :
       {"draft: not approved for use", "9f3c2a7b51e0d846", "tzdata 2025b", "today: 12 Oct", "Day 0: 29 Oct",
        "last steroid dose not stated", "Vein to vein: 38 days", "Day +5479", "edition eu-2024"}) {
    CAPTURE(part);
    CHECK(holds(text, part));
  }
  // Whole numbers only: no coordinate holds a decimal point.
  for (const auto* attribute : {" x=\"", " y=\"", " width=\"", " height=\"", " x1=\"", " d=\"M"})
    for (auto at = text.find(attribute); at != text.npos; at = text.find(attribute, at + 1)) {
      const auto from = at + std::string_view(attribute).size();
      REQUIRE(text.substr(from, text.find('"', from) - from).find('.') == std::string::npos);
    }
}

TEST_CASE("a sheet of many rows is drawn smaller and loses no row") {
  auto t = sample::plan();
  const auto few = rows_of(t).size();
  for (int i = 0; i < 4; ++i)
    for (const auto& e : sample::plan().entries) {
      t.entries.push_back(e);
      t.entries.back().id += std::to_string(i);
    }
  CHECK(rows_of(t).size() == few * 5);
  const auto text = svg(t);
  CHECK_FALSE(holds(text, "viewBox=\"0 0 2970 2100\""));
  int labels = 0;
  for (auto at = text.find(">Consent<"); at != text.npos; at = text.find(">Consent<", at + 1)) ++labels;
  CHECK(labels == 5);
}

TEST_CASE("a clash on paper names its rules and mends") {
  const auto text = svg(sample::clash());
  CHECK(holds(text, "This plan cannot be: infusion cannot follow release this soon"));
  CHECK(holds(text, "missed by 1 d; rule of uspi 3.2, not ours to relax"));
  CHECK(holds(text, "book the infusion from 14 Oct"));
}

TEST_CASE("a graph has a cluster for each phase and waits as written") {
  const auto text = dot(sample::workflow());
  CHECK(holds(text, "label=\"Example \\\"CAR-T\\\" \\\\ <b>\""));
  CHECK(holds(text, "subgraph cluster_referral {"));
  CHECK(holds(text, "subgraph \"cluster_follow-up\" {"));
  CHECK(holds(text, "label=\"at most 30d or again\""));
  CHECK(holds(text, "label=\"leukapheresis start: at most 72h\""));
  CHECK(holds(text, "label=gate, style=dashed"));
  CHECK(holds(text, "shape=note"));
  CHECK(holds(text, "shape=component"));
  CHECK(holds(text, "shape=ellipse"));
  CHECK(holds(text, "peripheries=2"));
  CHECK(holds(text, "lasts 13d to 35d likely 17d"));
  CHECK(holds(text, "label=\"2d to 7d\""));
  GraphFacts facts;
  facts.options["setting"] = "outpatient";
  CHECK(holds(dot(sample::workflow(), facts), "label=\"exactly 3d\""));
}

TEST_CASE("Mermaid gets ids that are none of its own words") {
  const auto text = mermaid(sample::workflow());
  CHECK(text.rfind("flowchart LR\n", 0) == 0);
  CHECK(holds(text, "n0[\"Referral received<br/>end\"]"));
  CHECK(holds(text, "Cell collection #40;leukapheresis#41;"));
  CHECK(holds(text, "n3 -.->|\"gate\"| n4"));
  CHECK(holds(text, "subgraph parts4[\"Lymphodepletion\"]"));
  CHECK(holds(text, "n7 -.->|\"until 8w after infusion\"| n9"));
  int open = 0;
  for (const auto& line : lines_of(text)) {
    open += line.find("subgraph ") != line.npos;
    if (line.substr(line.find_first_not_of(' ')) == "end") --open;
    CHECK(open >= 0);
  }
  CHECK(open == 0);
}

TEST_CASE("the views of one plan have not changed") {
  golden::same("gantt-100.txt", gantt(sample::plan(), {.width = 100}));
  golden::same("gantt-72-ascii.txt", gantt(sample::plan(), {.width = 72, .ascii = true}));
  golden::same("table-100.txt", table(sample::plan(), {.width = 100}));
  golden::same("table-140.txt", table(sample::plan(), {.width = 140}));
  golden::same("plan.json", json(sample::plan(), "0.1.0"));
  golden::same("plan.csv", csv(sample::plan()));
  golden::same("why.txt", why(sample::why()));
  golden::same("plan.svg", svg(sample::plan()));
  golden::same("workflow.dot", dot(sample::workflow()));
  golden::same("workflow.mmd", mermaid(sample::workflow()));
}
