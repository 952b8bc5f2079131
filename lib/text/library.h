// text: finds the file that says an id: among those given, beside the one that names it, above it, in the libraries.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "text/read.h"
#include "text/reader.h"

namespace v2v::text {

/// A file that has been read and told apart. `root` is never null.
struct Opened {
  std::string path;
  const source::File* file = nullptr;
  std::shared_ptr<Node> root;
  FileKind kind = FileKind::workflow;
  std::string id;
  bool used = false;
};

/// Whether a workflow is only there for others to be based on, and `base-only` where it is to be planned.
bool is_base(const Opened& workflow);
void refuse_base(Reader& reader, const Opened& workflow);

/// What a file says it is, from a cheap look at its first key; nothing when that is no kind.
struct Glance {
  FileKind kind;
  std::string id;
};
std::optional<Glance> glance(std::string_view text);

/// The folders above the folder of `path`, that one first. Words only, no disk; at most eight levels above a relative
/// path's own.
std::vector<std::string> folders_above(const std::string& path);

/// Whether a name is that of a calendar file.
bool is_calendar(std::string_view path);

class Finder {
 public:
  Finder(source::Sources& sources, const Library& library, Reader& reader)
      : sources_(sources), library_(library), reader_(reader) {}

  /// A file given by hand; nullptr after having said why it cannot be read.
  Opened* give(const Input& input);
  /// The file of this kind whose first key has this value. nullptr after having said `unknown-workflow` (centre, ...)
  /// or `two-of-one-id` at `where`.
  Opened* find(FileKind kind, const std::string& id, const std::string& from, Span where);
  /// A file by its path (relative to the file `from`); the world's failures are thrown.
  Opened* open(const std::string& path, const std::string& from);
  /// A calendar file by its path, as a list of closed days, said to be so at `where`. nullptr after having said why
  /// not.
  const calendar::Holidays* calendar(const std::string& path, const std::string& from, Span where);
  /// Whether there is such a file; else says `no-such-file` at `where`.
  bool is_there(const std::string& path, const std::string& from, Span where);
  const std::vector<std::unique_ptr<Opened>>& given() const { return given_; }
  /// Every file that was opened, against the shapes of the table of keys: asked when all is decoded.
  void check_shapes() const;
  /// The paths of the files under a folder (relative to the file `from`) that are of this kind, or of none: one whose
  /// first key is a slip must not vanish. An absent folder gives none.
  std::vector<std::string> under(const std::string& folder, FileKind kind, const std::string& from);
  /// A path that the file `from` says, as the disk takes it.
  static std::string path_from(const std::string& path, const std::string& from);

 private:
  struct Seen {
    std::string path;
    std::optional<Glance> glance;
  };
  Opened* look_for(FileKind kind, const std::string& id, const std::string& from, Span where);
  const std::vector<Seen>& look(const std::string& folder, bool subfolders);
  Opened* read(const std::string& path, std::string text, std::vector<std::unique_ptr<Opened>>& into);
  Opened* at_path(const std::string& path);

  source::Sources& sources_;
  const Library& library_;
  Reader& reader_;
  std::vector<std::unique_ptr<Opened>> given_, found_;
  std::map<std::pair<std::string, bool>, std::vector<Seen>> folders_;
  std::map<std::string, std::string> texts_;                            // of files looked at, by path
  std::map<std::string, std::optional<calendar::Holidays>> calendars_;  // by path
  std::map<std::string, Opened*> by_path_;
  std::map<std::tuple<FileKind, std::string, std::string>, Opened*> known_;  // by kind, id, folder asked from
};

}  // namespace v2v::text
