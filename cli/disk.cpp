#include "disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <utility>

#include "elsewhere.h"

namespace v2v::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, int error) {
  throw WorldFailed(fmt::format("{}: {}", what, std::strerror(error)));
}

/// Closes what it holds; `close` itself is checked where a lost write could hide in it.
struct Descriptor {
  int fd;
  explicit Descriptor(int f) : fd(f) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

/// Removes the temporary file unless it was renamed into place.
struct Temporary {
  std::string path;
  bool kept = false;
  ~Temporary() {
    if (!kept) ::unlink(path.c_str());
  }
};

/// Ctrl-C and its like wait until the file is whole: the old one or the new one, and nothing left beside it.
struct Undisturbed {
  sigset_t before;
  Undisturbed() {
    sigset_t late;
    sigemptyset(&late);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&late, signal);
    ::sigprocmask(SIG_BLOCK, &late, &before);
  }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;
  ~Undisturbed() { ::sigprocmask(SIG_SETMASK, &before, nullptr); }
};

/// That something is not there, or not for us, is an answer; that the disk cannot say is a failure.
void heed(const std::error_code& error, const std::string& path) {
  constexpr std::array answers{std::errc{},
                               std::errc::no_such_file_or_directory,
                               std::errc::not_a_directory,
                               std::errc::permission_denied,
                               std::errc::filename_too_long,
                               std::errc::not_supported,
                               std::errc::function_not_supported,
                               std::errc::too_many_symbolic_link_levels};
  const bool known = std::any_of(answers.begin(), answers.end(), [&](std::errc a) { return error == a; });
  if (!known) fail(fmt::format("cannot look at '{}'", path), error.value());
}

std::string resolved(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  heed(error, path);
  return error ? path : real.string();
}

void sync_folder(const std::string& folder) {
  const Descriptor d(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (d.fd >= 0) ::fsync(d.fd);  // some file systems cannot sync a folder; the rename stands all the same
}

mode_t mode_for_new_file() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

/// Messages name files as a person would who stands in this folder.
std::string seen_from_here(const std::string& path) {
  std::error_code error;
  const std::string here = fs::current_path(error).string() + "/";
  heed(error, ".");
  return !error && path.starts_with(here) && path.size() > here.size() ? path.substr(here.size()) : path;
}

fs::file_type type_of(const std::string& path) {
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  heed(error, path);
  return type;
}

/// As the listing of its folder tells, without another look at the disk where that suffices.
bool is_folder(const fs::directory_entry& entry) {
  std::error_code error;
  const bool folder = entry.is_directory(error);
  heed(error, entry.path().string());
  return folder;
}

std::vector<std::string> installed() {
  std::error_code none;
  const fs::path self = fs::read_symlink("/proc/self/exe", none);
  const std::vector<fs::path> places{none ? fs::path() : self.parent_path().parent_path() / "share" / "vein2vein",
                                     V2V_SOURCE_DATA, V2V_DATA};
  for (const fs::path& p : places)
    if (!p.empty() && type_of(p.string()) == fs::file_type::directory) return {seen_from_here(p.string())};
  return {};
}

}  // namespace

std::string example_patients() {
  std::error_code none;
  const fs::path self = fs::read_symlink("/proc/self/exe", none);
  const fs::path share = none ? fs::path() : self.parent_path().parent_path() / "share";
  for (const fs::path& p : {share / "doc" / "vein2vein" / "examples" / "patients",
                            fs::path(V2V_SOURCE_DATA).parent_path() / "examples" / "patients"})
    if (is_folder(p.string())) return seen_from_here(p.string());
  return "";
}

bool is_folder(const std::string& path) {
  return type_of(path) == fs::file_type::directory;
}

bool is_file(const std::string& path) {
  const fs::file_type type = type_of(path);
  return type != fs::file_type::none && type != fs::file_type::not_found && type != fs::file_type::directory;
}

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code error;
  const bool same = fs::equivalent(one, other, error);
  heed(error, one);
  return !error && same;
}

std::string read_file(const std::string& path, std::size_t most) {
  const Descriptor d(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (d.fd < 0) fail(fmt::format("cannot read '{}'", path), errno);
  struct stat about {};
  if (::fstat(d.fd, &about) != 0) fail(fmt::format("cannot read '{}'", path), errno);
  if (S_ISDIR(about.st_mode)) throw WorldFailed(fmt::format("cannot read '{}': it is a folder, not a file", path));
  const auto too_large = [&] {
    return WorldFailed(fmt::format("cannot read '{}': it is larger than {} MiB", path, most >> 20));
  };
  if (S_ISREG(about.st_mode) && std::cmp_greater(about.st_size, most)) throw too_large();
  std::string bytes;
  char block[1 << 16];
  for (;;) {
    const ssize_t n = ::read(d.fd, block, sizeof block);
    if (n == 0) return bytes;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(fmt::format("cannot read '{}'", path), errno);
    bytes.append(block, static_cast<std::size_t>(n));
    if (bytes.size() > most) throw too_large();
  }
}

std::vector<std::string> list_files(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  heed(error, folder);
  if (error) return found;
  for (const fs::recursive_directory_iterator end; at != end; at.increment(error)) {
    const fs::path& path = at->path();
    if (path.filename().string().starts_with('.') || at.depth() >= 6) {
      at.disable_recursion_pending();
      continue;
    }
    const auto kind = path.extension();
    if ((kind != ".yaml" && kind != ".yml") || is_folder(*at)) continue;
    found.push_back(path.string());
    if (found.size() > 10'000) throw WorldFailed(fmt::format("'{}' holds more than 10,000 YAML files", folder));
  }
  if (error) fail(fmt::format("cannot list '{}'", folder), error.value());  // a failing step is the last
  std::sort(found.begin(), found.end());
  return found;
}

namespace {

/// The YAML files directly in a folder: beside a patient's file may lie a whole home folder.
std::vector<std::string> list_beside(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  fs::directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  heed(error, folder);
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    const fs::path& path = at->path();
    const auto kind = path.extension();
    const bool yaml = kind == ".yaml" || kind == ".yml";
    if (yaml && !path.filename().string().starts_with('.') && !is_folder(*at)) found.push_back(path.string());
  }
  heed(error, folder);
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

void write_over(const std::string& path, std::string_view old, std::string_view bytes) {
  if (read_file(path) != old)
    throw WorldFailed(fmt::format("'{}' was changed by someone else meanwhile: nothing is written, try again", path));
  write_file(path, bytes);
}

void write_all(int fd, std::string_view bytes, const std::string& what) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EPIPE || errno == EBADF) {
      throw ReaderGone{};
    } else if (errno != EINTR) {
      fail(fmt::format("cannot write to {}", what), errno);
    }
  }
}

void write_file(const std::string& path, std::string_view bytes) {
  const std::string target = resolved(path), what = fmt::format("'{}'", path);
  struct stat about {};
  const bool there = ::stat(target.c_str(), &about) == 0;
  if (!there && errno != ENOENT) fail("cannot write to " + what, errno);
  if (there && S_ISDIR(about.st_mode)) throw WorldFailed(fmt::format("cannot write to {}: it is a folder", what));
  if (there && !S_ISREG(about.st_mode)) {
    const Descriptor d(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (d.fd < 0) fail("cannot write to " + what, errno);
    return write_all(d.fd, bytes, what);
  }
  const fs::path whole(target);
  const std::string folder = whole.has_parent_path() ? whole.parent_path().string() : ".";
  const Undisturbed whole_or_not;
  Temporary beside{fmt::format("{}/.{}.XXXXXX", folder, whole.filename().string())};
  Descriptor d(::mkostemp(beside.path.data(), O_CLOEXEC));
  if (d.fd < 0) {
    beside.kept = true;  // there is nothing to remove
    fail("cannot write to " + what, errno);
  }
  if (::fchmod(d.fd, there ? about.st_mode & 07777 : mode_for_new_file()) != 0) fail("cannot write to " + what, errno);
  write_all(d.fd, bytes, what);
  if (::fsync(d.fd) != 0) fail("cannot write to " + what, errno);
  if (::close(std::exchange(d.fd, -1)) != 0) fail("cannot write to " + what, errno);
  if (::rename(beside.path.c_str(), target.c_str()) != 0) fail("cannot write to " + what, errno);
  beside.kept = true;
  sync_folder(folder);
}

text::Library library(const std::vector<std::string>& folders) {
  for (const std::string& f : folders)
    if (!is_folder(f)) throw WorldFailed(fmt::format("cannot read '{}': there is no such folder", f));
  const auto read = [](const std::string& path) { return read_file(path); };
  const auto is_file = [](const std::string& path) {
    std::error_code error;
    const auto kind = fs::status(path, error).type();
    return kind != fs::file_type::not_found && kind != fs::file_type::directory;
  };
  return {{list_files, read, list_beside, is_file}, folders, installed(), closed_days_elsewhere};
}

}  // namespace v2v::cli
