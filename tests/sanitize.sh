#!/usr/bin/env bash
# Builds everything with a sanitizer and runs the tests under it.
# usage: tests/sanitize.sh PRESET --build DIR --seconds T [--day N] [TESTS]
#        tests/sanitize.sh PRESET --build DIR --seconds T [--seed S] --law NAME     only this law, for the seconds that are left
# PRESET: dev (ASan, UBSan) or tsan; TESTS: a regular expression of ctest's. What a day does not reach of a build or of the
# tests, the next begins with.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
preset=$1 build="" seconds=600 day=0 seed=1 law="" tests=.
shift
while [ $# -gt 0 ]; do
  case $1 in
    --build) build=$(realpath -m "$2"); shift ;;
    --seconds) seconds=$2; shift ;;
    --day) day=$2; shift ;;
    --seed) seed=$2; shift ;;
    --law) law=$2; shift ;;
    *) tests=$1 ;;
  esac
  shift
done
end=$((SECONDS + seconds))
left() { echo $((end > SECONDS ? end - SECONDS : 0)); }
here=$build/$preset
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
runner=()
# TSan of g++ 12 does not know all layouts that newer kernels choose.
[ "$preset" != tsan ] || runner=(setarch "$(uname -m)" -R)
mkdir -p "$here"
# Warnings are the business of the presets' own builds.
flags=$(python3 -c "import json, sys; print(next(p for p in json.load(open('CMakePresets.json'))['configurePresets']
  if p['name'] == sys.argv[1])['cacheVariables']['CMAKE_CXX_FLAGS'])" "$preset")
cmake --preset "$preset" -B "$here" "-DCMAKE_CXX_FLAGS=$flags -w" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache >"$here/cmake.log"
built=0
timeout "$(($(left) + 1))" cmake --build "$here" --target "${law:-all}" >"$here/make.log" 2>&1 || built=$?
if [ "$built" -eq 124 ]; then
  echo "SKIPPED: the tests under $preset, the build came to $(grep -o '^\[[0-9/]*\]' "$here/make.log" | tail -n 1) in its time and goes on from there next time"
  exit 77
elif [ "$built" -ne 0 ]; then
  tail -n 40 "$here/make.log"
  exit 1
fi
if [ -n "$law" ]; then
  exec ${runner[@]+"${runner[@]}"} "$here/tests/$law" --cases 10000000 --seed "$seed" --seconds "$(($(left) + 1))"
fi

# Not what measures, installs or reads sources: only what runs the engine.
mapfile -t names < <(ctest --test-dir "$here" -N -R "$tests" -E '^(bench|install|layering|long)/|/rcpspmax$|/self$|/documented$' |
  sed -n 's/^ *Test *#[0-9]*: //p')
count=${#names[@]}
[ "$count" -gt 0 ] || { echo "no test is named like $tests"; exit 1; }
status=0 i=0
for (( ; i < count && $(left) > 0; ++i)); do
  name=${names[$(((i + day * 7) % count))]}
  ran=0
  # A test that the clock stops has not failed; one that hangs is stopped by ctest before.
  timeout "$(left)" ${runner[@]+"${runner[@]}"} ctest --test-dir "$here" -R "^$name\$" --timeout 900 \
    --output-on-failure >"$here/test.log" 2>&1 || ran=$?
  [ "$ran" -ne 124 ] || break
  sed -n 's/^.*SKIPPED: /SKIPPED: /p' "$here/Testing/Temporary/LastTest.log"
  if [ "$ran" -ne 0 ]; then
    status=1
    tail -n 60 "$here/test.log"
    echo "repeat: ${runner[*]-} ctest --test-dir $here -R '^$name\$' --output-on-failure"
  fi
done
echo "reached $i of $count tests under $preset"
exit $status
