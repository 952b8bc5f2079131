// text: one tree laid over another (files.md, Precedence): base, workflow, centre, patient, key by key.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "text/reader.h"

namespace v2v::text {

using Tree = std::shared_ptr<Node>;

/// What a later layer took away: of which stage or rule, which key (empty: the whole), which point of a link.
struct Removal {
  Layer layer;
  std::string owner, key, point;
  Span where;
  std::string because = {};  // of an override
};

/// Marks a whole tree as of one layer.
void set_layer(Node& node, Layer layer);

/// A list of links as a mapping: `referral` and `[a, b]` wait for `any`; `thaw end` and `thaw` are one point.
Tree links_of(Reader& reader, const Node& node);
/// Whether the key of a stage holds links.
bool holds_links(std::string_view key);

/// `over` laid over `base`, both roots of workflow files. Values are shared with both, never changed. A value that
/// stands in for another knows it (`Node::replaced`). O(entries).
Tree lay_over(Reader& reader, const Node& base, const Node& over, std::vector<Removal>& removals);

/// The overrides of a centre or a patient (`{stage or rule: keys}`) laid over a workflow. What an override says of
/// itself (because, by, date, cite, ...) is hung on each of its values, so that it speaks for no others. `lenient`
/// passes over what the workflow does not have (every-workflow). `signing` are the keys each override must state.
Tree lay_overrides(Reader& reader, const Node& base, const Node& overrides, bool lenient,
                   const std::vector<std::string>& signing, std::vector<Removal>& removals);

}  // namespace v2v::text
