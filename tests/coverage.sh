#!/usr/bin/env bash
# Which lines and branches of network, calendar, plan and text the short lane takes: a table by room, then the branches of
# network and calendar that it neither takes nor argues (coverage.py says how). It fails only where the suite does.
# usage: tests/coverage.sh [BUILD] [--seconds T] [--blocks]   (BUILD: a folder of its own, default build/coverage)
# Clang counts the branches that stand in the source, each condition of an `if` by itself; what only an exception takes is
# no branch to it. Left out of the suite are failing/ (the counters are written through the calls that it fails), install/
# and bench/, which test no branch of a room.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
begun=$SECONDS build=build/coverage seconds=0 blocks=()
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=${2%.*}; shift 2 ;;
    --blocks) blocks=(--blocks); shift ;;
    *) build=$1; shift ;;
  esac
done
for tool in clang++-14 llvm-cov-14 llvm-profdata-14; do
  command -v "$tool" >/dev/null || { echo "SKIPPED: branch coverage, $tool is missing"; exit 77; }
done
mkdir -p "$build"
build=$(realpath "$build")

# Where programs leave their counts is linked in: some tests start them with an environment of their own.
echo "const char __llvm_profile_filename[] = \"$build/profiles/%m.profraw\";" >"$build/name.c"
clang-14 -c "$build/name.c" -o "$build/name.o"
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Coverage -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_C_COMPILER=clang-14 \
  -DCMAKE_CXX_FLAGS="-O1 -DNDEBUG -fprofile-instr-generate -fcoverage-mapping" -DCMAKE_EXE_LINKER_FLAGS="$build/name.o" \
  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache >/dev/null
building=(cmake --build "$build")
[ "$seconds" -eq 0 ] || building=(timeout "$seconds" "${building[@]}")
"${building[@]}" >"$build/build.log" 2>&1 || {
  status=$?
  [ "$status" -ne 124 ] || { echo "reached 0 of 1 suites: $seconds seconds do not suffice to build it"; exit 0; }
  tail -n 40 "$build/build.log"
  exit 1
}
rm -rf "$build/profiles"
suite=(ctest --test-dir "$build" --no-tests=error --timeout 3000 -j "$(nproc)" -E '^(failing|install|bench)/')
if [ "$seconds" -gt 0 ]; then
  left=$((seconds - SECONDS + begun - 20))
  suite=(timeout $((left > 1 ? left : 1)) "${suite[@]}")
fi
status=0
"${suite[@]}" >"$build/ctest.log" 2>&1 || status=$?
grep -E 'Failed|tests passed' "$build/ctest.log" || :
llvm-profdata-14 merge -sparse "$build"/profiles/*.profraw -o "$build/all.profdata"
llvm-cov-14 export "$build/v2v" -object "$build/tests/network_test" -object "$build/tests/plan_test" \
  -instr-profile "$build/all.profdata" -ignore-filename-regex '^/usr/' >"$build/coverage.json"
judged=0
python3 tests/coverage.py "$build/coverage.json" ${blocks[@]+"${blocks[@]}"} || judged=$?
if [ "$status" -eq 124 ]; then
  echo "reached a part of the suite only: $seconds seconds do not suffice; what is listed may be tested by the rest"
  exit 0
fi
exit $((status > judged ? status : judged))
