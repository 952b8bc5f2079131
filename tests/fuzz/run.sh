#!/usr/bin/env bash
# Fuzzes by libFuzzer, with ASan and UBSan, yaml-cpp included: builds what is missing, then gives each target its part of
# the seconds, beginning with another one each day.
# usage: tests/fuzz/run.sh --build DIR --seconds T [--seed S] [--day N] [TARGET]...
#        tests/fuzz/run.sh --build DIR --minimise [TARGET]...   what was found since joins corpus/, as few texts as say it all
# A text that a target does not bear is kept in DIR/fuzz/found, printed in base64, and has failed.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.."
root=$PWD build="" seconds=60 seed=1 day=0 minimise="" targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --build) build=$(realpath -m "$2"); shift ;;
    --seconds) seconds=$2; shift ;;
    --seed) seed=$2; shift ;;
    --day) day=$2; shift ;;
    --minimise) minimise=yes seconds=36000 ;;
    -*) sed -n '4,5s/^# //p' "$0" >&2; exit 3 ;;
    *) targets+=("$1") ;;
  esac
  shift
done
[ ${#targets[@]} -gt 0 ] || targets=(workflow plan centre patient programme spreadsheet point length moment)
end=$((SECONDS + seconds))
left() { echo $((end > SECONDS ? end - SECONDS : 0)); }
here=$build/fuzz
mkdir -p "$here/found"
command -v clang++-14 >/dev/null || { echo "SKIPPED: fuzzing, clang-14 is missing"; exit 77; }

flags=$(python3 -c "import json; print(next(p for p in json.load(open('CMakePresets.json'))['configurePresets']
  if p['name'] == 'fuzz')['cacheVariables']['CMAKE_CXX_FLAGS'])")
yaml=()
# shellcheck disable=SC2086  # a list of words
if tests/fuzz/yaml_cpp.sh "$here/yaml-cpp" $flags >"$here/yaml-cpp.log" 2>&1; then
  yaml=("-Dyaml-cpp_DIR=$here/yaml-cpp/there/lib/cmake/yaml-cpp")
else
  echo "SKIPPED: coverage inside yaml-cpp while fuzzing, its source package cannot be had; the system's library is used"
fi
cmake --preset fuzz -B "$here/build" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache ${yaml[@]+"${yaml[@]}"} >"$here/cmake.log"
built=0
timeout "$(($(left) + 1))" cmake --build "$here/build" --target "${targets[@]/%/_fuzz}" >"$here/make.log" 2>&1 || built=$?
if [ "$built" -eq 124 ]; then
  echo "SKIPPED: fuzzing, its build came to $(grep -o '^\[[0-9/]*\]' "$here/make.log" | tail -n 1) in its time and goes on from there next time"
  exit 77
elif [ "$built" -ne 0 ]; then
  tail -n 40 "$here/make.log"
  exit 1
fi

# Text on the shelves that a target can begin with, beside its corpus.
seeds() {
  case $1 in
    workflow) echo workflows/car-t tests/plans tests/errors ;;
    plan) echo tests/plans tests/errors ;;
    centre) echo workflows/centres tests/plans/centres tests/errors ;;
    patient) echo examples/patients tests/errors ;;
    programme) echo examples/programmes tests/errors ;;
    spreadsheet) echo tests/errors/library ;;
  esac
}
longest() { case $1 in point | length | moment) echo 100 ;; *) echo 4096 ;; esac; }
export ASAN_OPTIONS=detect_stack_use_after_return=0:allocator_may_return_null=1
export UBSAN_OPTIONS=print_stacktrace=1
ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer-14 || :)
export ASAN_SYMBOLIZER_PATH

if [ -n "$minimise" ]; then
  for target in "${targets[@]}"; do
    mkdir -p "$here/corpus/$target" "tests/fuzz/corpus/$target"
    rm -rf "$here/fewest"
    mkdir "$here/fewest"
    # shellcheck disable=SC2046  # a list of words
    "$here/build/tests/fuzz/${target}_fuzz" -merge=1 -max_len="$(longest "$target")" "$here/fewest" \
      "tests/fuzz/corpus/$target" "$here/corpus/$target" >"$here/merge.log" 2>&1
    rm -rf "tests/fuzz/corpus/$target"
    mv "$here/fewest" "tests/fuzz/corpus/$target"
    echo "$target: $(ls "tests/fuzz/corpus/$target" | wc -l) texts, $(du -sb "tests/fuzz/corpus/$target" | cut -f 1) bytes"
  done
  exit
fi

status=0 count=${#targets[@]}
for ((i = 0; i < count; ++i)); do
  target=${targets[$(((i + day) % count))]}
  own=$(($(left) / (count - i)))
  [ "$own" -gt 0 ] || break
  mkdir -p "$here/corpus/$target"
  log=$here/$target.log
  # shellcheck disable=SC2046  # a list of words
  if ! "$here/build/tests/fuzz/${target}_fuzz" -seed="$seed" -max_total_time="$own" -timeout=120 -report_slow_units=60 -rss_limit_mb=2048 \
    -max_len="$(longest "$target")" -dict=tests/fuzz/words.dict -artifact_prefix="$here/found/$target-" \
    -print_final_stats=1 "$here/corpus/$target" "tests/fuzz/corpus/$target" $(seeds "$target") >"$log" 2>&1; then
    status=1
    grep -v '^#' "$log" | tail -n 40
    found=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    [ -z "$found" ] || printf 'base64: %s\nrepeat: %s %s\n' "$(base64 -w 0 "$found" | head -c 8000)" \
      "$here/build/tests/fuzz/${target}_fuzz" "$found"
  fi
  all=$(sed -n 's/.*Loaded 1 modules *(\([0-9]*\) inline.*/\1/p' "$log" | head -n 1)
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  texts=$(sed -n 's/stat::number_of_executed_units: *//p' "$log")
  echo "$target: ${texts:-0} texts in $own s, ${covered:-0} of ${all:-0} edges"
done
echo "reached $i of $count targets"
exit $status
