#include "target.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>

#include "../unit/disk.h"
#include "source/codes.h"
#include "source/render.h"
#include "source/utf8.h"

namespace v2v::fuzz {
namespace {

/// The world's failure: what a text may name is not on the disk.
struct NoSuchFile {};

std::map<std::string, std::string> files_of_company() {
  const std::string root = V2V_ROOT;
  std::map<std::string, std::string> files;
  for (const std::string folder : {"/tests/errors/library", "/workflows/holidays"})
    for (const auto& path : tests::yaml_under(root + folder))
      files["company" + path.substr(path.rfind('/'))] = tests::text_at(path);
  demand(files.size() > 5, "the company's files are not where they should be");
  return files;
}

/// A text that is not UTF-8 is refused at a byte, which may be any.
bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto next = source::decode(text, at);
    if (!next.valid) return false;
    at += next.bytes;
  }
  return true;
}

void demand_place(const source::Span& where, const source::Sources& sources) {
  if (!where) return;
  demand(sources.index_of(where.file) >= 0, "a place is in a file that is none of the sources");
  const std::string& text = where.file->text;
  demand(where.begin <= where.end && where.end <= text.size(), "a place lies outside its text");
  const auto inside = [&text](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  if (is_utf8(text)) demand(!inside(where.begin) && !inside(where.end), "a place cuts a character");
  const auto at = source::position(where);
  demand(at.line >= 1 && at.column >= 1, "a place has no line or column");
}

}  // namespace

void demand(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

const text::Library& company() {
  static const text::Library library = [] {
    text::Library made;
    const auto files = files_of_company();
    made.disk = tests::made_disk(files);
    made.disk.read = [files](const std::string& path) {
      const auto found = files.find(path);
      if (found == files.end()) throw NoSuchFile{};
      return found->second;
    };
    made.libraries = {"company"};
    return made;
  }();
  return library;
}

void demand_sound(const source::Diagnostics& found, const source::Sources& sources) {
  for (const auto& each : found) {
    demand(!source::meaning_of(each.code).empty(), "no such code: " + each.code);
    demand(!each.text.empty(), "a diagnostic says nothing: " + each.code);
    demand_place(each.where, sources);
    for (const auto& note : each.notes) demand_place(note.where, sources);
    demand(!source::render(each).empty(), "a diagnostic shows nothing");
  }
}

std::string shown(const source::Diagnostics& found) {
  return source::render_json(found);
}

}  // namespace v2v::fuzz

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(V2V_FUZZ)
constexpr double most_seconds = 10;  // sanitizers are slow
#else
constexpr double most_seconds = 1;
#endif

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::clock_t begun = std::clock();
  try {
    v2v::fuzz::one({reinterpret_cast<const char*>(data), size});
  } catch (const v2v::fuzz::NoSuchFile&) {
  }
  // Of the processor: libFuzzer's own limit counts what other programs take too.
  v2v::fuzz::demand(std::clock() - begun <= most_seconds * CLOCKS_PER_SEC, "a text takes too long");
  return 0;
}
