// failing: what world.c, the library put before the program, decides for each call into the world.
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// What can fail, a letter each, as in FAILING=m,once,17 (see run.py).
enum What { memory = 'm', reading = 'r', writing = 'w' };

/// true: this call fails. In the process that forks, a child is made for each call that is due, and fails it.
bool fails(enum What what);
/// The same for calls that may also be cut short or interrupted.
bool fails_in_part(enum What what);
/// true where the failure is a short count, or an interruption, and no error.
bool is_short(void);
int error_of(enum What what);
