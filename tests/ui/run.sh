#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh SCREEN PROGRAM ARGS…: a Python program under an X server and a session bus of its own, in an empty home. What it writes to file
# descriptor 9 is this script's output; the bus and its services write to the error output instead.
screen=$1
shift
HOME=$(mktemp -d)
export HOME
unset XDG_RUNTIME_DIR XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME WAYLAND_DISPLAY XAUTHORITY
# What moves is drawn at every step of its way, here by the processor, and nobody looks.
export XDG_CONFIG_DIRS="$HOME/etc"
mkdir -p "$HOME/etc/gtk-4.0"
printf '[Settings]\ngtk-enable-animations=false\n' >"$HOME/etc/gtk-4.0/settings.ini"
exec 9>&1 >&2
# The server itself picks a display that is free: several of these may start at once.
Xvfb -displayfd 8 -screen 0 "${screen}x24" -nolisten tcp -noreset 8>"$HOME/display" 9>&- &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$HOME"' EXIT
trap 'exit 143' INT TERM
while [ ! -s "$HOME/display" ]; do
  kill -0 $server 2>/dev/null || exit 1
  sleep 0.1
done
DISPLAY=:$(cat "$HOME/display")
export DISPLAY
dbus-run-session -- /usr/bin/python3 "$@"
