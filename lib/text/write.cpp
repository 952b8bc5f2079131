#include "text/write.h"

#include <algorithm>
#include <optional>

#include "source/utf8.h"
#include "text/write_scalar.h"

namespace v2v::text {
namespace {

constexpr std::size_t step = 2;
constexpr std::size_t longest_key = 1000;  // a longer one is told from a value by a mark, YAML 1.2, 8.2.2
constexpr int nested = 2;                  // mappings within mappings that one can still read on one line
constexpr std::size_t comments_at = 64;    // column where comments begin, where the value leaves room

bool is_collection(const Node& node) {
  return node.kind != Node::scalar;
}

std::size_t size_of(const Node& node) {
  return node.kind == Node::map ? node.entries.size() : node.items.size();
}

const Node& child(const Node& node, std::size_t i) {
  return node.kind == Node::map ? *node.entries[i].value : *node.items[i];
}

/// Adds `node` on one line, in at most `room` bytes more; false, with something half-written, where it does not fit.
bool on_a_line(const Node& node, int levels, std::size_t room, std::string& out) {
  const std::size_t limit = out.size() + room;
  if (!is_collection(node)) {
    if (node.empty || node.text.size() > room || node.text.find('\n') != std::string::npos) return false;
    out += one_line(node.text, Spot::flow, node.quoted);
    return out.size() <= limit;
  }
  if (levels == 0) return false;
  const bool map = node.kind == Node::map;
  out += map ? '{' : '[';
  for (std::size_t i = 0; i < size_of(node); ++i) {
    if (i > 0) out += ", ";
    if (map) out += one_line(node.entries[i].key, Spot::flow_key, false) + ": ";
    if (out.size() > limit || !on_a_line(child(node, i), levels - 1, limit - out.size(), out)) return false;
  }
  out += map ? '}' : ']';
  return out.size() <= limit;
}

struct Writer {
  Layout layout;
  std::string out{};

  std::size_t column() const {
    const auto line = out.rfind('\n');
    return source::count_code_points(std::string_view(out).substr(line == std::string::npos ? 0 : line + 1));
  }

  /// What stands behind the blank after a colon or dash, in a mapping or list that begins in column `indent`.
  void scalar(const Node& node, std::size_t indent) {
    const std::string said = layout.comment ? layout.comment(node) : "";
    if (const auto block = lines_block(node.text, indent + step, layout.columns)) {
      const auto first = block->find('\n');
      out += block->substr(0, first);
      comment(said);
      out += block->substr(first);
    } else {
      out += folded(one_line(node.text, Spot::block, node.quoted), column(), indent + step, layout.columns);
      comment(said);
    }
  }

  void comment(const std::string& said) {
    if (said.empty()) return;
    const std::size_t at = column();
    out += std::string(at + 2 < comments_at ? comments_at - at : 2, ' ') + "# " + said;
  }

  /// The comment that all of it has; nothing where it has several.
  std::optional<std::string> one_comment(const Node& node) const {
    if (auto own = layout.comment(node); !own.empty() || !is_collection(node)) return own;
    std::optional<std::string> all;
    for (std::size_t i = 0; i < size_of(node); ++i) {
      const auto here = one_comment(child(node, i));
      if (!here || (all && *all != *here)) return std::nullopt;
      all = here;
    }
    return all ? all : "";
  }

  /// True when it fitted there.
  bool line(const Node& node, bool at_root) {
    std::optional<std::string> said;
    if (layout.comment && !(said = one_comment(node))) return false;
    const int levels = size_of(node) == 0 ? 1 : at_root ? 1 : nested;
    const std::size_t used = column();
    std::string text;
    // Bytes are never fewer than columns; a line that holds many other letters is measured once more.
    if (!on_a_line(node, levels, 4 * layout.columns, text)) return false;
    if (size_of(node) > 0 && used + source::count_code_points(text) > layout.columns) return false;
    out += text;
    comment(said.value_or(""));
    return true;
  }

  void block(const Node& node, std::size_t indent, bool at_root) {
    for (std::size_t i = 0; i < size_of(node); ++i) {
      const Node& value = child(node, i);
      if (i > 0) out += std::string(indent, ' ');
      const std::size_t begin = out.size();
      if (node.kind == Node::map) {
        const auto key = one_line(node.entries[i].key, Spot::key, false);
        out += key.size() < longest_key ? key + ':' : "? " + key + '\n' + std::string(indent, ' ') + ':';
      } else {
        out += '-';
      }
      if (is_collection(value)) {
        out += ' ';
        if (!line(value, at_root)) {
          if (node.kind == Node::map) {
            out.back() = '\n';
            out += std::string(indent + step, ' ');
            if (at_root && begin > 0) out.insert(begin, "\n");
          }
          block(value, indent + step, false);
          continue;
        }
      } else if (!value.empty) {
        out += ' ';
        scalar(value, indent);
      }
      out += '\n';
    }
  }
};

}  // namespace

std::string write(const Node& root, Layout layout) {
  Writer writer{layout};
  if (!is_collection(root) || size_of(root) == 0) {
    writer.out = root.kind == Node::list  ? "[]"
                 : root.kind == Node::map ? "{}"
                                          : one_line(root.text, Spot::block, true);
    return writer.out + '\n';
  }
  writer.block(root, 0, true);
  return writer.out;
}

}  // namespace v2v::text
