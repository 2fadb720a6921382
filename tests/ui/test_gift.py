# SPDX-License-Identifier: GPL-3.0-or-later
"""A voucher is bought, given to a friend and taken back, given again, and claimed by somebody else with an account, a home and a window
of their own; from then on it is the friend's alone. And the way to paper opens.

usage: run.sh SCREEN test_gift.py RAMBLA PLATFORM CITY
"""
import os
import re
import sys
import tempfile

from driver import screenshot, text_of, xdotool
from shopper import Shopper, Street
from test_dispute import Steps

CODE = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"


def shot(name):
    if "RAMBLA_TEST_SHOTS" in os.environ:
        screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"gift-{name}.png"))


def is_code(label):
    return re.fullmatch(CODE, text_of(label)) is not None


def give(giver, word):
    """Makes a gift link out of the voucher that is open. Returns its code."""
    window = giver.window
    window.press(window.find("push button", "Give to a friend"))
    window.enter(window.find("text", "A word for your friend"), word)
    window.press(window.find("push button", "Make a gift link"))
    window.find("push button", "Copy the link")
    return next(text_of(label) for label in window.all("label") if is_code(label))


def main():
    rambla, program, city = sys.argv[1:4]
    steps = Steps(8)
    with tempfile.TemporaryDirectory() as folder:
        street = Street(program, city, os.path.join(folder, "platform"))
        people = []
        try:
            street.start()
            (deal,) = street.deals(1)
            giver = Shopper(rambla, street.address, os.path.join(folder, "giver"))
            people.append(giver)
            window = giver.open()
            giver.sign_in("consumer@example.org", "sandbox")
            window.press(giver.choose(deal))
            window.press(window.find("push button", "Show voucher"))
            old = giver.scan(lambda text: len(text) > 100)
            steps.done("bought, and the voucher shows its code")

            window.press(window.find("push button", "Print"))
            window.find("label", "Print this voucher?")
            shot("print")
            window.press(window.find("push button", contains="Keep it here"))
            window.gone("label", "Print this voucher?")
            steps.done("printing asks first, and says what paper means")

            first = give(giver, "For your birthday")
            shot("sheet")
            assert giver.scan(lambda text: text.startswith(street.address)).startswith(street.address)
            window.find("label", contains="It can be claimed once, until ")
            steps.done("the gift has a link to scan and a code")

            window.press(window.find("push button", "Take it back"))
            window.find("push button", "Give to a friend")
            status, answer = street.call("GET", f"/v1/gifts/{first.replace('-', '')}", "consumer")
            assert (status, answer["code"]) == (409, "gift_gone"), answer
            old = giver.scan(lambda text: len(text) > 100)
            (voucher,) = street.call("GET", "/v1/vouchers", "consumer")[1]["vouchers"]
            typed = street.call("GET", "/v1/vouchers/" + voucher["id"], "consumer")[1]["code"]
            second = give(giver, "Now really")
            assert second != first
            xdotool("key", "Escape")
            window.find("label", contains="yours until it is claimed")
            steps.done("taken back before it was claimed, and given again with another code")

            friend = Shopper(rambla, street.address, os.path.join(folder, "friend"))
            people.append(friend)
            hers = friend.open()
            friend.sign_in("friend@example.net", "correct horse battery", "Frida Friend")
            hers.press(hers.find(name="Claim a gift"))
            hers.enter(hers.find("text", "Link or code of the gift"), first)
            hers.press(hers.find("push button", "Look at it"))
            hers.find("label", contains="taken back")
            hers.enter(hers.find("text", "Link or code of the gift"), second)
            hers.press(hers.find("push button", "Look at it"))
            hers.find("label", contains="Now really")
            shot("claim")
            hers.press(hers.find("push button", "Take it"))
            hers.find("label", contains=deal["title"])
            hers.find("label", contains="A gift from ")
            shot("claimed")
            steps.done("the friend, with an account just made, looks at it and takes it: it is active there")

            window.raise_window()
            window.find("label", "Given to Frida Friend")
            window.find("label", contains="Frida Friend has it since ")
            shot("given")
            steps.done("the giver sees whose it is now")

            body = {"store_id": deal["store"]["id"]}
            told = []
            for presented in (old, typed):
                status, answer = street.call("POST", "/v1/merchant/redemptions", "merchant", {**body, "presented": presented})
                assert status >= 400, answer
                told.append(answer["code"])
            assert told[1] == "revoked", told
            steps.done(f"neither the giver's old QR code nor the old code to read out is taken at the counter: {' and '.join(told)}")

            hers.raise_window()
            new = friend.scan(lambda text: len(text) > 100)
            status, answer = street.call("POST", "/v1/merchant/redemptions", "merchant", {**body, "presented": new})
            assert status == 201, answer
            hers.find("label", contains="Used")
            steps.done("the friend's is accepted")
        except BaseException:
            shot("failed")
            raise
        finally:
            for person in people:
                person.leave()
            street.stop()


if __name__ == "__main__":
    main()
