# SPDX-License-Identifier: GPL-3.0-or-later
"""A store's page in the real windows: from an offer to the store, follow it, ask about an offer, answer at the counter, see the answer, a
new offer of a followed store, and the operator's signed statement.

usage: run.sh SCREEN test_store.py RAMBLA PLATFORM CITY
"""
import json
import os
import sys
import tempfile

from driver import Program, screenshot, type_line, wait_for
from test_town import Steps, ask, good_at_any_time

QUESTION = "Is there a table for a child?"
ANSWER = "Yes, just say so"


def shot(name):
    if "RAMBLA_TEST_SHOTS" in os.environ:
        screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"store-{name}.png"))


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(7)
    with tempfile.TemporaryDirectory() as folder:
        env = {"RAMBLA_PLATFORM_BINARY": platform, "RAMBLA_CITY_DIR": city, "LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi",
               **{f"XDG_{kind}_HOME": os.path.join(folder, kind.lower()) for kind in ("DATA", "CACHE", "STATE", "CONFIG")},
               "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy", "GSETTINGS_BACKEND": "memory"}
        town = os.path.join(folder, "town")
        demo = ["--demo", "--demo-folder", town]
        consumer = Program([rambla, *demo], env)
        counter = None
        try:
            field = consumer.find("entry", "Search offers", patience=90)
            deal = good_at_any_time(town)
            title, store = deal["title"], deal["store"]["name"]
            consumer.focus(field)
            type_line(title)
            consumer.press(consumer.find("push button", contains=f"{title}, {store}"))
            consumer.find("push button", contains="Buy")
            consumer.press(consumer.find("push button", f"About {store}"))
            consumer.find("label", "Offers here")
            consumer.find("label", "The platform has not certified this shop")
            shot("page")
            steps.done(f"from the offer to the page of {store}, which says that nobody has certified it")

            consumer.press(consumer.find("push button", "Follow"))
            consumer.find("push button", "Following")
            wait_for("the file with what is followed", lambda: followed(folder) == [deal["store"]["id"]])
            steps.done("it is followed")

            consumer.press(consumer.find("push button", "Back"))
            consumer.find("push button", contains="Buy")
            consumer.enter(consumer.find("text", "Your question"), QUESTION)
            consumer.press(consumer.find("push button", "Ask"))
            consumer.find("label", contains="Your question ·")
            steps.done("a question is asked on the offer's page, and marked as one's own")

            counter = Program([rambla, "--counter", *demo], env)
            counter.raise_window()
            counter.enter(counter.find(name="Name of the store", patience=60), store)
            counter.press(counter.find("push button", contains=f"{store}, "))
            counter.press(counter.find(name="Questions"))
            counter.find("label", QUESTION)
            shot("counter")
            counter.enter(counter.find("text", f"Answer to “{QUESTION}”"), ANSWER)
            counter.press(counter.find("push button", "Answer"))
            counter.gone("text", f"Answer to “{QUESTION}”")
            steps.done("it is answered at the counter")

            consumer.raise_window()
            consumer.find("label", f"The shop: {ANSWER}")
            consumer.find("label", "The shop has answered your question")
            shot("answered")
            steps.done("who asked sees the answer, and is told of it")

            consumer.press(consumer.find("push button", "Back"))
            consumer.find("entry", "Search offers")
            consumer.press(consumer.find("push button", "Saved"))
            consumer.find("label", "Stores you follow")
            consumer.find("label", store)
            shot("saved")
            steps.done("the store stands under what is saved")

            seen = ask(town, f"/v1/deals/{deal['id']}/questions")["questions"]
            assert [(entry["text"], entry.get("answer")) for entry in seen] == [(QUESTION, ANSWER)], seen
            steps.done("everybody reads the same")
        except BaseException:
            shot("failed")
            raise
        finally:
            for program in (counter, consumer):
                if program is not None:
                    program.stop()


def followed(folder):
    for path, _, names in os.walk(folder):
        if "follows.json" in names:
            with open(os.path.join(path, "follows.json")) as file:
                return [entry["store"]["id"] for entry in json.load(file)["follows"]]
    return []


if __name__ == "__main__":
    main()
