// prove: a proof as a value: the dates of every visit in every way in which stages may end and lengths turn out. A
// small checker that shares no code with what found them can read it (check.h).
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "plan/plan.h"

namespace v2v::prove {

/// How a visit of an attempt ends (`visit` in its attempt), or whether a stage that has a chance happens (`visit` 0).
struct Said {
  plan::Ending of;
  std::string ends;  // an outcome; of whether: "happens" or "absent"
  auto operator<=>(const Said&) const = default;
};

struct Certificate {
  std::string patient, workflow, hash;  // of the rules
  calendar::Day today;
  plan::Assume assume = plan::Assume::likely;

  /// A length that is not ours, in parts that cover its range: of each part the least and the most.
  struct Unsure {
    plan::OpenLength what;
    std::vector<std::pair<calendar::Length, calendar::Length>> parts;
  };
  std::vector<Unsure> unsure;
  bool told = false;  // no date moves once its notice has begun

  /// How all turns out but the lengths. The first way is as the plan assumes it.
  struct Way {
    std::vector<Said> answers;  // sorted
  };
  std::vector<Way> ways = std::vector<Way>(1);

  /// Of a way, beside `unsure` which part of it came about (-1: it is no length of this way), and the plan in which
  /// each has the most of that part.
  struct History {
    int way = 0;
    std::vector<int> parts;
    std::vector<source::Span> fallen;  // bookings that this way gives up
    timeline::Timeline plan;
  };
  std::vector<History> histories;
};

/// As JSON: dates in minutes since 1970 UTC, lengths as the format writes them.
std::string write(const Certificate& certificate);
/// `bad-certificate` where the file is none of these rules. It says nothing yet: check.h reads what it says. `sources`:
/// the files of the case, into which a certificate points by name.
source::Checked<Certificate> read(const source::File& file, const model::Case& what, const source::Sources& sources);

}  // namespace v2v::prove
