# SPDX-License-Identifier: GPL-3.0-or-later
"""Everybody at once, and it happens once: requests are written to as many connections as there are racers before one answer is read, so
that the platform has all of them at the same moment. After each round the answers are judged, at the end the checker reads the books.

    exactly_once.py [--rounds N]      300 unless said otherwise; RAMBLA_SEED=N does the same again"""
import argparse
import collections
import json
import os
import random
import shutil
import socket
import sys
import tempfile
import threading
import time

import checker
import tap
import town as towns
import walks

MOST = 64
BATCH = 20  # vouchers bought at once


class Racers:
    """Connections that are kept open; what is to be said is said on all of them before anything is read."""

    def __init__(self, port):
        self.port = port
        self.sockets = []
        self.requests = 0

    def build(self, method, path, body=None, token=None, key=None):
        data = json.dumps(body).encode() if body is not None else b""
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(data)}"]
        if body is not None:
            lines.append("Content-Type: application/json")
        if token:
            lines.append(f"Authorization: Bearer {token}")
        if key:
            lines.append(f'Idempotency-Key: "{key}"')
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + data

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def race(self, requests, lose=0):
        """@lose: of so many the answer is not waited for: the connection is closed as soon as the request is away.
        Returns: (status, JSON) for each; None where it was not waited for."""
        while len(self.sockets) < len(requests):
            self.sockets.append(self.connect())
        self.requests += len(requests)
        texts = [self.build(*request) for request in requests]
        for connection, text in zip(self.sockets, texts):
            connection.sendall(text)
        answers = []
        for number in range(len(requests)):
            if number < lose:
                self.sockets[number].close()
                self.sockets[number] = self.connect()
                answers.append(None)
                continue
            status, body = self.read(self.sockets[number])
            while status == 429 or (status == 409 and body.get("code") == "idempotency_in_progress"):
                time.sleep(0.02)
                self.sockets[number].sendall(texts[number])
                status, body = self.read(self.sockets[number])
            answers.append((status, body))
        return answers

    @staticmethod
    def read(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65536)
            if not part:
                raise AssertionError("the connection was closed")
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        return int(lines[0].split()[1]), json.loads(body) if body else {}


class Races:
    def __init__(self, town, seed):
        self.town = town
        self.chance = random.Random(seed)
        self.shopper = walks.Shopper(town, "races")
        self.racers = Racers(town.port)
        self.store = self.shopper.find(towns.SWIM)["store"]["id"]
        self.tickets = []
        self.counts = collections.Counter()
        self.consumer = town.tokens["consumer"]
        self.merchant = town.tokens["merchant"]
        self.friend = town.tokens["friend"]

    def ticket(self):
        """A voucher nobody has shown yet: (id, code, token)"""
        if not self.tickets:
            order_id, vouchers = self.shopper.buy(towns.SWIM, BATCH)
            for voucher in vouchers:
                whole = self.shopper.get(f"/v1/vouchers/{voucher['id']}").json
                self.tickets.append((whole["id"], whole["code"], whole["token"]))
        return self.tickets.pop()

    def redeem(self, presented, key=None):
        return ("POST", "/v1/merchant/redemptions", {"presented": presented, "store_id": self.store}, self.merchant, key or self.shopper.key())

    @staticmethod
    def judge(answers, *good):
        """One of them was 201, all others were refused for one of the good reasons."""
        won = [body for status, body in answers if status == 201]
        lost = [(status, body.get("code")) for status, body in answers if status != 201]
        if len(won) != 1 or any(status != 409 or code not in good for status, code in lost):
            raise AssertionError(f"{len(won)} won, the others: {collections.Counter(lost)}")
        return won[0]

    def note(self, voucher_id, redemption):
        self.town.acknowledged.note("redeemed", voucher_id=voucher_id, redemption_id=redemption["id"])

    # --- the races ---

    def counters(self):
        """2 to 64 counters at one voucher, by its code and by its token."""
        voucher_id, code, token = self.ticket()
        n = self.chance.choice([2, 2, 3, 4, 8, 16, 32, MOST])
        self.note(voucher_id, self.judge(self.racers.race([self.redeem(self.chance.choice([code, token])) for _ in range(n)]), "already_redeemed"))

    def counters_and_lost_answers(self):
        """Some answers are lost after they were given; asked again with the same key they are the same, with another they are not."""
        voucher_id, code, _ = self.ticket()
        keys = [self.shopper.key() for _ in range(self.chance.randint(2, 6))]
        lose = self.chance.randint(1, len(keys) - 1)
        first = self.racers.race([self.redeem(code, key) for key in keys], lose=lose)
        again = self.racers.race([self.redeem(code, key) for key in keys])
        for before, after in zip(first, again):
            if before is not None and before != after:
                raise AssertionError(f"{before}, then {after}")
        self.note(voucher_id, self.judge(again, "already_redeemed"))

    def refund(self):
        """Counters against the buyer who takes the money back: one side has it."""
        order_id, vouchers = self.shopper.buy(towns.SWIM)
        code = self.shopper.get(f"/v1/vouchers/{vouchers[0]['id']}").json["code"]
        back = ("POST", f"/v1/orders/{order_id}/refunds", {}, self.consumer)
        requests = [self.redeem(code) for _ in range(self.chance.randint(1, 4))] + [(*back, self.shopper.key()) for _ in range(self.chance.randint(1, 3))]
        self.chance.shuffle(requests)
        answers = self.racers.race(requests)
        won = self.judge(answers, "already_redeemed", "refunded", "not_refundable", "conflict")
        if "redeemed_at" in won:
            self.note(vouchers[0]["id"], won)
        else:
            self.town.acknowledged.note("refunded", order_id=order_id, amount=won["amount"]["amount"])

    def undo(self):
        """Taken back by several at once, while others show it again: one undo, and at most one new redemption."""
        voucher_id, code, _ = self.ticket()
        redemption = self.judge(self.racers.race([self.redeem(code)]))
        self.note(voucher_id, redemption)
        back = ("POST", f"/v1/merchant/redemptions/{redemption['id']}/undo", {"reason": "A race"}, self.merchant)
        requests = [(*back, self.shopper.key()) for _ in range(self.chance.randint(1, 4))] + [self.redeem(code) for _ in range(self.chance.randint(1, 4))]
        self.chance.shuffle(requests)
        answers = self.racers.race(requests)
        undone = [body for (status, body), request in zip(answers, requests) if status == 201 and request[1].endswith("/undo")]
        again = [body for (status, body), request in zip(answers, requests) if status == 201 and not request[1].endswith("/undo")]
        if len(undone) != 1 or len(again) > 1 or any(status not in (201, 409) for status, _ in answers):
            raise AssertionError(f"{len(undone)} undone, {len(again)} again: {answers}")
        self.town.acknowledged.note("undone", voucher_id=voucher_id, redemption_id=redemption["id"])
        for body in again:
            self.note(voucher_id, body)

    def gift(self):
        """On its way to a friend: claimed, used, or given back, but only one of them."""
        order_id, vouchers = self.shopper.buy(towns.SWIM)
        voucher_id = vouchers[0]["id"]
        code = self.shopper.get(f"/v1/vouchers/{voucher_id}").json["code"]
        gift = walks.expect(self.shopper.post(f"/v1/vouchers/{voucher_id}/gift", {}), 201).json
        claim = ("POST", f"/v1/gifts/{gift['code']}/claim", {}, self.friend)
        requests = [(*claim, self.shopper.key()) for _ in range(self.chance.randint(1, 3))]
        requests += [self.redeem(code) for _ in range(self.chance.randint(0, 2))]
        requests += [("POST", f"/v1/orders/{order_id}/refunds", {}, self.consumer, self.shopper.key()) for _ in range(self.chance.randint(0, 1))]
        self.chance.shuffle(requests)
        answers = self.racers.race(requests)
        won = [(request, body) for (status, body), request in zip(answers, requests) if status in (200, 201)]
        kinds = {request[1].rsplit("/", 1)[1] for request, _ in won}
        # The friend who claims again has it already; all else excludes each other.
        if len(kinds) != 1 or (kinds != {"claim"} and len(won) != 1) or any(status >= 500 or status == 400 for status, _ in answers):
            raise AssertionError(f"{kinds} went well: {[(request[1], status, body.get('code')) for (status, body), request in zip(answers, requests)]}")
        for request, body in won:
            if request[1].endswith("/redemptions"):
                self.note(voucher_id, body)
            elif request[1].endswith("/refunds"):
                self.town.acknowledged.note("refunded", order_id=order_id, amount=body["amount"]["amount"])

    def same_payment(self):
        """The same payment many times at once, with one key and with many: it is taken once."""
        order_id = self.shopper.order(towns.SWIM)
        pay = ("POST", f"/v1/orders/{order_id}/payment", {"method": "saved"}, self.consumer)
        key = self.shopper.key()
        n = self.chance.choice([2, 8, MOST])
        requests = [(*pay, key if self.chance.random() < 0.7 else self.shopper.key()) for _ in range(n)]
        for status, body in self.racers.race(requests):
            if status != 201 or body["state"] not in ("paid", "pending_payment", "unknown"):
                raise AssertionError(f"{status} {body}")
        self.shopper.wait(order_id, "paid")
        self.once_paid(order_id)

    def once_paid(self, order_id):
        rows = self.town.query("SELECT count (*) FROM payments WHERE order_id = ? AND state = 'succeeded'", order_id)
        if rows[0][0] != 1:
            raise AssertionError(f"{order_id} was paid {rows[0][0]} times")

    def same_order(self):
        """The same order many times at once with one key is one order."""
        deal = self.shopper.find(towns.SWIM)
        key = self.shopper.key()
        self.town.acknowledged.note("wants-order", key=key)
        body = {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": 1, "expected_total": {"amount": towns.SWIM, "currency": "UYU"}}
        answers = self.racers.race([("POST", "/v1/orders", body, self.consumer, key)] * self.chance.choice([2, 8, MOST]))
        if len({body["id"] for status, body in answers if status == 201}) != 1 or any(status != 201 for status, _ in answers):
            raise AssertionError(f"{answers[:3]}")

    def completion(self):
        """The provider's webhook, the page that the buyer comes back to, those who ask, and now and then a restart, at one order."""
        order_id = self.shopper.order(towns.SWIM)
        url = self.shopper.pay(order_id, "hosted").json.get("url")
        payer = threading.Thread(target=towns.fill_page, args=(url, towns.GOOD_CARD))
        payer.start()
        for _ in range(self.chance.randint(1, 3)):
            ask = [("GET", f"/v1/orders/{order_id}", None, self.consumer), ("GET", f"/pay/{order_id}/return")] * self.chance.randint(1, 6)
            for connection, request in zip(self.grown(len(ask)), ask):
                connection.sendall(self.racers.build(*request))
            for connection in self.racers.sockets[:len(ask)]:
                self.read_any(connection)
        if self.chance.random() < 0.1:
            self.town.kill()
            self.town.start_again()
            self.racers.sockets = []
        payer.join()
        # A page that died with its provider is paid at its next address.
        for _ in range(20):
            state = self.shopper.get(f"/v1/orders/{order_id}").json["state"]
            if state == "paid":
                break
            page = walks.current_page(self.town, order_id)
            if page and state == "pending_payment":
                towns.fill_page(page, towns.GOOD_CARD, attempts=1)
            time.sleep(0.02)
        self.shopper.wait(order_id, "paid")
        self.once_paid(order_id)

    def grown(self, n):
        while len(self.racers.sockets) < n:
            self.racers.sockets.append(self.racers.connect())
        return self.racers.sockets[:n]

    def read_any(self, connection):
        """An answer that may be a page."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        if int(head.split()[1]) >= 500:
            raise AssertionError(head.decode("latin-1"))

    RACES = [("counters", 6), ("counters_and_lost_answers", 3), ("refund", 3), ("undo", 3), ("gift", 2), ("same_payment", 1), ("same_order", 1),
             ("completion", 1)]

    def run(self, rounds):
        names = [name for name, weight in self.RACES for _ in range(weight)]
        for number in range(rounds):
            name = names[number] if number < len(names) else self.chance.choice(names)
            self.counts[name] += 1
            try:
                getattr(self, name)()
            except AssertionError as error:
                yield f"round {number}, {name}: {error}"


def race(folder, template, rounds, seed):
    town = towns.Town(folder, template=template)
    town.start()
    try:
        races = Races(town, seed)
        started = time.monotonic()
        yield from races.run(rounds)
        tap.say_figures(f"{rounds} rounds, {races.racers.requests} requests in {time.monotonic() - started:.1f} s: {dict(races.counts)}")
        town.settle()
        for rule, what in checker.check(town.data, before=os.path.join(template, "data", "platform.db"), acknowledged=town.acknowledged.path,
                                        now=time.time() + town.offset):
            yield f"{rule}: {what}"
    finally:
        town.close()


def same_200(folder, template):
    """200 identical payments at once, over 200 connections."""
    town = towns.Town(folder, template=template)
    town.start()
    try:
        races = Races(town, 0)
        order_id = races.shopper.order(towns.SWIM)
        answers = races.racers.race([("POST", f"/v1/orders/{order_id}/payment", {"method": "saved"}, races.consumer, "the-one")] * 200)
        told = collections.Counter((status, json.dumps(body)) for status, body in answers)
        if set(told) != {(201, '{"state": "paid"}')}:
            yield f"{told}"
        races.once_paid(order_id)
        town.settle()
        for rule, what in checker.check(town.data, before=os.path.join(template, "data", "platform.db"), acknowledged=town.acknowledged.path,
                                        now=time.time() + town.offset):
            yield f"{rule}: {what}"
    finally:
        town.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=300)
    arguments = parser.parse_args()
    seed = towns.get_seed()
    folder = tempfile.mkdtemp(prefix="rambla-once-")
    template = towns.make_template(os.path.join(folder, "template"))
    # One town for 1,000 rounds.
    rounds = [min(1000, arguments.rounds - done) for done in range(0, arguments.rounds, 1000)]
    cases = [tap.Case("200 identical payments", same_200, os.path.join(folder, "same"), template)]
    cases += [tap.Case(f"{n} rounds, seed {seed} + {number}", race, os.path.join(folder, str(number)), template, n, seed + number)
              for number, n in enumerate(rounds)]
    failures = tap.run(cases, side_by_side=1, remark=f"RAMBLA_SEED={seed}")
    if not failures:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
