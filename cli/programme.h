// cli: the words of `roster`, `slots` and `capacity` -> a programme, with all it was read from.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command.h"
#include "roster/roster.h"
#include "source/diagnostic.h"

namespace v2v::cli {

struct Programme {
  std::shared_ptr<source::Sources> sources;
  model::Programme programme;
  roster::Settings settings;
  std::vector<std::pair<std::string, int>> set;  // --set RESOURCE=N, in order; not yet done
  std::optional<double> seconds;                 // --seconds
  std::vector<timeline::Roster::Input> inputs;   // all that was read
  std::optional<timeline::Roster> from, again;   // --from, --again
};

/// Reads the programme's file and all it names. As read_question otherwise.
source::Checked<Programme> read_programme(const Words& words, const std::string& file,
                                          std::shared_ptr<source::Sources>& sources);

/// As if there were what `set` says.
void set_amounts(Programme& asked);

/// Works the roster out, with progress on stderr where that is a terminal, stopped by --seconds or an interrupt with
/// the best so far; and has it checked. Throws where the checker refuses it: a fault of ours.
source::Checked<roster::Answer> make_roster(const Programme& asked);

/// Of a roster's file, in bytes: some 50,000 patients.
inline constexpr std::size_t largest_roster = std::size_t{256} << 20;

/// The rows that the three commands share.
std::vector<Option> programme_options();

}  // namespace v2v::cli
