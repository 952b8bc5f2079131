// view: colour for a terminal, when it is asked for. What a colour says is always also said by a word or a mark.
#pragma once
#include <string>
#include <string_view>

namespace v2v::view {

struct Ink {
  bool on = false;
  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string alarm(std::string_view text) const { return paint("1;31", text); }
  std::string notice(std::string_view text) const { return paint("33", text); }
  std::string good(std::string_view text) const { return paint("32", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const {
    if (!on || text.empty()) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }
};

}  // namespace v2v::view
