// view: what every output says about a plan as a whole, above it and under it, so that no view forgets a part.
#pragma once
#include <string>
#include <vector>

#include "timeline/timeline.h"

namespace v2v::view {

/// A word and what it says: {"status", "draft: not approved for use"}.
struct Fact {
  std::string name, text;
};

/// A list under a heading; never empty.
struct Section {
  std::string title;
  std::vector<std::string> lines;
  bool alarming = false;  // overdue, breaches, warnings, departures
};

inline constexpr std::string_view dates_only = "dates only: weekends and holidays were not considered";

/// `P-0042: Axicabtagene ciloleucel (axicabtagene-ciloleucel), edition eu-2024`
std::string headline(const timeline::Timeline& answer);
/// Status, centre, zone and tzdata, today, Day 0, assumed lengths, the next appointment.
std::vector<Fact> facts(const timeline::Timeline& answer);
/// `closed on 3 Nov 2026: withdrew. Nothing more is planned`, empty where the patient is not closed.
std::string closed_line(const timeline::Timeline& answer);
/// What was held for slack, milestones, gates still shut, assumptions, overdue, breaches, warnings, departures, sources
/// past review, workflow status: those that have something to say, alarming ones first.
std::vector<Section> sections(const timeline::Timeline& answer);
/// The first planned, held, booked or overdue appointment that has a date; nullptr where there is none.
const timeline::Entry* next_appointment(const timeline::Timeline& answer);

}  // namespace v2v::view
