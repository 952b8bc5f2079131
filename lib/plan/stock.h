// plan: when a place has enough of a resource for one patient: its amounts over dates and hours as open ticks.
#pragma once
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "model/patient.h"
#include "network/tables.h"

namespace v2v::plan {

/// Ranges of ticks in which at least `n` are there, from `first` to `last`; nullopt: always. DATE to DATE beats hours,
/// hours beat DATE, DATE beats otherwise (files.md). A quota (`n a week`) counts as there while it is at least 1.
std::optional<std::vector<network::Range>> enough(const model::Amount& amount, int n, const calendar::Zone& zone,
                                                  const std::set<calendar::Day>& holidays, calendar::Day first,
                                                  calendar::Day last);

/// How many there are, from each of these ticks on; of a quota, in the period that a tick lies in. The first is the
/// first tick of `first`; it never says the same number twice.
std::vector<std::pair<network::Tick, int>> amounts(const model::Amount& amount, const calendar::Zone& zone,
                                                   const std::set<calendar::Day>& holidays, calendar::Day first,
                                                   calendar::Day last);

}  // namespace v2v::plan
