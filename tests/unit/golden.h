// What the tests of views share: lines, and texts that stand in tests/unit/view/.
#pragma once
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace golden {

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

inline bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

/// Compares with tests/unit/view/<name>; with V2V_WRITE_GOLDENS set writes it instead.
inline void same(const std::string& name, const std::string& text) {
  const std::string path = std::string(V2V_ROOT) + "/tests/unit/view/" + name;
  if (std::getenv("V2V_WRITE_GOLDENS")) std::ofstream(path, std::ios::binary) << text;
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in, "no golden " << path);
  std::ostringstream expected;
  expected << in.rdbuf();
  const auto a = lines_of(text), b = lines_of(expected.str());
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    CAPTURE(name);
    CAPTURE(i);
    REQUIRE(a[i] == b[i]);
  }
  CHECK(text == expected.str());
}

}  // namespace golden
