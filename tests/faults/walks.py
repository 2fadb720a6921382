# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with the platform, each walk short and complete, so that a fault can be put into any step of it. A walk goes on
over deaths of the program as an application would: the same request with the same key until there is an answer."""
import base64
import http.client
import os
import sqlite3
import struct
import time
import zlib

import offline
import town as towns

WALKS = {}


def walk(function):
    WALKS[function.__name__] = function
    return function


class Shopper:
    """Buys, shows and takes back; notes what was answered."""

    def __init__(self, town, name):
        self.town = town
        self.name = name
        self.keys = 0
        self.deals = {}

    def key(self):
        self.keys += 1
        return f"{self.name}-{self.keys}"

    def find(self, price):
        """The offer by its price; there are many free ones, of which only one is good everywhere and at any time."""
        if price not in self.deals:
            deals = self.town.ask("GET", "/v1/deals?limit=100").json["deals"]
            self.deals[price] = next(deal for deal in deals if deal["price"]["amount"] == price
                                     and (price != towns.DESSERT or deal["title"] == "Postre gratis"))
        return self.deals[price]

    def post(self, path, body, role="consumer", key=None):
        return self.town.ask("POST", path, body=body, token=self.town.tokens[role], key=key or self.key())

    def get(self, path, role="consumer"):
        return self.town.ask("GET", path, token=self.town.tokens[role])

    def order(self, price, quantity=1, slot_id=None):
        deal = self.find(price)
        key = self.key()
        self.town.acknowledged.note("wants-order", key=key)
        body = {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": quantity,
                "expected_total": {"amount": price * quantity, "currency": "UYU"}}
        if slot_id:
            body["slot_id"] = slot_id
        answer = self.post("/v1/orders", body, key=key)
        if answer.status != 201:
            raise AssertionError(f"ordering: {answer.status} {answer.body}")
        return answer.json["id"]

    def pay(self, order_id, method="saved"):
        answer = self.post(f"/v1/orders/{order_id}/payment", {"method": method})
        if answer.status == 201 and answer.json["state"] == "paid":
            self.town.acknowledged.note("paid", order_id=order_id)
        return answer

    def wait(self, order_id, *states, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            order = self.get(f"/v1/orders/{order_id}").json
            if order["state"] in states:
                if order["state"] == "paid":
                    self.town.acknowledged.note("paid", order_id=order_id)
                return order
            time.sleep(0.03)
        raise AssertionError(f"{order_id} is {order['state']}, not {' or '.join(states)}: {self.town.tail()}")

    def buy(self, price, quantity=1, **options):
        order_id = self.order(price, quantity, **options)
        answer = self.pay(order_id)
        if answer.status != 201:
            raise AssertionError(f"paying: {answer.status} {answer.body}")
        return order_id, self.wait(order_id, "paid")["vouchers"]

    def show(self, voucher_id, price, presented=None, key=None):
        if presented is None:
            presented = self.get(f"/v1/vouchers/{voucher_id}").json["code"]
        answer = self.post("/v1/merchant/redemptions", {"presented": presented, "store_id": self.find(price)["store"]["id"]},
                           role="merchant", key=key)
        if answer.status == 201:
            self.town.acknowledged.note("redeemed", voucher_id=voucher_id, redemption_id=answer.json["id"], key=key)
        return answer

    def refund(self, order_id):
        answer = self.post(f"/v1/orders/{order_id}/refunds", {})
        if answer.status == 201:
            self.town.acknowledged.note("refunded", order_id=order_id, amount=answer.json["amount"]["amount"])
        return answer


def expect(answer, status, code=None):
    if answer.status != status or (code is not None and answer.code != code):
        raise AssertionError(f"{answer.status} {answer.body!r}, not {status} {code or ''}")
    return answer


@walk
def buy_and_use(town):
    """One of three is used, two go back."""
    shopper = Shopper(town, "use")
    order_id, vouchers = shopper.buy(towns.SWIM, 3)
    expect(shopper.show(vouchers[0]["id"], towns.SWIM), 201)
    expect(shopper.show(vouchers[0]["id"], towns.SWIM), 409, "already_redeemed")
    expect(shopper.refund(order_id), 201)
    # The provider's own part of it, while this start still runs.
    wait_until(lambda: not town.query("SELECT 1 FROM refunds WHERE state = 'pending'"), town)


@walk
def buy_on_page(town):
    """The hosted page, its webhook; then a second payment of an order that is paid already goes back."""
    shopper = Shopper(town, "page")
    order_id = shopper.order(towns.SWIM)
    url = expect(shopper.pay(order_id, "hosted"), 201).json.get("url")
    paid = shopper.pay(order_id)
    if paid.status == 201:
        shopper.wait(order_id, "paid")
    if url:
        towns.fill_page(current_page(town, order_id) or url, towns.GOOD_CARD)
    shopper.wait(order_id, "paid")
    wait_until(lambda: not town.query("SELECT 1 FROM refunds WHERE state = 'pending'"), town)


def current_page(town, order_id):
    """The provider has another port after a start."""
    rows = town.query("SELECT url FROM payments WHERE order_id = ? AND url IS NOT NULL", order_id)
    if not rows:
        return None
    path = rows[0][0].split("/", 3)[3]
    return town.ready["payment_provider"]["url"] + "/" + path


@walk
def leave_page_open(town):
    """A hosted page was opened, then the order was paid otherwise: nobody is to pay there any more."""
    shopper = Shopper(town, "page")
    order_id = shopper.order(towns.SWIM)
    expect(shopper.pay(order_id, "hosted"), 201)
    expect(shopper.pay(order_id), 201)
    shopper.wait(order_id, "paid")


@walk
def change_mind(town):
    """Ordered and cancelled; ordered and forgotten; a free coupon."""
    shopper = Shopper(town, "mind")
    order_id = shopper.order(towns.RARE)
    expect(shopper.post(f"/v1/orders/{order_id}/cancel", {}), 201)
    shopper.order(towns.RARE)
    coupon = shopper.order(towns.DESSERT)
    expect(shopper.pay(coupon, "at_store"), 201)
    vouchers = shopper.wait(coupon, "paid")["vouchers"]
    expect(shopper.show(vouchers[0]["id"], towns.DESSERT), 201)


@walk
def hand_over(town):
    """Put on paper and offered to a friend, while the platform's key is changed; then used by the code on the sheet."""
    shopper = Shopper(town, "hand")
    _, vouchers = shopper.buy(towns.SWIM)
    voucher_id = vouchers[0]["id"]
    path = f"/v1/vouchers/{voucher_id}"
    paper = expect(shopper.post(f"{path}/reissue", {"form": "printed"}), 201).json
    expect(shopper.post(f"{path}/gift", {"message": "For you"}), 201)
    kid = town.query("SELECT kid FROM vouchers ORDER BY number DESC LIMIT 1")[0][0]
    expect(shopper.post("/v1/operator/key-rotations", {"stolen": kid}, role="operator"), 201)
    now = expect(shopper.get(path), 200).json
    if (now["generation"], now["code"]) != (3, paper["code"]):
        raise AssertionError(f"generation {now['generation']} with the code {now['code']}")
    expect(shopper.show(voucher_id, towns.SWIM), 201)
    if town.query(f"SELECT state FROM gifts WHERE voucher_id = '{voucher_id}'") != [("void",)]:
        raise AssertionError("the gift has outlived its voucher")


@walk
def undo(town):
    """Used by mistake, taken back, used again."""
    shopper = Shopper(town, "undo")
    _, vouchers = shopper.buy(towns.SWIM)
    voucher_id = vouchers[0]["id"]
    redemption = expect(shopper.show(voucher_id, towns.SWIM), 201).json
    expect(shopper.post(f"/v1/merchant/redemptions/{redemption['id']}/undo", {"reason": "The wrong one"}, role="merchant"), 201)
    town.acknowledged.note("undone", voucher_id=voucher_id, redemption_id=redemption["id"])
    expect(shopper.show(voucher_id, towns.SWIM), 201)


@walk
def book_slot(town):
    """A place at a time, paid at the store; another, given back."""
    shopper = Shopper(town, "slot")
    deal = next(deal for deal in town.ask("GET", "/v1/deals?kind=booking&limit=100").json["deals"] if deal["title"] == "Mesa junto a la ventana")
    day = 0
    slots = []
    while len(slots) < 2:
        day += 1
        date = time.strftime("%Y-%m-%d", time.gmtime(time.time() + town.offset + day * 86400))
        found = town.ask("GET", f"/v1/deals/{deal['id']}/slots?date={date}").json["slots"]
        slots += [slot for slot in found if slot.get("available", slot.get("left", 1))]
    for slot in slots[:2]:
        shopper.deals[0] = deal
        order_id = shopper.order(0, 1, slot_id=slot["id"])
        expect(shopper.pay(order_id, "at_store"), 201)
        shopper.wait(order_id, "paid")
    expect(shopper.refund(order_id), 201)


@walk
def stay_away(town):
    """A time with a deposit, and nobody comes: the deposit stays with the store."""
    shopper = Shopper(town, "away")
    deal = next(deal for deal in town.ask("GET", "/v1/deals?kind=booking&limit=100").json["deals"] if deal["title"] == "Turno de coloración")
    slots = []
    for day in range(1, 9):
        date = time.strftime("%Y-%m-%d", time.gmtime(time.time() + town.offset + day * 86400))
        slots = slots or [slot for slot in town.ask("GET", f"/v1/deals/{deal['id']}/slots?date={date}").json["slots"]
                          if slot.get("available", slot.get("left", 1))]
    price = deal["price"]["amount"]
    shopper.deals[price] = deal
    shopper.buy(price, 1, slot_id=slots[0]["id"])
    restart(town, 70 * 86400)
    wait_until(lambda: town.query("SELECT 1 FROM ledger_entries WHERE kind = 'no_show'"), town)


def let_accept_offline(town, store):
    """What the merchant allows its counters, in their settings."""
    path, token = f"/v1/merchant/settings?store_id={store}", town.tokens["merchant"]
    settings = town.ask("GET", path, token=token)
    body = {"offline": {"accept": True, "limit": {"amount": 500000, "currency": "UYU"}}, "undo_seconds": 600}
    town.ask("PUT", path, token=token, body=body, headers={"If-Match": settings.headers["ETag"]})


@walk
def accept_offline(town):
    """Two counters without a network take the same voucher, and one of them another; both hand in what they have."""
    shopper = Shopper(town, "offline")
    _, vouchers = shopper.buy(towns.SWIM, 2)
    store = shopper.find(towns.SWIM)["store"]["id"]
    token = town.tokens["merchant"]
    let_accept_offline(town, store)
    presented = [shopper.get(f"/v1/vouchers/{voucher['id']}").json["token"] for voucher in vouchers]
    counters = [offline.Counter(town), offline.Counter(town)]
    for counter in counters:
        counter.register(token)
    counters[0].scan(presented[0], store)
    counters[1].scan(presented[0], store)
    counters[1].scan(presented[1], store)
    verdicts = [verdict for counter in counters for verdict in counter.hand_in(token)]
    again = [verdict for counter in counters for verdict in counter.hand_in(token)]
    if [verdict["verdict"] for verdict in verdicts] != ["redeemed", "conflict", "redeemed"] or verdicts != again:
        raise AssertionError(f"{verdicts}, then {again}")


@walk
def dispute(town):
    """Used and not as described: the merchant's money is held, the operator gives half of it back."""
    shopper = Shopper(town, "dispute")
    order_id, vouchers = shopper.buy(towns.SWIM, 2)
    expect(shopper.show(vouchers[0]["id"], towns.SWIM), 201)
    opened = expect(shopper.post(f"/v1/orders/{order_id}/dispute", {"reason": "quality", "text": "The pool was empty"}), 201).json
    expect(shopper.post(f"/v1/operator/disputes/{opened['id']}/decision",
                        {"refund": {"amount": towns.SWIM // 2, "currency": "UYU"}, "text": "Half of it"}, role="operator"), 201)
    wait_until(lambda: not town.query("SELECT 1 FROM refunds WHERE state = 'pending'"), town)


@walk
def review(town):
    """Used and reviewed with a picture; the merchant replies, the operator hides the reply."""
    shopper = Shopper(town, "review")
    _, vouchers = shopper.buy(towns.SWIM)
    expect(shopper.show(vouchers[0]["id"], towns.SWIM), 201)
    picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    written = expect(shopper.post(f"/v1/vouchers/{vouchers[0]['id']}/review",
                                  {"rating": 2, "text": "Cold", "language": "en", "pictures": [{"data": picture}]}), 201).json
    replied = expect(shopper.post(f"/v1/merchant/reviews/{written['id']}/reply", {"text": "Sorry"}, role="merchant"), 201).json
    expect(shopper.post(f"/v1/operator/reviews/{replied['reply']['id']}/tombstone", {"reason": "law", "text": "A name"},
                        role="operator"), 201)


@walk
def give(town):
    """Printed anew, given to a friend, used by the friend."""
    shopper = Shopper(town, "give")
    _, vouchers = shopper.buy(towns.SWIM)
    voucher_id = vouchers[0]["id"]
    expect(shopper.post(f"/v1/vouchers/{voucher_id}/reissue", {"form": "printed"}), 201)
    gift = expect(shopper.post(f"/v1/vouchers/{voucher_id}/gift", {}), 201).json
    claimed = expect(shopper.post(f"/v1/gifts/{gift['code']}/claim", {}, role="friend"), 201).json
    expect(shopper.show(voucher_id, towns.SWIM, presented=claimed["code"]), 201)


def small_png():
    """One grey point."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b""))


@walk
def publish(town):
    """A new offer, sold once; then it is dearer, has fewer left, is stopped and goes on."""
    shopper = Shopper(town, "publish")
    store = shopper.find(towns.SWIM)["store"]["id"]
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + town.offset + 30 * 86400))
    offer = {"store_id": store, "kind": "voucher", "title": "Lane at noon", "summary": "A lane for an hour", "includes": ["A towel"],
             "price": {"amount": 31000, "currency": "UYU"}, "regular_price": {"amount": 50000, "currency": "UYU"}, "stock_left": 9,
             "valid_until": until, "use_within_days": 30}
    deal = expect(shopper.post("/v1/merchant/deals", offer, role="merchant"), 201).json
    shopper.buy(31000)
    path = "/v1/merchant/deals/" + deal["id"]
    for change in ({"price": {"amount": 33000, "currency": "UYU"}}, {"stock_left": 5}, {"state": "stopped"}, {"state": "on_sale"}):
        listed = expect(shopper.get(f"/v1/merchant/deals?store_id={store}", "merchant"), 200).json["deals"]
        etag = next(one["etag"] for one in listed if one["id"] == deal["id"])
        answer = town.ask("PATCH", path, body={"store_id": store, **change}, token=town.tokens["merchant"], key=shopper.key(),
                          headers={"If-Match": f'"{etag}"'})
        expect(answer, 200)
    picture = {"store_id": store, "data": base64.b64encode(small_png()).decode(), "alt": "The pool"}
    expect(shopper.post(f"{path}/pictures", picture, role="merchant"), 201)
    expect(town.ask("PUT", f"/v1/operator/deals/{deal['id']}/sponsorship", body={"until": until}, token=town.tokens["operator"]), 200)


@walk
def stay_signed_in(town):
    """New tokens for the old; an answer that was lost is asked for again with the same one."""
    tokens = None
    while tokens is None:
        answer = town.ask("POST", "/oauth/token", form={"grant_type": "urn:rambla:sign-in-code", "code": town.mint_code("consumer"), "client_id": "rambla"})
        # A code is good once: when its answer was lost, so is the code.
        tokens = answer.json if answer.status == 200 else None
    for _ in range(2):
        answer = town.ask("POST", "/oauth/token", form={"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], "client_id": "rambla"})
        tokens = expect(answer, 200).json
    expect(town.ask("GET", "/v1/me", token=tokens["access_token"]), 200)


@walk
def rotate_stolen_key(town):
    """The key that signed a voucher was stolen: another signs from now on, the voucher is issued anew and used."""
    shopper = Shopper(town, "key")
    _, vouchers = shopper.buy(towns.SWIM)
    voucher_id = vouchers[0]["id"]
    before = shopper.get(f"/v1/vouchers/{voucher_id}").json["token"]
    kid = town.query("SELECT kid FROM vouchers WHERE id = ?", voucher_id)[0][0]
    expect(shopper.post("/v1/operator/key-rotations", {"stolen": kid}, role="operator"), 201)
    refused = shopper.show(voucher_id, towns.SWIM, presented=before)
    if refused.status != 409 and refused.status != 422:
        raise AssertionError(f"signed with the stolen key: {refused.status} {refused.body}")
    expect(shopper.show(voucher_id, towns.SWIM, presented=shopper.get(f"/v1/vouchers/{voucher_id}").json["token"]), 201)


@walk
def close_group(town):
    """Too few joined: everybody has the money back."""
    shopper = Shopper(town, "group")
    deal = next(deal for deal in town.ask("GET", "/v1/deals?kind=group&limit=100").json["deals"] if deal["title"] == "Club de lectura")
    shopper.deals[deal["price"]["amount"]] = deal
    shopper.buy(deal["price"]["amount"])
    # (A sample city is brought up to date at each start, so that time alone never ends its groups.)
    with sqlite3.connect(town.database, timeout=20) as database:
        database.execute("UPDATE deal_groups SET deadline_at = ? WHERE deal = (SELECT row FROM deals WHERE id = ?)", (int(time.time()) - 1, deal["id"]))
    database.close()
    wait_until(lambda: not town.query("SELECT 1 FROM vouchers WHERE state = 'active' UNION SELECT 1 FROM refunds WHERE state = 'pending'"), town)


@walk
def be_settled(town):
    """What was earned is paid out once nobody can dispute it any more."""
    shopper = Shopper(town, "settle")
    _, vouchers = shopper.buy(towns.SWIM)
    expect(shopper.show(vouchers[0]["id"], towns.SWIM), 201)
    restart(town, 30 * 86400)
    if not town.query("SELECT 1 FROM settlements"):
        # Weekly: on the next Monday at the latest.
        for _ in range(8):
            restart(town, 86400)
            time.sleep(0.2)
            if town.query("SELECT 1 FROM settlements"):
                break
    wait_until(lambda: town.query("SELECT 1 FROM settlements"), town)


@walk
def back_up_and_restore(town):
    """A copy of the running platform; then it is put back while the platform stands still."""
    shopper = Shopper(town, "copy")
    shopper.buy(towns.SWIM)
    copy = os.path.join(town.folder, "copy.db")
    town.run_command("backup", "--data", town.data, "--to", copy)
    shopper.order(towns.SWIM)
    town.stop()
    town.run_command("restore", "--data", town.data, "--from", copy)
    restart(town, 0)
    orders = town.query("SELECT count (*) FROM orders WHERE id IN (SELECT order_id FROM vouchers)")[0][0]
    if orders != 1 or town.query("SELECT count (*) FROM orders")[0][0] != 1:
        raise AssertionError("what is there is not what was copied")


@walk
def forget(town):
    """Bought and never used: when the time is over the money goes back by itself; what was only held is released."""
    shopper = Shopper(town, "forget")
    shopper.buy(towns.SWIM)
    shopper.order(towns.RARE)
    restart(town, 70 * 86400)
    wait_until(lambda: not town.query("SELECT 1 FROM vouchers WHERE state = 'active' UNION SELECT 1 FROM orders WHERE state = 'pending_payment'"
                                      " UNION SELECT 1 FROM refunds WHERE state = 'pending'"), town)


@walk
def lose_the_provider(town):
    """Killed while a payment was being asked for: the next start does not know, asks, and finds out."""
    shopper = Shopper(town, "lose")
    order_id = shopper.order(towns.SWIM)
    options = town.options
    town.stop()
    town.start(fault="pay.before-provider:1:kill")
    try:
        town.ask_once("POST", f"/v1/orders/{order_id}/payment", body={"method": "saved"}, token=town.tokens["consumer"], key="lost")
    except (OSError, http.client.HTTPException):
        town.check_death()
    try:
        town.start(**options)
    except towns.Died:
        town.start_again()
    shopper.wait(order_id, "paid")


def restart(town, seconds):
    """Stops and starts it so much later; with the same fault, if it has not happened yet."""
    town.stop()
    try:
        town.start(offset=town.offset + seconds, **town.options)
    except towns.Died:
        town.start_again()


def wait_until(condition, town, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        if town.check_death(0) is not None:
            town.deaths += 1
            town.start_again()
        if time.monotonic() > deadline:
            raise AssertionError("it does not happen: " + town.tail())
        time.sleep(0.01)


def first_start(folder, options):
    """An empty data directory, the city's import, the first keys; at a fault once more from what is left."""
    town = towns.Town(folder)
    start_with(town, options)
    try:
        town.sign_in()
        buy_and_use(town)
    except BaseException:
        town.close()
        raise
    return town


def start_with(town, options):
    town.options = dict(options)
    try:
        town.start(**options)
    except towns.Died:
        town.start_again()


def second_start(folder, template, name, options):
    """A walk in a town that is there already."""
    town = towns.Town(folder, template=template)
    start_with(town, options)
    try:
        WALKS[name](town)
    except BaseException:
        town.close()
        raise
    return town
