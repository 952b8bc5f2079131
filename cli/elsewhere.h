// cli: what draws and speaks languages is a program of its own beside this one, `v2v-sheets`, so that `v2v plan` starts
// without loading fonts and the words of the world. Both are made of the same parts; each has one body of these.
#pragma once
#include <string>

#include "calendar/hours.h"
#include "source/diagnostic.h"
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
std::string workbook(const view::Counted& before, const view::Counted& after);

/// Thrown in `v2v` where it meets a calendar file (.ics) of closed days: what reads those brings ICU along. Nothing has
/// been answered by then, since all is read first; main gives the whole call to the program beside it.
struct Elsewhere {};
source::Checked<calendar::Holidays> closed_days_elsewhere(const source::File& file);
int call_elsewhere(const Words& words);

}  // namespace v2v::cli
