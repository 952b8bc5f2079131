// In `v2v`: the same words, given to the program beside it.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "command.h"
#include "disk.h"
#include "elsewhere.h"

namespace v2v::cli {
namespace {

std::string beside_us() {
  std::array<char, PATH_MAX> path{};
  const auto n = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
  if (n <= 0) return "v2v-sheets";
  const std::string own(path.data(), static_cast<std::size_t>(n));
  return own.substr(0, own.rfind('/') + 1) + "v2v-sheets";
}

int hand_over(const Words& words) {
  std::vector<std::string> typed{"v2v"};
  typed.insert(typed.end(), words.typed.begin(), words.typed.end());
  std::vector<char*> pointers;
  for (std::string& word : typed) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const std::string program = beside_us();
  ::execv(program.c_str(), pointers.data());
  throw WorldFailed(program + ": " + std::strerror(errno) + "; it is installed beside v2v");
}

}  // namespace

int calendar_elsewhere(const Words& words, Console&) {
  return hand_over(words);
}

int reading_elsewhere(const Words& words, Console&) {
  return hand_over(words);
}

void workbook_elsewhere(const Words& words) {
  hand_over(words);
}

source::Checked<calendar::Holidays> closed_days_elsewhere(const source::File&) {
  throw Elsewhere{};
}

int call_elsewhere(const Words& words) {
  return hand_over(words);
}

std::string workbook(const view::Counted&) {
  throw std::logic_error("a workbook is made in v2v-sheets");
}

std::string workbook(const view::Counted&, const view::Counted&) {
  throw std::logic_error("a workbook is made in v2v-sheets");
}

}  // namespace v2v::cli
