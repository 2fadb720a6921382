# SPDX-License-Identifier: GPL-3.0-or-later
"""Used and reviewed: the buyer writes on the voucher's page, the review stands on the offer's page with the sign that it is in the public
log, whose proof opens; another one is found helpful; the store answers at its counter; the operator hides it and everybody reads why.

usage: run.sh SCREEN test_review.py RAMBLA PLATFORM CITY
"""
import os
import sys
import tempfile

from driver import Program, screenshot, type_line
from test_dispute import Town
from test_town import Steps, good_at_any_time

TEXT = "Thin and crisp"
REPLY = "Come again"
REASON = "It names a guest"


def shot(name):
    if "RAMBLA_TEST_SHOTS" in os.environ:
        screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"review-{name}.png"))


def window_of(node):
    while node.get_parent().get_role_name() != "application":
        node = node.get_parent()
    return node.get_index_in_parent()


def open_offer(consumer, deal):
    consumer.press(consumer.find("push button", contains=f"{deal['title']}, {deal['store']['name']}"))
    consumer.find("push button", contains="Buy")


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(6)
    with tempfile.TemporaryDirectory() as folder:
        env = {"RAMBLA_PLATFORM_BINARY": platform, "RAMBLA_CITY_DIR": city, "LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi",
               **{f"XDG_{kind}_HOME": os.path.join(folder, kind.lower()) for kind in ("DATA", "CACHE", "STATE", "CONFIG")},
               "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy", "GSETTINGS_BACKEND": "memory"}
        place = os.path.join(folder, "town")
        demo = ["--demo", "--demo-folder", place]
        programs = [Program([rambla, *demo], env)]
        consumer = programs[0]
        try:
            consumer.find("entry", "Search offers", patience=90)
            town = Town(place)
            deal = good_at_any_time(place)
            town.use(deal)
            consumer.press(consumer.find("push button", "Wallet"))
            consumer.click(consumer.find("label", deal["title"], patience=30))
            consumer.press(consumer.find("push button", "Write a review"))
            consumer.press(consumer.find("push button", "4 stars"))
            consumer.enter(consumer.find("text", "What was it like?"), TEXT)
            shot("dialog")
            consumer.press(consumer.find("push button", "Publish"))
            consumer.find("label", "You have reviewed this.")
            review = town.call("GET", f"/v1/deals/{deal['id']}/reviews")["reviews"][0]
            if (review["text"], review["rating"], review["pseudonym"]) != (TEXT, 4, True):
                raise AssertionError(review)
            steps.done("the buyer writes, without a name")

            consumer.press(consumer.find("push button", "Back"))
            consumer.press(consumer.find("push button", "Explore"))
            consumer.focus(consumer.find("entry", "Search offers"))
            type_line(deal["title"])
            open_offer(consumer, deal)
            consumer.find("label", TEXT)
            consumer.press(consumer.find("push button", f"In the public log · entry {review['number']}"))
            consumer.find("label", contains=f"Entry {review['number']} of")
            shot("proof")
            consumer.click(consumer.find("label", "Close"))
            steps.done("it stands on the offer's page, and the proof that it is in the public log opens")

            consumer.press(consumer.find("push button", "Helpful"))
            consumer.find("push button", "This review is your own.")
            other = next(entry for entry in town.call("GET", f"/v1/deals/{deal['id']}/reviews")["reviews"] if entry["id"] != review["id"])
            consumer.press(consumer.find("push button", contains="Helpful"))
            consumer.find("push button", f"Helpful · {other['helpful'] + 1}")
            shot("helpful")
            steps.done("somebody else's is found helpful, one's own is not")

            counter = Program([rambla, "--counter", *demo], env)
            programs.append(counter)
            counter.raise_window()
            counter.enter(counter.find(name="Name of the store", patience=60), deal["store"]["name"])
            counter.press(counter.find("push button", contains=deal["store"]["name"] + ", "))
            counter.press(counter.find(name="Reviews"))
            counter.find("label", TEXT)
            shot("counter")
            counter.press(counter.find("push button", "Reply"))
            field = counter.find("text", "Your reply")
            counter.enter(field, REPLY)
            shot("reply")
            dialog = window_of(field)
            counter.click(counter.find("label", "Reply", accept=lambda node: window_of(node) == dialog))
            counter.find("label", REPLY)
            counter.stop()
            programs.remove(counter)
            consumer.raise_window()
            consumer.press(consumer.find("push button", "Back"))
            open_offer(consumer, deal)
            consumer.find("label", REPLY)
            shot("replied")
            steps.done("the store answers, and the buyer reads it")

            desk = Program([rambla, "--operator", *demo], env)
            programs.append(desk)
            desk.raise_window()
            desk.press(desk.find(name="Reviews", patience=60))
            desk.find("label", TEXT)
            shot("desk")
            desk.press(desk.find("push button", "Hide review"))
            desk.enter(desk.find("text", "Why, for everybody to read"), REASON)
            shot("hide")
            desk.click(desk.find("label", "Hide"))
            desk.gone("label", TEXT)
            desk.find("label", contains=REASON)
            desk.stop()
            programs.remove(desk)
            steps.done("the operator hides it, with a reason")

            consumer.raise_window()
            consumer.press(consumer.find("push button", "Back"))
            open_offer(consumer, deal)
            consumer.find("label", contains=f"Its stars count on. {REASON}")
            consumer.find("push button", f"In the public log · entry {review['number']}")
            if consumer.all("label", TEXT) or consumer.all("label", contains="platform's public log"):
                raise AssertionError(consumer.dump())
            shot("tombstone")
            steps.done("everybody reads the reason, the words are gone, and the log is whole")
        except BaseException:
            shot("failed")
            raise
        finally:
            for program in reversed(programs):
                program.stop()


if __name__ == "__main__":
    main()
