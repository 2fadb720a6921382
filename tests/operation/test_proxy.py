# SPDX-License-Identifier: GPL-3.0-or-later
"""The example for nginx, in the real one, with a certificate of our own, before the real platform on its socket."""
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import unittest

from platform_process import SOURCE, Platform, folder, main

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(NGINX and shutil.which("openssl"), "nginx and openssl are not installed")
class Proxy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = folder()
        cls.plain, cls.secure = free_port(), free_port()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", cls.folder / "key.pem", "-out", cls.folder / "cert.pem", "-days", "2",
                        "-subj", "/CN=rambla.example", "-addext", "subjectAltName=DNS:rambla.example"],
                       check=True, capture_output=True)
        cls.platform = Platform("--behind-proxy", "--base-uri", "https://rambla.example", "--log-level", "info",
                                listen=f"unix:{cls.folder}/http")
        text = (SOURCE / "data/nginx/rambla.conf").read_text()
        for old, new in (("listen 80;", f"listen 127.0.0.1:{cls.plain};"),
                         ("listen 443 ssl", f"listen 127.0.0.1:{cls.secure} ssl"),
                         ("/etc/letsencrypt/live/rambla.example/fullchain.pem", str(cls.folder / "cert.pem")),
                         ("/etc/letsencrypt/live/rambla.example/privkey.pem", str(cls.folder / "key.pem")),
                         ("unix:/run/rambla-platform/http", f"unix:{cls.folder}/http")):
            assert text.count(old) >= 1, old
            text = re.sub(rf"(?m)^(?!#)(.*){re.escape(old)}", lambda found: found[1] + new, text)
        (cls.folder / "rambla.conf").write_text(text)
        paths = "".join(f"{name}_temp_path {cls.folder}/{name};\n"
                        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (cls.folder / "nginx.conf").write_text(
            f"daemon off;\npid {cls.folder}/pid;\nerror_log {cls.folder}/error.log;\nworker_processes 1;\n"
            f"{'user root;' if os.getuid() == 0 else ''}\nevents {{}}\nhttp {{\naccess_log off;\n{paths}"
            f"include {cls.folder}/rambla.conf;\n}}\n")
        checked = subprocess.run([NGINX, "-t", "-q", "-e", cls.folder / "error.log", "-c", cls.folder / "nginx.conf"],
                                 capture_output=True, text=True)
        assert checked.returncode == 0 and not checked.stderr, checked.stderr
        cls.nginx = subprocess.Popen([NGINX, "-e", cls.folder / "error.log", "-c", cls.folder / "nginx.conf"])
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", cls.secure), 1).close()
                break
            except OSError:
                assert time.monotonic() < deadline and cls.nginx.poll() is None
                time.sleep(0.02)
        cls.context = ssl.create_default_context(cafile=str(cls.folder / "cert.pem"))
        cls.platform.connect = cls.connect

    @classmethod
    def tearDownClass(cls):
        cls.nginx.terminate()
        cls.nginx.wait(10)
        cls.platform.__exit__(None, None, None)
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def connect(cls, uri=None):
        """As a browser would that finds rambla.example here; the certificate is checked."""
        connection = http.client.HTTPSConnection("rambla.example", context=cls.context, timeout=30)
        raw = socket.create_connection(("127.0.0.1", cls.secure), 30)
        connection.sock = cls.context.wrap_socket(raw, server_hostname="rambla.example")
        return connection

    def test_journey(self):
        platform = self.platform
        card = platform.get("/v1")
        self.assertEqual(card.status, 200)
        tile = card.json()["tiles"]["url_template"]
        self.assertEqual(platform.get(tile.format(z=1, x=0, y=1)).status, 200)
        self.assertIn("max-age", card.headers["Strict-Transport-Security"])
        consumer, merchant = platform.sign_in("consumer"), platform.sign_in("merchant")
        order = platform.buy(consumer)
        voucher = platform.get(f"/v1/vouchers/{order['vouchers'][0]['id']}", token=consumer).json()
        used = platform.post("/v1/merchant/redemptions", {"presented": voucher["code"],
                                                          "store_id": order["store"]["id"]}, token=merchant)
        self.assertEqual(used.status, 201, used.body)
        again = platform.post("/v1/merchant/redemptions", {"presented": voucher["code"],
                                                           "store_id": order["store"]["id"]}, token=merchant)
        self.assertEqual((again.status, again.json()["code"]), (409, "already_redeemed"))
        tag = card.headers["ETag"]
        self.assertEqual(platform.get("/v1", headers={"If-None-Match": tag}).status, 304)
        links = platform.get("/v1/deals?limit=2").headers["Link"]
        following = links[links.index("<") + 1:links.index(">")].removeprefix("https://rambla.example")
        self.assertEqual(platform.get(following).status, 200)
        self.assertEqual(platform.get("/v1/nothing").json()["code"], "not_found")

    def test_sign_in_pages(self):
        """Whatever pages there are, they come with their policy, over TLS, and may not be framed."""
        about = self.platform.get("/.well-known/oauth-authorization-server")
        self.assertEqual(about.status, 200)
        target = about.json()["authorization_endpoint"]
        self.assertTrue(target.startswith("https://rambla.example/"))
        page = self.platform.get(target[len("https://rambla.example"):] +
                                 "?response_type=code&client_id=rambla&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F&state=s"
                                 "&scope=consumer&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                                 "&code_challenge_method=S256")
        self.assertIn(page.status, (200, 302, 303))
        if page.status != 200:
            self.assertTrue(page.headers["Location"].startswith(("https://rambla.example/", "/")))
            page = self.platform.get(page.headers["Location"].replace("https://rambla.example", ""))
        self.assertEqual(page.status, 200)
        self.assertTrue(page.headers["Content-Type"].startswith("text/html"))
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertIn(b"<form", page.body)

    def test_events_are_not_held_back(self):
        token = self.platform.sign_in("operator")
        connection = self.connect()
        connection.request("GET", "/v1/events", headers={"Accept": "text/event-stream", "Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers.get_content_type(), "text/event-stream")
        connection.sock.settimeout(5)
        self.assertTrue(answer.fp.readline())
        connection.close()

    def test_what_a_client_says_about_itself(self):
        answer = self.platform.get("/v1/categories", headers={"X-Forwarded-For": "203.0.113.9", "X-Request-Id": "mine-mine-mine"})
        self.assertRegex(answer.headers["X-Request-Id"], "^[0-9a-f]{32}$")
        records = [json.loads(line) for line in self.platform.log().splitlines() if line.startswith("{")]
        mine = [one for one in records if one.get("request") == answer.headers["X-Request-Id"]]
        self.assertEqual([(one["client"], one["route"]) for one in mine], [("127.0.0.1", "/v1/categories")])
        self.assertIn("RateLimit", answer.headers)
        self.assertEqual(self.platform.get("/metrics").status, 404)

    def test_no_way_around(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=10)
        connection.request("GET", "/v1/deals?q=a", headers={"Host": "rambla.example"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["Location"]), (308, "https://rambla.example/v1/deals?q=a"))
        connection.close()
        # The platform's own words for a body that is too large reach the client.
        large = self.platform.post("/v1/orders", {"deal_id": "x" * 200000}, token=self.platform.sign_in("kiosk"))
        self.assertIn(large.status, (403, 413))
        self.assertEqual(large.headers.get_content_type(), "application/problem+json")


if __name__ == "__main__":
    main()
