// plan: the inside of compile(). Expands visits, takes in the record, then speaks every sentence into the network.
#pragma once
#include <fmt/format.h>

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/say.h"
#include "plan/compile.h"
#include "plan/named_days.h"

namespace v2v::plan {

/// Where a point leads: an event, and what is laid on it. A `date` point means the whole of a date.
struct Spot {
  network::Event event;
  int visit = -1;
  bool date = false;
  Moves moves;                   // date
  std::optional<Length> length;  // elapsed or working
  int sign = 1;
};

class Builder {
 public:
  Builder(const model::Case& what, const Settings& settings, const Choices& choices, Almanac& almanac);
  Compiled build();

 private:
  using Row = std::vector<int>;  // visits of one attempt (of one round of the whole), in order

  // visits.cpp: who comes when how often
  void expand();
  std::vector<Aim> aims_of(const model::Stage& stage, int index);
  int count_of(const model::Stage& stage, const Attempt& attempt);
  void settle_places(int v);

  // record.cpp: what the patient file says
  void take_record();
  std::optional<Tick> ended(int v);
  void infer_wholes();
  void take_bookings();
  Row visits_meant(const model::Fact& fact, bool booked);
  void let_pass();
  bool mark_unrecorded();
  bool mark_over();
  void spread_unknown();
  /// The visits that link paths put before these; `false`: a whole of which only the start is reached, not the parts.
  Row before(const std::vector<std::pair<int, bool>>& these) const;
  /// This visit, or where its attempt is only assumed and unrecorded that of the attempt before.
  int grounded(int v) const;
  void complain(std::string code, source::Span where, std::string text, std::string hint = {});

  // links.cpp: sentences between visits
  void speak_links(int v);
  void speak_link(const model::Link& link, int index, network::Event to, int v, bool to_end);
  void speak_row(const Row& row);
  std::optional<Spot> anchor_of(const Aim& aim, int v);
  void speak_aim(int v, const Aim& aim);
  bool mixed_row(int row);
  void speak_window(int v);
  void speak_whole(int v);
  void speak_again();
  void speak_gates(int v);
  void speak_washouts(int v);
  void speak_dose(int v, const std::string& drug, const std::string& who, const network::Wait& wait, network::Tag tag);
  void speak_stays();
  void speak_order();
  network::Tag say_way(const model::Travel& travel);
  void speak_over(int absent, network::Event to, int v, network::Tag tag, std::set<int>& over, bool way, bool cut);
  void speak_all();
  std::optional<Spot> spot(const model::Point& point, model::Point::Side side, int from_visit, int link_retry = -1);
  int attempt_meant(int stage, int v, int link);
  /// No record says that it was opened, only an outcome that the plan assumes.
  bool only_assumed(const Attempt& attempt) const;
  Length length_of(const Visit& v, bool begins, const model::Spread& spread) const;
  network::Step step(const Spot& spot, const Moves& extra, int v);
  std::optional<Tick> known_end(const Spot& spot);
  void no_sooner(const Spot& spot, const Moves& extra, network::Event e, network::Tag tag, int v);
  void no_later(const Spot& spot, const Moves& extra, network::Event e, network::Tag tag, int v);
  void just_at(const Spot& spot, network::Event e, network::Tag tag, int v);
  static Tick missed_by(const network::Step& rule, Tick early, Tick late);
  void arrow(int u, network::Event from, int v, network::Event to, const network::Wait& wait, network::Tag tag);

  // lengths.cpp: a visit by itself: how long, when open, what is recorded and booked
  /// How long a booking from one moment to another is; 0 where it says no end.
  const model::Outcome* lengthening(const Visit& v);
  static Tick booked_for(const Visit& v);
  void speak_visit(int v);
  void speak_length(int v);
  void speak_forerunners(int v);
  void pass_on(int v);
  void speak_open(int v);
  bool begins_attempt(const Visit& v) const;
  void speak_hours(int v);
  void speak_needs(int v);
  void speak_absences(int v);
  void speak_record(int v);
  void speak_taken(int v);
  void speak_booking(int v);

  /// What a sentence is said of. Said again of the same it is one voice, and not put into words anew: most of what
  /// compiling once took was words that nobody reads.
  struct Of {
    enum What : std::uint8_t {
      today,
      plain_day,
      hours,
      stage_hours,
      starts,
      stock,
      absence,
      window,  // openings
      takes,
      lasts,
      adds,
      begins,
      edge,  // lengths
      link,
      way,
      turn,
      apart,
      rate,
      falls_on,
      whole,
      again,
      gate,
      washout,
      inside,  // what lies between visits
    } what;
    std::intptr_t a = 0, b = 0, c = 0, d = 0;
    auto operator<=>(const Of&) const = default;
  };
  /// An address tells things of one case apart, and orders nothing that is told.
  static std::intptr_t same(const void* thing) { return reinterpret_cast<std::intptr_t>(thing); }
  network::Tag say(Voice voice);
  template <class Words>  // () -> Voice
  network::Tag say(const Of& of, const Words& words) {
    const auto [known, fresh] = tags_.try_emplace(of, network::untagged);
    if (fresh) known->second = say(words());
    return known->second;
  }
  template <class Words>  // () -> std::string
  network::Tag say(const Of& of, Voice::Kind kind, const model::Origin& origin, const Words& words) {
    return say(of, [&] { return voice_of(kind, words(), origin); });
  }
  static Voice voice_of(Voice::Kind kind, std::string text, const model::Origin& origin);
  static int rank(Voice::Kind kind);
  int rank(network::Tag tag) const { return tag < 0 ? 9 : rank(c_.voices[static_cast<std::size_t>(tag)].kind); }
  const model::Stage& stage(const Visit& visit) const {
    return what_.workflow.stages[static_cast<std::size_t>(visit.stage)];
  }
  Visit& visit(int v) { return c_.visits[static_cast<std::size_t>(v)]; }
  std::string name(int v) const;
  template <class T>
  const model::Sourced<T>* pick(const model::Boxed<model::Varied<T>>& varied) const {
    return varied ? model::chosen(*varied, facts_) : nullptr;
  }

  const model::Case& what_;
  const Settings& settings_;
  const Choices& choices_;
  Almanac& almanac_;
  Compiled c_;
  Facts facts_;
  std::map<Of, network::Tag> tags_;
  std::vector<std::vector<const model::Place*>> opened_;  // of which places hours are said, by Of::a
  std::vector<Row> rows_;
  std::vector<int> row_of_;  // visit: its row
  std::map<int, Aim> aims_;  // visit: what it aims at
  std::map<int, bool> mixed_rows_;
};

}  // namespace v2v::plan
