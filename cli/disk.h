// cli: the disk edge. Reads with limits, lists folders, writes a file whole or not at all.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "text/read.h"

namespace v2v::cli {

/// A failure of the world: disk, permission, a full device. Its text is one line for a person; main gives exit 4.
struct WorldFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Whoever read our answer has gone away. Not a failure: main ends with 0.
struct ReaderGone {};

inline constexpr std::size_t largest_input = std::size_t{1} << 20;  // bytes; the same as text::Limits

/// A file's bytes. Throws WorldFailed when it is missing, a folder, unreadable or larger than `most`; never reads more
/// than that, whatever the file is.
std::string read_file(const std::string& path, std::size_t most = largest_input);
/// Paths of *.yaml and *.yml under a folder, sorted by bytes; hidden names, links to folders and what lies deeper than
/// 6 are left out. An absent folder gives none. More than 10,000 files: WorldFailed.
std::vector<std::string> list_files(const std::string& folder);
/// Writes beside the target, syncs, renames: the old file or the new one, never a half. A link is followed, the mode of
/// an existing file kept; a device or pipe is written to as it is. Throws WorldFailed.
void write_file(const std::string& path, std::string_view bytes);
/// The same over a file that was read as `old`. Throws WorldFailed, and writes nothing, where it says something else by
/// now.
void write_over(const std::string& path, std::string_view old, std::string_view bytes);
/// Writes all bytes. Throws ReaderGone when the other end is closed, WorldFailed (naming `what`) otherwise.
void write_all(int fd, std::string_view bytes, const std::string& what);

bool is_file(const std::string& path);  // anything but a folder
bool is_folder(const std::string& path);
bool is_same_file(const std::string& one, const std::string& other);  // false where either is not there

/// The disk as the library reads it, with --library folders and what is installed beside this program.
text::Library library(const std::vector<std::string>& folders);

/// The folder of invented patients that we ship; empty where it is not there.
std::string example_patients();

}  // namespace v2v::cli
