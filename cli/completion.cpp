#include "completion.h"

#include <fmt/format.h>

namespace v2v::cli {
namespace {

std::string option_names(const Completed& c) {
  std::string names;
  for (const Option& o : c.options) names += (names.empty() ? "" : " ") + o.name;
  return names;
}

/// Inside single quotes of a shell.
std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out;
}

std::string first_word(const std::string& name) {
  return name.substr(0, name.find(' '));
}

/// Each first word once.
std::vector<std::string> first_words(const std::vector<Completed>& table) {
  std::vector<std::string> words;
  for (const Completed& c : table)
    if (words.empty() || words.back() != first_word(c.name)) words.push_back(first_word(c.name));
  return words;
}

/// The second words of commands of two, by the first.
std::vector<std::pair<std::string, std::vector<const Completed*>>> pairs(const std::vector<Completed>& table) {
  std::vector<std::pair<std::string, std::vector<const Completed*>>> all;
  for (const Completed& c : table) {
    if (c.name.find(' ') == std::string::npos) continue;
    if (all.empty() || all.back().first != first_word(c.name)) all.push_back({first_word(c.name), {}});
    all.back().second.push_back(&c);
  }
  return all;
}

std::string second_word(const Completed& c) {
  return c.name.substr(c.name.find(' ') + 1);
}

std::string second_words(const std::vector<const Completed*>& under) {
  std::string words;
  for (const Completed* c : under) words += (words.empty() ? "" : " ") + second_word(*c);
  return words;
}

std::string bash(const std::vector<Completed>& table) {
  std::string s =
      "# bash completion for v2v\n_v2v() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  COMPREPLY=()\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n";
  s += fmt::format("    COMPREPLY=($(compgen -W '{} --help --version' -- \"$word\"))\n    return\n  fi\n",
                   fmt::join(first_words(table), " "));
  s += "  local name=${COMP_WORDS[1]}\n";
  for (const auto& [word, under] : pairs(table))
    s += fmt::format(
        "  if [ \"$name\" = {} ]; then\n    if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
        "      COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n      return\n    fi\n    name+=\" ${{COMP_WORDS[2]}}\"\n  "
        "fi\n",
        word, second_words(under));
  s += "  case $name:$before in\n";
  for (const Completed& c : table)
    for (const Option& o : c.options) {
      if (!o.choices.empty())
        s += fmt::format("    '{}:{}') COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", c.name, o.name,
                         fmt::join(o.choices, " "));
      else if (!o.value.empty() && !o.file)
        s += fmt::format("    '{}:{}') return ;;\n", c.name, o.name);
    }
  s += "  esac\n  case $name:$word in\n";
  for (const Completed& c : table)
    s += fmt::format("    '{}:'-*) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", c.name, option_names(c));
  for (const Completed& c : table)
    if (!c.choices.empty())
      s += fmt::format("    '{}:'*) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", c.name,
                       fmt::join(c.choices, " "));
  return s + "  esac\n  COMPREPLY=($(compgen -f -- \"$word\"))\n}\ncomplete -o filenames -F _v2v v2v\n";
}

std::string zsh(const std::vector<Completed>& table) {
  // In a specification of _arguments, a colon or a bracket of the text would end it.
  const auto safe = [](std::string_view text) {
    std::string out;
    for (const char c : text) out += c == ':' || c == '[' || c == ']' ? std::string{'\\', c} : std::string(1, c);
    return quoted(out);
  };
  std::string s = "#compdef v2v\n_v2v() {\n  local -a commands=(\n";
  for (const Completed& c : table)
    if (c.name.find(' ') == std::string::npos) s += fmt::format("    '{}:{}'\n", c.name, safe(c.summary));
  for (const auto& [word, under] : pairs(table)) s += fmt::format("    '{}:{}'\n", word, second_words(under));
  s += "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
       "  local name=$words[2]\n  shift words\n  (( CURRENT-- ))\n";
  for (const auto& [word, under] : pairs(table)) {
    s += fmt::format("  if [[ $name == {} ]]; then\n    local -a under=(\n", word);
    for (const Completed* c : under) s += fmt::format("      '{}:{}'\n", second_word(*c), safe(c->summary));
    s += "    )\n    if (( CURRENT == 2 )); then\n      _describe command under\n      return\n    fi\n"
         "    name=\"$name $words[2]\"\n    shift words\n    (( CURRENT-- ))\n  fi\n";
  }
  s += "  case $name in\n";
  for (const Completed& c : table) {
    s += fmt::format("    '{}')\n      _arguments \\\n", c.name);
    for (const Option& o : c.options) {
      std::string action;
      if (!o.choices.empty())
        action = fmt::format(":{}:({})", o.value, fmt::join(o.choices, " "));
      else if (!o.value.empty())
        action = fmt::format(":{}:{}", o.value, o.file ? "_files" : "");
      s += fmt::format("        '{}{}[{}]{}' \\\n", o.many ? "*" : "", o.name, safe(o.text), action);
    }
    s += c.choices.empty() ? "        '*:file:_files'\n      ;;\n"
                           : fmt::format("        '*:word:({})'\n      ;;\n", fmt::join(c.choices, " "));
  }
  // Autoloaded from a folder, or sourced.
  return s + "  esac\n}\nif [[ $funcstack[1] == _v2v ]]; then\n  _v2v \"$@\"\nelse\n  compdef _v2v v2v\nfi\n";
}

std::string fish(const std::vector<Completed>& table) {
  std::string s = "# fish completion for v2v\n";
  for (const Completed& c : table)
    if (c.name.find(' ') == std::string::npos)
      s += fmt::format("complete -c v2v -n __fish_use_subcommand -f -a {} -d '{}'\n", c.name, quoted(c.summary));
  for (const auto& [word, under] : pairs(table)) {
    s += fmt::format("complete -c v2v -n __fish_use_subcommand -f -a {} -d '{}'\n", word, second_words(under));
    for (const Completed* c : under)
      s += fmt::format(
          "complete -c v2v -n '__fish_seen_subcommand_from {}; and not __fish_seen_subcommand_from {}' -f -a {} -d "
          "'{}'\n",
          word, second_words(under), second_word(*c), quoted(c->summary));
  }
  for (const Completed& c : table) {
    const bool two = c.name.find(' ') != std::string::npos;
    const std::string here =
        two ? fmt::format("complete -c v2v -n '__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}'",
                          first_word(c.name), second_word(c))
            : fmt::format("complete -c v2v -n '__fish_seen_subcommand_from {}'", c.name);
    if (!c.choices.empty()) s += fmt::format("{} -f -a '{}'\n", here, fmt::join(c.choices, " "));
    for (const Option& o : c.options) {
      s += fmt::format("{} -l {} -d '{}'", here, o.name.substr(2), quoted(o.text));
      if (!o.choices.empty())
        s += fmt::format(" -x -a '{}'", fmt::join(o.choices, " "));
      else if (!o.value.empty())
        s += o.file ? " -r -F" : " -x";
      s += "\n";
    }
  }
  return s;
}

}  // namespace

std::string script(std::string_view shell, const std::vector<Completed>& table) {
  if (shell == "zsh") return zsh(table);
  return shell == "fish" ? fish(table) : bash(table);
}

}  // namespace v2v::cli
