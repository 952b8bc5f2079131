#include "view/frame.h"

#include "view/ink.h"
#include "view/width.h"

namespace v2v::view {

std::string hang(std::string_view first, std::string_view text, const FrameStyle& style) {
  std::string out, lead(first);
  const int indent = width(first);
  for (const auto& line : wrap(plain(text, style.ascii), style.width > 0 ? style.width - indent : 0)) {
    out += lead + line + '\n';
    lead.assign(static_cast<std::size_t>(indent), ' ');
  }
  return out;
}

std::string frame_facts(const std::vector<Fact>& facts, int column, const FrameStyle& style) {
  std::string out;
  for (const auto& fact : facts) out += hang(pad(fact.name, column), fact.text, style);
  return out;
}

std::string frame_sections(const std::vector<Section>& sections, const FrameStyle& style) {
  const Ink ink{style.colour};
  std::string out;
  for (const auto& section : sections) {
    const auto title = plain(section.title, style.ascii);
    out += '\n' + (section.alarming ? ink.alarm(title) : ink.bold(title)) + '\n';
    for (const auto& line : section.lines) out += hang(style.ascii ? "  - " : "  · ", line, style);
  }
  return out;
}

std::string frame_head(const timeline::Timeline& answer, const FrameStyle& style) {
  const Ink ink{style.colour};
  std::string out;
  const auto painted = [&](std::string lines, auto paint) {
    lines.pop_back();
    out += paint(lines) + '\n';
  };
  if (answer.centre.empty()) painted(hang("", std::string(dates_only), style), [&](auto& s) { return ink.notice(s); });
  painted(hang("", headline(answer), style), [&](auto& s) { return ink.bold(s); });
  if (const auto line = closed_line(answer); !line.empty())
    painted(hang("", line, style), [&](auto& s) { return ink.alarm(s); });
  return out + frame_facts(facts(answer), 9, style);
}

std::string frame_foot(const timeline::Timeline& answer, const FrameStyle& style) {
  return frame_sections(sections(answer), style);
}

}  // namespace v2v::view
