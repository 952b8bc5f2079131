#include <doctest/doctest.h>

#include "capacity/distances.h"
#include "capacity/exact.h"
#include "capacity/generate.h"
#include "capacity/profile.h"
#include "capacity/psplib.h"
#include "capacity/solve.h"
#include "capacity/verify.h"

using namespace v2v::capacity;

namespace {

Task task(Time duration, std::vector<std::int32_t> demands) {
  Task t;
  t.duration = duration;
  t.demands = std::move(demands);
  return t;
}

/// Two beds; three stays of 2, 3 and 4 days, one bed each.
Project ward() {
  return {{task(2, {1}), task(3, {1}), task(4, {1})}, {}, {2}};
}

std::vector<Breach::Kind> kinds(const Project& project, const Schedule& starts) {
  std::vector<Breach::Kind> out;
  for (const Breach& b : verify(project, starts)) out.push_back(b.kind);
  return out;
}
using Kinds = std::vector<Breach::Kind>;

const std::string small_sm = R"(************************************************************************
jobs (incl. supersource/sink ):  4
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     3       2
  3      1     4       2
  4      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
    3
************************************************************************
)";

const std::string small_sch =
    "2\t1\t0\t0\n"
    "0\t1\t2\t1\t2\t[0]\t[0]\n"
    "1\t1\t2\t2\t3\t[1]\t[3]\n"
    "2\t1\t2\t1\t3\t[-2]\t[4]\n"
    "3\t1\t0\n"
    "0\t1\t0\t0\n"
    "1\t1\t3\t1\n"
    "2\t1\t4\t1\n"
    "3\t1\t0\t0\n"
    "2\n";

Unreadable refused(Read read) {
  REQUIRE(std::holds_alternative<Unreadable>(read));
  return std::get<Unreadable>(read);
}

std::string with(std::string text, const std::string& old, const std::string& now) {
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), now);
}

}  // namespace

TEST_CASE("three stays in two beds: the longest beside the two others, one behind the other") {
  const Answer answer = solve(ward(), {});
  CHECK(answer.status == Status::optimal);
  CHECK(answer.end == 5);
  CHECK(answer.lower_bound == 5);
  REQUIRE(answer.schedule);
  CHECK(verify(ward(), *answer.schedule).empty());
}

TEST_CASE("a schedule that the critical path already proves is not searched for further") {
  Project p = ward();
  p.capacities = {3};
  const Answer answer = solve(p, {});
  CHECK(answer.status == Status::optimal);
  CHECK(answer.end == 4);
  CHECK(answer.conflicts == 0);
}

TEST_CASE("a greatest lag pulls a stay behind what it must follow closely") {
  // Harvest, then thaw: the thaw waits for the only bench, which cleaning holds from 0 to 6.
  Project p{{task(1, {0}), task(2, {1}), task(6, {1})}, {{0, 1, 1}, {1, 0, -2}}, {1}};
  p.tasks[2].latest = 0;
  const Answer answer = solve(p, {});
  REQUIRE(answer.status == Status::optimal);
  CHECK(answer.end == 8);
  CHECK((*answer.schedule)[1] == 6);
  CHECK((*answer.schedule)[0] >= 4);
  CHECK((*answer.schedule)[0] <= 5);
}

TEST_CASE("what cannot be is proved") {
  SUBCASE("a circle of lags that lifts itself") {
    CHECK(solve({{task(1, {}), task(1, {})}, {{0, 1, 2}, {1, 0, -1}}, {}}, {}).status == Status::infeasible);
  }
  SUBCASE("a need beyond all there is") {
    CHECK(solve({{task(1, {3})}, {}, {2}}, {}).status == Status::infeasible);
  }
  SUBCASE("two that must overlap and cannot") {
    CHECK(solve({{task(3, {1}), task(3, {1})}, {{0, 1, -1}, {1, 0, -1}}, {1}}, {}).status == Status::infeasible);
  }
  SUBCASE("three that any two of them could do, but not all") {
    Project p{{task(2, {1}), task(2, {1}), task(2, {1})}, {}, {2}};
    for (Task& t : p.tasks) t.latest = 1;
    CHECK(solve(p, {}).status == Status::infeasible);
  }
  SUBCASE("a window that closes before the lags let it open") {
    Project p{{task(3, {}), task(1, {})}, {{0, 1, 3}}, {}};
    p.tasks[1].latest = 2;
    CHECK(solve(p, {}).status == Status::infeasible);
  }
}

TEST_CASE("no task at all is done at once; one without length needs nothing") {
  CHECK(solve({}, {}).status == Status::optimal);
  const Answer answer = solve({{task(0, {7})}, {}, {1}}, {});
  CHECK(answer.status == Status::optimal);
  CHECK(answer.end == 0);
}

TEST_CASE("the same seed and effort give the same schedule and the same count") {
  Project p;
  p.capacities = {4, 3};
  for (std::int32_t i = 0; i < 24; ++i) p.tasks.push_back(task(1 + i * 7 % 5, {1 + i % 3, i % 2}));
  for (std::int32_t i = 0; i + 5 < 24; i += 2)
    p.lags.push_back({i, i + 5, p.tasks[static_cast<std::size_t>(i)].duration});
  Effort effort;
  effort.schedules = 400;
  effort.conflicts = 200;
  const Answer once = solve(p, effort), again = solve(p, effort);
  CHECK(once.schedule == again.schedule);
  CHECK(once.schedules == again.schedules);
  CHECK(once.conflicts == again.conflicts);
  REQUIRE(once.schedule);
  CHECK(verify(p, *once.schedule).empty());
  CHECK(once.lower_bound <= once.end);
}

TEST_CASE("a search that is stopped at once claims nothing") {
  Effort effort;
  effort.stop = [] { return true; };
  const Project p{{task(2, {1}), task(3, {1})}, {{0, 1, -4}, {1, 0, -4}}, {1}};
  const Answer answer = solve(p, effort);
  CHECK(answer.status != Status::infeasible);
  if (answer.schedule) CHECK(verify(p, *answer.schedule).empty());
}

TEST_CASE("the checker names each kind of broken rule") {
  Project p = ward();
  p.lags = {{0, 1, 2}, {1, 0, -2}};
  p.tasks[2].earliest = 1;
  p.tasks[2].latest = 3;
  CHECK(kinds(p, {0, 2, 1}).empty());
  CHECK(kinds(p, {0, 1, 1}) == Kinds{Breach::Kind::lag, Breach::Kind::resource});
  CHECK(kinds(p, {0, 3, 3}) == Kinds{Breach::Kind::lag});
  CHECK(kinds(p, {0, 2, 0}) == Kinds{Breach::Kind::window});
  CHECK(kinds(p, {0, 2, 4}) == Kinds{Breach::Kind::window});
  CHECK(kinds(p, {0, 2}) == Kinds{Breach::Kind::shape});
  p.capacities = {1};
  CHECK(verify(p, {0, 2, 1}) == std::vector<Breach>{{Breach::Kind::resource, 0, 1, 1}});
}

TEST_CASE("one bed is free again in the instant in which another stay ends") {
  const Project p{{task(2, {1}), task(3, {1})}, {}, {1}};
  CHECK(verify(p, {0, 2}).empty());
  CHECK_FALSE(verify(p, {0, 1}).empty());
}

TEST_CASE("the profile finds the first gap that is long enough, from either side") {
  const Project p{{task(2, {1, 0, 0, 0, 2}), task(3, {1, 1, 1, 1, 1}), task(2, {0, 0, 0, 0, 3})}, {}, {1, 1, 1, 1, 3}};
  Profile profile(p);
  profile.clear(20);
  profile.take(0, 3);  // holds the first resource in 3 and 4
  CHECK(profile.earliest(1, 0) == 0);
  CHECK(profile.earliest(1, 1) == 5);
  CHECK(profile.latest(1, 4) == 0);
  CHECK(profile.latest(1, 5) == 5);
  CHECK(profile.earliest(2, 2) == 5);
  CHECK(profile.latest(2, 3) == 1);
}

TEST_CASE("a list is read so that nothing comes before what it must follow, and justification never makes it longer") {
  const Project p{{task(2, {1}), task(3, {1}), task(1, {2})}, {{0, 2, 2}}, {2}};
  REQUIRE(Generator::suits(p));
  Generator generator(p);
  Schedule starts;
  CHECK(generator.forward({2, 1, 0}, starts) == 6);
  CHECK(starts == Schedule{0, 3, 2});
  generator.right(starts);
  CHECK(generator.left(starts) <= 6);
  CHECK(verify(p, starts).empty());
  CHECK(generator.schedules() == 3);
  CHECK_FALSE(Generator::suits({{task(1, {}), task(1, {})}, {{0, 1, -1}}, {}}));
  CHECK_FALSE(Generator::suits({{task(1, {}), task(1, {})}, {{0, 1, 1}, {1, 0, 1}}, {}}));
}

TEST_CASE("an order that lags leave open is forced where the other would break one") {
  // 1 begins at most 1 after 0: it can only come first.
  const Project p{{task(3, {1}), task(2, {1})}, {{1, 0, -1}}, {1}};
  auto distances = Distances::of(p);
  REQUIRE(distances);
  const auto pairs = exclusive_pairs(p);
  REQUIRE(pairs.size() == 1);
  REQUIRE(force_orders(p, pairs, *distances));
  CHECK(distances->at(1, 0) == 2);
}

TEST_CASE("exact search proves that nothing ends earlier") {
  const Project p = ward();
  const auto distances = Distances::of(p);
  Exact exact(p, *distances, exclusive_pairs(p), 9);
  const auto never = [] { return false; };
  CHECK(exact.look(4, {}, 1'000, never) == Found::none_here);
  REQUIRE(exact.look(9, {}, 1'000, never) == Found::schedule);
  CHECK(verify(p, exact.schedule()).empty());
  REQUIRE(exact.look(5, {}, 1'000, never) == Found::schedule);
  CHECK(makespan(p, exact.schedule()) == 5);
}

TEST_CASE("a .sm file is read") {
  const Read read = read_sm(small_sm);
  REQUIRE(std::holds_alternative<Project>(read));
  const Project& p = std::get<Project>(read);
  CHECK(p.tasks.size() == 4);
  CHECK(p.lags.size() == 4);
  CHECK(p.capacities == std::vector<std::int32_t>{3});
  CHECK(solve(p, {}).end == 7);
}

TEST_CASE("a .sch file is read, its negative lags as greatest ones") {
  const Read read = read_sch(small_sch);
  REQUIRE(std::holds_alternative<Project>(read));
  const Project& p = std::get<Project>(read);
  CHECK(p.lags[4].least == -2);
  const Answer answer = solve(p, {});
  CHECK(answer.status == Status::optimal);
  CHECK(answer.end == 5);  // 2 starts at 1
}

TEST_CASE("a file that is wrong is refused with its line") {
  CHECK(refused(read_sm("")).what.find("ends before") != std::string::npos);
  CHECK(refused(read_sm(with(small_sm, "   2        1          1           4", "   2        2          1           4")))
            .line == 11);
  CHECK(refused(read_sm(with(small_sm, "  2      1     3       2", "  2      1     x       2"))).line == 19);
  CHECK(refused(read_sm(with(small_sm, "  2      1     3       2", "  2      1     -3       2"))).line == 19);
  CHECK(refused(read_sm(with(small_sm, "  2      1     3       2", "  2      1     3       2  9"))).line == 19);
  CHECK(refused(read_sm(with(small_sm, "  - nonrenewable              :  0", "  - nonrenewable              :  2")))
            .line == 5);
  CHECK(refused(read_sm(with(small_sm, "           2   3", "           2   9"))).line == 10);
  CHECK(refused(read_sch("")).line == 0);
  CHECK(refused(read_sch("2 1 0 0\n")).what.find("ends before") != std::string::npos);
  CHECK(refused(read_sch(with(small_sch, "[-2]", "[-99999999999]"))).line == 4);
  CHECK(refused(read_sch(with(small_sch, "[-2]\t[4]", "[-2]"))).line == 4);
  CHECK(refused(read_sch(with(small_sch, "1\t1\t3\t1\n", "1\t1\t3\n"))).line == 7);
  CHECK(refused(read_sch(with(small_sch, "1\t1\t3\t1\n", "2\t1\t3\t1\n"))).line == 7);
}

TEST_CASE("a project with a part that is not there is a fault, one that cannot be is not") {
  CHECK(fault({{task(-1, {})}, {}, {}}));
  CHECK(fault({{task(1, {1, 1})}, {}, {1}}));
  CHECK(fault({{task(1, {-1})}, {}, {1}}));
  CHECK(fault({{task(1, {})}, {{0, 1, 0}}, {}}));
  CHECK(fault({{task(20'000'000, {})}, {}, {}}));
  CHECK_FALSE(fault({{task(1, {5})}, {{0, 0, 1}}, {1}}));
}
