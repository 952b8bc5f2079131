#!/usr/bin/env bash
# Installs a build into a folder of its own, uses it from there, and builds a program of others against it.
# usage: run.sh BUILD
set -euo pipefail
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cmake --install "$build" --prefix "$place/usr" >"$place/log" || { cat "$place/log"; exit 1; }
for file in bin/v2v include/vein2vein/v2v.h share/vein2vein/holidays share/bash-completion/completions/v2v \
  share/zsh/site-functions/_v2v share/fish/vendor_completions.d/v2v.fish; do
  [ -e "$place/usr/$file" ] || { echo "not installed: $file"; exit 1; }
done
if command -v scdoc >/dev/null; then
  [ -e "$place/usr/share/man/man1/v2v.1" ] || { echo "not installed: the man page"; exit 1; }
else
  echo "SKIPPED: the man page, scdoc is missing"
fi

generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' "$build/CMakeCache.txt")  # a bare machine has no other
cmake -S "$here/consumer" -B "$place/consumer" -G "$generator" -DCMAKE_PREFIX_PATH="$place/usr" -DCMAKE_BUILD_TYPE=Debug >"$place/log" 2>&1 \
  && cmake --build "$place/consumer" >>"$place/log" 2>&1 || { cat "$place/log"; exit 1; }
cd "$place"
said=$(consumer/consumer)
[ "$said" = "2026-10-14 is a Wed" ] || { echo "the program of others said: $said"; exit 1; }

# A moved installation finds its own workflows, not those of the source tree.
mv usr moved
moved/bin/v2v plan axicabtagene-ciloleucel --edition us-2025-06 --at infusion=2026-10-14 --today 2026-09-01 >plan.txt
grep -q '14 Oct 2026' plan.txt || { echo "the moved v2v printed no plan:"; cat plan.txt; exit 1; }
