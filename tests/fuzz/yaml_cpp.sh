#!/usr/bin/env bash
# Builds yaml-cpp from Debian's own source package with the flags of the fuzz targets, so that its branches count too.
# usage: tests/fuzz/yaml_cpp.sh FOLDER FLAGS...   FOLDER absolute; leaves FOLDER/there behind, exits with 1 where it cannot
# The package comes from where this system's own packages come from: its list of sources, asked for deb-src.
set -euo pipefail
folder=$1
shift
[ ! -e "$folder/built" ] || exit 0
mkdir -p "$folder/lists/partial" "$folder/parts"
cd "$folder"
if ! ls yaml-cpp-*/CMakeLists.txt >/dev/null 2>&1; then
  # Only what Debian signs: other lists on a system hold no source of it.
  for list in /etc/apt/sources.list.d/*.sources; do
    [ -e "$list" ] && grep -q debian-archive-keyring "$list" || continue
    sed 's/^Types:.*/Types: deb-src/' "$list" >"parts/$(basename "$list")"
  done
  if [ -s /etc/apt/sources.list ]; then
    sed -n 's/^deb \(.*debian.*\)/deb-src \1/p' /etc/apt/sources.list >parts/plain.list
  fi
  apt=(apt-get -qq -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$folder/parts" -o "Dir::State::Lists=$folder/lists"
    -o "APT::Sandbox::User=")
  timeout 100 "${apt[@]}" update >apt.log 2>&1 && timeout 60 "${apt[@]}" source yaml-cpp >>apt.log 2>&1 || { cat apt.log >&2; exit 1; }
  rm -rf lists
fi
source=$(ls -d yaml-cpp-*/)
cmake -S "$source" -B build -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++-14 \
  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "-DCMAKE_CXX_FLAGS=$*" -DYAML_CPP_BUILD_TESTS=OFF -DYAML_CPP_BUILD_TOOLS=OFF \
  -DYAML_CPP_BUILD_CONTRIB=OFF -DYAML_BUILD_SHARED_LIBS=OFF -DCMAKE_INSTALL_PREFIX="$folder/there" >cmake.log
cmake --build build >>cmake.log
cmake --install build >>cmake.log
touch built
