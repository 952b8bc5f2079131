// roster: what a centre has that patients share: one book for each thing of each place, and what of it is kept free for
// whom.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/programme.h"
#include "plan/almanac.h"
#include "roster/book.h"
#include "timeline/roster.h"

namespace v2v::roster {

/// What one visit holds of one resource.
struct Held {
  int resource = 0;
  Tick from = 0, to = 0;
  int n = 1;
  bool operator==(const Held&) const = default;
};

class Stock {
 public:
  /// Every resource of every place of the centre, from the almanac's first date to its last. By place, then resource.
  /// Before `now` nothing can be kept free.
  Stock(const model::Programme& programme, const model::Centre& centre, plan::Almanac& almanac, Tick now);

  const std::vector<timeline::Resource>& resources() const { return resources_; }
  /// Which of them a visit at the place may use: those of the place, else of its site, else of the centre.
  std::vector<int> sought(const model::Place* place, const std::string& resource, const plan::Almanac& almanac) const;

  /// As Book::not_before, for somebody of this rank among the priorities: 0 is the heaviest.
  Tick not_before(const Held& use, std::size_t rank) const;
  /// As Book::not_after: the use as late as it may begin.
  Tick not_after(const Held& use, Tick least, std::size_t rank) const;
  bool fits(const Held& use, std::size_t rank) const { return not_before(use, rank) == use.from; }
  /// The first minute, or period, at which the use does not fit, and when what there is next changes.
  struct Lack {
    Tick from, to, until;
    bool period;
  };
  std::optional<Lack> lack(const Held& use, std::size_t rank) const;
  bool keeps_by_period() const;              // of what counts who is there at once
  bool keeps_by_number(int resource) const;  // what is kept free of it, where any is
  /// The books that count of it, each for who is lighter than `rank`; the first for everybody.
  struct Share {
    std::optional<std::size_t> rank;
    const Book* book;
  };
  std::vector<Share> shares(int resource) const;
  void take(const Held& use, std::size_t rank) { add(use, rank, 1); }
  void give(const Held& use, std::size_t rank) { add(use, rank, -1); }
  const Book& book(int resource) const { return shelves_[static_cast<std::size_t>(resource)].book; }
  /// The priority for which some of it is kept from this rank, where that is what stands in the way; else empty.
  std::string kept_for(const Held& use, std::size_t rank) const;

 private:
  /// Kept for `rank` and heavier. What lighter ones may use is a book of its own, in which only they stand: what they
  /// leave does not depend on where the heavier are, who may come and go.
  struct Kept {
    std::size_t rank = 0;
    std::string word;
    Book lighter;
    /// Of what counts who is there at once, "n a week": beside the lighter ones n more uses find room that begin in
    /// each period in which one of the lighter lies, each as long as the longest of these.
    int rooms = 0;
    std::vector<Tick> periods;
    std::vector<std::multiset<Tick>> lengths;  // of the lighter uses that lie in a period
  };
  struct Shelf {
    Book book;
    std::vector<Kept> kept;
  };
  void add(const Held& use, std::size_t rank, int sign);
  static std::pair<std::size_t, std::size_t> periods_of(const Kept& kept, const Held& use);
  Tick leave_rooms(const Kept& kept, const Held& use) const;
  Tick bound(const Shelf& shelf, const Kept& kept, const Held& use) const;

  Tick now_;
  std::vector<timeline::Resource> resources_;
  std::vector<Shelf> shelves_;
  std::map<std::pair<std::string, std::string>, int> number_;  // place and resource, since each case has its own centre
};

}  // namespace v2v::roster
