# SPDX-License-Identifier: GPL-3.0-or-later
"""The log: one object a line, each request in it once, and no secret of anybody's."""
import json
import re
import secrets
import unittest
import urllib.parse

from platform_process import SOURCE, Platform, main

# Marked so that they are found again wherever they turn up.
MARK = "s3cr3t" + secrets.token_hex(6)
CARD = "4242424242424242"


def operations():
    """Every method and path of the contract, with something in the place of each name."""
    path = None
    for line in (SOURCE / "data/openapi.yaml").read_text().splitlines():
        if re.match(r"  /\S*:", line):
            path = line.strip()[:-1]
        found = re.match(r"    (get|post|put|patch|delete):", line)
        if path and found:
            yield found[1].upper(), re.sub(r"\{[^}]+\}", MARK, path), path
        if line == "components:":
            return


class Logs(unittest.TestCase):
    def records(self, platform):
        lines = platform.log().splitlines()
        records = []
        for line in lines:
            try:
                records.append(json.loads(line))
            except ValueError:
                self.fail(f"not JSON: {line!r}")
        for one in records:
            self.assertRegex(one["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$")
            self.assertIn(one["level"], ("error", "warning", "notice", "info", "debug"))
            self.assertIsInstance(one["message"], str)
        return records

    def test_requests(self):
        with Platform("--log-level", "info") as platform:
            answers = [platform.get("/v1/deals"), platform.get(f"/v1/deals/{MARK}"), platform.get("/v1/nothing"),
                       platform.call("DELETE", "/v1/deals"), platform.get("/healthz")]
            records = {one["request"]: one for one in self.records(platform) if one["message"] == "request"}
            self.assertEqual(len(records), len(answers))
            for answer, route in zip(answers[:-1], ("/v1/deals", "/v1/deals/{id}", "", "")):
                one = records[answer.headers["X-Request-Id"]]
                self.assertEqual((one["status"], one["route"], one["client"]), (answer.status, route, "127.0.0.1"))
                self.assertGreaterEqual(one["duration_ms"], 0)
                if answer.status >= 400:
                    self.assertEqual(answer.json()["request_id"], one["request"])

    def test_levels(self):
        for level, requests in (("notice", 0), ("info", 1), ("error", 0)):
            with Platform("--log-level", level) as platform:
                platform.get("/v1/deals")
                records = self.records(platform)
                self.assertEqual(sum(one["message"] == "request" for one in records), requests)
                if level == "error":
                    self.assertEqual(records, [])

    def test_text(self):
        with Platform("--log-level", "info", "--log-format", "text") as platform:
            answer = platform.get("/v1/deals")
            lines = platform.log().splitlines()
            self.assertTrue(all(line.startswith("rambla-platform: ") for line in lines))
            self.assertIn(answer.headers["X-Request-Id"], lines[-1])

    def test_no_secrets(self):
        """At the highest level: tokens, codes, passwords, cards and vouchers through every route."""
        with Platform("--log-level", "debug") as platform:
            hidden = {MARK, CARD, *platform.ready["sign_in"].values(), platform.ready["payment_provider"]["secret_key"]}
            roles = {role: platform.sign_in(role) for role in platform.ready["sign_in"]}
            hidden |= set(roles.values())
            order = platform.buy(roles["consumer"])
            voucher = platform.get(f"/v1/vouchers/{order['vouchers'][0]['id']}", token=roles["consumer"]).json()
            hidden |= {voucher["code"], voucher["code"].replace("-", ""), voucher["token"]}
            tries = 0
            form = urllib.parse.urlencode({"grant_type": "password", "username": MARK, "password": MARK, "code": MARK,
                                           "refresh_token": MARK, "device_code": MARK, "token": MARK, "client_id": MARK,
                                           "code_verifier": MARK, "card[number]": CARD})
            bodies = [{"presented": voucher["code"], "store_id": order["store"]["id"], "password": MARK, "card": CARD},
                      {"presented": voucher["token"], "store_id": order["store"]["id"]}, {"token": MARK}, [MARK]]
            for method, path, _ in operations():
                if "/events" in path:
                    continue
                for token in (None, MARK, *roles.values()):
                    query = f"?q={MARK}&code={voucher['code']}&token={MARK}&state={MARK}"
                    headers = {"Cookie": f"session={MARK}", "X-Api-Key": MARK, "Referer": f"https://x.example/?{MARK}"}
                    if method == "GET":
                        platform.get(path + query, token=token, headers=headers)
                        tries += 1
                        continue
                    for body in bodies:
                        platform.call(method, path, body, token=token, headers={**headers, "Idempotency-Key": f'"{MARK}{tries}"'})
                        tries += 1
                    platform.call(method, path + query, form, token=token,
                                  headers={**headers, "Content-Type": "application/x-www-form-urlencoded"})
            for code in (voucher["code"], voucher["token"]):
                used = platform.post("/v1/merchant/redemptions", {"presented": code, "store_id": order["store"]["id"]},
                                     token=roles["merchant"])
                self.assertIn(used.status, (201, 409, 403))
            platform.get(f"/v1/merchant/trail/{voucher['code']}", token=roles["merchant"])
            self.assertGreater(tries, 200)
            records = self.records(platform)
            self.assertGreater(len(records), 200)
            text = platform.log().lower()
            for one in hidden:
                at = text.find(one.lower())
                self.assertEqual(at, -1, text[max(at - 300, 0):at + 100])


if __name__ == "__main__":
    main()
