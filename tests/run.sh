#!/usr/bin/env bash
# Everything, from a bare Debian 12 to one last line `N passed, N failed, N skipped`.
# usage: tests/run.sh [BUILD]                                   the short lane: what every change must pass
#        tests/run.sh --long [--minutes N] [--share I/N] [--day YYYY-MM-DD] [--only NAME]... [BUILD]
#                                                               the long lane: the jobs of long.txt in turn (README.md)
# BUILD: the build folder, default build/.
# A test that cannot run prints `SKIPPED: what is missing`; every such line is repeated and counted at the end.
set -euo pipefail
export LC_ALL=C.UTF-8
begun=$SECONDS
cd "$(dirname "$0")/.."
misused() { sed -n '3,6s/^# //p' tests/run.sh >&2; exit 3; }
build="" lane=short minutes=15 turns=()
while [ $# -gt 0 ]; do
  case $1 in
    --long) lane=long ;;
    --minutes) minutes=${2:-}; shift ;;
    --share | --day | --only) turns+=("$1" "${2:-}"); shift ;;
    -*) misused ;;
    *) [ -z "$build" ] || misused; build=$1 ;;
  esac
  [ $# -gt 0 ] || misused
  shift
done
[[ $minutes =~ ^[1-9][0-9]*$ ]] || misused
[ "$lane" = long ] || [ ${#turns[@]} -eq 0 ] || misused
build=$(realpath -m "${build:-build}")
# A build of the same sources in another folder is found again, with its debug information too.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

need="g++ cmake ninja-build ccache pkg-config libboost1.81-dev libabsl-dev libfmt-dev libyaml-cpp-dev doctest-dev
libcli11-dev nlohmann-json3-dev librandom123-dev libicu-dev libical-dev libxlsxwriter-dev libpango1.0-dev fonts-dejavu-core libbenchmark-dev tzdata
python3 python3-yaml python3-icalendar python3-openpyxl python3-radicale poppler-utils scdoc"
[ "$lane" = short ] || need="$need clang-14 llvm-14 libclang-rt-14-dev dpkg-dev util-linux"
missing=""
for package in $need; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  echo "installing:$missing"
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  if dpkg-query -W -f '${Status}' libboost1.74-dev 2>/dev/null | grep -q 'install ok installed'; then
    echo "note: libboost1.74-dev is here; it cannot stand beside libboost1.81-dev and apt will want it removed" >&2
  fi
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # shellcheck disable=SC2086  # a list of words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

mkdir -p "$build"
log=$build/run.log
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DV2V_TESTS=ON \
  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache 2>&1 | tee "$log"
cmake --build "$build"

if [ "$lane" = long ]; then
  # Packages and build count: the lane keeps to its minutes as a whole.
  exec python3 tests/long.py --build "$build" --minutes "$minutes" \
    --seconds $((minutes * 60 - SECONDS + begun)) ${turns[@]+"${turns[@]}"}
fi

set +e
ctest --test-dir "$build" --no-tests=error --timeout 600 --output-on-failure -j "$(nproc)" \
  --output-junit "$build/tests.xml" 2>&1
status=$?
set -e

number() { sed -n "s/.*<testsuite.*//;s/^[[:space:]]*$1=\"\([0-9]*\)\".*/\1/p" "$build/tests.xml" | head -n 1; }
total=$(number tests) failed=$(number failures) unrun=$(number skipped) disabled=$(number disabled)
[ -n "$total" ] || { echo "no tests ran"; exit 1; }
# A line in a passing test's output, or in the build's, where something was left out.
skips=$(sed 's/^.*SKIPPED: /SKIPPED: /' "$log" "$build/Testing/Temporary/LastTest.log" | grep '^SKIPPED: ' | sort -u || :)
[ -z "$skips" ] || printf '\n%s\n' "$skips"
skipped=$(printf '%s' "$skips" | grep -c '' || :)
[ "$skipped" -ge "$unrun" ] || skipped=$unrun
echo "$((total - failed - unrun - disabled)) passed, $failed failed, $skipped skipped"
exit "$status"
