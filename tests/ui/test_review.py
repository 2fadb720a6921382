# SPDX-License-Identifier: GPL-3.0-or-later
"""Used and reviewed: the buyer writes on the voucher's page, the store answers at its counter, and both stand on the offer's page with
the sign that they are in the public log, whose proof opens.

usage: run.sh SCREEN test_review.py RAMBLA PLATFORM CITY
"""
import os
import sys
import tempfile

from driver import Program, screenshot
from test_dispute import Steps, Town


class ReviewSteps(Steps):
    def done(self, name):
        self.number += 1
        if "RAMBLA_TEST_SHOTS" in os.environ:
            screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"review-{self.number}.png"))
        print(f"ok {self.number} - {name}", file=self.output, flush=True)


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = ReviewSteps(4)
    with tempfile.TemporaryDirectory() as folder:
        env = {"RAMBLA_PLATFORM_BINARY": platform, "RAMBLA_CITY_DIR": city, "LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi",
               "XDG_DATA_HOME": os.path.join(folder, "data"), "XDG_CACHE_HOME": os.path.join(folder, "cache"),
               "XDG_STATE_HOME": os.path.join(folder, "state"), "XDG_CONFIG_HOME": os.path.join(folder, "config"),
               "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy", "GSETTINGS_BACKEND": "memory"}
        place = os.path.join(folder, "town")
        demo = ["--demo", "--demo-folder", place]
        programs = [Program([rambla, *demo], env)]
        consumer = programs[0]
        try:
            consumer.find("entry", "Search offers", patience=90)
            town = Town(place)
            _, deal = town.dine()
            consumer.press(consumer.find("push button", "Wallet"))
            consumer.click(consumer.find("label", deal["title"], patience=30))
            consumer.press(consumer.find("push button", "Write a review"))
            consumer.press(consumer.find(name="4 stars"))
            consumer.enter(consumer.find("text", "What was it like?"), "Thin and crisp")
            steps.done("the buyer writes")

            consumer.press(consumer.find("push button", "Publish"))
            consumer.find("label", "You have reviewed this.")
            review = town.call("GET", f"/v1/deals/{deal['id']}/reviews")["reviews"][0]
            if review["text"] != "Thin and crisp" or not review.get("pseudonym"):
                raise AssertionError(review)

            counter = Program([rambla, "--counter", *demo], env)
            programs.append(counter)
            counter.raise_window()
            counter.enter(counter.find(name="Name of the store", patience=60), deal["store"]["name"])
            counter.press(counter.find("push button", contains=deal["store"]["name"] + ", "))
            counter.press(counter.find(name="Reviews"))
            counter.find("label", "Thin and crisp")
            counter.raise_window()
            counter.press(counter.find("push button", "Reply"))
            counter.enter(counter.find("text", "Your reply"), "Come again")
            counter.click(counter.find("label", "Reply", accept=lambda node: True, nth=0))
            counter.find("label", "Come again")
            steps.done("the store answers")
            counter.stop()
            programs.remove(counter)

            consumer.raise_window()
            consumer.press(consumer.find("push button", "Explore"))
            consumer.enter(consumer.find("entry", "Search offers"), deal["title"])
            consumer.click(consumer.find("label", deal["title"], patience=30))
            consumer.find("label", "Thin and crisp", patience=30)
            consumer.find("label", "Come again")
            sign = consumer.find("push button", contains=f"entry {review['number']:,}", patience=30)
            steps.done("both stand on the offer's page, in the public log")
            consumer.press(sign)
            consumer.find("label", contains=f"Entry {review['number']:,} of")
            steps.done("the proof opens")
        finally:
            for program in programs:
                program.stop()


if __name__ == "__main__":
    main()
