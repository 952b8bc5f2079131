#include "text/library.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "text/keys.h"

namespace v2v::text {
namespace {

constexpr std::array<std::string_view, 5> kinds{"workflow", "centre", "patient", "programme", "holidays"};

std::optional<FileKind> kind_named(std::string_view key) {
  const auto found = std::find(kinds.begin(), kinds.end(), key);
  return found == kinds.end() ? std::nullopt : std::optional(static_cast<FileKind>(found - kinds.begin()));
}

std::string plain(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(plain(path)).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string inside(const std::string& folder, const std::string& name) {
  return plain(folder + "/" + name);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

std::string_view word(FileKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

source::Checked<FileKind> kind_of(const Node& root) {
  source::Checked<FileKind> answer;
  if (root.kind == Node::map && !root.entries.empty()) answer.value = kind_named(root.entries.front().key);
  if (answer.value) return answer;
  Reader reader;
  const Span where = root.kind == Node::map && !root.entries.empty() ? root.entries.front().key_where : root.where;
  std::string hint = "the first key of a file is " + listed({kinds.begin(), kinds.end()}, "or");
  for (const auto& entry : root.entries)
    if (kind_named(entry.key)) hint = "put " + ticked(entry.key) + " first";
  if (where && !root.entries.empty())
    if (const auto meant = reader.meant(root.entries.front().key, {kinds.begin(), kinds.end()}); !meant.empty())
      hint = meant;
  reader.error("unknown-kind", where, "This file does not say with its first key what it is.", hint);
  answer.diagnostics = reader.take();
  return answer;
}

void Finder::check_shapes() const {
  constexpr std::array mappings{Mapping::workflow, Mapping::centre, Mapping::patient, Mapping::programme,
                                Mapping::holidays};
  for (const auto* files : {&given_, &found_})
    for (const auto& opened : *files)
      text::check_shapes(reader_, *opened->root, mappings[static_cast<std::size_t>(opened->kind)]);
}

bool is_base(const Opened& workflow) {
  const Node* status = workflow.root->find("status");
  return status && status->kind == Node::scalar && status->text == "base";
}

void refuse_base(Reader& reader, const Opened& workflow) {
  if (is_base(workflow))
    reader.error("base-only", workflow.root->find("status")->where,
                 workflow.id + " is a base: other workflows are based on it, and no patient is given it.");
}

std::optional<Glance> glance(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#' || line == "---" || line.front() == '%') continue;
    const auto colon = line.find(": ");
    const auto kind = kind_named(unquoted(trimmed(line.substr(0, colon))));
    if (colon == std::string_view::npos || !kind) return std::nullopt;
    const auto value = line.substr(colon + 1);
    return Glance{*kind, std::string(unquoted(trimmed(value.substr(0, value.find(" #")))))};
  }
  return std::nullopt;
}

bool is_calendar(std::string_view path) {
  return path.ends_with(".ics") || path.ends_with(".ICS");
}

std::vector<std::string> folders_above(const std::string& path) {
  std::vector<std::string> folders{folder_of(path)};
  if (std::filesystem::path(folders.front()).is_absolute()) {
    for (std::filesystem::path at = folders.front(); at != at.parent_path();) {
      at = at.parent_path();
      folders.push_back(at.string());
    }
    return folders;
  }
  for (int above = 0; above < 8;) {
    const auto& last = folders.back();
    const bool out = last == "." || last == ".." || last.ends_with("/..");
    if (out) ++above;
    folders.push_back(last == "." ? ".." : out ? "../" + last : folder_of(last));
  }
  return folders;
}

Opened* Finder::read(const std::string& path, std::string text, std::vector<std::unique_ptr<Opened>>& into) {
  const auto& file = sources_.add(path, std::move(text));
  auto tree = parse_past_errors(file);
  reader_.add(std::move(tree.diagnostics));
  if (!tree.value) return nullptr;
  auto kind = kind_of(**tree.value);
  reader_.add(std::move(kind.diagnostics));
  if (!kind.value) return nullptr;
  auto opened = std::make_unique<Opened>();
  opened->path = path;
  opened->file = &file;
  opened->root = *tree.value;
  opened->kind = *kind.value;
  opened->id = opened->root->entries.front().value->text;
  into.push_back(std::move(opened));
  by_path_.emplace(plain(path), into.back().get());
  return into.back().get();
}

Opened* Finder::give(const Input& input) {
  if (auto* known = at_path(input.path)) return known;
  return read(input.path, input.text, given_);
}

Opened* Finder::at_path(const std::string& path) {
  const auto known = by_path_.find(plain(path));
  return known == by_path_.end() ? nullptr : known->second;
}

std::string Finder::path_from(const std::string& path, const std::string& from) {
  const bool absolute = std::filesystem::path(path).is_absolute();
  return absolute || from.empty() ? plain(path) : inside(folder_of(from), path);
}

Opened* Finder::open(const std::string& path, const std::string& from) {
  const std::string whole = path_from(path, from);
  if (auto* known = at_path(whole)) return known;
  const auto looked = texts_.find(whole);
  return read(whole, looked != texts_.end() ? looked->second : library_.disk.read(whole), found_);
}

bool Finder::is_there(const std::string& path, const std::string& from, Span where) {
  const std::string whole = path_from(path, from);
  if (at_path(whole) || !library_.disk.is_file || library_.disk.is_file(whole)) return true;
  reader_.error("no-such-file", where, "There is no file " + ticked(path) + " counted from this file's folder.");
  return false;
}

const calendar::Holidays* Finder::calendar(const std::string& path, const std::string& from, Span where) {
  const std::string whole = path_from(path, from);
  const auto [known, fresh] = calendars_.try_emplace(whole);
  if (fresh && !library_.closed_days) {
    reader_.error("bad-calendar", where, "Calendar files cannot be read here: " + ticked(path) + ".");
  } else if (fresh && is_there(path, from, where)) {
    auto read = library_.closed_days(sources_.add(whole, library_.disk.read(whole)));
    reader_.add(std::move(read.diagnostics));
    known->second = std::move(read.value);
  }
  return known->second ? &*known->second : nullptr;
}

std::vector<std::string> Finder::under(const std::string& folder, FileKind kind, const std::string& from) {
  std::string whole = path_from(folder, from);
  while (whole.size() > 1 && whole.ends_with('/')) whole.pop_back();
  std::vector<std::string> paths;
  for (const auto& seen : look(whole, true))
    if (!seen.glance || seen.glance->kind == kind) paths.push_back(seen.path);
  return paths;
}

const std::vector<Finder::Seen>& Finder::look(const std::string& folder, bool subfolders) {
  const auto [at, fresh] = folders_.try_emplace({folder, subfolders});
  if (!fresh) return at->second;
  const auto& disk = library_.disk;
  if (!subfolders && !disk.beside && !disk.list) return at->second;
  if (subfolders && !disk.list) return at->second;
  const auto paths = subfolders ? disk.list(folder) : disk.beside ? disk.beside(folder) : disk.list(folder);
  for (const auto& path : paths) {
    if (!subfolders && plain(folder_of(path)) != plain(folder)) continue;
    const auto [text, unread] = texts_.try_emplace(plain(path));
    if (unread) text->second = disk.read(path);
    at->second.push_back({plain(path), glance(text->second)});
  }
  return at->second;
}

Opened* Finder::find(FileKind kind, const std::string& id, const std::string& from, Span where) {
  for (const auto& opened : given_)
    if (opened->kind == kind && opened->id == id) return opened.get();
  auto& known_here = known_[{kind, id, folder_of(from)}];
  if (!known_here) known_here = look_for(kind, id, from, where);
  return known_here;
}

Opened* Finder::look_for(FileKind kind, const std::string& id, const std::string& from, Span where) {
  using Folder = std::pair<std::string, bool>;
  std::vector<std::vector<Folder>> places{{{folder_of(from), false}}};
  for (const auto& above : folders_above(from))
    places.push_back({{inside(above, "workflows"), true}, {inside(above, "centres"), true}});
  for (const auto* list : {&library_.libraries, &library_.installed})
    for (const auto& folder : *list) places.push_back({{plain(folder), true}});
  std::vector<std::string> known;
  for (const auto& opened : given_)
    if (opened->kind == kind) known.push_back(opened->id);
  for (const auto& place : places) {
    std::vector<std::string> paths;
    for (const auto& [folder, subfolders] : place)
      for (const auto& seen : look(folder, subfolders)) {
        if (!seen.glance || seen.glance->kind != kind) continue;
        known.push_back(seen.glance->id);
        if (seen.glance->id == id && std::find(paths.begin(), paths.end(), seen.path) == paths.end())
          paths.push_back(seen.path);
      }
    if (paths.size() > 1) {
      reader_.error("two-of-one-id", where,
                    "Two files are the " + std::string(word(kind)) + " " + ticked(id) + ": " + listed(paths) + ".");
      return nullptr;
    }
    if (paths.empty()) continue;
    if (auto* opened = at_path(paths.front())) return opened;
    return read(paths.front(), texts_.at(paths.front()), found_);
  }
  reader_.error("unknown-" + std::string(word(kind)), where,
                "No file is the " + std::string(word(kind)) + " " + ticked(id) + ".", reader_.meant(id, known));
  return nullptr;
}

}  // namespace v2v::text
