#include "text/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "calendar/day.h"
#include "source/suggest.h"
#include "source/utf8.h"

namespace v2v::text {
namespace {

/// What keeps a word from being an id, where the eye may miss it.
std::string oddity_of(std::string_view id) {
  for (std::size_t at = 0; at < id.size();) {
    const auto point = source::decode(id, at);
    const std::string letter(id.substr(at, point.bytes));
    if (letter == " " || letter == "_") return "join its words by hyphens";
    if (point.value >= 'A' && point.value <= 'Z') return "write " + ticked(letter) + " small";
    if (point.value >= 0x80)
      return fmt::format("`{}` is no letter from a to z, though it may look like one (U+{:04X})", letter,
                         static_cast<unsigned>(point.value));
    at += point.bytes;
  }
  return {};
}

/// Of a text that was to be a mapping: the colon that does not divide.
std::string colon_in(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  return static_cast<unsigned char>(text.substr(colon + 1, 1).empty() ? ' ' : text[colon + 1]) < 0x80
             ? "a space is missing after the colon"
             : "the space after the colon is not an ordinary one: type it again";
}

}  // namespace

void Reader::put(source::Severity severity, std::string_view code, Span where, std::string text, std::string hint,
                 std::vector<Note> notes) {
  if (!seen_.emplace(std::string(code), where.file, where.begin).second) return;
  if (severity == source::Severity::error) ++errors_;
  if (text.ends_with("?.")) text.pop_back();                                       // a reason may end in a question
  if (code == "bad-id" && hint.empty()) hint = oddity_of(source::text_of(where));  // ids are read in many places
  found_.push_back({std::string(code), severity, where, std::move(text), std::move(notes), std::move(hint)});
}

void Reader::error(std::string_view code, Span where, std::string text, std::string hint, std::vector<Note> notes) {
  put(source::Severity::error, code, where, std::move(text), std::move(hint), std::move(notes));
}

void Reader::warning(std::string_view code, Span where, std::string text, std::string hint) {
  put(source::Severity::warning, code, where, std::move(text), std::move(hint), {});
}

void Reader::add(source::Diagnostics more) {
  for (auto& d : more) put(d.severity, d.code, d.where, std::move(d.text), std::move(d.hint), std::move(d.notes));
}

std::string Reader::meant(std::string_view word, const std::vector<std::string>& known) {
  if (++suggestions_ > 100) return {};
  const std::string near = source::nearest(word, known);
  return near.empty() ? std::string() : "did you mean " + ticked(near) + "?";
}

bool is_slashed_id(std::string_view text) {
  for (const auto part : split_at(text, "/"))
    if (!is_id(part)) return false;
  return true;
}

std::string ticked(std::string_view text) {
  std::string out(1, '`');
  out += text;
  out += '`';
  return out;
}

std::string listed(const std::vector<std::string>& words, std::string_view join) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && i + 1 == words.size())
      ((all += ' ') += join) += ' ';
    else if (i > 0)
      all += ", ";
    all += words[i];
  }
  return all;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    if (end > i) words.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return words;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view mark) {
  std::vector<std::string_view> pieces;
  for (std::size_t at; (at = text.find(mark)) != std::string_view::npos; text.remove_prefix(at + mark.size()))
    pieces.push_back(text.substr(0, at));
  pieces.push_back(text);
  return pieces;
}

Span span_of(const Node& node, std::string_view word) {
  if (!node.where.file || word.empty()) return node.where;
  const std::string_view written = source::text_of(node.where);
  const auto part_of_id = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  for (std::size_t at = written.find(word); at != std::string_view::npos; at = written.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !part_of_id(written[at - 1])) && (end == written.size() || !part_of_id(written[end])))
      return {node.where.file, node.where.begin + static_cast<std::uint32_t>(at),
              node.where.begin + static_cast<std::uint32_t>(end)};
  }
  return node.where;
}

std::string_view word(Node::Kind kind) {
  return kind == Node::scalar ? "text" : kind == Node::list ? "a list" : "a mapping";
}

std::string as_written(const Node& node) {
  std::string text;
  if (node.kind == Node::scalar) {
    text = node.text;
  } else {
    for (const char c : source::text_of(node.where)) {
      const bool gap = c == ' ' || c == '\n' || c == '\r';
      if (!gap || (!text.empty() && text.back() != ' ')) text += gap ? ' ' : c;
    }
  }
  if (text.size() > 80) {
    std::size_t end = 77;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    text += "...";
  }
  return text;
}

void wrong_type(Reader& reader, const Node& node, std::string_view key, std::string_view wanted) {
  if (node.empty) {
    reader.error("empty-value", node.where, ticked(key) + " has no value; it wants " + std::string(wanted) + ".");
    return;
  }
  reader.error("wrong-type", node.where,
               ticked(key) + " wants " + std::string(wanted) + ", not " + std::string(word(node.kind)) + ".",
               node.kind == Node::scalar && !node.quoted && wanted.starts_with("a mapping") ? colon_in(node.text) : "");
}

std::optional<std::string> text_in(Reader& reader, const Node& node, std::string_view key, std::string_view wanted) {
  if (node.kind == Node::scalar && !node.empty && !node.text.empty()) return node.text;
  wrong_type(reader, node, key, node.kind == Node::scalar && !node.empty ? "some text" : wanted);
  return std::nullopt;
}

std::vector<std::pair<std::string, Span>> texts_in(Reader& reader, const Node& node, std::string_view key,
                                                   std::string_view wanted) {
  std::vector<std::pair<std::string, Span>> all;
  const auto put = [&](const Node& item) {
    if (auto text = text_in(reader, item, key, wanted)) all.emplace_back(std::move(*text), item.where);
  };
  if (node.kind == Node::list)
    for (const auto& item : node.items) put(*item);
  else
    put(node);
  return all;
}

std::optional<std::string> id_in(Reader& reader, const Node& node, std::string_view key, bool slashes) {
  auto text = text_in(reader, node, key, "an id");
  if (text && !(slashes ? is_slashed_id(*text) : is_id(*text))) {
    reader.error("bad-id", node.where, ticked(*text) + " is not an id: small letters, digits and hyphens only.");
    return std::nullopt;
  }
  return text;
}

std::optional<double> percent_in(Reader& reader, const Node& node, std::string_view key) {
  const auto text = text_in(reader, node, key, "a percentage such as 40%");
  if (!text) return std::nullopt;
  std::string why;
  auto chance = parse_percent(*text, why);
  if (!chance) reader.error("bad-percent", node.where, "Not a percentage: " + why + ".");
  return chance;
}

std::optional<calendar::Day> day_in(Reader& reader, const Node& node, std::string_view key) {
  const auto text = text_in(reader, node, key, "a date such as 2026-09-21");
  if (!text) return std::nullopt;
  std::string why;
  auto day = parse_day(*text, why);
  if (!day) reader.error("bad-date", node.where, "Not a date: " + why + ".");
  return day;
}

std::optional<model::Length> length_in(Reader& reader, const Node& node, std::string_view key) {
  const auto text = text_in(reader, node, key, "a length such as 3d");
  if (!text) return std::nullopt;
  std::string why;
  auto length = parse_length(*text, why);
  if (!length) bad_sentence(reader, node, *text, "length", why);
  return length;
}

std::optional<std::pair<calendar::Day, calendar::Day>> days_in(Reader& reader, const Node& node, std::string_view key) {
  const auto text = text_in(reader, node, key, "a date, or DATE to DATE");
  if (!text) return std::nullopt;
  std::string why;
  const auto days = parse_days(*text, why);
  if (!days) {
    reader.error("bad-date", node.where, "Not a date, or DATE to DATE: " + why + ".");
    return std::nullopt;
  }
  return std::pair{days->first, days->last};
}

void bad_sentence(Reader& reader, const Node& node, std::string_view text, std::string_view kind, std::string_view why,
                  std::string hint, std::vector<Note> notes) {
  const auto lacks_unit = [&] {
    for (const auto piece : words_of(text)) {
      if (piece.find_first_not_of("0123456789") != std::string_view::npos) continue;
      return why.find("unit") != std::string_view::npos;
    }
    return false;
  };
  const bool number = text.find_first_not_of("0123456789") == std::string_view::npos;
  const std::string code = number || lacks_unit() ? "missing-unit" : "bad-" + std::string(kind);
  const std::string what = kind == "hours"    ? "opening hours"
                           : kind == "begin"  ? "a start such as 1d to 5d after infusion"
                           : kind == "placed" ? "a placing of visits on days"
                                              : "a " + std::string(kind);
  reader.error(code, node.where, "Not " + what + ": " + std::string(why) + ".", std::move(hint), std::move(notes));
}

}  // namespace v2v::text
