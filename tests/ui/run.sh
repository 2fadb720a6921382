#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh SCREEN PROGRAM ARGS…: a Python program under an X server and a session bus of its own, in an empty home. What it writes to file
# descriptor 9 is this script's output; the bus and its services write to the error output instead.
screen=$1
shift
HOME=$(mktemp -d)
export HOME
unset XDG_RUNTIME_DIR XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
trap 'rm -rf "$HOME"' EXIT
exec 9>&1 >&2
dbus-run-session -- xvfb-run -a -s "-screen 0 ${screen}x24" /usr/bin/python3 "$@"
