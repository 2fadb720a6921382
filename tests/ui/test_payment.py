# SPDX-License-Identifier: GPL-3.0-or-later
"""Paying in the real window: on the hosted page with every kind of card, with a saved card that is declined, with a provider that does
not answer, with a price that changed meanwhile, and with a platform that is killed between the click and its answer.

usage: run.sh SCREEN test_payment.py RAMBLA PLATFORM CITY
"""
import os
import sqlite3
import sys
import tempfile

from browser import Browser
from driver import screenshot, text_of, wait_for
from shopper import Shopper, Street
from test_dispute import Steps


def fill(browser, number):
    browser.submit("number", {"number": number, "expiry": "12 / 34", "cvc": "123", "name": "Ana Sample"})


def shot(name):
    if "RAMBLA_TEST_SHOTS" in os.environ:
        screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"payment-{name}.png"))


class Buyer(Shopper):
    """The sample consumer, whose deeds at the checkout have names here."""

    def go_to_page(self, deal):
        """To the hosted page, with what a phone scans; the address is the page's own."""
        return self.follow_page(self.choose(deal))

    def follow_page(self, pay):
        self.window.press(self.window.find("check box", contains="Payment page."))
        self.window.press(pay)
        self.window.find("label", "Pay on the payment page")
        browser = Browser()
        browser.open(self.scan(lambda text: text.startswith("http://127.0.0.1:")))
        return browser

    def wait_done(self):
        """Until it is paid, without a touch; leaves the page."""
        self.window.find("label", "It is yours")
        self.window.press(self.window.find("push button", "Look for more"))


def count_payments(data):
    """How often each paid order was paid."""
    database = sqlite3.connect(f"file:{data}/platform.db?mode=ro", uri=True, timeout=30)
    rows = database.execute("SELECT order_id, count(*) FROM payments WHERE state = 'succeeded' GROUP BY order_id").fetchall()
    database.close()
    return [count for _, count in rows]


def hosted(buyer, street, deals, steps):
    window = buyer.window
    browser = buyer.go_to_page(deals[0])
    assert window.find("label", contains="Held for you for 14:")
    shot("waiting")
    steps.done("the window shows the page's code, and how long the hold lasts")

    fill(browser, "4000 0000 0000 0002")
    assert "declined" in browser.text, browser.text
    window.find("label", "Pay on the payment page")
    shot("declined-there")
    fill(browser, "4242 4242 4242 4242")
    buyer.wait_done()
    steps.done("declined there, then paid with another card: the window follows by itself")

    browser = buyer.go_to_page(deals[1])
    fill(browser, "4000 0000 0000 3220")
    browser.submit("answer", button="refuse")
    fill(browser, "4000 0000 0000 3220")
    browser.submit("answer", button="approve")
    buyer.wait_done()
    steps.done("the bank asks back: refused, then approved")

    browser = buyer.go_to_page(deals[2])
    fill(browser, "4000 0000 0000 1208")
    assert "under way" in browser.text, browser.text
    window.find("label", "The payment is on its way")
    shot("under-way")
    buyer.wait_done()
    steps.done("a card that takes its time: the window says that it is under way, and goes on by itself")


def use_card(data, method):
    """Has the provider's ready-made payment method of that name stand behind the sample consumer's saved card."""
    database = sqlite3.connect(os.path.join(data, "platform.db"), timeout=30)
    with database:
        assert database.execute("UPDATE saved_cards SET provider_method = ?", (method,)).rowcount == 1
    database.close()


def orders_for(street, deal):
    _, told = street.call("GET", "/v1/orders?limit=100", "consumer")
    return [order for order in told["orders"] if order["deal"]["id"] == deal["id"]]


def declined(buyer, street, deals, steps):
    window = buyer.window
    use_card(street.data, "pm_card_chargeDeclined")
    window.press(buyer.choose(deals[7]))
    told = buyer.label("Nothing was charged, and it is still held for you")
    assert "pay another way" in told, told
    assert window.find("label", contains="Held for you for 14:")
    shot("declined-here")
    (order,) = orders_for(street, deals[7])
    assert order["state"] == "pending_payment", order
    steps.done("the saved card is declined: the window says that nothing was taken, and that there is another way")

    browser = buyer.follow_page(window.find("push button", contains="Pay"))
    fill(browser, "4242 4242 4242 4242")
    buyer.wait_done()
    use_card(street.data, "pm_card_visa")
    (order,) = orders_for(street, deals[7])
    assert order["state"] == "paid", order
    steps.done("then paid on the page: one order, which is paid")


def unanswered(buyer, street, deals, steps):
    window = buyer.window
    pay = buyer.choose(deals[3])
    street.tell_provider("webhooks", "mode=drop")
    street.tell_provider("answers", "mode=fail&count=1000")
    window.press(pay)
    window.find("label", "No answer yet")
    assert "Do not pay again" in buyer.label("has not answered yet")
    assert not window.all("push button", contains="Pay"), window.dump()
    shot("unknown")
    street.tell_provider("answers", "mode=normal")
    street.tell_provider("webhooks", "mode=normal")
    buyer.wait_done()
    steps.done("no answer from the provider: the window says what that means, and ends it by itself")


def dearer(buyer, street, deals, steps):
    window = buyer.window
    deal = deals[4]
    pay = buyer.choose(deal)
    street.price(deal, deal["price"]["amount"] + 1000)
    window.press(pay)
    assert "Nothing was charged" in buyer.label("The price has changed since you saw it: it was ")
    shot("price")
    window.press(window.find("push button", "Go on with the new price"))
    buyer.wait_done()
    steps.done("the price changed meanwhile: both are said, nothing is charged before a yes")


def killed(buyer, street, deals, steps):
    window = buyer.window
    street.stop()
    street.start("pay.provider-answered:1:kill")
    window.press(buyer.choose(deals[5]))
    street.wait_killed()
    assert "nothing is paid twice" in buyer.label("Trying again goes on where it stopped")
    shot("killed")
    street.start("pay.try-stored:1:kill")
    again = window.find("push button", "Try again")
    window.press(again)
    buyer.wait_done()
    steps.done("the platform killed after the money was taken: trying again finds the payment")

    window.press(buyer.choose(deals[6]))
    street.wait_killed()
    window.process.kill()
    window.process.wait()
    street.start()
    window = buyer.open()
    told = text_of(window.find("label", contains=f"“{deals[6]['title']}”", patience=90))
    assert "the voucher is in the wallet" in told or "nothing was charged" in told or "not paid yet" in told, told
    shot("next-start")
    if "not paid yet" in told:
        window.press(window.find("push button", "Go on"))
        window.press(window.find("push button", contains="Pay"))
        buyer.wait_done()
    steps.done(f"platform and window killed while paying: the next start says how it ended: {told}")


def main():
    rambla, program, city = sys.argv[1:4]
    steps = Steps(11)
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "platform")
        street = Street(program, city, data)
        buyer = None
        try:
            street.start()
            deals = street.deals(8)
            buyer = Buyer(rambla, street.address, os.path.join(folder, "buyer"))
            buyer.open()
            buyer.sign_in("consumer@example.org", "sandbox")
            for part in (hosted, declined, unanswered, dearer, killed):
                part(buyer, street, deals, steps)
            counts = wait_for("eight payments", lambda: counts if len(counts := count_payments(data)) >= 7 else None)
            assert set(counts) == {1}, counts
            steps.done("every order was paid exactly once")
        except BaseException:
            shot("failed")
            raise
        finally:
            if buyer is not None:
                buyer.leave()
            street.stop()


if __name__ == "__main__":
    main()
