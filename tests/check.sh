# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev check: format, static analysis, sanitizers, validators. Sourced by dev, in the project's root.
status=0

# step NAME COMMAND…: what the command counted ("figures: …" in what it prints) stands beside its name; of a failure its last lines.
step () {
  step_name=$1
  shift
  step_log=$(mktemp)
  step_start=$(date +%s)
  # By itself, so that it cannot change what is ours.
  if ("$@") >"$step_log" 2>&1; then
    say "ok     $step_name ($(($(date +%s) - step_start)) s)"
  else
    say "failed $step_name ($(($(date +%s) - step_start)) s)"
    tail -n 40 "$step_log" >&2
    status=1
  fi
  sed -n 's/^\(# \)*figures: /         /p' "$step_log" >&2
  rm -f "$step_log"
}

sources () { git ls-files 'src/*.[ch]' 'tests/*.[ch]'; }

check_format () { sources | xargs clang-format --dry-run -Werror; }

# Nothing below the interface knows GTK.
check_arrows () {
  ! grep -rnE '#include *<(gtk|adwaita|gdk|shumate)' src/model src/client src/platform
}

check_licence () {
  lacking=$(sources | xargs grep -L 'SPDX-License-Identifier: GPL-3.0-or-later' || true)
  [ -z "$lacking" ] || { echo "$lacking"; return 1; }
}

check_translations () {
  for language in $(cat po/LINGUAS); do
    msgfmt --check --statistics -o /dev/null "po/$language.po" || return 1
    if msgattrib --untranslated "po/$language.po" | grep -q msgid; then
      echo "po/$language.po is not complete"
      return 1
    fi
  done
}

check_templates () { git ls-files 'src/*.ui' | xargs -n 1 xmllint --noout; }

check_sanitized () {
  build=$root/build-sanitized
  [ -f "$build/build.ninja" ] || CC=clang meson setup "$build" "$root" -Db_sanitize=address,undefined -Db_lundef=false || return 1
  ninja -C "$build" || return 1
  # Whole stacks, so that a leak can be told from one inside a library.
  ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0 LSAN_OPTIONS="suppressions=$root/tests/lsan.supp:print_suppressions=0" \
    meson test -C "$build" --no-rebuild --print-errorlogs --timeout-multiplier 10 --suite unit --suite platform || return 1
  echo "figures: $(grep -c '"name"' "$build/meson-logs/testlog.json") programs under the sanitizers"
}

# The long forms of what ./dev test does shortly.
proof () {
  program=$1
  shift
  log=$(mktemp)
  if ! RAMBLA_SOURCE_ROOT=$root RAMBLA_BUILD_ROOT=$built G_DEBUG=fatal-criticals python3 "tests/faults/$program" "$@" >"$log" 2>&1; then
    grep -A 20 -E '^not ok|^Traceback|figures: |RAMBLA_SEED' "$log"
    rm -f "$log"
    return 1
  fi
  grep 'figures: ' "$log"
  rm -f "$log"
}

# What two counters accepted without the platform, handed in in any order.
check_pairs () {
  RAMBLA_TEST_PAIRS=1000 meson test -C "$built" --no-rebuild --print-errorlogs --timeout-multiplier 10 offline-pairs &&
    echo 'figures: 1,000 pairs of scans, handed in in either order'
}

# The same programs as in ./dev test, with many more rounds.
check_races () {
  for name in events undo-race voucher-hands; do
    RAMBLA_SOURCE_ROOT=$root RAMBLA_BUILD_ROOT=$built G_TEST_SRCDIR=$root/tests LC_ALL=C.UTF-8 TZ=UTC G_DEBUG=fatal-criticals \
      "$built/tests/platform/test-$name" -m slow >"$built/test-$name-slow.log" 2>&1 || { cat "$built/test-$name-slow.log"; return 1; }
    echo "figures: $name: $(grep -c '^ok' "$built/test-$name-slow.log") cases; $(grep -m 1 'random seed' "$built/test-$name-slow.log")"
  done
}

# Half a minute for each parser, from the corpus on; what is found is kept beside the program.
check_fuzzers () {
  fuzz=$root/build-fuzz
  [ -f "$fuzz/build.ninja" ] || CC=clang meson setup "$fuzz" "$root" -Dfuzzers=true -Db_sanitize=address,undefined -Db_lundef=false || return 1
  ninja -C "$fuzz" fuzzers || return 1
  for corpus in tests/fuzz/corpus/*; do
    name=$(basename "$corpus")
    mkdir -p "$fuzz/found/$name"
    echo "fuzz-$name"
    # GTK 4.8 keeps the pixels of a picture that breaks off, which is not ours to free.
    leaks=1 runs=-1
    [ "$name" != tile ] || leaks=0 runs=200000
    ASAN_OPTIONS=detect_leaks=$leaks LSAN_OPTIONS="suppressions=$root/tests/lsan.supp:print_suppressions=0" G_DEBUG=gc-friendly \
      "$fuzz/tests/fuzz/fuzz-$name" -max_total_time="${RAMBLA_FUZZ_SECONDS:-30}" -runs=$runs -max_len=16384 -timeout=10 -print_final_stats=1 \
      -artifact_prefix="$fuzz/found/$name-" "$fuzz/found/$name" "$corpus" 2>"$fuzz/found/$name.log" || { cat "$fuzz/found/$name.log"; return 1; }
    echo "figures: $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$fuzz/found/$name.log") inputs, $(
      sed -n 's/^stat::peak_rss_mb: *//p' "$fuzz/found/$name.log") MB at most"
  done
}

check_pages () {
  RAMBLA_TEST_ROUNDS=200 meson test -C "$built" --no-rebuild --timeout-multiplier 10 pages-closed
}

step 'format' check_format
step 'arrows run one way' check_arrows
step 'licence of every file' check_licence
step 'translations' check_translations
step 'templates' check_templates
# Leaks are the sanitizers' matter: cppcheck does not know what GLib's macros take over.
step 'static analysis' cppcheck --quiet --error-exitcode=1 --inline-suppr --enable=warning,portability \
  --suppress=unknownMacro --suppress=syntaxError --suppress=memleak --library=gtk -j 2 src
compile -Dtests=true
environment
built=$build
step 'kill -9 at each fault point, three passings' proof kill_platform.py --passings 3
step 'kill -9 of the application, two passings' proof kill_app.py --passings 2
step 'kill -9 at random, 200 times' proof kill_random.py --kills 200
step 'bad network, once and for long' proof bad_network.py --all
step 'exactly once, 10,000 rounds' proof exactly_once.py --rounds 10000
step 'two counters without the platform, 1,000 vouchers' check_pairs
step 'races, long' check_races
step 'every page opened and closed 200 times' check_pages
step 'hostile requests' proof hostile.py --changes 1500
step 'fuzzers' check_fuzzers
step 'sanitizers' check_sanitized
exit $status
