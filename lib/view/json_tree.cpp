#include "view/json_tree.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

namespace v2v::view {
namespace {

constexpr std::size_t deepest = 32;

/// Tells how far the library has read. It reads a letter beyond a number, and nothing beyond anything else.
struct Cursor {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  const char** seen = nullptr;
  reference operator*() const { return *at; }
  Cursor& operator++() {
    *seen = ++at;
    return *this;
  }
  Cursor operator++(int) {
    Cursor old = *this;
    ++*this;
    return old;
  }
  bool operator==(const Cursor& other) const { return at == other.at; }
  bool operator!=(const Cursor& other) const { return at != other.at; }
};

class Building : public nlohmann::json_sax<nlohmann::json> {
 public:
  Building(const source::File& file, std::string code) : file_(file), code_(std::move(code)), seen_(file.text.data()) {}

  source::Checked<JsonNode> run() {
    const char* begin = file_.text.data();
    const char* end = begin + file_.text.size();
    const bool whole = nlohmann::json::sax_parse(Cursor{begin, &seen_}, Cursor{end, &seen_}, this);
    if (!whole && wrong_.empty()) fail({&file_, 0, 0}, code_, "this cannot be read as JSON");
    if (!wrong_.empty()) return {std::nullopt, wrong_};
    return {std::move(root_), {}};
  }

  bool null() override { return put({}); }
  bool boolean(bool yes) override {
    JsonNode node;
    node.kind = JsonNode::truth;
    node.yes = yes;
    return put(std::move(node));
  }
  bool number_integer(number_integer_t n) override {
    JsonNode node;
    node.kind = JsonNode::whole;
    node.n = n;
    node.x = static_cast<double>(n);
    return put(std::move(node));
  }
  bool number_unsigned(number_unsigned_t n) override {
    if (n > static_cast<number_unsigned_t>(INT64_MAX)) return fail(token(), code_, "this number is too large");
    return number_integer(static_cast<number_integer_t>(n));
  }
  bool number_float(number_float_t x, const string_t&) override {
    JsonNode node;
    node.kind = JsonNode::real;
    node.x = x;
    return put(std::move(node));
  }
  bool string(string_t& said) override {
    JsonNode node;
    node.kind = JsonNode::text;
    node.said = std::move(said);
    return put(std::move(node));
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonNode::object); }
  bool start_array(std::size_t) override { return open(JsonNode::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    const auto where = token();
    auto& keys = open_.back()->keys;
    if (!names_.back().insert(name).second) return fail(where, "duplicate-key", "this key stands here twice: " + name);
    keys.push_back({std::move(name), where, {}});
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) override {
    const std::string text = error.what();
    const auto from = text.find(": ");  // behind "[json.exception.parse_error.101] parse error at line 1, column 1"
    const auto at = static_cast<std::uint32_t>(
        std::min(position > 0 ? position - 1 : 0, file_.text.empty() ? std::size_t{0} : file_.text.size() - 1));
    return fail({&file_, at, at}, code_,
                "this cannot be read as JSON: " + (from == text.npos ? text : text.substr(from + 2)));
  }

 private:
  /// From the first letter of the token that was just read to behind its last.
  source::Span token() {
    const std::string& all = file_.text;
    std::size_t begin = last_;
    while (begin < all.size() && std::string_view(" \t\r\n,:").find(all[begin]) != std::string_view::npos) ++begin;
    std::size_t end = static_cast<std::size_t>(seen_ - all.data());
    if (begin < all.size() && (all[begin] == '-' || (all[begin] >= '0' && all[begin] <= '9')))
      end = std::min(all.find_first_not_of("+-.0123456789eE", begin), all.size());
    if (begin == 0 && all.rfind("\xEF\xBB\xBF", 0) == 0) begin = 3;
    last_ = end = std::max(begin, end);
    return {&file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  bool fail(source::Span where, std::string code, std::string text) {
    wrong_.push_back({std::move(code), source::Severity::error, where, std::move(text), {}, ""});
    return false;
  }

  JsonNode* add(JsonNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return &root_;
    }
    JsonNode& in = *open_.back();
    if (in.kind == JsonNode::list) {
      in.items.push_back(std::move(node));
      return &in.items.back();
    }
    in.keys.back().value = std::move(node);
    return &in.keys.back().value;
  }

  bool put(JsonNode node) {
    node.where = token();
    add(std::move(node));
    return true;
  }

  bool open(JsonNode::Kind kind) {
    JsonNode node;
    node.kind = kind;
    node.where = token();
    if (open_.size() >= deepest) return fail(node.where, "too-deep", "lists and objects stand too deep in each other");
    open_.push_back(add(std::move(node)));
    names_.emplace_back();
    return true;
  }

  bool close() {
    token();
    open_.pop_back();
    names_.pop_back();
    return true;
  }

  const source::File& file_;
  std::string code_;
  const char* seen_;
  std::size_t last_ = 0;
  JsonNode root_;
  std::vector<JsonNode*> open_;  // a list grows only while its own items are not open
  std::vector<std::set<std::string>> names_;
  source::Diagnostics wrong_;
};

}  // namespace

JsonNode::JsonNode() = default;
JsonNode::~JsonNode() = default;
JsonNode::JsonNode(JsonNode&&) noexcept = default;
JsonNode& JsonNode::operator=(JsonNode&&) noexcept = default;

const JsonNode* JsonNode::find(std::string_view key) const {
  for (const auto& one : keys)
    if (one.name == key) return &one.value;
  return nullptr;
}

source::Checked<JsonNode> json_tree(const source::File& file, std::string code) {
  return Building(file, std::move(code)).run();
}

}  // namespace v2v::view
