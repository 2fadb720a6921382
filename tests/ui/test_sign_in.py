# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in in the real window at a real platform, by the browser here and with another device; and the window without a network: at
its start, and while it is open.

usage: run.sh SCREEN test_sign_in.py RAMBLA PLATFORM CITY
"""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

from browser import Browser
from driver import Program, read_qr, screenshot, text_of, wait_for, xdotool
from test_town import Steps


NO_CONNECTION = "the rest comes back by itself"


class Platform:
    """A platform at an address that stays the same when it is stopped and started again."""

    def __init__(self, program, city, data):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.data = data
        self.command = [program, "--data", data, "--city", city, "--listen", f"127.0.0.1:{port}", "--sandbox"]
        self.address = f"http://127.0.0.1:{port}"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        assert json.loads(self.process.stdout.readline())["listening"].rstrip("/") == self.address

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


def say_yes(browser):
    """What somebody does on the platform's pages."""
    browser.submit("password", {"email": "consumer@example.org", "password": "sandbox"})
    browser.submit("decision", button="allow")


def link_of(window):
    link = window.find("text", "Link for the browser on this computer")
    return wait_for("the link", lambda: text_of(link))


def deal(platform):
    """An offer that can be bought with one click, and found by its whole name."""
    browser = Browser()
    browser.open(platform.address + "/v1/deals?q=pizza&kind=voucher&limit=100")
    deals = json.loads(browser.text)["deals"]
    titles = [one["title"] for one in deals]
    return next(one for one in deals if one["stock_left"] != 0 and titles.count(one["title"]) == 1)


def main():
    rambla, program, city = sys.argv[1:4]
    steps = Steps(12)
    with tempfile.TemporaryDirectory() as folder:
        env = {"LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi", "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy",
               "GSETTINGS_BACKEND": "memory", "HOME": folder}
        for kind in ("data", "cache", "state", "config"):
            env[f"XDG_{kind.upper()}_HOME"] = os.path.join(folder, kind)
        catch_links(folder)
        platform = Platform(program, city, os.path.join(folder, "platform"))
        command = [rambla, "--platform", platform.address]
        picture = os.path.join(folder, "picture.png")
        window = None
        try:
            platform.start()
            wanted = deal(platform)
            window = Program(command, env)
            field = window.find("entry", "Search offers", patience=90)
            window.press(window.find(name="Wallet"))
            window.find("label", "Not signed in")
            window.press(window.find(name="Explore"))
            steps.done("everything opens without an account, and the wallet says that it needs one")

            window.enter(field, wanted["title"])
            window.focus(field)
            xdotool("key", "Return")
            window.press(window.find("push button", contains=f"{wanted['title']}, {wanted['store']['name']}"))
            window.press(window.find("push button", contains="Buy"))
            window.press(window.find("push button", "Open the browser"))
            browser = Browser()
            browser.open(link_of(window))
            browser.submit("password", {"email": "consumer@example.org", "password": "sandbox"})
            browser.submit("decision", button="deny")
            assert "You can close this window" in browser.text, browser.text
            window.find("label", contains="somebody said no")
            steps.done("a no in the browser is told, there and here")

            window.press(window.find("push button", "Try again"))
            window.press(window.find("push button", "Open the browser"))
            browser = Browser()
            browser.open(wait_for("another link", lambda: link_of(window)))
            say_yes(browser)
            assert "You can close this window" in browser.text, browser.text
            window.press(window.find("push button", contains="Pay"))
            steps.done("after a yes the purchase goes on where it was")

            window.press(window.find("push button", contains="Show voucher"))

            def scan():
                screenshot(picture)
                return read_qr(picture)

            wait_for("a QR code on the screen", scan)
            steps.done("bought, and the voucher shows its code")

            window.stop()
            platform.stop()
            window = Program(command, env)
            window.find("entry", "Search offers")
            window.find("label", contains=NO_CONNECTION)
            window.find("push button", contains=", ", accept=lambda card: "$" in (card.get_name() or ""))
            steps.done("without a network the window opens at once, says so, and shows the offers that were last seen")

            window.press(window.find(name="Wallet"))
            window.press(window.find("push button", contains=wanted["title"]))
            assert len(wait_for("a QR code on the screen", scan)) > 100
            steps.done("the wallet shows the voucher's code without a network")

            platform.start()
            window.gone("label", contains=NO_CONNECTION)
            steps.done("when the platform is back the window finds it by itself")

            xdotool("key", "Escape")
            window.press(window.find(name="Account"))
            window.find("label", "consumer@example.org")
            window.find("label", contains="In a file that only you can read, not encrypted")
            assert oct(os.stat(secrets_of(folder)).st_mode & 0o777) == "0o600"
            steps.done("the account page says who is signed in, and where that is kept")

            window.press(window.find("push button", "Sign out…"))
            window.press(window.find("push button", contains="Sign out Sign out"))
            window.press(window.find(name="Wallet"))
            window.find("label", "Not signed in")
            with open(secrets_of(folder)) as file:
                kept = json.load(file)
            assert not kept.get("tokens") and not kept.get("account"), kept.keys()
            steps.done("signed out, nothing is left on this device")

            window.press(window.find("push button", "Sign in"))
            window.press(window.find("push button", "Use a phone or another device"))
            window.find("label", contains="Good for")
            link = wait_for("a link in a QR code", scan)
            code = text_of(window.find("label", accept=lambda label: re.fullmatch(r"[A-Z]{4}-[A-Z]{4}", text_of(label))))
            assert code in link, (code, link)
            steps.done("another device gets a link and a code")

            browser = Browser()
            browser.open(link)
            browser.submit("password", {"email": "consumer@example.org", "password": "sandbox"})
            if not any(name == "decision" for form in browser.forms for name, _ in form["buttons"]):
                browser.submit("user_code")
            browser.submit("decision", button="allow")
            window.find("push button", contains=wanted["title"])
            steps.done("said yes there, the wallet is here again")

            platform.stop()
            window.press(window.find(name="Orders"))
            window.find("label", contains=NO_CONNECTION)
            shutil.rmtree(os.path.join(folder, "cache"), ignore_errors=True)
            platform.start()
            window.gone("label", contains=NO_CONNECTION)
            window.find("label", contains=wanted["title"])
            steps.done("a platform that goes away while the window is open is found again")
        finally:
            if window is not None:
                window.stop()
            platform.stop()


def catch_links(folder):
    """A browser that does nothing takes the links, so that none of the machine's own comes up."""
    applications = os.path.join(folder, "data", "applications")
    os.makedirs(applications)
    os.makedirs(os.path.join(folder, "config"))
    with open(os.path.join(applications, "nothing.desktop"), "w") as file:
        file.write("[Desktop Entry]\nType=Application\nName=Nothing\nExec=/bin/true %u\nMimeType=x-scheme-handler/http;\n")
    with open(os.path.join(folder, "config", "mimeapps.list"), "w") as file:
        file.write("[Default Applications]\nx-scheme-handler/http=nothing.desktop\n")


def secrets_of(folder):
    """The file with the tokens."""
    for root, _, files in os.walk(os.path.join(folder, "state")):
        if "secrets.json" in files:
            return os.path.join(root, "secrets.json")
    raise AssertionError("there is no file with secrets")


if __name__ == "__main__":
    main()
