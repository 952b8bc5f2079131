// plan: the stages of a workflow as a graph of their links, before there is any visit or date.
#pragma once
#include <string_view>
#include <vector>

#include "model/workflow.h"

namespace v2v::plan {

int index_of(const model::Workflow& workflow, std::string_view stage);  // -1: none

/// For each stage those that an `after` or `ends-after` link leads to; a whole and its parts lead to each other.
std::vector<std::vector<int>> followers(const model::Workflow& workflow);
/// Every stage that a path leads to from `from`, itself included. O(stages + links).
std::vector<bool> reached(const std::vector<std::vector<int>>& next, int from);
/// Order of stages along the links (Kahn 1962), ties by id; of stages that wait for each other alone, the smallest id
/// goes first.
std::vector<int> order_of_stages(const model::Workflow& workflow);
std::vector<int> order_of_stages(const model::Workflow& workflow, const std::vector<std::vector<int>>& followers);
/// The same, and what an outcome has done again before what asks for it: it was there first, though no link says so.
std::vector<int> order_of_telling(const model::Workflow& workflow, const std::vector<std::vector<int>>& followers,
                                  const std::vector<int>& order);

}  // namespace v2v::plan
