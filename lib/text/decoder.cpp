#include "text/decoder.h"

#include <algorithm>
#include <array>

#include "calendar/day.h"

namespace v2v::text {

void Decoder::fail(std::string_view code, Span where, std::string text, std::string hint) {
  reader.error(code, where, std::move(text), std::move(hint), {uses.rbegin(), uses.rend()});
}

model::Checked checked_in(Reader& reader, const Node& node) {
  const auto text = text_in(reader, node, "checked", "read, digest or memory");
  if (!text) return model::Checked::unsaid;
  const auto words = words_of(Mapping::source, "checked");
  constexpr std::array kinds{model::Checked::read, model::Checked::digest, model::Checked::memory};
  if (const auto found = std::find(words.begin(), words.end(), *text); found != words.end())
    return kinds[static_cast<std::size_t>(found - words.begin())];
  reader.error("bad-checked", node.where, ticked(*text) + " is none of read, digest and memory.",
               reader.meant(*text, {words.begin(), words.end()}));
  return model::Checked::unsaid;
}

Speaker Decoder::speaker(const Node& map) {
  Speaker all;
  all.file = map.where.file;
  all.origin.where = map.where;
  all.origin.layer = map.layer;
  if (map.kind != Node::map) return all;
  model::Checked checked = model::Checked::unsaid;
  for (const auto& entry : map.entries) {
    const auto text = [&] { return text_in(reader, *entry.value, entry.key, "text").value_or(""); };
    if (entry.key == "cite") {
      const std::string cite = text();
      const auto space = cite.find(' ');
      model::Cite read;
      read.source = cite.substr(0, space);
      if (space != std::string::npos) read.section = cite.substr(space + 1);
      if (!cite.empty() && std::find(names.sources.begin(), names.sources.end(), read.source) == names.sources.end())
        reader.error("unknown-source", span_of(*entry.value, read.source),
                     "There is no source " + ticked(read.source) + ".", reader.meant(read.source, names.sources));
      names.used_sources.insert(read.source);
      all.origin.cite = std::move(read);
      all.file = entry.value->where.file;
    } else if (entry.key == "checked") {
      checked = checked_in(reader, *entry.value);
    } else if (entry.key == "because") {
      all.origin.because = text();
    } else if (entry.key == "by") {
      all.origin.by = text();
    } else if (entry.key == "date") {
      if (const auto day = day_in(reader, *entry.value, "date")) all.origin.date = calendar::to_string(*day);
    } else if (entry.key == "note") {
      all.origin.note = text();
    }
  }
  if (checked != model::Checked::unsaid) {
    all.checked_alone = !all.origin.cite;
    if (!all.origin.cite) all.origin.cite.emplace();
    all.origin.cite->checked = checked;
  }
  return all;
}

Value Decoder::value(const Node& node, const Speaker& whole) {
  Value value{&node, {}};
  bool checked_alone = false;
  if (node.kind == Node::map && node.find("is")) {
    check_keys(reader, node, Mapping::value, "a value", node.where);
    const Speaker own = speaker(node);
    value.node = node.find("is");
    value.origin = own.origin;
    checked_alone = own.checked_alone;
  }
  auto& origin = value.origin;
  origin.where = value.node->where;
  origin.layer = value.node->layer;
  // What a mapping says of itself speaks for what was written in the same file, not for what it inherited.
  if (whole.file && whole.file == value.node->where.file) {
    const auto& said = whole.origin;
    if (!origin.cite) {
      if (!whole.checked_alone) origin.cite = said.cite;
    } else if (checked_alone && said.cite) {
      const auto checked = origin.cite->checked;
      origin.cite = said.cite;
      origin.cite->checked = checked;
    }
    if (origin.because.empty()) origin.because = said.because;
    if (origin.by.empty()) origin.by = said.by;
    if (origin.date.empty()) origin.date = said.date;
    if (origin.note.empty()) origin.note = said.note;
  }
  if (origin.cite && origin.cite->source.empty()) origin.cite.reset();
  const auto& replaced = node.replaced ? node.replaced : value.node->replaced;
  if (replaced) {
    const Node* old = replaced->kind == Node::map && replaced->find("is") ? replaced->find("is") : replaced.get();
    origin.replaced_text = as_written(*old);
    origin.replaced_where = old->where;
  }
  return value;
}

bool Decoder::stage(std::string_view id, Span where) {
  if (names.stages.contains(id)) return true;
  auto known = names.stage_list;
  known.insert(known.end(), names.rule_list.begin(), names.rule_list.end());
  fail("unknown-stage", where, "There is no stage " + ticked(id) + ".", reader.meant(id, known));
  return false;
}

void Decoder::point(const model::Point& point, const Node& node) {
  if (!point.stage.empty() && !names.stages.contains(point.stage)) stage(point.stage, span_of(node, point.stage));
}

}  // namespace v2v::text
