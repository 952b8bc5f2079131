#include "view/ical_lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::view {
namespace {

using source::Span;

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::size_t most_wrong = 50;
constexpr std::size_t deepest = 8;

std::string capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// The lines of the file with their folds undone, each with its first line's place.
std::vector<std::pair<std::string, Span>> unfolded(const source::File& file, source::Diagnostics& wrong) {
  std::vector<std::pair<std::string, Span>> out;
  const std::string& text = file.text;
  std::size_t from = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    std::size_t to = end;
    if (to > from && text[to - 1] == '\r') --to;
    const std::string_view line(text.data() + from, to - from);
    const Span where{&file, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
    for (const char c : line)
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) {
        wrong.push_back({"control-character",
                         source::Severity::error,
                         where,
                         "this line holds a character that cannot be seen",
                         {},
                         ""});
        break;
      }
    if (line.starts_with(' ') || line.starts_with('\t')) {
      if (out.empty())
        ical_wrong(wrong, where, "this line goes on with one that is not there");
      else
        out.back().first += line.substr(1);
    } else if (!line.empty()) {
      out.emplace_back(line, where);
    }
    from = end + 1;
  }
  return out;
}

/// nullopt: it is no line of a calendar. A value in quotes may hold the marks.
std::optional<IcalLine> line_of(const std::string& text, Span where) {
  IcalLine out;
  out.where = where;
  std::vector<std::string> pieces(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') quoted = !quoted;
    if (!quoted && c == ':') break;
    if (!quoted && c == ';')
      pieces.emplace_back();
    else if (c != '"')
      pieces.back() += c;
  }
  if (at == text.size() || !is_name(pieces.front())) return std::nullopt;
  out.name = capitals(pieces.front());
  for (std::size_t k = 1; k < pieces.size(); ++k) {
    const auto mark = pieces[k].find('=');
    if (mark == std::string::npos || !is_name(std::string_view(pieces[k]).substr(0, mark))) return std::nullopt;
    out.parameters.emplace_back(capitals(pieces[k].substr(0, mark)), pieces[k].substr(mark + 1));
  }
  out.value = text.substr(at + 1);
  while (!out.value.empty() && out.value.back() == ' ') out.value.pop_back();
  return out;
}

}  // namespace

std::string IcalLine::parameter(std::string_view wanted) const {
  for (const auto& [key, text] : parameters)
    if (key == wanted) return capitals(text);
  return {};
}

void ical_wrong(source::Diagnostics& wrong, Span where, std::string text, std::string hint) {
  if (wrong.size() < most_wrong)
    wrong.push_back({"bad-calendar", source::Severity::error, where, std::move(text), {}, std::move(hint)});
}

std::vector<IcalEvent> ical_events(const source::File& file, source::Diagnostics& wrong) {
  const Span top{&file, 0, static_cast<std::uint32_t>(std::min<std::size_t>(file.text.size(), 1))};
  if (file.text.size() > most_bytes) {
    wrong.push_back(
        {"too-large", source::Severity::error, top, "a calendar of more than a megabyte is not read", {}, ""});
    return {};
  }
  std::vector<IcalEvent> events;
  std::vector<std::pair<std::string, Span>> open;  // BEGIN lines that wait for their END
  const auto lines = unfolded(file, wrong);
  if (!wrong.empty()) return {};
  if (lines.empty() || capitals(lines.front().first) != "BEGIN:VCALENDAR") {
    ical_wrong(wrong, lines.empty() ? top : lines.front().second,
               "this is no calendar: its first line is not BEGIN:VCALENDAR");
    return {};
  }
  for (const auto& [text, where] : lines) {
    auto line = line_of(text, where);
    if (!line) {
      ical_wrong(wrong, where, "this is no line of a calendar: NAME:VALUE");
      continue;
    }
    if (line->name == "BEGIN") {
      const std::string what = capitals(line->value);
      if (open.empty() != (what == "VCALENDAR") || open.size() >= deepest) {
        ical_wrong(wrong, where, fmt::format("{} cannot begin here", what.substr(0, 40)));
        return {};
      }
      open.emplace_back(what, where);
      if (open.size() == 2 && what == "VEVENT") events.push_back({{}, where});
      continue;
    }
    if (line->name == "END") {
      if (open.empty() || open.back().first != capitals(line->value)) {
        ical_wrong(wrong, where,
                   open.empty() ? "nothing is open here that could end"
                                : fmt::format("{} is open here, and another ends", open.back().first));
        return {};
      }
      open.pop_back();
      continue;
    }
    if (open.empty()) {
      ical_wrong(wrong, where, "this stands outside of any calendar");
      return {};
    }
    if (open.size() == 1 && line->name == "CALSCALE" && capitals(line->value) != "GREGORIAN")
      ical_wrong(wrong, where, "only dates of the Gregorian calendar can be read");
    if (open.size() == 2 && open.back().first == "VEVENT") events.back().lines.push_back(std::move(*line));
  }
  if (!open.empty())
    ical_wrong(wrong, open.back().second, fmt::format("the file is cut off: this {} does not end", open.back().first));
  else if (events.empty())
    ical_wrong(wrong, lines.front().second, "this calendar has no event, so it closes nothing");
  return events;
}

}  // namespace v2v::view
