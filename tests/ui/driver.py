# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Rambla's windows the way assistive technology does: through AT-SPI, with real keys and clicks where it has no words.

Everything waits for what it wants to see and never sleeps for luck; whatever takes longer than PATIENCE seconds is a failure that says
what was looked for and what was there instead.
"""
import itertools
import os
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = float(os.environ.get("RAMBLA_TEST_PATIENCE", "30"))
STEP = 0.05
LONGEST_STEP = 0.5


class NotFound(AssertionError):
    pass


def wait_for(what, condition, patience=PATIENCE):
    """Asks `condition` until it gives something true, which is returned."""
    end = time.monotonic() + patience
    while True:
        start = time.monotonic()
        try:
            found = condition()
        except GLib.Error:
            found = None  # the widget went away while it was asked
        if found:
            return found
        if time.monotonic() > end:
            raise NotFound(f"waited {patience:.0f} s for {what}")
        # Whoever asks all the time keeps the one who is asked from his work.
        time.sleep(min(max(STEP, 2 * (time.monotonic() - start)), LONGEST_STEP))


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def walk(node, depth=0):
    yield node, depth
    if depth > 60:
        return
    for child in children(node):
        yield from walk(child, depth + 1)


def get_box(node):
    """Its place in its window; None for what is no part of the layout."""
    try:
        return node.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error as error:
        if "No such interface" in error.message:
            return None
        raise


def is_shown(node):
    box = get_box(node)
    return box is not None and box.width > 0 and box.height > 0 and node.get_state_set().contains(Atspi.StateType.VISIBLE)


def walk_shown(node, depth=0):
    """Leaves out whatever lies in something without room: the pages that are not looked at are the greater part of a window, and each
    widget costs several questions."""
    try:
        box = get_box(node)
        if box is not None and (box.width <= 0 or box.height <= 0):
            return
        yield node
        if depth <= 60:
            for child in children(node):
                yield from walk_shown(child, depth + 1)
    except GLib.Error:
        return  # it went away while it was asked


def text_of(node):
    text = node.get_text_iface()
    if text is not None:
        return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))
    return node.get_name() or ""


class Program:
    """A running program and its first window."""

    def __init__(self, command, env=None):
        self.process = subprocess.Popen(command, env={**os.environ, **(env or {})})
        self.node = wait_for(f"{command[0]} on the accessibility bus", self._find)

    def _find(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}")
        for app in children(Atspi.get_desktop(0)):
            try:
                if app.get_process_id() != self.process.pid:
                    continue  # others' trees are left alone: forgetting a large one can end libatspi
                # What was asked of it while it was just coming up is remembered as if it were the truth.
                app.clear_cache()
                if app.get_child_count() > 0:
                    return app
            except GLib.Error:
                continue  # one that is just going away
        return None

    def search(self, role=None, name=None, contains=None, shown=True, accept=None):
        """One by one, so that whoever has enough stops asking."""
        for node in walk_shown(self.node) if shown else (node for node, _ in walk(self.node)):
            try:
                if role is not None and node.get_role_name() != role:
                    continue
                if name is not None or contains is not None:
                    own = node.get_name() or ""
                    if (name is not None and own != name) or (contains is not None and contains not in own):
                        continue
                if shown and not is_shown(node):
                    continue
                if accept is not None and not accept(node):
                    continue
            except GLib.Error:
                continue
            yield node

    def all(self, role=None, name=None, contains=None, shown=True, accept=None):
        """Every widget of that role (AT-SPI's word for it), with that name or with `contains` in it, that `accept` takes."""
        return list(self.search(role, name, contains, shown, accept))

    def find(self, role=None, name=None, contains=None, nth=0, patience=PATIENCE, accept=None):
        """Waits for one such widget."""

        def look():
            if self.process.poll() is not None:
                raise AssertionError(f"the program ended with {self.process.returncode}")
            return next(itertools.islice(self.search(role, name, contains, accept=accept), nth, None), None)

        try:
            return wait_for(f"{role or 'a widget'} {name or contains or ''!r}", look, patience)
        except NotFound as error:
            if "RAMBLA_TEST_PICTURE" in os.environ:
                screenshot(os.environ["RAMBLA_TEST_PICTURE"])
            raise NotFound(f"{error}\n{self.dump()}") from None

    def gone(self, role=None, name=None, contains=None, patience=PATIENCE):
        """Waits until there is no such widget."""
        return wait_for(f"no {role} {name or contains!r}", lambda: next(self.search(role, name, contains), None) is None, patience)

    def windows(self):
        """X11's ids of its windows."""
        command = ["xdotool", "search", "--pid", str(self.process.pid), "--onlyvisible", "--name", "."]
        return subprocess.run(command, capture_output=True, text=True).stdout.split()

    def raise_window(self):
        """Brings it to the front; there is no window manager to do it."""
        for window in wait_for("its window", self.windows):
            xdotool("windowraise", window, "windowfocus", window)

    def resize(self, width, height):
        """Gives its window this size, in the corner of the screen."""
        for window in wait_for("its window", self.windows):
            xdotool("windowmove", window, "0", "0", "windowsize", window, str(width), str(height))

    def press(self, node):
        """What a click or Enter on it does."""
        actions = node.get_action_iface()
        if actions is None or actions.get_n_actions() == 0 or not actions.do_action(0):
            self.click(node)

    def click(self, node):
        """A real click into its middle."""
        box = node.get_extents(Atspi.CoordType.WINDOW)
        xdotool("mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2), "click", "1")

    def focus(self, node):
        """Clicks into a field and waits until it has the focus, so that what is typed arrives there."""

        def focused():
            if any(part.get_state_set().contains(Atspi.StateType.FOCUSED) for part, _ in walk(node)):
                return True
            self.click(node)
            return False

        wait_for(f"the focus in {node.get_name()!r}", focused)

    def enter(self, node, text):
        """Replaces the text of a field."""
        editable = node.get_editable_text_iface()
        if editable is None:
            raise AssertionError(f"{node.get_name()} is no field")
        editable.set_text_contents(text)

    def dump(self):
        """The tree as text, for a failure's message."""
        lines = []
        for node, depth in walk(self.node):
            try:
                lines.append(f"{'  ' * depth}{node.get_role_name()} {node.get_name()!r}{'' if is_shown(node) else ' (hidden)'}")
            except GLib.Error:
                continue
        return "\n".join(lines[:400])

    def stop(self):
        """Ends it as the desktop would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def xdotool(*arguments):
    subprocess.run(["xdotool", *arguments], check=True)


def type_line(text):
    """Types on the keyboard, into whatever has the focus, and then Enter: what a hand scanner does."""
    xdotool("type", "--delay", "5", text)
    xdotool("key", "Return")


def screenshot(path):
    subprocess.run(["import", "-window", "root", path], check=True)


def read_qr(path):
    """What zbar reads in a picture; None when there is nothing."""
    result = subprocess.run(["zbarimg", "--raw", "-q", path], capture_output=True, text=True)
    lines = [line for line in result.stdout.splitlines() if line]
    return lines[0] if lines else None
