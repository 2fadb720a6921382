# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding, comparing and keeping, in the real window: other names of a thing, words that nothing has all of, offers side by side, hearts
that are still there after a restart.

usage: run.sh SCREEN test_find.py RAMBLA PLATFORM CITY
"""
import json
import os
import sys
import tempfile
import urllib.parse

from driver import Program, wait_for, xdotool
from test_town import Steps, ask


def search(window, town, words):
    """Types the words and waits for the first of what the platform finds for them."""
    field = window.find("entry", "Search offers", patience=90)
    window.enter(field, words)
    window.focus(field)
    xdotool("key", "Return")
    found = ask(town, "/v1/deals?near=-34.9059,-56.1913&q=" + urllib.parse.quote(words))["deals"]
    window.find("push button", contains=f"{found[0]['title']}, {found[0]['store']['name']}")
    return found


def distinct(deals):
    """Offers that the titles and stores of no others are like."""
    names = [f"{deal['title']}, {deal['store']['name']}" for deal in deals]
    return [name for name in names if names.count(name) == 1]


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(7)
    with tempfile.TemporaryDirectory() as folder:
        env = {"RAMBLA_PLATFORM_BINARY": platform, "RAMBLA_CITY_DIR": city, "LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi",
               **{f"XDG_{kind}_HOME": os.path.join(folder, kind.lower()) for kind in ("DATA", "CACHE", "STATE", "CONFIG")},
               "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy", "GSETTINGS_BACKEND": "memory"}
        town = os.path.join(folder, "town")
        demo = ["--demo", "--demo-folder", town]
        window = Program([rambla, *demo], env)
        try:
            window.find("push button", contains="%", patience=90)
            search(window, town, "panadería")
            steps.done("a shop's kind is found by its name in another language")

            search(window, town, "pizza xyzzyq")
            window.find("label", contains="None has all these words")
            steps.done("what has some of the words is shown, and that it is so")

            found = search(window, town, "pizza")
            first, second = distinct(found[:6])[:2]
            for name in (first, second):
                window.press(window.find("push button", contains=name))
                window.press(window.find("push button", "Compare this offer"))
                window.press(window.find("push button", "Save this offer"))
                window.find("push button", "Forget this offer")
                window.press(window.find("push button", "Back"))
                window.find("entry", "Search offers")
            window.find("label", "2 offers chosen")
            steps.done("two offers are chosen and kept")

            window.press(window.find("push button", "Compare"))
            window.find("label", contains="Price, all included")
            for name in (first, second):
                title = name.rpartition(", ")[0]
                window.find("push button", f"Open “{title}”")
            steps.done("they stand side by side")

            window.press(window.find("push button", f"Take “{first.rpartition(', ')[0]}” out"))
            window.gone("push button", f"Open “{first.rpartition(', ')[0]}”")
            xdotool("key", "Escape")
            window.find("entry", "Search offers")
            steps.done("one is taken out, and Escape goes back")

            window.press(window.find("push button", "Saved"))
            for name in (first, second):
                window.find("push button", contains=name)
            steps.done("both are among what is saved")

            window.stop()
            window = Program([rambla, *demo], env)
            window.press(window.find("push button", "Saved", patience=90))
            for name in (first, second):
                window.find("push button", contains=name)
            window.press(window.find("push button", f"Forget “{first.rpartition(', ')[0]}”"))
            window.gone("push button", contains=first)
            wait_for("the file to follow", lambda: first.rpartition(", ")[0] not in saved_file(folder))
            steps.done("after a restart too, until one is forgotten")
        finally:
            window.stop()


def saved_file(folder):
    for path, _, names in os.walk(folder):
        if "saved.geojson" in names:
            with open(os.path.join(path, "saved.geojson")) as file:
                return " ".join(feature["properties"]["name"] for feature in json.load(file)["features"])
    return ""


if __name__ == "__main__":
    main()
