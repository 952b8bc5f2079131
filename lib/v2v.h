// The face of vein2vein for other programs: find_package(vein2vein), then link vein2vein::vein2vein.
// text::read_case reads files into a case, plan::plan works out its timeline, view:: draws it.
#pragma once
#include "plan/plan.h"
#include "source/render.h"
#include "text/read.h"
#include "view/csv.h"
#include "view/gantt.h"
#include "view/json.h"
#include "view/svg.h"
#include "view/table.h"
