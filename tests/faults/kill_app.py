# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the application at every fault point of its client library, starts it again as a person would, and has the checker read the
platform's database and the application's own files: every purchase is found again and finished, or nothing was taken.

    kill_app.py [--passings N]"""
import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time

import application
import checker
import points
import tap
import town as towns
import walks

JOURNEYS = {}


def read_refresh_token(path):
    """The hash of the token that the next start will have, as the platform keeps it; None without one."""
    with open(path, encoding="utf-8") as file:
        kept = json.load(file).get("tokens")
    return hashlib.sha256(json.loads(kept)["refresh"].encode()).hexdigest() if kept else None


def journey(function):
    JOURNEYS[function.__name__] = function
    return function


class Day:
    """A town, a person with the application, and the fault that waits for them."""

    def __init__(self, folder, template, options):
        self.town = towns.Town(os.path.join(folder, "town"), template=template)
        self.town.start()
        self.app = application.Application(os.path.join(folder, "app"), self.town)
        self.shopper = walks.Shopper(self.town, "day")
        self.options = options
        self.orders = 0

    def go(self, *what, **more):
        """With the fault, once."""
        code = self.app.go(*what, **self.options, **more)
        if code < 0:
            self.options = {}
        return code

    def wants_order(self):
        self.orders += 1
        self.town.acknowledged.note("wants-order", key=f"app-{self.orders}")

    def unused_tokens(self):
        """The hashes of refresh tokens that were not traded yet."""
        return {row[0].hex() for row in self.town.query("SELECT hash FROM tokens WHERE kind = 'refresh' AND used_at IS NULL")}

    def count(self, sql):
        return self.town.query(sql)[0][0]


@journey
def buy_with_saved_card(day):
    day.wants_order()
    code = day.go("buy", day.shopper.find(towns.SWIM)["id"], "saved", 2)
    written = day.app.has("paid") or os.listdir(os.path.join(day.app.folder, "purchases")) if code < 0 else True
    day.go("resume")
    day.app.go("resume")
    if written and day.count("SELECT count (*) FROM orders WHERE state = 'paid'") != 1:
        yield "what was confirmed was not bought"


@journey
def buy_on_page(day):
    day.wants_order()

    def pay(url):
        towns.fill_page(url, towns.GOOD_CARD)
    code = day.go("buy", day.shopper.find(towns.SWIM)["id"], "hosted", 1, on_url=pay)
    written = os.path.isdir(os.path.join(day.app.folder, "purchases")) and os.listdir(os.path.join(day.app.folder, "purchases"))
    if code < 0:
        day.app.go("resume", on_url=pay)
    if (written or code == 0) and day.count("SELECT count (*) FROM orders WHERE state = 'paid'") != 1:
        yield "what was confirmed was not bought"


@journey
def come_back_late(day):
    """Killed with an order and no payment; the next start is after the hold's time: nothing is bought any more, what is held is given back."""
    day.wants_order()
    day.app.go("buy", day.shopper.find(towns.RARE)["id"], "saved", 1, fault="checkout.order-answered:1:kill")
    folder = os.path.join(day.app.folder, "purchases")
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            purchase = json.load(file)
        purchase["created_at"] -= 1000
        with open(path, "w", encoding="utf-8") as file:
            json.dump(purchase, file)
    day.app.deaths = 0
    if day.go("resume") < 0:
        day.app.go("resume")
    if day.count("SELECT count (*) FROM orders WHERE state = 'cancelled'") != 1:
        yield "the hold was not given back"


@journey
def look_into_wallet(day):
    _, vouchers = day.shopper.buy(towns.SWIM, 3)
    day.go("wallet")
    day.app.go("wallet")
    if day.app.has("wallet")["count"] != "3" or day.app.has("kept")["count"] != "3" or day.app.get_errors():
        yield f"three vouchers, told were {day.app.events}"


@journey
def stand_at_counter(day):
    _, vouchers = day.shopper.buy(towns.SWIM, 1)
    code = day.shopper.get(f"/v1/vouchers/{vouchers[0]['id']}").json["code"]
    store = day.shopper.find(towns.SWIM)["store"]["id"]
    if day.go("redeem", store, code, role="merchant") < 0:
        day.app.go("redeem", store, code, role="merchant")
    told = day.app.has("redeemed") or day.app.has("refused")
    if day.count("SELECT count (*) FROM redemptions") != 1 or told is None or told.get("problem", "already_redeemed") != "already_redeemed":
        yield f"one redemption is to be there; told was {told}"


@journey
def stand_through_outage(day):
    """The platform goes while the counter stands; what it says to have accepted is handed in, whatever happens to it meanwhile."""
    _, vouchers = day.shopper.buy(towns.SWIM)
    store = day.shopper.find(towns.SWIM)["store"]["id"]
    walks.let_accept_offline(day.town, store)
    token = day.shopper.get(f"/v1/vouchers/{vouchers[0]['id']}").json["token"]
    accepted = []

    def follow(event):
        if event == "ready":
            day.town.kill()
        elif event == "accepted":
            accepted.append(event)
            day.town.start_again()
    stored = day.go("stand", store, token, role="merchant", on_event=follow) >= 0
    if day.town.is_dead():
        day.town.start_again()
    day.app.go("stand", store, role="merchant")
    redeemed = day.count("SELECT count (*) FROM redemptions")
    if redeemed > 1 or ((accepted or stored) and redeemed != 1):
        yield f"{redeemed} redemptions, {'accepted' if accepted else 'not accepted'}"


@journey
def stay_signed_in(day):
    """Killed around the tokens that came for the old ones: the next start still has the old ones, which are good a while longer."""
    secrets = os.path.join(day.app.folder, "secrets.json")
    keep = {"RAMBLA_DRIVER_SECRETS": secrets}
    day.app.go("stay", environment=keep)
    day.go("stay", role=None, environment=keep)
    day.app.go("stay", role=None, environment=keep)
    if not day.app.has("restored") or not day.app.has("signed-in") or day.app.get_errors():
        yield f"the next start was told {day.app.events}"
    if os.stat(secrets).st_mode & 0o777 != 0o600 or os.listdir(day.app.folder) != ["secrets.json"]:
        yield f"tokens lie about: {os.listdir(day.app.folder)}"


@journey
def come_back_much_later(day):
    """The same, and the next start is so late that the old tokens are worth nothing: it asks to sign in, and that works."""
    secrets = os.path.join(day.app.folder, "secrets.json")
    keep = {"RAMBLA_DRIVER_SECRETS": secrets}
    day.app.go("stay", environment=keep)
    killed = day.go("stay", role=None, environment=keep) < 0
    day.town.stop()
    day.town.start(offset=day.town.offset + 60)
    kept = killed and read_refresh_token(secrets) in day.unused_tokens()
    day.app.go("stay", role=None, environment=keep)
    if killed and not kept:
        told = [error["code"] for error in day.app.get_errors()]
        if told != ["signed_out"] or not day.app.has("signed-out"):
            yield f"the next start was told {day.app.events}"
        if read_refresh_token(secrets) is not None:
            yield "tokens that are worth nothing are kept"
        day.app.go("stay", environment=keep)
    if not day.app.has("signed-in"):
        yield f"signing in ended with {day.app.events}"


@journey
def keep_a_search(day):
    """What is kept on this machine is the text before or the one after, never half of one."""
    day.app.go("keep", "before")
    stored = day.go("keep", "after") >= 0
    day.app.go("keep")
    was = day.app.has("was")
    if was is None or was["text"] not in (("after",) if stored else ("before", "after")):
        yield f"kept was {was}, stored: {stored}"


@journey
def take_back(day):
    order_id, _ = day.shopper.buy(towns.SWIM, 2)
    if day.go("refund", order_id) < 0:
        day.app.go("refund", order_id)
    if day.count("SELECT count (*) FROM vouchers WHERE state = 'refunded'") != 2:
        yield "the money did not go back"


def run(folder, template, name, options):
    """Returns: (deaths, complaints)"""
    day = Day(folder, template, options)
    try:
        complaints = list(JOURNEYS[name](day))
        # Without the fault, everything that was under way is brought to its end.
        day.app.go("resume", on_url=lambda url: towns.fill_page(url, towns.GOOD_CARD))
        day.app.go("wallet")
        deaths = day.app.deaths
        day.town.settle()
        broken = checker.check(day.town.data, before=os.path.join(template, "data", "platform.db"), acknowledged=day.town.acknowledged.path,
                               app=day.app.folder, now=time.time() + day.town.offset)
        return deaths, complaints + [f"{rule}: {what}" for rule, what in broken]
    finally:
        day.town.close()


def rehearse(folder, template):
    passed = {}
    for name in JOURNEYS:
        trace = os.path.join(folder, name + ".trace")
        open(trace, "w", encoding="ascii").close()
        _, complaints = run(os.path.join(folder, "rehearsal-" + name), template, name, {"trace": trace})
        if complaints:
            raise RuntimeError(f"{name} does not even work without a fault: {complaints}")
        passed[name] = points.read_trace(trace)
    return passed


def kill_at(folder, template, name, point, passing):
    where = os.path.join(folder, f"{point}-{passing}-{name}")
    deaths, complaints = run(where, template, name, {"fault": f"{point}:{passing}:kill"})
    if not complaints:
        shutil.rmtree(where)
    return complaints if deaths else [*complaints, "it was not passed"]


def miss(point):
    yield f"{point.path}:{point.line} is passed by no journey in tests/faults/kill_app.py"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--passings", type=int, default=1)
    parser.add_argument("--point")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="rambla-kill-app-")
    template = towns.make_template(os.path.join(folder, "template"))
    passed = rehearse(folder, template)
    cases = []
    for point in points.find():
        if point.room not in ("client", "model") or arguments.point not in (None, point.name):
            continue
        names = [name for name in passed if passed[name][point.name]]
        if not names:
            cases.append(tap.Case(point.name, miss, point))
        # In every journey that comes by: what is open at that moment differs.
        for name in names:
            for passing in range(1, min(arguments.passings, passed[name][point.name]) + 1):
                cases.append(tap.Case(f"{point.name}:{passing} in {name}", kill_at, folder, template, name, point.name, passing))
    failures = tap.run(cases, side_by_side=4)
    tap.say_figures(f"{len(cases)} kills in {len(passed)} journeys")
    if not failures:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
