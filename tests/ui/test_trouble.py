# SPDX-License-Identifier: GPL-3.0-or-later
"""Windows that are killed, and windows on a bad network: the buyer's between the click and its answer and with the voucher open, the
counter's with something accepted and not handed in; garbage, a captive portal and a connection that breaks off at the checkout.

usage: run.sh SCREEN test_trouble.py RAMBLA PLATFORM CITY
"""
import os
import sqlite3
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))

from driver import screenshot, text_of, type_line, wait_for
from proxy import Plan, Portal, Proxy
from shopper import Shopper, Street
from test_counter_offline import is_ready, sign_in
from test_dispute import Steps

# More often than the window tries by itself.
OFTEN = 5
ORDER = ("POST", "/v1/orders")
PAYMENT = ("POST", "/v1/orders/[^/]+/payment")
REDEMPTION = ("POST", "/v1/merchant/redemptions")


def shot(name):
    if "RAMBLA_TEST_SHOTS" in os.environ:
        screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"trouble-{name}.png"))


class Road(Street):
    """A platform that everybody reaches through a proxy."""

    def __init__(self, program, city, data):
        super().__init__(program, city, data)
        self.data = data
        self.proxy = Proxy(int(self.address.rsplit(":", 1)[1]), portal=Portal())
        self.command += ["--base-uri", self.proxy.url]

    def ask(self, sql, *values):
        database = sqlite3.connect(f"file:{self.data}/platform.db?mode=ro", uri=True, timeout=30)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def buy(self, deal):
        """Without a window, and on paper, for the account's window has a key by now. Returns: the voucher"""
        body = {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": 1, "expected_total": deal["price"]}
        _, order = self.call("POST", "/v1/orders", "consumer", body)
        self.call("POST", f"/v1/orders/{order['id']}/payment", "consumer", {"method": "saved"})
        path = "/v1/orders/" + order["id"]
        (voucher,) = wait_for("the payment", lambda: self.call("GET", path, "consumer")[1].get("vouchers"))
        status, answer = self.call("POST", f"/v1/vouchers/{voucher['id']}/reissue", "consumer", {"form": "printed"})
        assert status == 201, answer
        return self.call("GET", "/v1/vouchers/" + voucher["id"], "consumer")[1]

    def check_bought_once(self, deal):
        """One order, paid once, with one voucher."""
        rows = self.ask("SELECT o.state, (SELECT count(*) FROM payments p WHERE p.order_id = o.id AND p.state = 'succeeded'), "
                        "(SELECT count(*) FROM vouchers v WHERE v.order_id = o.id) FROM orders o WHERE o.deal_id = ?", deal["id"])
        assert rows == [("paid", 1, 1)], rows


class Person(Shopper):
    """Who opens the window again after it was killed."""

    def kill(self):
        self.window.process.kill()
        self.window.process.wait()

    def kill_while_waiting(self, plan):
        """In the middle of a request that the platform has answered, and the window has not heard of."""
        wait_for("the request under way", lambda: plan.hits)
        self.kill()


def click_and_die(buyer, road, deals, steps):
    pay = buyer.choose(deals[0])
    road.proxy.plan = plan = Plan("stall", *PAYMENT, times=OFTEN)
    buyer.window.press(pay)
    buyer.kill_while_waiting(plan)
    road.proxy.plan = Plan()
    window = buyer.open()
    window.find("label", f"“{deals[0]['title']}” is paid: the voucher is in the wallet")
    shot("paid-at-next-start")
    road.check_bought_once(deals[0])
    steps.done("killed between the click and its answer: the next start finds the order and shows it paid, once")

    pay = buyer.choose(deals[1])
    road.proxy.plan = plan = Plan("stall", *ORDER, times=OFTEN)
    window.press(pay)
    buyer.kill_while_waiting(plan)
    road.proxy.plan = Plan()
    window = buyer.open()
    told = text_of(window.find("label", contains=f"“{deals[1]['title']}”"))
    assert "is paid" in told, told
    road.check_bought_once(deals[1])
    steps.done("killed while it was being reserved: the click still counts, once")


def show_and_die(buyer, road, deals, steps):
    def show():
        window.press(window.find(name="Wallet"))
        window.press(window.find("push button", contains=deals[0]["title"]))
        return buyer.scan(lambda text: len(text) > 100)

    window = buyer.window
    show()
    buyer.kill()
    road.stop()
    window = buyer.open()
    presented = show()
    shot("voucher-offline")
    road.start()
    body = {"presented": presented, "store_id": deals[0]["store"]["id"]}
    status, answer = road.call("POST", "/v1/merchant/redemptions/preview", "merchant", body)
    assert status == 200, answer
    window.press(window.find("push button", "Back"))
    steps.done("killed while the voucher was open: the next start shows a code that is good, with the platform down")


def bad_network(buyer, road, deals, steps):
    window = buyer.window
    for deal, fault, where, sentence in (
            (deals[2], "garbage", ORDER, "The platform"),
            (deals[3], "portal-200", ORDER, "The platform's answer made no sense."),
            (deals[4], "cut-within-body", PAYMENT, "The platform"),
            (deals[5], "portal-302", PAYMENT, "The platform's answer made no sense.")):
        pay = buyer.choose(deal)
        road.proxy.plan = plan = Plan(fault, *where, times=OFTEN)
        window.press(pay)
        again = window.find("push button", "Try again")
        told = text_of(window.find("label", contains=sentence))
        shot(fault)
        assert plan.hits > 0 and "nothing is paid twice" in told, told
        road.proxy.plan = Plan()
        window.press(again)
        window.find("label", "It is yours")
        window.press(window.find("push button", "Look for more"))
        road.check_bought_once(deal)
        steps.done(f"{fault} at {where[1]}: it is said, trying again goes on, and it is bought once: {told}")
    portal = [text for text in road.proxy.portal.heard if b"authorization" in text.lower() or text.startswith(b"POST")]
    assert not portal, portal


def accept_and_die(counter, road, deals, steps):
    store = deals[0]["store"]
    _, settings = road.call("GET", f"/v1/merchant/counter?store_id={store['id']}", "merchant")
    assert settings["offline"]["accept"], settings["offline"]
    voucher = road.buy(deals[0])
    window = counter.open()
    sign_in(window)
    window.enter(window.find(name="Name of the store"), store["name"])
    window.press(window.find("push button", contains=store["name"]))
    window.find(name="Voucher code")
    wait_for("a counter that is ready", lambda: is_ready(counter.env["XDG_STATE_HOME"]))
    road.stop()
    window.raise_window()
    window.focus(window.find(name="Voucher code"))
    type_line(voucher["token"])
    window.find("label", "Accepted offline")
    counter.kill()
    window = counter.open()
    window.find(contains="1 unsent")
    shot("unsent-at-next-start")
    assert not road.ask("SELECT 1 FROM redemptions")
    steps.done("the counter killed after it accepted offline: the next start knows what is unsent")

    road.start()
    window.gone(contains=" unsent")
    assert road.ask("SELECT v.id FROM redemptions r JOIN vouchers v ON v.id = r.voucher_id") == [(voucher["id"],)]
    assert not road.ask("SELECT 1 FROM redemption_conflicts")
    steps.done("when the platform is back it is handed in by itself, and is redeemed once")


def main():
    rambla, program, city = sys.argv[1:4]
    steps = Steps(9)
    with tempfile.TemporaryDirectory() as folder:
        road = Road(program, city, os.path.join(folder, "platform"))
        people = []
        try:
            road.start()
            deals = road.deals(6)
            buyer = Person(rambla, road.proxy.url, os.path.join(folder, "buyer"))
            people.append(buyer)
            buyer.open()
            buyer.sign_in("consumer@example.org", "sandbox")
            for part in (click_and_die, show_and_die, bad_network):
                part(buyer, road, deals, steps)
            buyer.leave()
            people.clear()
            counter = Person(rambla, road.proxy.url, os.path.join(folder, "counter"))
            counter.command.append("--counter")
            people.append(counter)
            accept_and_die(counter, road, deals, steps)
        except BaseException:
            shot("failed")
            raise
        finally:
            for person in people:
                person.leave()
            road.stop()
            road.proxy.close()


if __name__ == "__main__":
    main()
