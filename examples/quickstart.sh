#!/usr/bin/env bash
# From a bare Debian 12 to the example patient's plan, on screen and as files in examples/out/.
# usage: examples/quickstart.sh [BUILD]   (BUILD: the build folder, default build-quickstart/)
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
build=${1:-build-quickstart}

need="g++ cmake ninja-build libboost1.81-dev libabsl-dev libfmt-dev libyaml-cpp-dev libcli11-dev nlohmann-json3-dev librandom123-dev libicu-dev libical-dev libxlsxwriter-dev libpango1.0-dev fonts-dejavu-core pkg-config tzdata"
missing=""
for package in $need; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  echo "installing:$missing"
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # shellcheck disable=SC2086  # a list of words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DV2V_TESTS=OFF
cmake --build "$build" --target v2v

patient=examples/patients/P-0042.yaml
today=2026-10-05  # a fixed day, so that everyone sees the same plan
out=examples/out
mkdir -p "$out"
for file in table:plan.txt json:plan.json svg:plan.svg csv:plan.csv gantt:gantt.txt; do
  "$build/v2v" plan $patient --today $today --as "${file%%:*}" --out "$out/${file#*:}"
done
"$build/v2v" calendar $patient --today $today --as pdf --as ics --as html --out "$out"
"$build/v2v" calendar $patient --today $today --for carer --as pdf --out "$out"
echo
echo "\$ v2v plan $patient --today $today"
"$build/v2v" plan $patient --today $today
echo
echo "The same plan as files: $(cd "$out" && echo "$PWD"): plan.txt plan.json plan.svg plan.csv gantt.txt"
echo "What the patient and the carer get: P-0042-patient.pdf P-0042-patient.ics P-0042-patient.html P-0042-carer.pdf"
