# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program in a folder of its own, for the tests of its operation and its search; and their output as TAP."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
import unittest
import urllib.parse

SOURCE = pathlib.Path(os.environ["RAMBLA_SOURCE_ROOT"])
BUILD = pathlib.Path(os.environ["RAMBLA_BUILD_ROOT"])
PROGRAM = os.environ.get("RAMBLA_PLATFORM_BINARY", str(BUILD / "src/platform/rambla-platform"))
CITY = SOURCE / "tests/platform/cities/tiny"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(30)
        self.sock.connect(self.path)


def run(*arguments, **options):
    """Runs the program to its end."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, **options)


def folder():
    return pathlib.Path(tempfile.mkdtemp(prefix="rambla-operation-"))


class Platform:
    """Starts at once; use it in `with`."""

    def __init__(self, *arguments, data=None, city=CITY, listen="127.0.0.1:0", sandbox=True, environment=None):
        self.folder = folder()
        self.data = pathlib.Path(data) if data else self.folder / "data"
        self.database = self.data / "platform.db"
        self.log_path = self.folder / "log"
        command = [PROGRAM, "--data", str(self.data)]
        command += ["--listen", listen] if listen else []
        command += ["--city", str(city)] if city else []
        command += ["--sandbox"] if sandbox else []
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command + list(map(str, arguments)), stdout=subprocess.PIPE, stderr=log,
                                            text=True, env={**os.environ, **(environment or {})})
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise RuntimeError(self.log())
        self.ready = json.loads(line)
        self.uri = self.ready["listening"]
        self.keys = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.process.stdout.close()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait(30)
        self.process.stdout.close()

    def log(self):
        return self.log_path.read_text("utf-8", "replace")

    def connect(self, uri=None):
        uri = uri or self.uri
        if uri.startswith("unix:"):
            return UnixConnection(uri[len("unix:"):])
        return http.client.HTTPConnection(urllib.parse.urlsplit(uri).netloc, timeout=30)

    def call(self, method, path, body=None, token=None, headers=None, uri=None):
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        if method == "POST" and "Idempotency-Key" not in sent and not path.startswith("/oauth"):
            self.keys += 1
            sent["Idempotency-Key"] = f'"operation-{self.keys}"'
        connection = self.connect(uri)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def ask(self, path, language="en", **query):
        """What is found there for everybody, in that language."""
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        answer = self.get(target, headers={"Accept-Language": language})
        assert answer.status == 200, answer.body
        return answer.json()

    def post(self, path, body=None, **options):
        return self.call("POST", path, body, **options)

    def sign_in(self, role):
        form = urllib.parse.urlencode({"grant_type": "urn:rambla:sign-in-code", "client_id": "rambla",
                                       "code": self.ready["sign_in"][role]})
        answer = self.post("/oauth/token", form, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status == 200, answer.body
        return answer.json()["access_token"]

    def buy(self, token):
        """Orders a voucher that costs something, and pays for it. Returns the order as it is then."""
        deals = self.get("/v1/deals?kind=voucher&limit=100").json()["deals"]
        deal = next(one for one in deals if one["price"]["amount"] == 110000)
        order = self.post("/v1/orders", {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": 1,
                                         "expected_total": deal["price"]}, token=token)
        assert order.status == 201, order.body
        paid = self.post(f"/v1/orders/{order.json()['id']}/payment", {"method": "saved"}, token=token)
        assert paid.status == 201, paid.body
        return self.get(f"/v1/orders/{order.json()['id']}", token=token).json()


class Result(unittest.TestResult):
    """Says it as TAP, each case when it has ended."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def say(self, test, good, remark="", reason=None):
        self.count += 1
        name = test.id().split(".", 1)[-1]
        print(f"{'ok' if good else 'not ok'} {self.count} {name}{remark}", flush=True)
        for line in (reason or "").splitlines():
            print(f"# {line}", flush=True)

    def addSuccess(self, test):
        self.say(test, True)

    def addSkip(self, test, reason):
        self.say(test, True, f" # SKIP {reason}")

    def addError(self, test, error):
        super().addError(test, error)
        self.say(test, False, reason="".join(traceback.format_exception(*error)))

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.addError(subtest, error)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = Result()
    print("TAP version 13", flush=True)
    suite.run(result)
    print(f"1..{result.count}", flush=True)
    sys.exit(0 if result.count and not result.errors and not result.failures else 1)
