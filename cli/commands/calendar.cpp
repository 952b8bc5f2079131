#include "command.h"
#include "elsewhere.h"

namespace v2v::cli {

Command calendar_command() {
  return {
      "calendar",
      "PATIENT...",
      "a calendar for the patient, the carer, a donor or the team: for the telephone, on paper, as a page",
      "Each patient's file gives a sheet in --out: P-0042-patient.ics, P-0042-patient.pdf, P-0042-patient-1.png. With "
      "one\npatient and one form but png and svg, and without --out, it goes to standard output. What has changed "
      "since "
      "the\nreader's last copy is said where that copy is given, or still lies in --out as an .ics.",
      1,
      10'000,
      {},
      {{"--for", "READER", "whose calendar it is", false, {"patient", "carer", "donor", "team"}, false},
       {"--as", "FORM", "which form", true, {"pdf", "ics", "html", "png", "svg"}, false},
       {"--language", "CODE", "en, cy, es, fa or pl (default: the reader's, of the patient's file)", false, {}, false},
       {"--titles",
        "HOW",
        "of the .ics: neutral says nothing on a locked telephone, plain says all",
        false,
        {"neutral", "plain"},
        false},
       {"--paper", "SIZE", "on its long side", false, {"a4", "letter"}, false},
       {"--large-print", "", "nothing smaller than 18 points", false, {}, false},
       {"--until", "DATE", "month pages up to this date (default: Day 100); what is later is a list", false, {}, false},
       {"--since",
        "FILE",
        "the reader's last copy: an .ics, or a plan as JSON (default: the .ics in --out)",
        false,
        {},
        true},
       today_option(),
       {"--centre", "FILE|ID", "the centre, where the patient file names none or another", false, {}, true},
       library_option(),
       {"--out", "DIR", "where the files go; made where it is not there", false, {}, true}},
      calendar_elsewhere};
}

}  // namespace v2v::cli
