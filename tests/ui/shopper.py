# SPDX-License-Identifier: GPL-3.0-or-later
"""People with accounts of their own at a platform that the test stops, kills and starts: each has a window, and a place for their data."""
import json
import os
import re
import secrets
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from browser import Browser
from driver import Program, read_qr, screenshot, text_of, wait_for
from test_sign_in import Platform, catch_links, link_of


class Street(Platform):
    """A platform that the test also asks by itself."""

    def __init__(self, program, city, data):
        super().__init__(program, city, data)
        self.tokens = {}
        self.ready = None

    def start(self, fault=None):
        """`fault` is what RAMBLA_FAULT is to be in it."""
        env = {**os.environ, **({"RAMBLA_FAULT": fault} if fault else {})}
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True, env=env)
        self.ready = json.loads(self.process.stdout.readline())
        assert self.ready["listening"].rstrip("/") == self.address

    def wait_killed(self):
        """Until its fault has ended it."""
        wait_for("the platform's death", lambda: self.process.poll() is not None)
        assert self.process.returncode == -9, self.process.returncode
        self.process = None

    def token(self, role):
        if role not in self.tokens:
            form = {"grant_type": "urn:rambla:sign-in-code", "code": self.ready["sign_in"][role], "client_id": "rambla"}
            request = urllib.request.Request(self.address + "/oauth/token", urllib.parse.urlencode(form).encode())
            with urllib.request.urlopen(request, timeout=20) as answer:
                self.tokens[role] = json.load(answer)["access_token"]
        return self.tokens[role]

    def call(self, method, path, role=None, body=None, etag=None):
        """Status and document of the answer."""
        headers = {"Accept-Language": "en"}
        if role is not None:
            headers["Authorization"] = "Bearer " + self.token(role)
        if body is not None:
            headers.update({"Content-Type": "application/json", "Idempotency-Key": f'"{secrets.token_hex(16)}"'})
        if etag is not None:
            headers["If-Match"] = f'"{etag}"'
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def tell_provider(self, what, form):
        """Makes the sandbox's payment provider behave badly."""
        provider = self.ready["payment_provider"]
        url = urllib.parse.urljoin(provider["url"], f"/sandbox/{what}")
        request = urllib.request.Request(url, form.encode(), {"Authorization": "Bearer " + provider["secret_key"]})
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200, answer.status

    def deals(self, number):
        """Vouchers that are good at any time, each of another store."""
        good = {}
        for word in ("pizza", "café", "corte", "masaje", "helado", "hamburguesa"):
            _, found = self.call("GET", f"/v1/deals?q={urllib.parse.quote(word)}&kind=voucher&limit=50")
            for deal in found["deals"]:
                if deal["store"]["id"] in good or deal["price"]["amount"] == 0 or 0 <= (deal["stock_left"] or 99) < 5:
                    continue
                _, deal = self.call("GET", "/v1/deals/" + deal["id"])
                if not {"weekdays", "from", "to", "holidays"} & set(deal["rules"]) and self.is_found_first(deal):
                    good[deal["store"]["id"]] = deal
                if len(good) == number:
                    return list(good.values())
        raise AssertionError(f"the sample city has only {len(good)} vouchers that are good at any time")

    def is_found_first(self, deal):
        words = urllib.parse.quote(f"{deal['title']} {deal['store']['name']}")
        return self.call("GET", f"/v1/deals?q={words}&limit=1")[1]["deals"][0]["id"] == deal["id"]

    def price(self, deal, amount):
        """What the store does when it changes a price."""
        _, own = self.call("GET", f"/v1/merchant/deals?store_id={deal['store']['id']}", "merchant")
        etag = next(one["etag"] for one in own["deals"] if one["id"] == deal["id"])
        body = {"store_id": deal["store"]["id"], "price": {"amount": amount, "currency": deal["price"]["currency"]}}
        status, answer = self.call("PATCH", "/v1/merchant/deals/" + deal["id"], "merchant", body, etag)
        assert status == 200, answer


class Shopper:
    """Somebody with a computer of their own: another home, another session bus."""

    def __init__(self, rambla, address, folder):
        os.makedirs(folder)
        catch_links(folder)
        self.command = [rambla, "--platform", address]
        self.picture = os.path.join(folder, "picture.png")
        command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        self.bus = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        # What describes the windows is the same for all.
        ask = ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method", "org.a11y.Bus.GetAddress"]
        answer = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
        self.env = {"LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi", "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy",
                    "GSETTINGS_BACKEND": "memory", "HOME": folder, "DBUS_SESSION_BUS_ADDRESS": self.bus.stdout.readline().strip(),
                    "AT_SPI_BUS_ADDRESS": re.search(r"'(.*)'", answer).group(1)}
        for kind in ("data", "cache", "state", "config"):
            self.env[f"XDG_{kind.upper()}_HOME"] = os.path.join(folder, kind)
        self.window = None

    def open(self):
        self.window = Program(self.command, self.env)
        self.window.raise_window()
        return self.window

    def sign_in(self, email, password, name=None):
        """From the wallet, through the platform's pages; with `name` an account is made there first."""
        self.window.press(self.window.find(name="Wallet", patience=90))
        self.window.press(self.window.find("push button", "Sign in"))
        self.window.press(self.window.find("push button", "Open the browser"))
        browser = Browser()
        browser.open(link_of(self.window))
        if name is not None:
            (sign_up,) = set(re.findall(r'href="([^"]*/oauth/sign-up[^"]*)"', browser.text))
            browser.open(urllib.parse.urljoin(browser.url, sign_up.replace("&amp;", "&")))
            browser.submit("password", {"name": name, "email": email, "password": password})
        else:
            browser.submit("password", {"email": email, "password": password})
        browser.submit("decision", button="allow")
        assert "You can close this window" in browser.text, browser.text
        self.window.gone("label", "Not signed in")

    def choose(self, deal):
        """Searches for the offer and goes to the checkout."""
        window = self.window
        window.press(window.find(name="Explore"))
        field = window.find("entry", "Search offers")
        window.enter(field, f"{deal['title']} {deal['store']['name']}")
        window.focus(field)
        subprocess.run(["xdotool", "key", "Return"], check=True)
        window.press(window.find("push button", contains=f"{deal['title']}, {deal['store']['name']}"))
        window.press(window.find("push button", contains="Buy"))
        return window.find("push button", contains="Pay")

    def scan(self, accept=lambda text: True):
        """What a phone reads off the screen."""

        def look():
            screenshot(self.picture)
            text = read_qr(self.picture)
            return text if text is not None and accept(text) else None

        return wait_for("a QR code on the screen", look)

    def label(self, contains):
        return text_of(self.window.find("label", contains=contains))

    def leave(self):
        if self.window is not None:
            self.window.stop()
        self.bus.terminate()
        self.bus.wait(10)

