// cli: what draws and speaks languages is a program of its own beside this one, `v2v-sheets`, so that `v2v plan` starts
// without loading fonts and the words of the world. Both are made of the same parts; each has one body of these.
#pragma once

namespace v2v::cli {

class Console;
struct Words;

int calendar_elsewhere(const Words& words, Console& console);
int reading_elsewhere(const Words& words, Console& console);

}  // namespace v2v::cli
