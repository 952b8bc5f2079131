// cli: what a command is: a row of data, from which parsing, help, completion and checks are drawn, and a `run`.
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace v2v::cli {

class Console;

/// Exit codes; stable for ever.
enum Exit { done = 0, refused = 1, wrong_content = 2, misused = 3, world_failed = 4, our_fault = 5 };

struct Option {
  std::string name;                  // --today
  std::string value;                 // DATE: what it takes, as help shows it; empty: nothing, it is said or not
  std::string text;                  // one line
  bool many = false;                 // may be said more than once
  std::vector<std::string> choices;  // the only values it takes; empty: any
  bool file = false;                 // its value is a path, for completion
  std::string letter = {};           // -n: said instead of the name; empty: none
};

/// The words of one call, sorted by the command's row.
struct Words {
  std::string command;
  std::vector<std::string> typed;  // without the program's name
  std::vector<std::string> positional;
  std::map<std::string, std::vector<std::string>> said;

  /// The value of an option that may be said once; empty when it was not said.
  const std::string& one(const std::string& option) const;
  const std::vector<std::string>& all(const std::string& option) const;
  bool has(const std::string& option) const { return said.contains(option); }
};

struct Command {
  std::string name;                  // one word, or two that share their first with others: `workflows list`
  std::string arguments;             // FILE...
  std::string summary;               // one line
  std::string text;                  // a paragraph of help
  std::size_t least = 0, most = 0;   // how many positional words
  std::vector<std::string> choices;  // of a positional word; empty: any (files)
  std::vector<Option> options;
  int (*run)(const Words&, Console&) = nullptr;
};

/// Every command, in the order in which help lists them.
std::span<const Command> commands();
const Command* find_command(std::string_view name);
/// The commands of two words that begin with this one; none where it is no such word.
std::vector<const Command*> commands_under(std::string_view word);
std::string help();
std::string help(const Command& command);
std::string help(const std::vector<const Command*>& under);

/// Rows are made when they are asked for, not before main: there, nothing could say that memory has run out.
Command plan_command();
Command calendar_command();
Command why_command();
Command check_command();
Command graph_command();
Command show_command();
Command workflows_list_command();
Command workflows_show_command();
Command workflows_new_command();
Command workflows_diff_command();
Command schema_command();
Command forecast_command();
Command prove_command();
Command todo_command();
Command note_command();
Command replan_command();
Command compare_command();
Command slots_command();
Command roster_command();
Command capacity_command();
Command stale_command();
Command completion_command();
Command help_command();
/// Rows that several commands share.
std::vector<Option> case_options();
Option library_option();
Option today_option();
Option out_option();

}  // namespace v2v::cli
