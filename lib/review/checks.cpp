#include <algorithm>
#include <deque>
#include <functional>
#include <map>

#include "review/review.h"

namespace v2v::review {
namespace {

using model::Asked;
using timeline::CheckDifference;
using timeline::Difference;
using Values = std::map<std::string, std::string>;
using Key = std::vector<std::string>;

void put(Key& key, const Values& values) {
  for (const auto& [name, text] : values) {
    key.push_back(name);
    key.push_back(text);
  }
  key.emplace_back();
}

void lay_beside(const char* word, const Values& before, const Values& now, std::vector<CheckDifference::Line>& out) {
  const auto in = [](const Values& values, const std::string& name) {
    const auto at = values.find(name);
    return at == values.end() ? std::string() : at->second;
  };
  Values all = before;
  all.insert(now.begin(), now.end());
  for (const auto& [name, _] : all) {
    const std::string was = in(before, name), is = in(now, name);
    if (was != is) out.push_back({name.empty() ? word : std::string(word) + " " + name, was, is});
  }
}

class Pairing {
 public:
  Pairing(const std::vector<Asked>& before, const std::vector<Asked>& now)
      : before_(before), now_(now), of_(now.size()), taken_(before.size()) {}

  std::vector<CheckDifference> run() {
    pair([](const Asked& c) { return keyed(c, true, true, false); });
    pair([](const Asked& c) { return keyed(c, true, false, true); });
    pair([](const Asked& c) { return keyed(c, true, false, false); });
    pair([](const Asked& c) { return c.note.empty() ? Key{} : keyed(c, false, false, true); });
    std::vector<CheckDifference> out;
    for (std::size_t i = 0; i < now_.size(); ++i) add(of_[i], &now_[i], out);
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (!taken_[i]) add(&before_[i], nullptr, out);
    return out;
  }

 private:
  static Key keyed(const Asked& c, bool given, bool expect, bool note) {
    Key key;
    if (given) put(key, c.given);
    if (expect) put(key, c.expect);
    if (note) key.push_back(c.note);
    return key;
  }

  /// Those that are called the same, in the order of the page; an empty key is nobody's.
  void pair(const std::function<Key(const Asked&)>& called) {
    std::map<Key, std::deque<std::size_t>> free;
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (!taken_[i]) free[called(before_[i])].push_back(i);
    free.erase(Key{});
    for (std::size_t i = 0; i < now_.size(); ++i) {
      if (of_[i]) continue;
      const auto at = free.find(called(now_[i]));
      if (at == free.end() || at->second.empty()) continue;
      of_[i] = &before_[at->second.front()];
      taken_[at->second.front()] = true;
      at->second.pop_front();
    }
  }

  static void add(const Asked* before, const Asked* now, std::vector<CheckDifference>& out) {
    const Asked none;
    CheckDifference d;
    d.kind = !before ? Difference::added : !now ? Difference::removed : Difference::changed;
    d.note = (now ? now : before)->note;
    lay_beside("given", (before ? *before : none).given, (now ? *now : none).given, d.lines);
    lay_beside("expects", (before ? *before : none).expect, (now ? *now : none).expect, d.lines);
    if (before) d.before = before->where;
    if (now) d.now = now->where;
    if (!d.lines.empty()) out.push_back(std::move(d));
  }

  const std::vector<Asked>& before_;
  const std::vector<Asked>& now_;
  std::vector<const Asked*> of_;  // of each new one the old
  std::vector<bool> taken_;       // of each old one
};

}  // namespace

std::vector<CheckDifference> checks(const std::vector<Asked>& before, const std::vector<Asked>& now) {
  return Pairing(before, now).run();
}

}  // namespace v2v::review
