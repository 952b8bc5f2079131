// view: whether a plan holds whatever others take, and what to wait for, in words.
#pragma once
#include <string>

#include "timeline/proof.h"

namespace v2v::view {

struct ProofStyle {
  int width = 100;
  bool colour = false;
};

std::string proof(const timeline::Proof& answer, ProofStyle style = {});

}  // namespace v2v::view
