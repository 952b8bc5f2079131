// model: the values of a workflow one by one, as its files write them after one is laid over the other, each with the
// place it came from. What `v2v show` lists.
#pragma once
#include <string>
#include <vector>

#include "model/sentence.h"

namespace v2v::model {

struct Written {
  std::vector<std::string> keys;   // from the top: stages, infusion, after, thaw
  std::vector<std::string> texts;  // the value; of a list its items
  bool list = false;
  Origin origin;
};

/// What a layer took away from those below it.
struct TakenAway {
  std::string what;  // the stage bridging; title of infusion
  Layer layer = Layer::workflow;
  std::string because;  // of an override
  Span where;
};

}  // namespace v2v::model
