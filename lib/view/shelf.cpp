#include "view/shelf.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/csv_row.h"
#include "view/ink.h"
#include "view/json_values.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Shelved;

std::string_view stands(const model::Status& status) {
  if (status.changed_since_approval || status.unread > 0) return "draft";
  constexpr std::string_view words[] = {"base", "draft", "approved", "retired"};
  return words[status.kind];
}

std::string joined(const std::vector<std::string>& list, std::string_view by) {
  return fmt::format("{}", fmt::join(list, by));
}

}  // namespace

std::string table(const std::vector<Shelved>& shelf, ShelfStyle style) {
  const Ink ink{style.colour};
  int wide = 8;
  for (const auto& s : shelf) wide = std::max(wide, width(plain(s.id)));
  const bool uncited_too = std::any_of(shelf.begin(), shelf.end(), [](const Shelved& s) { return s.uncited > 0; });
  const auto line = [&](std::string_view id, std::string_view status, std::string_view review, std::string_view read,
                        std::string_view digest, std::string_view memory, std::string_view uncited) {
    return pad(id, wide) + "  " + pad(status, 8) + "  " + pad(review, 11) + pad_left(read, 5) + pad_left(digest, 8) +
           pad_left(memory, 8) + (uncited_too ? pad_left(uncited, 9) : "");
  };
  const std::string head = line("Therapy", "Status", "Review by", "read", "digest", "memory", "uncited");
  std::string out = ink.bold(head) + "\n";
  for (const auto& s : shelf) {
    const std::string review = s.review_by ? calendar::to_string(*s.review_by) + (s.past_review ? "!" : "") : "-";
    out += line(plain(s.id), stands(s.status), review, std::to_string(s.read), std::to_string(s.digest),
                std::to_string(s.memory), std::to_string(s.uncited)) +
           "\n";
    std::string about = s.indication.empty() ? plain(s.title) : plain(s.indication);
    if (!s.editions.empty())
      about += fmt::format("; edition{} {}", s.editions.size() == 1 ? "" : "s", joined(s.editions, ", "));
    for (const auto& piece : wrap(about, std::max(20, style.width - 4))) out += "    " + piece + "\n";
  }
  const auto late = std::count_if(shelf.begin(), shelf.end(), [](const Shelved& s) { return s.past_review; });
  out += fmt::format("\n{} workflow{}. The counts are of waits, lengths, days and chances, by how each was checked.\n",
                     shelf.size(), shelf.size() == 1 ? "" : "s");
  if (late > 0) out += ink.alarm(fmt::format("{} past the review of a source that is cited (!)", late)) + "\n";
  return out;
}

std::string csv(const std::vector<Shelved>& shelf) {
  std::string out;
  {
    CsvRow head(out);
    for (const auto* name : {"workflow", "title", "indication", "status", "based_on", "editions", "review_by",
                             "past_review", "read", "digest", "memory", "uncited", "hash", "file"})
      head.text(name);
  }
  for (const auto& s : shelf) {
    CsvRow row(out);
    row.text(s.id).text(s.title).text(s.indication).text(stands(s.status)).text(s.based_on);
    row.text(joined(s.editions, "; ")).text(s.review_by ? calendar::to_string(*s.review_by) : "");
    row.text(s.past_review ? "yes" : "no").number(std::optional(s.read)).number(std::optional(s.digest));
    row.number(std::optional(s.memory)).number(std::optional(s.uncited)).text(s.hash).text(s.file);
  }
  return out;
}

std::string json(const std::vector<Shelved>& shelf, std::string_view version) {
  Json out = Json::object();
  out["schema"] = 1;
  out["v2v"] = version;
  out["kind"] = "workflows";
  out["workflows"] = each(shelf, [](const Shelved& s) {
    Json one = Json::object();
    one["workflow"] = s.id;
    one["title"] = s.title;
    one["indication"] = text_or_null(s.indication);
    one["status"] = stands(s.status);
    one["changed_since_approval"] = s.status.changed_since_approval;
    one["based_on"] = text_or_null(s.based_on);
    one["editions"] = s.editions;
    one["review_by"] = day_or_null(s.review_by);
    one["past_review"] = s.past_review;
    one["figures"] = {{"read", s.read}, {"digest", s.digest}, {"memory", s.memory}, {"uncited", s.uncited}};
    one["hash"] = s.hash;
    one["file"] = text_or_null(s.file);
    return one;
  });
  return written(out);
}

}  // namespace v2v::view
