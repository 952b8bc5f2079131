// view: a sheet of paper in SVG: shapes and text at whole tenths of a millimetre, so that the bytes never vary.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace v2v::view {

/// Safe as XML text and attribute: & < > " ' escaped, control characters gone.
std::string escaped(std::string_view text);

struct Box {
  long x = 0, y = 0, w = 0, h = 0;
};

class Page {
 public:
  /// A4 landscape is 2970 by 2100. `defs` stands before everything else.
  Page(long width, long height, std::string_view title, std::string_view defs);

  void rect(Box box, std::string_view attributes);
  void line(long x1, long y1, long x2, long y2, std::string_view attributes);
  void path(std::string_view d, std::string_view attributes);
  /// Baseline at y. `attributes` may hold text-anchor and the like; cut to `room` tenths of a millimetre when > 0.
  void text(long x, long y, long size, std::string_view text, std::string_view attributes = {}, long room = 0);
  /// A heading and lines wrapped to the box; what does not fit is counted. The baseline after it; box.y when not even
  /// one line fits.
  long list(Box box, long size, std::string_view title, const std::vector<std::string>& lines,
            std::string_view heading = "font-weight=\"bold\"");
  /// What `list` takes when it has all the room it wants.
  static long height_of(long w, long size, const std::vector<std::string>& lines);
  std::string done() const;

  /// Letters of this size that fit, taking a letter as 0.54 of its size, which is wide for a sans serif face.
  static int letters(long room, long size) { return static_cast<int>(room * 100 / (size * 54)); }

 private:
  std::string out_;
};

}  // namespace v2v::view
