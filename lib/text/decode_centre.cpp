#include <algorithm>
#include <map>
#include <set>

#include "text/decode.h"
#include "text/library.h"
#include "text/varied.h"

namespace v2v::text {
namespace {

std::string text_of(Reader& reader, const Node& map, const char* key) {
  const Node* node = map.find(key);
  return node ? text_in(reader, *node, key, "text").value_or("") : "";
}

std::optional<calendar::Zone> zone_in(Reader& reader, const Node& node) {
  const auto name = text_in(reader, node, "zone", "an IANA zone such as Europe/London");
  if (!name) return std::nullopt;
  auto zone = calendar::Zone::load(*name);
  if (!zone)
    reader.error("unknown-zone", node.where, "There is no time zone " + ticked(*name) + ".",
                 "zones are named by continent and city: Europe/London");
  return zone;
}

std::vector<calendar::Holidays> holidays_in(Reader& reader, const Node& node, const FindHolidays& find) {
  std::vector<calendar::Holidays> all;
  for (const auto& [name, where] : texts_in(reader, node, "holidays", "a list of names or paths"))
    if (auto found = find(name, where)) all.push_back(std::move(*found));
  return all;
}

struct CentreReader {
  Reader& reader;
  const FindHolidays& find;
  model::Centre centre{};
  Names names{};
  Decoder decoder{reader, names};

  void read_closed(const Node& node, model::Place& place) {
    const auto put = [&](const Node& item) {
      const Value value = decoder.value(item, {});
      if (value.node->kind == Node::scalar && is_calendar(value.node->text)) {
        if (const auto list = find(value.node->text, value.node->where))
          for (const calendar::Day day : list->dates) {
            place.closed.emplace_back(day, day);
            place.closed_where.push_back(value.node->where);
          }
        return;
      }
      if (const auto days = days_in(reader, *value.node, "closed")) {
        place.closed.push_back(*days);
        place.closed_where.push_back(value.node->where);
      }
    };
    if (node.kind == Node::list)
      for (const auto& item : node.items) put(*item);
    else
      put(node);
  }

  template <class Put>
  void each(const Node& node, const char* key, const char* wanted, Put put) {
    if (node.kind != Node::map) return wrong_type(reader, node, key, wanted);
    for (const auto& entry : node.entries)
      if (entry.key != "note") put(entry);
  }

  model::Place read_place(const Node::Entry& entry) {
    model::Place place;
    place.id = place.kind = place.title = entry.key;
    place.where = entry.key_where;
    place.zone = centre.zone;
    place.holidays = centre.holidays;
    if (!is_id(entry.key))
      reader.error("bad-id", entry.key_where,
                   ticked(entry.key) + " is not an id: small letters, digits and hyphens only.");
    const Node& node = *entry.value;
    if (!check_keys(reader, node, Mapping::place, "place " + entry.key, entry.key_where)) return place;
    for (const auto& e : node.entries) {
      const Node& value = *decoder.value(*e.value, {}).node;
      const auto text = [&] { return text_in(reader, value, e.key, "text").value_or(""); };
      if (e.key == "kind") {
        if (auto kind = id_in(reader, value, "kind")) place.kind = *kind;
      } else if (e.key == "title") {
        place.title = text();
      } else if (e.key == "site") {
        place.site = id_in(reader, value, "site").value_or("");
      } else if (e.key == "zone") {
        if (auto zone = zone_in(reader, value)) place.zone = *zone;
      } else if (e.key == "holidays") {
        place.holidays = holidays_in(reader, value, find);
      } else if (e.key == "hours") {
        place.hours_where = value.where;
        read_value(decoder, value, place.hours);
      } else if (e.key == "closed") {
        read_closed(value, place);
      } else if (e.key == "has") {
        each(value, "has", "a mapping from resource to amount", [&](const Node::Entry& r) {
          if (auto amount = amount_in(reader, *decoder.value(*r.value, {}).node, r.key)) place.has[r.key] = *amount;
        });
      } else if (e.key == "between") {
        each(value, "between", "a mapping from resource to length", [&](const Node::Entry& r) {
          if (auto length = length_in(reader, *decoder.value(*r.value, {}).node, r.key)) place.between[r.key] = *length;
        });
        for (const auto& [resource, _] : place.between)
          if (const Node* has = node.find("has"); !has || !has->find(resource))
            reader.error("unknown-resource", value.entry(resource)->key_where,
                         entry.key + " has no " + ticked(resource) + " to make ready.");
      } else if (e.key == "makes") {
        for (const auto& [id, where] : texts_in(reader, value, "makes", "a list of workflow ids"))
          place.makes.push_back(id);
      } else if (e.key == "address") {
        place.address = text();
      } else if (e.key == "phone") {
        place.phone = text();
      } else if (e.key == "bring") {
        place.bring = text();
      } else if (e.key == "arrive-early") {
        place.arrive_early = length_in(reader, value, e.key);
      }
    }
    return place;
  }

  void read_travel(const Node& node) {
    std::vector<std::string> sites;
    for (const auto& place : centre.places) sites.push_back(place.site.empty() ? place.id : place.site);
    each(node, "travel", "a mapping from SITE to SITE to length", [&](const Node::Entry& e) {
      std::string why;
      const auto route = parse_route(e.key, why);
      const auto length = length_in(reader, *decoder.value(*e.value, {}).node, e.key);
      if (!route) reader.error("bad-route", e.key_where, "Not a route: " + why + ".");
      if (!route || !length) return;
      for (const auto& site : {route->first, route->second})
        if (std::find(sites.begin(), sites.end(), site) == sites.end()) {
          Node key;
          key.where = e.key_where;
          reader.error("unknown-site", span_of(key, site), "No place is at a site " + ticked(site) + ".",
                       reader.meant(site, sites));
        }
      centre.travel.push_back({route->first, route->second, *length, e.key_where});
    });
  }

  void read(const Node& root) {
    const auto* head = root.entry("centre");
    centre.where = head ? head->key_where : root.where;
    check_keys(reader, root, Mapping::centre, "a centre", centre.where);
    if (head) centre.id = id_in(reader, *head->value, "centre").value_or("");
    centre.title = text_of(reader, root, "title");
    if (centre.title.empty()) centre.title = centre.id;
    centre.region = text_of(reader, root, "region");
    centre.language = text_of(reader, root, "language");
    centre.urgent_phone = text_of(reader, root, "urgent-phone");
    if (const Node* zone = root.find("zone"))
      if (auto found = zone_in(reader, *zone)) centre.zone = *found;
    if (const Node* gate = root.find("gate-on")) {
      const auto text = text_in(reader, *gate, "gate-on", "release or product-on-site");
      const auto words = words_of(Mapping::centre, "gate-on");  // release first
      const auto found = text ? std::find(words.begin(), words.end(), *text) : words.begin();
      centre.gate_on_release = text && found == words.begin();
      if (found == words.end())
        reader.error("unknown-word", gate->where, ticked(*text) + " is neither release nor product-on-site.",
                     reader.meant(*text, {words.begin(), words.end()}));
    }
    if (const Node* lodging = root.find("lodging");
        lodging && check_keys(reader, *lodging, Mapping::lodging, "lodging", lodging->where)) {
      centre.lodging = text_of(reader, *lodging, "note");
      if (const Node* free = lodging->find("free-cancel")) centre.free_cancel = length_in(reader, *free, "free-cancel");
    }
    if (const Node* holidays = root.find("holidays")) centre.holidays = holidays_in(reader, *holidays, find);
    if (const Node* places = root.find("places"))
      each(*places, "places", "a mapping from id to place",
           [&](const Node::Entry& e) { centre.places.push_back(read_place(e)); });
    if (const Node* travel = root.find("travel")) read_travel(*travel);
    if (const Node* overrides = root.find("overrides"))
      each(*overrides, "overrides", "a mapping from workflow to its overrides", [&](const Node::Entry& e) {
        if (e.value->kind != Node::map) wrong_type(reader, *e.value, e.key, "a mapping from stage or rule to keys");
      });
  }
};

}  // namespace

std::optional<model::Amount> amount_in(Reader& reader, const Node& node, std::string_view key) {
  model::Amount amount;
  std::string why;
  if (node.kind == Node::map) {
    bool all = true;
    for (const auto& entry : node.entries) {
      if (entry.key == "note") continue;
      const auto text = text_in(reader, *entry.value, entry.key, "a number");
      if (!text) {
        all = false;
      } else if (!read_amount_row(amount, entry.key, *text, why)) {
        reader.error("bad-amount", entry.key_where, "Not an amount: " + why + ".");
        all = false;
      }
    }
    return all ? std::optional(std::move(amount)) : std::nullopt;
  }
  const auto text = text_in(reader, node, key, "an amount such as 2 or 3 a week");
  if (!text) return std::nullopt;
  amount.plain = parse_quantity(*text, why);
  if (!amount.plain) {
    reader.error("bad-amount", node.where, "Not an amount: " + why + ".");
    return std::nullopt;
  }
  return amount;
}

model::Centre decode_centre(Reader& reader, const Node& root, const FindHolidays& find) {
  CentreReader all{reader, find};
  all.read(root);
  return std::move(all.centre);
}

}  // namespace v2v::text
