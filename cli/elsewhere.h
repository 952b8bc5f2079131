// cli: what draws and speaks languages is a program of its own beside this one, `v2v-sheets`, so that `v2v plan` starts
// without loading fonts and the words of the world. Both are made of the same parts; each has one body of these.
#pragma once
#include <string>

#include "view/capacity_words.h"

namespace v2v::cli {

class Console;
struct Words;

int calendar_elsewhere(const Words& words, Console& console);
int reading_elsewhere(const Words& words, Console& console);

/// To be asked before anything is worked out: `v2v` hands its call over and does not come back.
void workbook_elsewhere(const Words& words);
/// The workbook, in `v2v-sheets` alone: what writes it brings a library of ciphers along.
std::string workbook(const view::Counted& answer);

}  // namespace v2v::cli
