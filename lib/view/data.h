// view: what may happen, and what is to be done about it, for other programs and for spreadsheets.
#pragma once
#include <string>
#include <string_view>

#include "timeline/compare.h"
#include "timeline/forecast.h"
#include "timeline/proof.h"
#include "timeline/replan.h"
#include "timeline/todo.h"

namespace v2v::view {

/// As view/json.h: keys in one order and never absent, what is not known null; dates as `2026-10-14`, in the centre's
/// zone; chances from 0 to 1. Each says its `kind`, and `schema` 1.
std::string json(const timeline::Forecast& answer, std::string_view version);
std::string json(const timeline::Proof& answer, std::string_view version);
/// Of a certificate that was checked: what is wrong with it; nothing: it is accepted.
std::string json(const std::vector<std::string>& wrong, const std::string& patient, calendar::Day today,
                 std::string_view version);
std::string json(const timeline::Comparison& answer, std::string_view version);
std::string json(const timeline::Replan& answer, const std::string& patient, calendar::Day today,
                 std::string_view version);
std::string json(const timeline::Todo& answer, std::string_view version);

/// A row for each stage, change or task; as view/csv.h.
std::string csv(const timeline::Forecast& answer);
std::string csv(const timeline::Comparison& answer);
std::string csv(const timeline::Todo& answer);

}  // namespace v2v::view
