# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev bench [NAME]: one JSON object a line with name, figure, unit, peer figure and ratio. Sourced by dev, in the project's root.
# NAME: index, frames, start, http, pay, redeem, events, search; all without one.
build=$root/build-bench
need $bench_packages
compile -Dbuildtype=release -Dbenches=true -Dtests=true
environment
wanted=${1:-all}

want () { [ "$wanted" = all ] || [ "$wanted" = "$1" ]; }

if want index; then
  peer=$build/peers-map
  mkdir -p "$peer"
  cp tests/bench/map/package.json tests/bench/map/package-lock.json tests/bench/map/supercluster.mjs "$peer/"
  [ -d "$peer/node_modules" ] || (cd "$peer" && npm ci --no-audit --no-fund --silent) >&2
  for points in 100000 1000000; do
    "$build/tests/bench/map/bench-map-index" --write "$peer/points" "$points"
    { "$build/tests/bench/map/bench-map-index" "$points"; node --expose-gc "$peer/supercluster.mjs" "$peer/points"; } |
      python3 tests/bench/join.py
    rm -f "$peer/points"
  done
fi

if want frames; then
  for renderer in cairo gl; do
    GSK_RENDERER=$renderer dbus-run-session -- xvfb-run -a -s "-screen 0 1280x1024x24" \
      "$build/tests/bench/map/bench-map-frames" 5000 100000 2>/dev/null | grep '^{'
  done
fi

if want start; then
  peer=$build/peers-start
  mkdir -p "$peer"
  cp tests/bench/start/package.json tests/bench/start/package-lock.json tests/bench/start/map.html "$peer/"
  [ -d "$peer/node_modules" ] || (cd "$peer" && npm ci --ignore-scripts --no-audit --no-fund --silent) >&2
  dbus-run-session -- xvfb-run -a -s "-screen 0 1280x900x24" /usr/bin/python3 tests/bench/start/start.py \
    "$build/tests/bench/start/empty-window" "$build/src/rambla" "$peer" 2>/dev/null | grep '^{'
fi

if want http; then
  RAMBLA_SOURCE_ROOT=$root RAMBLA_BUILD_ROOT=$build "$build/tests/bench/platform/bench-http" 2>/dev/null
fi

if want pay; then
  RAMBLA_SOURCE_ROOT=$root RAMBLA_BUILD_ROOT=$build "$build/tests/bench/platform/bench-pay" 2>/dev/null
fi

if want redeem; then
  RAMBLA_SOURCE_ROOT=$root RAMBLA_BUILD_ROOT=$build "$build/tests/bench/platform/bench-redeem" 2>/dev/null
fi

if want events; then
  RAMBLA_SOURCE_ROOT=$root RAMBLA_BUILD_ROOT=$build "$build/tests/bench/platform/bench-events" 2>/dev/null
fi

if want search; then
  . tests/bench/search/run.sh
fi
