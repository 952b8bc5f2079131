#include "text/tree_syntax.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/tree_scan.h"

namespace v2v::text {
namespace {

constexpr std::string_view syntax = "yaml-syntax";

struct Scene {
  std::string_view text;
  std::size_t at;
  const Progress& progress;
  Findings& findings;

  bool same_line(std::size_t a, std::size_t b) const { return line_begin(text, a) == line_begin(text, b); }
  std::size_t line_last(std::size_t from) const {
    const std::size_t end = line_end(text, from);
    const std::size_t last = text.find_last_not_of(" \t", end == 0 ? 0 : end - 1);
    return last == std::string_view::npos || last + 1 < from ? end : last + 1;
  }
};

/// The key that a line begins with (behind any dashes), and what follows it.
struct Lead {
  std::size_t begin = 0, end = 0;  // the word
  enum Kind { none, key, glued, odd_space, odd_colon } kind = none;
};

Lead lead_of(std::string_view text, std::size_t at) {
  while (text.substr(at).starts_with("- ")) at = skip_blanks(text, at + 1);
  Lead lead{at, at};
  const std::size_t end = line_end(text, at);
  const std::string_view line = text.substr(at, end - at);
  const std::size_t odd = line.find("\xEF\xBC\x9A");  // a full-width colon
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos && odd == std::string_view::npos) return lead;
  if (odd < colon) {
    lead.end = at + odd;
    lead.kind = Lead::odd_colon;
    return lead;
  }
  lead.end = at + colon;
  const std::string_view rest = line.substr(colon + 1);
  if (rest.empty() || rest.front() == ' ' || rest.front() == '\t') {
    lead.kind = Lead::key;
  } else if (rest.starts_with("\xC2\xA0") || rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE3\x80\x80")) {
    lead.kind = Lead::odd_space;
  } else {
    lead.kind = Lead::glued;
  }
  return lead;
}

/// A line that is neither key nor value: most often its colon is wrong.
bool explain_colon_of(const Scene& s, std::size_t line) {
  const Lead lead = lead_of(s.text, line);
  switch (lead.kind) {
    case Lead::glued:
      s.findings.add(syntax, lead.begin, lead.end + 1, "a space is missing after this colon",
                     "Write KEY, colon, space, VALUE: `takes: 3d`.");
      return true;
    case Lead::odd_space:
      s.findings.add(syntax, lead.begin, lead.end + 1, "the space after this colon is not an ordinary space",
                     "Text copied from a word processor often holds such spaces. Type the space again.");
      return true;
    case Lead::odd_colon:
      s.findings.add(syntax, lead.end, lead.end + 3, "this colon is a full-width one, which YAML does not know",
                     "Type an ordinary colon and a space.");
      return true;
    case Lead::none:
      s.findings.add(syntax, line, s.line_last(line), "this line is neither a key with a value nor a list item",
                     "A key ends in a colon: `takes: 3d`. A list item begins with a dash and a space.");
      return true;
    case Lead::key:
      break;
  }
  return false;
}

void explain_quote(const Scene& s) {
  // The quote stands behind the last piece that was understood, at the front of a word.
  std::size_t open = skip_space(s.text, s.progress.end);
  while (open < s.text.size() && s.text[open] != '"' && s.text[open] != '\'') {
    open = std::string_view(":,[]{}-?").find(s.text[open]) != std::string_view::npos ? open + 1
                                                                                     : word_end(s.text, open + 1);
    open = skip_space(s.text, open);
  }
  if (open >= s.text.size()) {
    s.findings.add("unclosed-quote", s.at, s.at + 1, "a quote is not closed");
    return;
  }
  s.findings.add("unclosed-quote", open, s.line_last(open), "this quote is not closed",
                 fmt::format("Put {} at the end of the text.", s.text[open]));
}

bool closes(char c) {
  return c == '"' || c == '\'' || c == ']' || c == '}';
}

/// In [ ] or { } that may well be closed: what went wrong within one line.
bool explain_within_brackets(const Scene& s) {
  const std::size_t end = s.progress.end;
  if (s.at >= s.text.size() || end == 0 || !s.same_line(end - 1, s.at)) return false;
  const std::size_t stop = std::min(s.text.find_first_of(",]}\r\n", s.at), s.text.size());
  if (s.text[s.at] == ':' && s.same_line(s.progress.last_begin, s.at)) {
    s.findings.add(syntax, s.progress.last_begin, std::max(stop, s.at + 1),
                   "a second colon with a space makes this more than one value",
                   "A comma is missing, or the quotes around text that holds a colon and a space.");
    return true;
  }
  if (end <= s.at && closes(s.text[end - 1]) && stop > s.at) {
    s.findings.add(syntax, s.at, stop, fmt::format("text goes on after the closing {}", s.text[end - 1]),
                   "A comma is missing, or the quotes around the whole text.");
    return true;
  }
  return false;
}

void explain_bracket(const Scene& s) {
  if (explain_within_brackets(s)) return;
  const std::size_t open = *s.progress.open;
  const char bracket = s.text[open];
  const char closing = bracket == '{' ? '}' : ']';
  s.findings.add(syntax, open, open + 1, fmt::format("this {} is not closed", bracket),
                 fmt::format("Put {} at its end, and a comma between its parts. Text that holds a comma, a colon and a "
                             "space, or brackets goes into quotes.",
                             closing));
}

bool typographic(std::string_view text) {
  return text.starts_with("\xE2\x80\x9C") || text.starts_with("\xE2\x80\x9E") || text.starts_with("\xE2\x80\x98");
}

/// Two colons in a line, or a key indented under one that has its value.
void explain_map_value(const Scene& s) {
  const std::size_t next = skip_space(s.text, s.progress.end);
  if (next < s.at && !s.same_line(next, s.at) && explain_colon_of(s, next)) return;
  const std::size_t from = std::min(s.progress.last_begin, s.at);
  if (s.same_line(from, s.at)) {
    const std::size_t end = s.line_last(s.at);
    s.findings.add(syntax, from, end, "a second colon with a space makes this more than one value",
                   typographic(s.text.substr(from))
                       ? "These quotes are a printer's. YAML knows only \" and '."
                       : "Put the whole text in quotes: \"...\". A mapping within a line stands in { }.");
    return;
  }
  const std::size_t begin = skip_blanks(s.text, line_begin(s.text, s.at));
  auto& found = s.findings.add(syntax, begin, std::max(s.at, begin + 1),
                               "this line is indented under a key that already has a value",
                               "Line it up with the key it belongs beside, or take the value above away.");
  if (from < begin) found.notes.push_back({s.findings.span(from, s.line_last(from)), "the value begins here"});
}

void explain_block(const Scene& s) {
  s.findings.add(syntax, s.at, s.line_last(s.at), "the lines of a block of text do not fit its indentation",
                 "Indent the lines behind | or > by two spaces more than their key.");
}

void explain_no_key(const Scene& s) {
  const std::size_t at = s.at;
  if (s.progress.end > 0 && s.progress.end <= at && s.same_line(s.progress.end - 1, at) &&
      closes(s.text[s.progress.end - 1])) {
    const char before = s.text[s.progress.end - 1];
    const bool quote = before == '"' || before == '\'';
    s.findings.add(syntax, at, s.line_last(at), fmt::format("text goes on after the closing {}", before),
                   quote ? fmt::format("Put the quotes around the whole text. Inside, {} is written {}.", before,
                                       before == '"' ? "\\\"" : "''")
                         : "Begin a new line, or put the whole text in quotes.");
    return;
  }
  const char last = s.progress.last_begin < at ? s.text[s.progress.last_begin] : '\0';
  if ((last == '|' || last == '>') && s.progress.end <= line_end(s.text, s.progress.last_begin))
    return explain_block(s);
  const std::string_view rest = s.text.substr(at);
  if (rest.starts_with("- ") || rest.starts_with("-\n") || rest.starts_with("-\r")) {
    s.findings.add(syntax, at, s.line_last(at), "a list item stands where a key is expected",
                   "The items of a list line up with one another, under a key that has no other value.");
    return;
  }
  if (rest.starts_with("-") && lead_of(s.text, at).kind == Lead::none) {
    s.findings.add(syntax, at, s.line_last(at), "a space is missing after the dash",
                   "A list item is written `- item`.");
    return;
  }
  if (explain_colon_of(s, at)) return;
  s.findings.add(syntax, at, lead_of(s.text, at).end, "the indentation of this line fits none of the lines above",
                 "Keys of one mapping begin in the same column; what belongs to a key is indented further than it.");
}

void explain_start(const Scene& s) {
  const std::string mark(s.text.substr(s.at, 1));
  s.findings.add(syntax, s.at, s.line_last(s.at), fmt::format("a value cannot begin with {}", mark),
                 "Put the value in quotes.");
}

}  // namespace

void explain(std::string_view text, Trouble trouble, std::size_t at, const Progress& progress, Findings& findings) {
  at = std::min(at, text.size());
  const Scene s{text, at, progress, findings};
  // A quote that swallowed lines has been reported already; what follows from it is noise.
  if (findings.has("unclosed-quote")) return;
  if (progress.open && (trouble == Trouble::no_key || trouble == Trouble::other)) trouble = Trouble::open_bracket;
  if (!progress.open && trouble == Trouble::open_bracket) trouble = Trouble::other;
  switch (trouble) {
    case Trouble::open_quote:
      return explain_quote(s);
    case Trouble::colon:
      return explain_map_value(s);
    case Trouble::no_key:
      return explain_no_key(s);
    case Trouble::open_bracket:
      return explain_bracket(s);
    case Trouble::close_bracket:
      findings.add(syntax, at, at + 1, "this bracket closes nothing, or a bracket of the other kind",
                   "Each [ ends in ] and each { in }. Text that holds brackets goes into quotes.");
      return;
    case Trouble::dash:
      findings.add(syntax, at, s.line_last(at), "a list item cannot begin here",
                   "Put each `- item` on a line of its own under the key, or write the list in [ ].");
      return;
    case Trouble::start:
      return explain_start(s);
    case Trouble::escape: {
      const std::size_t slash = text.rfind('\\', at);
      const std::size_t begin = slash == std::string_view::npos ? at : slash;
      findings.add(syntax, begin, begin + 2, "a backslash in double quotes begins an escape, and this is none",
                   "Write \\\\ for a backslash, or use single quotes.");
      return;
    }
    case Trouble::alias: {
      const std::size_t star = text.rfind('*', at);
      const std::size_t begin = star == std::string_view::npos || !s.same_line(star, at) ? at : star;
      findings.add("alias", begin, std::max(begin + 1, word_end(text, begin)),
                   "a value that begins with * is a YAML alias, which this format refuses",
                   "Write the value out here. Text that begins with * goes into quotes.");
      return;
    }
    case Trouble::anchor:
    case Trouble::tag: {
      const bool anchor = trouble == Trouble::anchor;
      const std::size_t mark = text.rfind(anchor ? '&' : '!', at);
      const std::size_t begin = mark == std::string_view::npos || !s.same_line(mark, at) ? at : mark;
      findings.add(anchor ? "anchor" : "tag", begin, std::max(begin + 1, word_end(text, begin)),
                   fmt::format("a value that begins with {} is a YAML {}, which this format refuses",
                               anchor ? '&' : '!', anchor ? "anchor" : "tag"),
                   "Leave it out. Text that begins so goes into quotes.");
      return;
    }
    case Trouble::indent:
      return explain_block(s);
    case Trouble::depth:
      findings.add("too-deep", at, at + 1, "mappings and lists stand too deep inside one another",
                   "A bracket may be left open.");
      return;
    case Trouble::after_end:
      if (text.substr(at).starts_with(":")) {
        findings.add(syntax, at, at + 1, "a space is missing after this colon",
                     "Write KEY, colon, space, VALUE: `takes: 3d`.");
      } else {
        findings.add(syntax, at, s.line_last(at), "this line does not belong to what stands above it",
                     "All keys of the file begin in the same column as the first.");
      }
      return;
    case Trouble::lone_text:
      if (lead_of(text, at).kind == Lead::none || !explain_colon_of(s, at))
        findings.add("root-not-map", at, progress.end, "the file is a text, not keys with values",
                     "Each line at the front of a file is a key with its value: `workflow: NAME`.");
      return;
    case Trouble::other:
      break;
  }
  findings.add(syntax, at, std::max(at + 1, s.line_last(at)), "the text cannot be read as YAML from here on",
               "Look at the colons, quotes, brackets and indentation of this line and the one above.");
}

}  // namespace v2v::text
