#include "text/note.h"

#include <algorithm>

#include "text/edit.h"
#include "text/keys.h"
#include "text/sentence.h"

namespace v2v::text {
namespace {

using Value = Change::Value;

/// Empty where it is not said: no text of a fact is.
std::string said(const Value& value, std::string_view key) {
  for (const auto& [name, text] : value)
    if (name == key) return text;
  return {};
}

void put(Value& value, const std::string& key, const std::string& text) {
  for (auto& [name, old] : value)
    if (name == key) {
      old = text;
      return;
    }
  value.emplace_back(key, text);
}

/// `{at: WHEN}` alone is written as WHEN.
Value shortest(Value value) {
  if (value.size() == 1) value.front().first.clear();
  return value;
}

/// A fact as pairs, `at` first; nothing where it is a list or holds more than texts.
std::optional<Value> pairs_of(const Node& node) {
  if (node.kind == Node::scalar) return Value{{"at", node.text}};
  if (node.kind == Node::list) return std::nullopt;
  Value value;
  for (const auto& entry : node.entries) {
    if (entry.value->kind != Node::scalar) return std::nullopt;
    value.emplace_back(entry.key == "is" ? "at" : entry.key, entry.value->text);
  }
  return value;
}

std::pair<std::string, std::string> halves(const std::string& when) {
  const auto at = when.find(" to ");
  return at == std::string::npos ? std::pair(when, std::string()) : std::pair(when.substr(0, at), when.substr(at + 4));
}

class Writer {
 public:
  Writer(const source::File& file, const Noting& what) : what_(what), name_(file.name), old_(file.text) {
    noted_.text = file.text;
    for (const Key& key : keys_of(Mapping::patient)) order_.emplace_back(key.name);
  }

  source::Checked<Noted> run() {
    if (!what_.because.empty() && !is_id(what_.because))
      complain("bad-id", "A reason is one word of small letters, digits and hyphens, such as patient-unwell, not '" +
                             what_.because + "'.");
    if (what_.verb == Noting::closed) {
      close();
    } else {
      std::string why;
      const auto point = parse_point(what_.point, why);
      if (!point)
        complain("bad-point", "Not a point: " + why + ".");
      else if (point->offset || point->stage.empty() || point->side != model::Point::unsaid)
        complain("bad-point", "What is noted is of a stage, or of a visit or attempt of it, as a whole.",
                 "the end of what has begun is noted by `ended`");
      else
        point_ = *point;
    }
    if (diagnostics_.empty()) unroll();
    if (diagnostics_.empty()) {
      switch (what_.verb) {
        case Noting::happened:
          happened();
          break;
        case Noting::ended:
          ended();
          break;
        case Noting::booked:
          booked("booked", "held");
          break;
        case Noting::held:
          booked("held", "booked");
          break;
        case Noting::cancelled:
          cancelled();
          break;
        case Noting::undone:
          undone();
          break;
        case Noting::closed:
          break;
      }
    }
    if (!diagnostics_.empty()) return {std::nullopt, diagnostics_};
    if (noted_.lines.empty()) noted_.text = old_;
    return {noted_, {}};
  }

 private:
  struct Known {
    std::string section, key, comment;
    std::optional<Value> value;  // nothing: not one fact that can be changed here
  };

  void complain(std::string code, std::string text, std::string hint = {}) {
    diagnostics_.push_back({std::move(code), source::Severity::error, {}, std::move(text), {}, std::move(hint)});
  }

  std::optional<Known> known(const std::string& section) const {
    source::Sources sources;
    const auto tree = parse(sources.add(name_, noted_.text));
    const Node* map = tree ? (*tree.value)->find(section) : nullptr;
    if (!map || map->kind != Node::map) return std::nullopt;
    for (const auto& entry : map->entries) {
      std::string why;
      const auto point = parse_point(entry.key, why);
      if (point && *point == point_) return Known{section, entry.key, comment_behind(entry), pairs_of(*entry.value)};
    }
    return std::nullopt;
  }

  void change(Change change, const std::string& words) {
    source::Sources sources;
    noted_.text = edited(sources.add(name_, noted_.text), change, order_);
    noted_.lines.push_back(words);
  }
  void set(const std::string& section, const std::string& key, Value value, const std::string& comment = {}) {
    const Value short_one = shortest(std::move(value));
    change({section, key, short_one, comment, {}}, section + ": " + key + ": " + written(short_one, false));
  }
  void take_away(const Known& it, const std::string& why) {
    change(
        {it.section, it.key, {}, {}, {}},
        it.section + ": " + it.key + (it.value ? ": " + written(shortest(*it.value), false) : "") + "  (" + why + ")");
  }

  /// Of a list of visits one is noted: each gets a line of its own, so that the others stay what they are.
  void unroll() {
    if (what_.verb == Noting::closed || point_.which.visit != model::Which::nth || point_.which.attempt) return;
    for (const char* section : {"happened", "booked", "held"}) {
      source::Sources sources;
      const source::File& file = sources.add(name_, noted_.text);
      const auto tree = parse(file);
      const Node* map = tree ? (*tree.value)->find(section) : nullptr;
      const Node* list = map && map->kind == Node::map ? map->find(point_.stage) : nullptr;
      if (!list || list->kind != Node::list) continue;
      std::vector<std::string> keys;
      for (std::size_t k = 1; k <= list->items.size(); ++k)
        keys.push_back(point_.stage + " visit " + std::to_string(k));
      auto text = unrolled(file, section, point_.stage, keys);
      if (!text) {
        one_fact({section, point_.stage, {}, {}});
        return;
      }
      noted_.text = std::move(*text);
    }
  }

  bool one_fact(const Known& it) {
    if (it.value) return true;
    complain("bad-point",
             "`" + it.section + ": " + it.key + "` is written as a list or in a way that cannot be changed here.",
             "name one visit of a list without remarks, or change the file by hand");
    return false;
  }

  Value value_said() const {
    Value value{{"at", what_.when}};
    if (!what_.outcome.empty()) value.emplace_back("outcome", what_.outcome);
    if (!what_.place.empty()) value.emplace_back("place", what_.place);
    return value;
  }

  /// What was said before stays readable beside what is said now.
  void keep_old(Value& now, const Value& old) const {
    put(now, "because", what_.because);
    std::string before;
    for (const auto& [key, text] : old) {
      if (key == "at") before = "was " + text;
      if (key == "outcome") before += ", " + text;
    }
    for (const auto& [key, text] : old) {
      if (key == "because") before += " (" + text + ")";
      if (key == "note") before += "; " + text;
    }
    put(now, "note", before + "; changed " + calendar::to_string(what_.today));
  }

  /// Only more is known than before: an end, an outcome, a place.
  static bool completes(const Value& old, const Value& now) {
    for (const auto& [key, text] : old) {
      const std::string other = said(now, key);
      if (other == text) continue;
      const auto [from, to] = halves(text);
      if (key != "at" || !to.empty() || halves(other).first != from) return false;
    }
    return true;
  }

  void record(const std::optional<Known>& old, Value now) {
    if (old) {
      if (!one_fact(*old)) return;
      // What the note does not speak of stays: its outcome, its place, its remark.
      for (const auto& [key, text] : *old->value)
        if (said(now, key).empty()) now.emplace_back(key, text);
      if (now == *old->value) return;
      if (!completes(*old->value, now)) {
        if (what_.because.empty())
          return complain(
              "needs-reason",
              "The file says of " + old->key + ": " + written(shortest(*old->value), false) +
                  ". What happened is not changed without a reason.",
              "say --because CODE, such as mistyped; another attempt is noted as '" + point_.stage + " attempt 2'");
        keep_old(now, *old->value);
      }
    }
    set("happened", old ? old->key : what_.point, now);
    for (const char* section : {"booked", "held"})
      if (const auto booking = known(section)) take_away(*booking, "it has happened");
  }

  void happened() { record(known("happened"), value_said()); }

  void ended() {
    const auto old = known("happened");
    if (!old)
      return complain("not-begun", "The file does not say that " + what_.point + " has begun.",
                      "note its beginning by `happened`, or both at once: happened FROM to TO");
    if (!one_fact(*old)) return;
    Value now = *old->value;
    put(now, "at", halves(said(now, "at")).first + " to " + what_.when);
    if (!what_.outcome.empty()) put(now, "outcome", what_.outcome);
    if (!what_.place.empty()) put(now, "place", what_.place);
    record(old, now);
  }

  void booked(const std::string& section, const std::string& other) {
    const auto old = known(section), beside = known(other);
    Value now = value_said();
    std::string comment;
    if (old) {
      if (!one_fact(*old)) return;
      for (const auto& [key, text] : *old->value)
        if (said(now, key).empty()) now.emplace_back(key, text);
      if (now == *old->value && !beside) return;
      const std::string before = said(*old->value, "at");
      if (section == "booked" && before != said(now, "at")) {
        if (what_.because.empty())
          return complain("needs-reason",
                          old->key + " is booked for " + before + ": a booking is not moved without a reason.",
                          "say --because CODE, such as slot-moved or patient-unwell");
        fell(*old);
      }
    }
    if (beside) {
      if (section == "held" && what_.because.empty())
        return complain("needs-reason", beside->key + " is booked: it is not made a mere hold without a reason.",
                        "say --because CODE");
      if (section == "held") fell(*beside);
      comment = beside->comment;
      take_away(*beside, "now " + section);
    }
    set(section, old ? old->key : what_.point, now, comment);
  }

  /// A booking that fell binds nothing, and is kept. One that fell before stays readable in its note.
  void fell(const Known& booking) {
    Value now = booking.value.value_or(Value{});
    std::erase_if(now, [](const auto& pair) { return pair.first != "at"; });
    if (now.empty()) return;
    const auto old = known("cancelled");
    put(now, "because", what_.because);
    if (old && old->value) {
      std::string before = "before: " + said(*old->value, "at");
      if (const std::string because = said(*old->value, "because"); !because.empty()) before += " (" + because + ")";
      if (const std::string remark = said(*old->value, "note"); !remark.empty()) before += "; " + remark;
      put(now, "note", before);
    }
    set("cancelled", old ? old->key : booking.key, now);
  }

  void cancelled() {
    auto booking = known("booked");
    if (!booking) booking = known("held");
    if (!booking)
      return complain(
          "nothing-booked", what_.point + " is neither booked nor held.",
          known("happened") ? "it has happened; what happened is changed by `happened` with --because CODE" : "");
    if (!one_fact(*booking)) return;
    if (what_.because.empty())
      return complain("needs-reason", "A booking does not fall without a reason.",
                      "say --because CODE, such as patient-unwell, slot-moved or product-late");
    fell(*booking);
    take_away(*booking, "cancelled");
  }

  /// What never happened so: the record goes, and a remark in its place keeps it readable.
  void undone() {
    const auto old = known("happened");
    if (!old)
      return complain("nothing-noted", "The file does not say that " + what_.point + " has happened.",
                      known("booked") || known("held") ? "a booking falls by `cancelled`" : "");
    if (!one_fact(*old)) return;
    if (what_.because.empty())
      return complain("needs-reason",
                      "The file says of " + old->key + ": " + written(shortest(*old->value), false) +
                          ". What happened is not taken back without a reason.",
                      "say --because CODE, such as mistyped or other-patient");
    const std::string said = old->key + ": " + written(shortest(*old->value), false);
    const std::string why = " (" + what_.because + "; undone " + calendar::to_string(what_.today) + ")";
    change({old->section, old->key, {}, {}, "# " + said + why + (old->comment.empty() ? "" : "  " + old->comment)},
           old->section + ": " + said + "  (undone)");
  }

  void close() {
    source::Sources sources;
    const auto tree = parse(sources.add(name_, noted_.text));
    const Node* old = tree ? (*tree.value)->find("closed") : nullptr;
    if (old && old->kind == Node::map) {
      const Node *date = old->find("date"), *reason = old->find("reason");
      if (date && reason && date->text == what_.when && reason->text == what_.because) return;
      return complain(
          "needs-reason",
          "The file is closed already: " + (reason ? reason->text : "") + " on " + (date ? date->text : "") + ".",
          "correct it by hand");
    }
    set("closed", "date", {{"", what_.when}});
    set("closed", "reason", {{"", what_.because}});
  }

  const Noting& what_;
  std::string name_, old_;
  model::Point point_;
  std::vector<std::string> order_;
  Noted noted_;
  source::Diagnostics diagnostics_;
};

}  // namespace

source::Checked<Noted> note(const source::File& file, const Noting& what) {
  return Writer(file, what).run();
}

}  // namespace v2v::text
