// text: one change to a file, made as a person would make it: comments, order and layout of all the rest stay as they
// are.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "text/tree.h"

namespace v2v::text {

/// What is to stand at `section: {key: value}` of a file; without a key, at `section` itself. One pair without a key
/// is a plain value, several are a mapping; none: the key is taken away.
struct Change {
  using Value = std::vector<std::pair<std::string, std::string>>;
  std::string section, key;
  Value value;
  std::string comment;  // stands behind a value whose line is new; with its `#`, or empty
  std::string remark;   // stands, on a line of its own, where a key was taken away; with its `#`, or empty
};

/// The file's text with the change. `sections` is the order of the root's keys, for a section that is not there yet.
/// The file must parse, and what it holds at `section` must be a mapping or nothing, unless the whole of it is to
/// change, which is never taken away. The answer is read again: a tree
/// that differs from the old one by more or less than the change throws std::logic_error. O(bytes).
std::string edited(const source::File& file, const Change& change, const std::vector<std::string>& sections);

/// The file's text with the list at `section: {key: [...]}` written as an entry for each of its items, in its place:
/// the i-th has the key `keys[i]`. Nothing where the list holds remarks, or items that are no plain values or mappings
/// of such. Checked as `edited` is.
std::optional<std::string> unrolled(const source::File& file, const std::string& section, const std::string& key,
                                    const std::vector<std::string>& keys);

/// What stands behind the value of an entry on its line: a comment with its `#`, or nothing.
std::string comment_behind(const Node::Entry& entry);

/// A value as it is written inside `{ }` or on a line of its own.
std::string written(const Change::Value& value, bool in_braces);

}  // namespace v2v::text
