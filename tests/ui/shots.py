# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the application and takes the README's pictures.

usage: run.sh SCREEN shots.py LOOK FOLDER        LOOK: light, dark or narrow; programs and city from dev's environment
"""
import os
import subprocess
import sys
import tempfile

from driver import Program, read_qr, screenshot, text_of, type_line, wait_for

# Without a window manager a window has a plain frame; the pictures are taken inside it.
FRAME = 5


class Walk:
    def __init__(self, look, target, folder):
        build = os.path.dirname(os.path.dirname(os.path.dirname(os.environ["RAMBLA_PLATFORM_BINARY"])))
        self.look, self.target = look, target
        self.width, self.height = (360, 720) if look == "narrow" else (1200, 800)
        self.program = os.path.join(build, "src/rambla")
        self.demo = ["--demo", "--demo-folder", os.path.join(folder, "town")]
        self.env = {"LC_ALL": "C.UTF-8", "GSK_RENDERER": "cairo", "GSETTINGS_BACKEND": "memory", "GIO_USE_PROXY_RESOLVER": "dummy",
                    "ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if look == "dark" else "prefer-light",
                    **{f"XDG_{kind}_HOME": os.path.join(folder, kind.lower()) for kind in ("DATA", "CACHE", "STATE", "CONFIG")}}

    def start(self, *arguments):
        program = Program([self.program, *arguments, *self.demo], self.env)
        program.resize(self.width, self.height)
        return program

    def take(self, name):
        """A picture once nothing moves any more."""
        path = os.path.join(self.target, f"{name}.png")
        seen = [None]

        def still():
            screenshot(path)
            with open(path, "rb") as file:
                now = file.read()
            same, seen[0] = now == seen[0], now
            if not same:
                subprocess.run(["sleep", "0.6"], check=True)
            return same

        wait_for(f"{name} to stand still", still)
        subprocess.run(["convert", path, "-shave", f"{FRAME}x{FRAME}", "-strip", "-define", "png:compression-level=9", path], check=True)
        print(path)

    def find_offer(self, consumer, words):
        consumer.focus(consumer.find("entry", "Search offers", patience=90))
        type_line(words)
        card = consumer.find("push button", contains=words.split(",")[0])
        return card

    def consumer(self):
        consumer = self.start()
        try:
            consumer.find("push button", contains="%", patience=90)
            self.take({"light": "explore", "dark": "explore-dark", "narrow": "explore-narrow"}[self.look])
            if self.look == "dark":
                return None
            card = self.find_offer(consumer, "Fried hake with chips for 2")
            consumer.press(card)
            buy = consumer.find("push button", "Buy")
            self.take("deal" if self.look == "light" else "deal-narrow")
            if self.look == "narrow":
                return None
            consumer.press(buy)
            pay = consumer.find("push button", contains="Pay ")
            self.take("checkout")
            consumer.press(pay)
            consumer.press(consumer.find("push button", contains="Show voucher"))
            picture = os.path.join(self.target, "voucher.png")

            def scan():
                screenshot(picture)
                return read_qr(picture)

            presented = wait_for("a QR code", scan)
            labels = [text_of(label) for label in consumer.all("label")]
            store, address = labels[labels.index("Where") + 1:][:2]
            self.take("voucher")
            consumer.press(consumer.find("push button", "Back"))
            for words in ("Men's cut and wash", "2 cinema tickets", "Gym pass for 1 month"):
                consumer.press(consumer.find("push button", "Look for more"))
                consumer.press(self.find_offer(consumer, words))
                consumer.press(consumer.find("push button", "Buy"))
                consumer.press(consumer.find("push button", contains="Pay "))
                consumer.find("push button", contains="Show voucher")
            consumer.press(consumer.find("push button", "Wallet"))
            self.take("wallet")
            return presented, store, address.split(",")[0]
        finally:
            consumer.stop()

    def counter(self, presented, store, address):
        counter = self.start("--counter")
        try:
            counter.enter(counter.find(name="Name of the store"), store)
            counter.press(counter.find("push button", f"{store}, {address}"))
            counter.raise_window()
            counter.focus(counter.find(name="Voucher code"))
            type_line(presented)
            counter.find("label", "Accepted")
            self.take("counter")
            type_line(presented)
            counter.find("label", "Refused")
            self.take("counter-refused")
        finally:
            counter.stop()


def main():
    look, target = sys.argv[1:3]
    os.makedirs(target, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(look, target, folder)
        bought = walk.consumer()
        if bought is not None:
            walk.counter(*bought)


if __name__ == "__main__":
    main()
