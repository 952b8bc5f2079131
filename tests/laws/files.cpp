// Files of a case on a disk of their own or a real one, and which keys of the format they use.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "generate.h"
#include "text/keys.h"
#include "text/read.h"

namespace v2v::laws {
namespace {

Yaml tree_of(const text::Node& node) {
  Yaml out;
  if (node.kind == text::Node::scalar) {
    out.word = node.text;
  } else if (node.kind == text::Node::list) {
    out.kind = Yaml::list;
    for (const auto& item : node.items) out.items.push_back(tree_of(*item));
  } else {
    out.kind = Yaml::map;
    for (const auto& entry : node.entries) out.set(entry.key, tree_of(*entry.value));
    out.flow = std::all_of(out.items.begin(), out.items.end(), [](const Yaml& v) { return v.kind == Yaml::text; });
  }
  return out;
}

/// Which mapping of the format stands behind a key of another; nothing where it has no keys of its own.
struct Below {
  std::optional<text::Mapping> mapping;
  bool each = false;  // one such mapping behind every key, or item
};

Below below(text::Mapping above, std::string_view key) {
  using text::Mapping;
  for (const auto& known : text::keys_of(above)) {
    if (known.name != key) continue;
    const text::Shape& shape = known.shape;
    auto mapping = shape.mapping ? shape.mapping : shape.each ? shape.each->mapping : std::nullopt;
    if (mapping == Mapping::overridden) mapping = Mapping::stage;
    return {mapping, !shape.mapping || shape.many == text::Shape::list};
  }
  return above == Mapping::given ? below(Mapping::patient, key) : Below{};
}

void note_keys(const Yaml& node, text::Mapping mapping, std::set<std::string>& seen) {
  if (node.kind != Yaml::map) return;
  if (node.find("is")) mapping = text::Mapping::value;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    if (!text::meaning_of(mapping, node.keys[i]).empty())
      seen.insert(std::string(text::word(mapping)) + "." + node.keys[i]);
    const auto [next, each] = below(mapping, node.keys[i]);
    const Yaml& value = node.items[i];
    if (next && each)
      for (const auto& item : value.items) note_keys(item, *next, seen);
    else
      note_keys(value, next.value_or(text::Mapping::value), seen);
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> texts(const Files& files) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [name, tree] : files.named) all.emplace_back(name, write(tree));
  all.emplace_back("today", files.today + "\n");
  return all;
}

void keep(const Files& files, const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const char* name : {"base.yaml", "centre.yaml", "bank.yaml"}) std::filesystem::remove(folder + "/" + name);
  for (const auto& [name, text] : texts(files)) std::ofstream(folder + "/" + name, std::ios::binary) << text;
}

Files take_up(const std::string& folder) {
  Files files;
  const auto text_at = [](const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") paths.insert(entry.path());
  source::Sources sources;
  for (const auto& path : paths) {
    const auto& file = sources.add(path.string(), text_at(path));
    const auto read = text::parse(file);
    demand(read.value.has_value(), path.string() + " is not YAML that can be read");
    files.named.emplace_back(path.filename().string(), tree_of(**read.value));
  }
  files.today = text_at(folder + "/today").substr(0, 10);
  return files;
}

void read(const Files& files, ReadFiles& into) {
  std::map<std::string, std::string> disk;
  for (const auto& [name, tree] : files.named) disk["/case/" + name] = write(tree);
  text::Library library;
  library.disk.list = library.disk.beside = [&](const std::string& folder) {
    std::vector<std::string> paths;
    if (folder == "/case")
      for (const auto& [path, _] : disk) paths.push_back(path);
    return paths;
  };
  library.disk.read = [&](const std::string& path) { return disk.at(path); };
  text::Ask ask;
  into.today = calendar::parse_day(files.today).value_or(calendar::Day{});
  ask.today = into.today;
  into.answer = text::read_case(into.sources, {{"/case/patient.yaml", disk.at("/case/patient.yaml")}}, library, ask);
}

std::vector<std::string> keys_used(const Files& files) {
  using text::Mapping;
  std::set<std::string> seen;
  for (const auto& [name, tree] : files.named)
    note_keys(tree,
              name == "centre.yaml"    ? Mapping::centre
              : name == "patient.yaml" ? Mapping::patient
              : name == "bank.yaml"    ? Mapping::holidays
                                       : Mapping::workflow,
              seen);
  return {seen.begin(), seen.end()};
}

}  // namespace v2v::laws
