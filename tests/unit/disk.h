// tests: a disk to pass to the reader: the real one, read only, or one of hand-made files.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "text/read.h"

namespace v2v::tests {

inline std::string text_at(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<std::string> files_under(const std::string& folder, const std::set<std::string>& endings) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  if (!fs::is_directory(folder)) return paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && endings.contains(entry.path().extension().string()))
      paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

inline std::vector<std::string> yaml_under(const std::string& folder) {
  return files_under(folder, {".yaml", ".yml"});
}

inline text::Disk real_disk() {
  return {yaml_under, text_at, {}, [](const std::string& path) { return std::filesystem::is_regular_file(path); }};
}

/// Files by their paths; what is not among them does not exist.
inline text::Disk made_disk(std::map<std::string, std::string> files) {
  text::Disk disk;
  disk.list = [files](const std::string& folder) {
    std::vector<std::string> paths;
    for (const auto& [path, _] : files)
      if (path.starts_with(folder + "/") && !path.ends_with(".csv")) paths.push_back(path);
    return paths;
  };
  disk.is_file = [files](const std::string& path) { return files.contains(path); };
  disk.read = [files](const std::string& path) { return files.at(path); };
  return disk;
}

}  // namespace v2v::tests
