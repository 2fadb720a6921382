# SPDX-License-Identifier: GPL-3.0-or-later
"""Who comes too often is told so, and when to come again; everybody else is not disturbed."""
import re
import time
import unittest

from platform_process import Platform, folder, main

DEAL = re.compile(r'^"([a-z_]+)";r=(\d+);t=(\d+)$')
POLICY = re.compile(r'^"([a-z_]+)";q=(\d+);w=(\d+)$')


def config(text):
    path = folder() / "limits.conf"
    path.write_text(text)
    return path


class Limits(unittest.TestCase):
    def test_programs_of_this_machine_are_not_slowed_down(self):
        with Platform("--config", config("[limits]\nsearch=2/60\naddress=2/60\n")) as platform:
            for _ in range(50):
                answer = platform.get("/v1/deals")
                self.assertEqual(answer.status, 200)
                self.assertNotIn("RateLimit", answer.headers)

    def test_address(self):
        text = "[platform]\nbehind_proxy=true\n[limits]\nsearch=4/2\n"
        with Platform("--config", config(text)) as platform:
            def search(address):
                return platform.get("/v1/deals", headers={"X-Forwarded-For": address})

            for left in (3, 2, 1, 0):
                answer = search("192.0.2.1")
                self.assertEqual(answer.status, 200)
                self.assertEqual(POLICY.match(answer.headers["RateLimit-Policy"]).groups(), ("search", "4", "2"))
                self.assertEqual(DEAL.match(answer.headers["RateLimit"]).groups()[:2], ("search", str(left)))
            refused = search("192.0.2.1")
            self.assertEqual(refused.status, 429)
            self.assertEqual(refused.json()["code"], "rate_limited")
            self.assertEqual(refused.json()["request_id"], refused.headers["X-Request-Id"])
            self.assertEqual(refused.headers["Retry-After"], "1")
            # Only the last address of the list is the proxy's word.
            self.assertEqual(search("198.51.100.7, 192.0.2.1").status, 429)
            self.assertEqual(search("192.0.2.1, 198.51.100.7").status, 200)
            # A network of IPv6 is one client.
            for end in range(4):
                self.assertEqual(search(f"2001:db8:1:1::{end + 1}").status, 200)
            self.assertEqual(search("2001:db8:1:1:ffff::1").status, 429)
            self.assertEqual(search("2001:db8:1:2::1").status, 200)
            # Another class, a webhook and the operator's own are not concerned.
            self.assertEqual(platform.get("/v1/categories", headers={"X-Forwarded-For": "192.0.2.1"}).status, 200)
            for _ in range(20):
                self.assertEqual(platform.get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"}).status, 200)
            time.sleep(int(refused.headers["Retry-After"]))
            self.assertEqual(search("192.0.2.1").status, 200)

    def test_account(self):
        text = "[limits]\nloopback=true\nwrite=3/60\nread=5/60\naddress=off\nredeem=off\n"
        with Platform("--config", config(text)) as platform:
            consumer, merchant = platform.sign_in("consumer"), platform.sign_in("merchant")
            for _ in range(5):
                self.assertEqual(platform.get("/v1/orders", token=consumer).status, 200)
            self.assertEqual(platform.get("/v1/orders", token=consumer).status, 429)
            self.assertEqual(platform.get("/v1/me", token=merchant).status, 200)
            # A counter is never slowed down.
            for _ in range(40):
                answer = platform.post("/v1/merchant/redemptions", {"presented": "X", "store_id": "sto_1"}, token=merchant)
                self.assertNotEqual(answer.status, 429)
            # Guessing tokens is limited by address, whatever is guessed.
            codes = [platform.post("/v1/orders", {}, token=consumer).status for _ in range(5)]
            self.assertEqual(codes, [422, 422, 422, 429, 429])

    def test_whole_address(self):
        text = "[limits]\nloopback=true\naddress=10/60\n"
        with Platform("--config", config(text)) as platform:
            codes = [platform.get("/v1/me", token=f"guess-{n}").status for n in range(12)]
            self.assertEqual(codes, [401] * 10 + [429] * 2)

    def test_a_flood_of_addresses_takes_no_memory(self):
        def memory(platform):
            with open(f"/proc/{platform.process.pid}/status", encoding="ascii") as status:
                return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])

        with Platform("--behind-proxy") as platform:
            connection = platform.connect()

            def flood(net):
                for n in range(8000):
                    connection.request("GET", "/v1/nothing", headers={"X-Forwarded-For": f"10.{net}.{n >> 8}.{n & 255}"})
                    connection.getresponse().read()

            flood(1)
            before = memory(platform)
            flood(2)
            self.assertLess(memory(platform) - before, 2048)
            connection.close()


if __name__ == "__main__":
    main()
