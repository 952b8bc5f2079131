// words: the catalogues as they are compiled in. Written by the build from catalogue/*.json.
#pragma once
#include <string_view>

namespace v2v::words {

struct Catalogue {
  std::string_view code, json;
};
/// English first, then by code.
extern const Catalogue catalogues[];
extern const int catalogue_count;

}  // namespace v2v::words
