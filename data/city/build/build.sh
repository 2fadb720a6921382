#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a city folder out of its settings: ./build.sh montevideo [data|map]
# Needs node 20, npm, and from Debian: python3-shapely python3-mapnik python3-pil libdeflate0 fonts-noto-core
set -eu
cd "$(dirname "$0")"
city=${1:?"usage: build.sh CITY [data|map]"}
part=${2:-all}
config=$city.json
out=../$city
work=${TMPDIR:-/tmp}/rambla-city-$city
python=/usr/bin/python3 # Debian's own: that is where its Mapnik and Shapely are

[ -f "$config" ] || { echo "build.sh: there is no $config" >&2; exit 2; }
mkdir -p "$out" "$work"
[ -d node_modules ] || npm ci --no-audit --no-fund --omit=dev

# what is open when is asked of a package that thinks in the process' time zone
export TZ=UTC LC_ALL=C.UTF-8
node extract.mjs "$config" "$work"
if [ "$part" != map ]; then
  node places.mjs "$config" "$work" "$out"
  node offers.mjs "$config" "$out"
fi
if [ "$part" != data ]; then
  node around.mjs "$config" "$work"
  $python land.py "$config" "$work"
  $python themes.py "$config" "$work"
  $python basemap.py "$config" "$work" "$out"
fi
$python ../check.py "$out"
