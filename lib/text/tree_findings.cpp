#include <fmt/format.h>

#include <algorithm>

#include "text/tree_build.h"

namespace v2v::text {

source::Diagnostic& Findings::add(std::string_view code, std::size_t begin, std::size_t end, std::string text,
                                  std::string hint) {
  if (list_.size() >= most) {
    ++left_off_;
    return surplus_ = {};
  }
  return list_.emplace_back(source::Diagnostic{
      std::string(code), source::Severity::error, span(begin, end), std::move(text), {}, std::move(hint)});
}

source::Span Findings::span(std::size_t begin, std::size_t end) const {
  const std::size_t size = file_->text.size();
  begin = std::min(begin, size);
  end = std::min(std::max(begin, end), size);
  return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool Findings::has(std::string_view code) const {
  return std::any_of(list_.begin(), list_.end(), [&](const auto& d) { return d.code == code; });
}

source::Diagnostics Findings::take() {
  std::stable_sort(list_.begin(), list_.end(), [](const auto& a, const auto& b) {
    return std::pair(a.where.begin, a.where.end) < std::pair(b.where.begin, b.where.end);
  });
  if (left_off_ > 0)  // at the place of the last, so that sorting again leaves it there
    list_.push_back({"more-problems",
                     source::Severity::note,
                     list_.back().where,
                     left_off_ == 1 ? "one more problem of this file is not shown"
                                    : fmt::format("{} more problems of this file are not shown", left_off_),
                     {},
                     {}});
  return std::move(list_);
}

}  // namespace v2v::text
