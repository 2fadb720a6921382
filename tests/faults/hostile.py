# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that were good, made bad: every request of the walks with each member of its body left out, repeated, renamed or replaced by
something nasty, with torn JSON, deep nesting, huge numbers and odd text, with heads that no client sends. Nothing of it is a fault of
the platform's own (no 5xx), nothing ends it, nothing makes it grow, and the books stay right.

    hostile.py [--changes N]      changes of chance for each request, 60 unless said otherwise; RAMBLA_SEED=N does the same again"""
import argparse
import collections
import copy
import json
import os
import random
import shutil
import socket
import sys
import tempfile
import time

import checker
import tap
import town as towns
import walks

GROWTH = 12 * 1024 * 1024

NASTY = [
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, -2**63, 2**63, 10**30, 0.5, -0.0, 1e308, "", " ", "0", "null", "\u0000", "\ud800", "\ufeff", "\u202e",
    "\U0001f600" * 50, "a" * 5000, "é" * 3000, "'; DROP TABLE orders; --", "../../etc/passwd", "%00%0a", "<script>", "{}", "RV1", "a.b.c", "ey" * 500 + "..",
    [], {}, [[]], [None] * 200, {"": ""}, {"amount": "1"}, {"amount": 1, "currency": "UYU", "x": 1}, {"amount": 2**62, "currency": "UYU"},
    {"amount": -1, "currency": "UYU"}, {"amount": 1.5, "currency": "uyu"},
]
TORN = [
    b"", b" ", b"{", b"}", b"null", b"[]", b'"x"', b"{}{}", b'{"a":1,}', b'{"a"}', b'{a:1}', b"{'a':1}", b'{"a":01}', b'{"a":1e99999}', b'{"a":NaN}', b"\xff\xfe",
    b'{"a":"\xff"}', b'{"a":"\xc0\x80"}', b'{"a":"\xed\xa0\x80"}', b"\xef\xbb\xbf{}", b"[" * 5000, b'{"a":' * 3000, b'{"a":' + b"[" * 60 + b"]" * 60 + b"}", b'{"a":' + b"9" * 4000 + b"}",
    b'{"a":0.' + b"9" * 4000 + b"}", b'{"a":"' + b"\\u0041" * 9000 + b'"}', b'{"a":"\\ud83d"}', b'{"a":"\\', b"{" + b'"k":1,' * 8000 + b'"k":1}', b"\x00" * 100, b"a" * 70000,
]
HEADS = [
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"GET /v1 HTTP/1.1\r\n\r\n", b"\r\n\r\n\r\n", b"GET  /v1  HTTP/1.1\r\nHost: x\r\n\r\n", b"get /v1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v1 HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /v1 HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 3000 + b"\r\n", b"GET /v1 HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 60000 + b"\r\n\r\n",
    b"GET /v1 HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", b"GET /v1\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /v1/deals/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v1/deals?q=%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", b"GET http://other/v1 HTTP/1.1\r\nHost: x\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", b"TRACE /v1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /v1 HTTP/1.1\r\nHost: x\r\nRange: bytes=0-0,1-1,2-2\r\n\r\n", b"GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + b"a" * 20000 + b"\r\n\r\n",
    b"GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Basic Og==\r\n\r\n", b"GET /v1 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
]


def places(value, path=()):
    """Every place in a body: the way to it."""
    yield path
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], (*path, name))
    elif isinstance(value, list):
        for index in range(min(len(value), 3)):
            yield from places(value[index], (*path, index))


def replaced(body, path, value):
    if not path:
        return value
    result = copy.deepcopy(body)
    at = result
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return result


def left_out(body, path):
    result = copy.deepcopy(body)
    at = result
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return result


def changes(body, chance, n):
    """Bodies as bytes."""
    text = json.dumps(body).encode()
    every = list(places(body))
    for path in every[1:]:
        yield json.dumps(left_out(body, path)).encode()
    for path in every:
        for value in NASTY:
            if chance.random() < 0.34:
                yield json.dumps(replaced(body, path, value)).encode()
    yield json.dumps({**body, "unknown": 1}).encode() if isinstance(body, dict) else b"{}"
    for name in list(body)[:2] if isinstance(body, dict) else ():
        yield b'{"%s":1,' % name.encode() + text[1:]  # twice the same name
    for _ in range(n):
        torn = bytearray(text)
        for _ in range(chance.randint(1, 3)):
            if torn:
                torn[chance.randrange(len(torn))] = chance.randrange(256)
        yield bytes(torn[:chance.randint(0, len(torn))]) if chance.random() < 0.3 else bytes(torn)
    yield from TORN


class Hostile:
    def __init__(self, folder, seed, n):
        self.folder = folder
        self.chance = random.Random(seed)
        self.n = n
        self.template = towns.make_template(os.path.join(folder, "template"))
        self.town = towns.Town(os.path.join(folder, "town"), template=self.template)
        self.town.start()
        for name in ("buy_and_use", "undo", "accept_offline", "change_mind", "book_slot"):
            walks.WALKS[name](self.town)
        self.statuses = collections.Counter()
        self.connection = None

    def get_requests(self):
        """What the walks have sent, one of each kind."""
        roles = {token[-8:]: role for role, token in self.town.tokens.items()}
        found = {}
        for line in checker.read_lines(self.town.acknowledged.path):
            if line["what"] == "answer" and line["status"] < 300 and line["method"] == "POST":
                kind = "/".join("{id}" if "_" in part else part for part in line["path"].split("/"))
                found.setdefault(kind, (line["path"], line["body"], roles.get(line["token"], "consumer")))
        store = walks.Shopper(self.town, "x").find(towns.SWIM)["store"]["id"]
        found["preview"] = ("/v1/merchant/redemptions/preview", {"presented": "ABCD-EFGH-JKMN", "store_id": store}, "merchant")
        found["batch"] = ("/v1/merchant/redemptions/batch", {"device_id": "dev_0", "sent_at": "2026-11-21T20:00:00Z", "scans": ["a.b.c"]}, "merchant")
        found["webhook"] = ("/v1/webhooks/payments", {"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1"}}}, "merchant")
        return found

    def talk(self, data):
        """Sends it; returns the status, or None if the connection was closed or stayed silent (which is an answer too)."""
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.town.port), timeout=10)
        try:
            self.connection.sendall(data)
            answer = b""
            while b"\r\n\r\n" not in answer:
                part = self.connection.recv(65536)
                if not part:
                    break
                answer += part
        except (OSError, TimeoutError):
            answer = b""
        head, _, body = answer.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
        closes = not head or b"connection: close" in head.lower()
        while not closes and len(body) < length:
            body += self.connection.recv(65536)
        if closes:
            self.connection.close()
            self.connection = None
        status = int(head.split()[1]) if head else None
        self.statuses[status] += 1
        return status, body

    def post(self, path, data, role):
        key = f"hostile-{sum(self.statuses.values())}"
        head = (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIdempotency-Key: \"{key}\"\r\n"
                f"Authorization: Bearer {self.town.tokens[role]}\r\nContent-Length: {len(data)}\r\n\r\n").encode()
        return self.talk(head + data)

    def try_bodies(self, path, body, role):
        for data in changes(body, self.chance, self.n):
            status, answer = self.post(path, data, role)
            if status is None or status >= 500:
                yield f"{path} with {data[:300]!r}: {status} {answer[:300]!r}"
            if self.town.is_dead():
                yield f"{path} with {data[:300]!r} ended it: {self.town.tail()}"
                return

    def try_heads(self):
        for head in HEADS:
            self.connection = None
            connection = socket.create_connection(("127.0.0.1", self.town.port), timeout=1)
            try:
                connection.sendall(head)
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(65536)
            except (OSError, TimeoutError):
                answer = b""
            connection.close()
            self.statuses["head " + (answer.split()[1].decode() if answer else "closed")] += 1
            # 501 and 505 say that a method, a coding or a version is not known, which is true.
            if answer.startswith(b"HTTP/1.1 5") and not answer.startswith((b"HTTP/1.1 501", b"HTTP/1.1 505")):
                yield f"{head[:200]!r}: {answer[:300]!r}"
            if self.town.is_dead():
                yield f"{head[:200]!r} ended it: {self.town.tail()}"
                return

    def try_growth(self):
        """The same once more costs nothing more: what was needed is there by now."""
        requests = self.get_requests()
        for _ in range(2):
            for path, body, role in requests.values():
                list(self.try_bodies(path, body, role))
            before = self.town.memory() if _ == 0 else before
        after = self.town.memory()
        if after - before > GROWTH:
            yield f"it grew by {(after - before) / 1048576:.1f} MiB"
        tap.say_figures(f"{sum(self.statuses.values())} requests, answers: {dict(self.statuses)}; {before / 1048576:.1f} MiB, then {after / 1048576:.1f} MiB")

    def finish(self):
        if self.connection is not None:
            self.connection.close()
        text = open(self.town.errors, encoding="utf-8", errors="replace").read()
        for line in text.splitlines():
            if "critical" in line.lower() or "runtime error" in line or "AddressSanitizer" in line:
                yield line
        self.town.settle()
        for rule, what in checker.check(self.town.data, before=os.path.join(self.template, "data", "platform.db"), now=time.time() + self.town.offset):
            yield f"{rule}: {what}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=60)
    arguments = parser.parse_args()
    seed = towns.get_seed()
    folder = tempfile.mkdtemp(prefix="rambla-hostile-")
    hostile = Hostile(folder, seed, arguments.changes)
    try:
        cases = [tap.Case(kind, hostile.try_bodies, *request) for kind, request in hostile.get_requests().items()]
        cases += [tap.Case("heads", hostile.try_heads), tap.Case("memory", hostile.try_growth), tap.Case("what is left behind", hostile.finish)]
        failures = tap.run(cases, side_by_side=1, remark=f"RAMBLA_SEED={seed}")
    finally:
        hostile.town.close()
    if not failures:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
