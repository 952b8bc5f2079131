#include "parse.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>

#include "calendar/zone.h"
#include "completion.h"
#include "source/suggest.h"

namespace v2v::cli {
namespace {

/// How the parser is told a command of two words; nobody can type it.
std::string one_word(std::string name) {
  if (const auto at = name.find(' '); at != std::string::npos) name[at] = '\x01';
  return name;
}

std::string as_typed(std::string name) {
  std::replace(name.begin(), name.end(), '\x01', ' ');
  return name;
}

/// The words for the parser, the two of a command of two words as one.
std::vector<std::string> folded(std::vector<std::string> typed) {
  if (typed.size() > 1 && find_command(typed[0] + " " + typed[1])) {
    typed[0] = one_word(typed[0] + " " + typed[1]);
    typed.erase(typed.begin() + 1);
  }
  return typed;
}

/// The parser, with its options' values found by name afterwards.
struct Parser {
  CLI::App app{"", "v2v"};
  std::map<std::string, CLI::App*> commands;

  Parser() {
    app.set_help_flag("-h,--help", "say how to use it");
    app.set_version_flag("--version", std::string());
    app.require_subcommand(0, 1);
    app.allow_extras();
    for (const Command& c : cli::commands()) add(c);
  }

  void add(const Command& c) {
    CLI::App* sub = app.add_subcommand(one_word(c.name), c.summary);
    sub->allow_extras();
    for (const Option& o : c.options)
      if (o.value.empty())
        sub->add_flag(o.name, o.text);
      else
        sub->add_option(o.letter.empty() ? o.name : o.letter + "," + o.name, o.text)
            ->type_name(o.value)
            ->expected(1)
            ->allow_extra_args(false)
            ->take_all();
    if (c.most > 0) sub->add_option("words")->expected(-1)->take_all();
    commands[c.name] = sub;
  }
};

/// What the parser did not know, in order: options that are none, and words (all that follows `--`).
struct Extras {
  std::vector<std::string> options, words;

  explicit Extras(const std::vector<std::string>& remaining) {
    bool only_words = false;
    for (const std::string& word : remaining) {
      if (!only_words && word == "--")
        only_words = true;
      else
        (!only_words && word.size() > 1 && word.front() == '-' ? options : words).push_back(word);
    }
  }
};

std::vector<std::string> names_of(std::span<const Command> table) {
  std::vector<std::string> names;
  for (const Command& c : table) names.push_back(c.name);
  return names;
}

/// The dashes that all options share say nothing of which one was meant.
std::string option_near(const std::string& word, const Command& c) {
  std::vector<std::string> known{"help"};
  for (const Option& o : c.options) known.push_back(o.name.substr(2));
  const std::string near = source::nearest(word.substr(std::min(word.find_first_not_of('-'), word.size())), known);
  return near.empty() ? near : fmt::format("did you mean '--{}'?", near);
}

/// The first of two words, and not the second.
source::Diagnostic half_command(const std::vector<const Command*>& under, const std::vector<std::string>& typed,
                                const source::File& line) {
  std::vector<std::string> known;
  for (const Command* c : under) known.push_back(c->name.substr(c->name.find(' ') + 1));
  const std::string all = fmt::format("{} is followed by {}", typed[0], fmt::join(known, ", "));
  if (typed.size() < 2)
    return misuse(span_of(line, typed[0]), "missing-word", all, fmt::format("v2v help {}", typed[0]));
  return misuse(span_of(line, typed[1]), "unknown-command", fmt::format("{}, not '{}'", all, typed[1]),
                did_you_mean(typed[1], known));
}

source::Diagnostic no_command(const Extras& extras, const source::File& line) {
  if (!extras.options.empty())
    return misuse(span_of(line, extras.options.front()), "unknown-option",
                  fmt::format("v2v itself has no option {}", extras.options.front()),
                  "options stand behind the command; v2v --help lists the commands");
  if (extras.words.empty()) return misuse({}, "missing-command", "which command?", "v2v --help lists them");
  const std::string& word = extras.words.front();
  return misuse(span_of(line, word), "unknown-command", fmt::format("there is no command '{}'", word),
                did_you_mean(word, names_of(commands())));
}

/// Everything that CLI11 leaves to us: how often, how many, which values.
void check(const Command& c, const Words& words, const source::File& line, source::Diagnostics& wrong) {
  for (const Option& o : c.options) {
    const auto& said = words.all(o.name);
    if (said.size() > 1 && !o.many)
      wrong.push_back(misuse(span_of(line, said.back()), "repeated-option", fmt::format("{} is said twice", o.name)));
    for (const std::string& value : said)
      if (value.empty())
        wrong.push_back(misuse(span_of(line, o.name), "missing-value", fmt::format("{} needs a value", o.name)));
      else if (!o.choices.empty() && std::find(o.choices.begin(), o.choices.end(), value) == o.choices.end())
        wrong.push_back(misuse(span_of(line, value), "unknown-value",
                               fmt::format("{} takes {}, not '{}'", o.name, fmt::join(o.choices, ", "), value),
                               did_you_mean(value, o.choices)));
  }
  const auto& given = words.positional;
  if (given.size() < c.least || std::find(given.begin(), given.end(), "") != given.end())
    wrong.push_back(misuse(span_of(line, c.name), "missing-word", fmt::format("v2v {} needs {}", c.name, c.arguments),
                           fmt::format("v2v help {}", c.name)));
  if (words.positional.size() > c.most)
    wrong.push_back(misuse(span_of(line, words.positional[c.most]), "too-many-words",
                           fmt::format("v2v {} takes {} only", c.name, c.arguments),
                           fmt::format("v2v help {}", c.name)));
  else
    for (const std::string& word : words.positional)
      if (!c.choices.empty() && std::find(c.choices.begin(), c.choices.end(), word) == c.choices.end())
        wrong.push_back(misuse(span_of(line, word), "unknown-value",
                               fmt::format("v2v {} takes {}, not '{}'", c.name, fmt::join(c.choices, ", "), word),
                               did_you_mean(word, c.choices)));
}

Words collect(const Command& c, const CLI::App& sub, const std::vector<std::string>& typed) {
  Words words;
  words.command = c.name;
  words.typed = typed;
  for (const Option& o : c.options)
    if (const auto& said = sub.get_option(o.name)->results(); !said.empty()) words.said[o.name] = said;
  if (c.most > 0) words.positional = sub.get_option("words")->results();
  for (const std::string& extra : Extras(sub.remaining()).words) words.positional.push_back(extra);
  return words;
}

std::string version() {
  return fmt::format("v2v {} (tzdata {})\n", V2V_VERSION, calendar::tzdata_version());
}

}  // namespace

source::Diagnostic misuse(source::Span where, std::string code, std::string text, std::string hint) {
  return {std::move(code), source::Severity::error, where, std::move(text), {}, std::move(hint)};
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string near = source::nearest(word, known);
  return near.empty() ? near : fmt::format("did you mean '{}'?", near);
}

const source::File& command_line(source::Sources& sources, const std::vector<std::string>& typed) {
  std::string line = "v2v";
  for (const std::string& word : typed) {
    const bool plain = !word.empty() && word.find_first_of(" \t\n'\"\\$*?;&|<>(){}[]~#") == std::string::npos;
    line += plain ? " " + word : " '" + word + "'";
  }
  return sources.add("<command line>", line);
}

source::Span span_of(const source::File& line, const std::string& word) {
  const std::string_view text = line.text;
  const auto ends_here = [&](std::size_t end) { return end == text.size() || text[end] == ' ' || text[end] == '\''; };
  const auto begins_here = [&](std::size_t at) { return text[at - 1] == ' ' || text[at - 1] == '\''; };
  std::size_t best = std::string_view::npos;
  for (std::size_t at = text.find(word, 3); at != std::string_view::npos && !word.empty();
       at = text.find(word, at + 1)) {
    if (!ends_here(at + word.size())) continue;
    best = at;
    if (begins_here(at)) break;
  }
  if (best == std::string_view::npos) return {};
  return {&line, static_cast<std::uint32_t>(best), static_cast<std::uint32_t>(best + word.size())};
}

source::Checked<Call> parse(source::Sources& sources, const std::vector<std::string>& typed) {
  const source::File& line = command_line(sources, typed);
  Parser parser;
  const auto chosen = [&]() -> const Command* {
    const auto subs = parser.app.get_subcommands();
    return subs.empty() ? nullptr : find_command(as_typed(subs.front()->get_name()));
  };
  const auto page = [](std::string text) { return source::Checked<Call>{Call{nullptr, {}, std::move(text)}, {}}; };
  const auto given = folded(typed);
  if (const auto under = commands_under(typed.empty() ? "" : typed[0]); !under.empty() && given == typed) {
    if (typed.size() > 1 && (typed[1] == "--help" || typed[1] == "-h")) return page(help(under));
    return {std::nullopt, {half_command(under, typed, line)}};
  }
  try {
    parser.app.parse(std::vector<std::string>(given.rbegin(), given.rend()));  // CLI11 wants the last word first
  } catch (const CLI::CallForHelp&) {
    return page(chosen() ? help(*chosen()) : help());
  } catch (const CLI::CallForVersion&) {
    return page(version());
  } catch (const CLI::ArgumentMismatch&) {  // the words ran out behind an option
    const std::string last = typed.empty() ? "" : typed.back();
    return {std::nullopt, {misuse(span_of(line, last), "missing-value", fmt::format("{} needs a value", last))}};
  } catch (const CLI::ParseError& e) {
    return {std::nullopt, {misuse({}, "bad-value", e.what(), "v2v --help")}};
  }
  source::Diagnostics wrong;
  const Command* c = chosen();
  const Extras before(parser.app.remaining());
  if (!c) return {std::nullopt, {no_command(before, line)}};
  CLI::App& sub = *parser.commands.at(c->name);
  for (const auto& extras : {before, Extras(sub.remaining())})
    for (const std::string& word : extras.options) {
      const std::string name = word.substr(0, word.find('='));
      wrong.push_back(misuse(span_of(line, word), "unknown-option",
                             fmt::format("v2v {} has no option {}", c->name, name), option_near(name, *c)));
    }
  Words words = collect(*c, sub, typed);
  if (wrong.empty()) check(*c, words, line, wrong);
  if (!wrong.empty()) return {std::nullopt, wrong};
  return {Call{c, std::move(words), {}}, {}};
}

std::string completion(std::string_view shell) {
  Parser parser;
  std::vector<Completed> table;
  for (const CLI::App* sub : parser.app.get_subcommands([](const CLI::App*) { return true; })) {
    const Command& row = *find_command(as_typed(sub->get_name()));
    Completed c{row.name, sub->get_description(), row.choices, {}};
    for (const CLI::Option* o : sub->get_options()) {
      if (o->get_positional()) continue;
      const std::string name = "--" + o->get_lnames().front();
      const auto at =
          std::find_if(row.options.begin(), row.options.end(), [&](const Option& r) { return r.name == name; });
      c.options.push_back(at == row.options.end() ? Option{name, "", o->get_description(), false, {}, false} : *at);
    }
    table.push_back(std::move(c));
  }
  return script(shell, table);
}

}  // namespace v2v::cli
