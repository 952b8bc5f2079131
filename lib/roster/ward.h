// roster: everybody at once: each patient's pathway, what all of them take of the stock, and what that costs. What is
// tried can be taken back.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "roster/finish.h"
#include "roster/roster.h"

namespace v2v::roster {

/// A pathway, and what of it the roster asks about.
struct Way {
  std::unique_ptr<Pathway> pathway;
  int queued_for = -1;                    // the visit for which people queue
  std::optional<Tick> offer_from;         // its earliest: slots are offered so long ahead
  std::vector<std::pair<int, int>> due;   // visit, and the date by which it is wanted
  std::vector<std::pair<int, int>> held;  // visit, and the date for which the file holds it
};

struct Person {
  const model::Case* what = nullptr;
  /// The first as its own plan goes, then with what is held let go, and with other places for what could be elsewhere;
  /// last, once none of these led anywhere, one in which what grows too old while the patient waits is done again.
  /// Empty: closed, or no plan can even be asked for.
  std::vector<Way> ways;
  std::size_t goes = 0;  // which of them
  bool again_tried = false;
  std::size_t rank = 0;
  int weight = 1;
  bool bound = false;              // something has begun or is booked: served before who has nothing
  bool queues = false;             // the visit for which people queue is still to be given
  std::optional<Tick> offer_from;  // of the visit queued for
  std::optional<Tick> alone;       // Day 0, if nobody else were there
  bool by_target = false;
  std::optional<Placement> at;
  /// Of who is not placed what stays all the same: it has begun, or is booked.
  std::vector<std::pair<timeline::Hold, Held>> stays;
  std::vector<Held> stands;  // in the stock although they are lifted: nobody else may have it
  bool forced = false;       // does not fit beside others, and stays since it has begun or is booked

  bool open() const { return !ways.empty(); }
  const Pathway& plain() const { return *ways.front().pathway; }
  const Way& way() const { return ways[goes]; }
  const Pathway& pathway() const { return *way().pathway; }
};

class Ward {
 public:
  Ward(const model::Programme& programme, const Settings& settings);

  std::vector<Person>& people() { return people_; }
  const std::vector<Person>& people() const { return people_; }
  Stock& stock() { return stock_; }
  const Stock& stock() const { return stock_; }
  plan::Almanac& almanac() { return almanac_; }
  const plan::Settings& planned_with() const { return plan_settings_; }
  const std::vector<std::size_t>& order() const { return order_; }
  source::Diagnostics diagnostics;

  /// Places who is not placed at the earliest that is left, of all ways; false: nowhere.
  bool put(std::size_t person);
  /// The same, each visit at the place of its slot and no sooner; false: nowhere then, or none of them is a visit.
  bool put(std::size_t person, const std::vector<timeline::Slot>& slots);
  void put(std::size_t person, Placement placement);
  /// Of who is bound and fits nowhere: only what has begun and what is booked is taken, for good.
  void leave(std::size_t person);
  /// Takes somebody out; the stock has it all again.
  Placement lift(std::size_t person);
  /// The same, but what has happened, runs or is booked stays in the stock until they are put back.
  Placement lift_free(std::size_t person);
  /// Of who is lifted so: takes it out of the stock, or back into it.
  void release(Person& person);
  void hold(Person& person, std::vector<Held> stands);
  /// What is asked of the way that the person goes now.
  Pathway::Ask ask_of(const Person& person) const;
  /// What cannot be in a plan of the person alone, in words; empty where there is one.
  std::string clash_of(std::size_t person);
  /// Adds the way in which what grows too old is done again, once; false where there is none.
  bool find_again(std::size_t person);

  timeline::Objective cost(const Person& person) const;
  /// What it would be in this placement, of the way that the person goes now.
  timeline::Objective cost(const Person& person, const Placement& at) const;
  /// Of everybody, kept up to date.
  const timeline::Objective& total() const { return total_; }
  int days_late(const Person& person, const network::Labels& at) const;
  const network::Dates& dates() const { return *dates_; }
  int date_of(Tick t) const { return dates_->date(t); }

 private:
  std::optional<Way> way_of(const model::Case& what, const plan::Settings& settings, const plan::Choices& start);
  void let_holds_go(Person& person);
  void find_other_places(Person& person);
  void prefer(const Person& person, const plan::Visit& v, const timeline::Slot& slot, Pathway::Ask& ask) const;
  std::optional<Placement> try_way(Person& person, const std::vector<timeline::Slot>* slots);
  std::optional<Placement> best_of(std::size_t person, std::size_t from, const std::vector<timeline::Slot>* slots);

  const model::Programme& programme_;
  plan::Settings plan_settings_;
  plan::Almanac almanac_;
  Stock stock_;
  const network::Dates* dates_ = nullptr;
  std::vector<Person> people_;
  std::vector<std::size_t> order_;
  timeline::Objective total_;
};

timeline::Objective operator+(const timeline::Objective& a, const timeline::Objective& b);
timeline::Objective operator-(const timeline::Objective& a, const timeline::Objective& b);

}  // namespace v2v::roster
