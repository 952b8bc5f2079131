// cli: the words of `plan`, `why` and `graph` -> a case, with all it was read from. The reading half of a command.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "plan/plan.h"
#include "source/diagnostic.h"
#include "text/whole.h"

namespace v2v::cli {

struct Question {
  std::shared_ptr<source::Sources> sources;  // keeps the files that diagnostics and answers point into
  model::Case what;
  plan::Settings settings;
};

/// `files`: paths, and at most one workflow's id, in any order. Reads the disk (may throw WorldFailed) and, without
/// --today, the clock. Warnings may stand beside the value; the spans of both live as long as `sources` does, which
/// is filled in either case. `instead` gives texts to be read in place of those on the disk, by path.
source::Checked<Question> read_question(const Words& words, const std::vector<std::string>& files,
                                        std::shared_ptr<source::Sources>& sources,
                                        const std::map<std::string, std::string>& instead = {});

/// The same for what is shown of a workflow alone: a base will do, and no edition is chosen.
source::Checked<text::Whole> read_whole(const Words& words, const std::vector<std::string>& files,
                                        std::shared_ptr<source::Sources>& sources);

/// Never the answer written over what it was read from: says so where --out names one of these files.
void check_out(const Words& words, const std::vector<std::string>& paths, const source::File& line,
               source::Diagnostics& wrong);

/// --today, else the clock's date in UTC.
source::Checked<calendar::Day> read_today(const Words& words, source::Sources& sources);

/// Paths are files on the disk or look like one; anything else is taken for an id.
bool looks_like_path(const std::string& word);

}  // namespace v2v::cli
