# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault of the network × each journey of the application, through the proxy: no crash, no order doubled, no voucher lost, an error
of the kind that is expected, told in the sentence that is meant for it, and an end by itself once the network is good again.

    bad_network.py [--all]      also once each, so that the application's own second try meets a good network

What the journeys left is read by the checker at the end."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

import application
import checker
import proxy
import tap
import town as towns
import walks

# More often than the application tries by itself: the person has to hear of it.
OFTEN = 5

# What the person is told begins like this.
SENTENCES = {
    "offline": "The platform cannot be reached. Check the connection",
    "timeout": "The platform takes too long to answer.",
    "tls": "The connection is not safe, so nothing was sent.",
    "bad_answer": "The platform's answer made no sense.",
    "server": "The platform has a problem. Try again",
    "rate_limited": "That was a bit fast. Try again",
    "signed_out": "You are not signed in any more.",
}

# What kinds of error each fault may show; empty: none at all.
EXPECTED = {
    "delay": [],
    "stall": ["timeout"],
    "cut-before-request": ["offline"],
    "cut-before-answer": ["offline"],
    "cut-within-head": ["offline"],
    "cut-between-lines": ["offline"],
    "cut-within-body": ["offline", "bad_answer"],
    "cut-within-chunk": ["offline", "bad_answer"],
    "cut-after": [],
    "reset": ["offline"],
    "reorder": [],
    "double": [],
    "status-500": ["server"],
    "status-503": ["server"],
    "status-503-after": ["server"],
    "status-502": ["server"],
    "status-429": ["rate_limited"],
    "garbage": ["offline", "bad_answer"],
    "half-json": ["bad_answer"],
    "empty-answer": ["bad_answer"],
    "other-json": ["bad_answer"],
    "array-json": ["bad_answer"],
    "deep-json": ["bad_answer"],
    "portal-200": ["bad_answer"],
    "portal-302": ["bad_answer"],
    "portal-307": ["bad_answer"],
    "portal-511": ["server", "bad_answer"],
    "html-401": ["bad_answer"],
    "html-403": ["bad_answer"],
    "html-404": ["bad_answer"],
    "html-400-after": ["bad_answer"],
    "wrong-type": ["bad_answer", None],
    "huge-body": ["bad_answer"],
    "huge-head": ["offline", "bad_answer"],
    "drip": ["timeout"],
    "drip-head": ["timeout"],
    "bad-gzip": ["offline", "bad_answer"],
    "closed-at-once": ["offline"],
    "tls-untrusted": ["tls"],
    "tls-closed": ["tls", "offline"],
    "tls-garbage": ["tls", "offline"],
}

# A sign-in code is good once: when it was used and nobody heard of it, the application needs another, and says so.
USED_UP = {"stall", "cut-before-answer", "cut-within-head", "cut-between-lines", "cut-within-body", "cut-within-chunk", "reset", "double", "status-503-after", "garbage",
           "half-json", "empty-answer", "other-json", "array-json", "deep-json", "html-400-after", "bad-gzip"}

# What is hit: method and path of the journey's own request.
JOURNEYS = {
    "search": ("GET", "/v1/deals"),
    "deal": ("GET", "/v1/deals/[^/]+"),
    "sign-in": ("POST", "/oauth/token"),
    "order": ("POST", "/v1/orders"),
    "pay-saved": ("POST", "/v1/orders/[^/]+/payment"),
    "pay-hosted": ("POST", "/v1/orders/[^/]+/payment"),
    "ask-order": ("GET", "/v1/orders/[^/]+"),
    "wallet": ("GET", "/v1/vouchers"),
    "redeem": ("POST", "/v1/merchant/redemptions"),
    "refund": ("POST", "/v1/orders/[^/]+/refunds"),
    "refresh": ("POST", "/oauth/token"),
    "hand-in": ("POST", "/v1/merchant/redemptions/batch"),
}


def make_certificates(folder):
    """An authority that the application trusts, a certificate of it for localhost, and one of nobody's."""
    os.makedirs(folder)

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Trusted", "-days", "30")
    openssl("req", "-x509", *new, "-keyout", "other.key", "-out", "other.pem", "-subj", "/CN=localhost", "-days", "30",
            "-addext", "subjectAltName=DNS:localhost")
    openssl("req", *new, "-keyout", "good.key", "-out", "good.csr", "-subj", "/CN=localhost")
    with open(os.path.join(folder, "extensions"), "w", encoding="ascii") as file:
        file.write("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", "good.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "good.pem", "-days", "30",
            "-extfile", "extensions")
    return folder


class Matrix:
    def __init__(self, folder):
        self.folder = folder
        self.template = towns.make_template(os.path.join(folder, "template"))
        self.town = towns.Town(os.path.join(folder, "town"), template=self.template)
        self.town.start()
        self.portal = proxy.Portal()
        self.certificates = make_certificates(os.path.join(folder, "certificates"))
        self.shopper = walks.Shopper(self.town, "matrix")
        self.swim = self.shopper.find(towns.SWIM)
        walks.let_accept_offline(self.town, self.swim["store"]["id"])
        self.shown = {}  # vouchers that a counter took alone, by case

    def go(self, name, fault, times):
        """One journey with one fault. Yields what is wrong."""
        tls = fault.startswith("tls-")
        standing = proxy.Proxy(self.town.port, self.certificates if tls else None, self.portal)
        app = application.Application(os.path.join(self.folder, f"{name}-{fault}-{times}"), self.town, standing.url)
        # Long enough for a busy machine: a timeout where none was planned would be a failure of the machine.
        environment = {"RAMBLA_DRIVER_TIMEOUT": "3"}
        if fault not in proxy.CONNECTION_FAULTS:
            environment["RAMBLA_DRIVER_SIGN_IN_TIMEOUT"] = "20"  # on a good network, but perhaps a busy machine
        if tls:
            environment["RAMBLA_DRIVER_CA"] = os.path.join(self.certificates, "ca.pem")
        try:
            # What the journey needs before its own request is made on a good network.
            arguments, role = self.prepare(name)
            if name == "refresh":
                environment["RAMBLA_DRIVER_SECRETS"] = os.path.join(app.folder, "secrets.json")
                app.go("stay", role=role, environment=environment)
                role = None
            plan = proxy.Plan(fault, times=times) if fault in proxy.CONNECTION_FAULTS else proxy.Plan(fault, *JOURNEYS[name], times=times)

            def follow(event):
                # Without any network first, then with a bad one.
                if event == "ready":
                    standing.plan = proxy.Plan("cut-before-request", times=sys.maxsize)
                elif event == "accepted":
                    standing.plan = plan
            if name == "hand-in":
                self.shown[app.folder] = arguments.pop()
            else:
                standing.plan = plan
            code = app.go(*arguments, role=role, environment=environment, patience=60, codes=OFTEN + 1 if name == "sign-in" else 1,
                          on_url=lambda url: towns.fill_page(url, towns.GOOD_CARD), on_event=follow if name == "hand-in" else None)
            yield from self.judge(app, name, fault, times, code, plan)
        finally:
            standing.close()

    def prepare(self, name):
        if name in ("search", "sign-in"):
            return [name], "consumer"
        if name == "refresh":
            return ["stay"], "consumer"
        if name == "deal":
            return ["deal", self.swim["id"]], None
        if name == "wallet":
            return ["wallet"], "consumer"
        if name in ("order", "pay-saved", "ask-order"):
            self.town.acknowledged.note("wants-order", key=f"{time.monotonic_ns()}")
            return ["buy", self.swim["id"], "saved", 1], "consumer"
        if name == "pay-hosted":
            self.town.acknowledged.note("wants-order", key=f"{time.monotonic_ns()}")
            return ["buy", self.swim["id"], "hosted", 1], "consumer"
        shopper = walks.Shopper(self.town, f"matrix-{time.monotonic_ns()}")
        shopper.deals = self.shopper.deals
        order_id, vouchers = shopper.buy(towns.SWIM)
        if name == "refund":
            return ["refund", order_id], "consumer"
        if name == "hand-in":
            token = shopper.get(f"/v1/vouchers/{vouchers[0]['id']}").json["token"]
            return ["stand", self.swim["store"]["id"], token, vouchers[0]["id"]], "merchant"
        code = shopper.get(f"/v1/vouchers/{vouchers[0]['id']}").json["code"]
        return ["redeem", self.swim["store"]["id"], code], "merchant"

    def judge(self, app, name, fault, times, code, plan):
        expected = EXPECTED[fault] + (["signed_out"] if name == "sign-in" and fault in USED_UP else [])
        told = app.get_errors()
        if code != 0:
            yield f"it came to no end: {app.events}"
        if plan.hits == 0:
            yield "the fault hit nothing"
        for error in told:
            if error["code"] not in expected:
                yield f"{error['code']} was told, {' or '.join(map(str, expected)) or 'nothing'} is right: {error}"
            elif error["code"] in SENTENCES and not error["sentence"].startswith(SENTENCES[error["code"]]):
                yield f"the sentence is {error['sentence']!r}"
        if name == "hand-in":
            yield from self.judge_hand_in(app, fault)
        elif times >= OFTEN and EXPECTED[fault] and None not in expected and not told:
            yield "nobody was told anything"
        goal = {"order": "paid", "pay-saved": "paid", "pay-hosted": "paid", "ask-order": "paid", "search": "found", "wallet": "wallet",
                "redeem": "redeemed", "refund": "refunded", "refresh": "signed-in", "hand-in": "handed-in"}.get(name)
        if goal and not app.has(goal):
            yield f"the end is not {goal}: {app.events}"
        for line in app.errors:
            if "CRITICAL" in line or "Bearer" in line:
                yield line

    def judge_hand_in(self, app, fault):
        """A counter says that it is without the platform, or why what it accepted is not taken; it asks again by itself."""
        events = [event["event"] for event in app.events]
        since = events[events.index("accepted"):] if "accepted" in events else []
        if fault in proxy.CONNECTION_FAULTS:
            since = events  # it never was with it again
        if EXPECTED[fault] and None not in EXPECTED[fault] and not {"offline", "error"} & set(since):
            yield f"nobody was told anything: {events}"
        redeemed = self.town.query("SELECT count (*) FROM redemptions WHERE voucher_id = ?", self.shown[app.folder])[0][0]
        if redeemed != 1:
            yield f"what was accepted is redeemed {redeemed} times"

    def finish(self):
        """What everybody together left behind."""
        for text in self.portal.heard:
            if b"authorization" in text.lower() or b"idempotency" in text.lower() or text.startswith(b"POST"):
                yield f"the portal was told {text!r}"
        self.town.settle()
        for rule, what in checker.check(self.town.data, before=os.path.join(self.template, "data", "platform.db"),
                                        acknowledged=self.town.acknowledged.path, app=self.folder, now=time.time() + self.town.offset):
            yield f"{rule}: {what}"
        for path, purchase in checker.read_purchases(self.folder):
            yield f"{path} is still there: {purchase}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--fault")
    parser.add_argument("--journey")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="rambla-network-")
    unknown = set(EXPECTED) ^ (set(proxy.FAULTS) | set(proxy.CONNECTION_FAULTS))
    if unknown:
        raise ValueError(f"without a line in the table: {unknown}")
    matrix = Matrix(folder)
    try:
        cases = [tap.Case(f"{fault} × {name}{' once' if times == 1 else ''}", matrix.go, name, fault, times)
                 for fault in EXPECTED for name in JOURNEYS for times in ((OFTEN, 1) if arguments.all else (OFTEN,))
                 if arguments.fault in (None, fault) and arguments.journey in (None, name)]
        # They mostly wait.
        failures = tap.run(cases, side_by_side=12, last=[tap.Case("what is left behind", matrix.finish)])
    finally:
        matrix.town.close()
    if not failures:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
