#!/usr/bin/env bash
# Everything, from a bare Debian 12 to one last line `N passed, N failed, N skipped`.
# usage: tests/run.sh [BUILD]   (BUILD: the build folder, default build/)
# A test that cannot run prints `SKIPPED: what is missing`; every such line is repeated and counted at the end.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
build=${1:-build}

need="g++ cmake ninja-build ccache pkg-config libboost1.81-dev libabsl-dev libfmt-dev libyaml-cpp-dev doctest-dev
libcli11-dev nlohmann-json3-dev libbenchmark-dev tzdata python3 python3-yaml scdoc"
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

set +e
ctest --test-dir "$build" --no-tests=error --timeout 600 --output-on-failure -j "$(nproc)" \
  --output-junit "$PWD/$build/tests.xml" 2>&1
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
