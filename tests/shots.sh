#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev shots [FOLDER]: walks the application under Xvfb and writes the README's and the metainfo's pictures.
set -eu
here=$(dirname "$0")
for look in light dark narrow; do
  case $look in narrow) screen=360x720 ;; *) screen=1200x800 ;; esac
  "$here/ui/run.sh" "$screen" "$here/ui/shots.py" "$look" "${1:-data/screenshots}" 2>&1 | { grep -v 'dbus-daemon\|SpiRegistry\|WARNING\|^$' || true; }
done
