#include "review/heads.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::review {
namespace {

using timeline::Difference;

std::string day(const std::optional<calendar::Day>& d) {
  return d ? calendar::to_string(*d) : "";
}

struct Heads {
  std::vector<Difference> out{};

  void put(std::string what, std::string was, std::string is, const source::Span& old, const source::Span& fresh) {
    if (was == is) return;
    Difference d;
    d.kind = was.empty() ? Difference::added : is.empty() ? Difference::removed : Difference::changed;
    d.what = std::move(what);
    d.before = {std::move(was), {}, old};
    d.now = {std::move(is), {}, fresh};
    out.push_back(std::move(d));
  }

  /// Each of a list by its id, the new order first.
  template <class T, class Say>
  void list(const std::vector<T>& old, const std::vector<T>& fresh, const Say& say) {
    const auto find = [](const std::vector<T>& all, const std::string& id) -> const T* {
      const auto at = std::find_if(all.begin(), all.end(), [&](const T& t) { return t.id == id; });
      return at == all.end() ? nullptr : &*at;
    };
    for (const T& t : fresh) say(find(old, t.id), &t);
    for (const T& t : old)
      if (!find(fresh, t.id)) say(&t, nullptr);
  }
};

std::string region(const model::Edition& e) {
  std::string text = e.region.empty() ? "everywhere" : "in " + e.region;
  if (e.effective) text += " from " + day(e.effective);
  if (e.until) text += " until " + day(e.until);
  return text;
}

std::string joined(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, ", "));
}

}  // namespace

std::vector<Difference> heads(const model::Workflow& a, const model::Workflow& b) {
  Heads heads;
  heads.put("title", a.title, b.title, a.where, b.where);
  heads.put("indication", a.indication, b.indication, a.where, b.where);
  constexpr std::string_view words[] = {"base", "draft", "approved", "retired"};
  heads.put("status", std::string(words[a.status.kind]), std::string(words[b.status.kind]), a.where, b.where);
  heads.put("people", joined(a.people), joined(b.people), a.where, b.where);
  heads.list(a.editions, b.editions, [&](const model::Edition* old, const model::Edition* fresh) {
    heads.put("edition " + (fresh ? fresh : old)->id, old ? region(*old) : "", fresh ? region(*fresh) : "",
              old ? old->where : source::Span{}, fresh ? fresh->where : source::Span{});
  });
  heads.list(a.options, b.options, [&](const model::Option* old, const model::Option* fresh) {
    heads.put("option " + (fresh ? fresh : old)->id, old ? joined(old->values) : "", fresh ? joined(fresh->values) : "",
              old ? old->where : source::Span{}, fresh ? fresh->where : source::Span{});
  });
  heads.list(a.sources, b.sources, [&](const model::Source* old, const model::Source* fresh) {
    const model::Source none;
    const model::Source &was = old ? *old : none, &is = fresh ? *fresh : none;
    const std::string id = "source " + (fresh ? fresh : old)->id;
    heads.put(id, was.title, is.title, was.where, is.where);
    if (!old || !fresh) return;
    heads.put(id + ", revised", was.revised, is.revised, was.where, is.where);
    heads.put(id + ", review by", day(was.review_by), day(is.review_by), was.where, is.where);
    heads.put(id + ", checked", std::string(model::word(was.checked)), std::string(model::word(is.checked)), was.where,
              is.where);
    heads.put(id + ", address", was.url, is.url, was.where, is.where);
  });
  return std::move(heads.out);
}

}  // namespace v2v::review
