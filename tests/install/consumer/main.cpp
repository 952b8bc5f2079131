#include <v2v.h>

#include <cstdio>

int main() {
  v2v::source::Sources sources;
  const auto read = v2v::text::read_case(sources, {{"empty.yaml", ""}}, {}, {});
  if (read || read.diagnostics.empty()) return 1;  // reading is linked, and refuses an empty file
  const auto day = v2v::calendar::parse_day("2026-10-14");
  if (!day) return 1;
  std::printf("%s is a %s\n", v2v::calendar::to_string(*day).c_str(),
              v2v::calendar::name(v2v::calendar::weekday(*day)).data());
}
