# SPDX-License-Identifier: GPL-3.0-or-later
"""The real platform, started, killed and started again, and somebody who asks it over plain sockets.

What was answered is written to a log first, so that afterwards the checker knows what was promised."""
import hashlib
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

SOURCE = os.environ.get("RAMBLA_SOURCE_ROOT") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("RAMBLA_BUILD_ROOT") or os.path.join(SOURCE, "build")
PROGRAM = os.path.join(BUILD, "src", "platform", "rambla-platform")
CITY = os.path.join(SOURCE, "tests", "platform", "cities", "tiny")

# Offers of the tiny city that differ in their price.
SWIM = 110000  # a voucher without any limits or rules
RARE = 42500   # a voucher of which there are three
ONDA = 48000   # a brand's voucher, two a person
DESSERT = 0    # a free coupon

GOOD_CARD = "4242424242424242"
DECLINED_CARD = "4000000000000002"


class Died(Exception):
    """The platform was killed while it was asked."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Acknowledged:
    """What the platform has promised by answering, one JSON object a line."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.file = open(path, "a", buffering=1, encoding="utf-8")

    def note(self, what, **facts):
        with self.lock:
            self.file.write(json.dumps({"what": what, **facts}) + "\n")

    def close(self):
        self.file.close()


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The problem's code, or None."""
        try:
            return self.json.get("code")
        except (ValueError, AttributeError):
            return None


class Town:
    """One data directory, the program on it, and its accounts."""

    def __init__(self, folder, template=None, city=CITY, preload=None, program=PROGRAM):
        self.folder = folder
        self.data = os.path.join(folder, "data")
        self.city = city
        self.preload = preload
        self.program = program
        self.port = free_port()
        self.process = None
        self.ready = None
        self.tokens = {}
        self.offset = 0
        self.deaths = 0
        self.options = {}  # of the first start; what comes after a death has no fault
        self.errors = os.path.join(folder, "platform.log")
        self.lock = threading.Lock()
        self.local = threading.local()
        os.makedirs(folder, exist_ok=True)
        if template is not None:
            shutil.copytree(os.path.join(template, "data"), self.data)
            with open(os.path.join(template, "tokens.json"), encoding="utf-8") as file:
                self.tokens = json.load(file)
        self.acknowledged = Acknowledged(os.path.join(folder, "acknowledged.jsonl"))
        self.database = os.path.join(self.data, "platform.db")

    # --- the program ---

    def start(self, fault=None, trace=None, offset=None, environment=None, extra=()):
        """Starts it and waits until it is ready. Raises Died if it is killed before that."""
        if offset is not None:
            self.offset = offset
        env = {key: value for key, value in os.environ.items() if not key.startswith("RAMBLA_FAULT")}
        env.update(environment or {})
        if fault:
            env["RAMBLA_FAULT"] = fault
        if trace:
            env["RAMBLA_FAULT_TRACE"] = trace
        if self.preload:
            env["LD_PRELOAD"] = self.preload
        arguments = [self.program, "--data", self.data, "--city", self.city, "--listen", f"127.0.0.1:{self.port}", "--sandbox",
                     *extra]
        if self.offset:
            arguments += ["--clock-offset", str(self.offset)]
        log = open(self.errors, "ab")
        self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=env,
                                        start_new_session=True)
        log.close()
        line = self.process.stdout.readline()
        if not line:
            code = self.process.wait(20)
            self.deaths += 1
            if code == -signal.SIGKILL:
                raise Died("at its start")
            raise RuntimeError(f"the platform ended with {code}: {self.tail()}")
        self.ready = json.loads(line)

    def run_command(self, *arguments):
        """One of the program's other commands; with the fault, if it has not happened yet, and then once more."""
        env = dict(os.environ)
        if self.options.get("fault"):
            env["RAMBLA_FAULT"] = self.options["fault"]
        if self.options.get("trace"):
            env["RAMBLA_FAULT_TRACE"] = self.options["trace"]
        result = subprocess.run([self.program, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        if result.returncode == -signal.SIGKILL:
            self.deaths += 1
            self.options = {}
            self.run_command(*arguments)
        elif result.returncode != 0:
            raise RuntimeError(f"{' '.join(arguments)} ended with {result.returncode}: {result.stdout.decode()}")

    def tail(self, lines=15):
        with open(self.errors, encoding="utf-8", errors="replace") as file:
            return "".join(file.readlines()[-lines:])

    def start_again(self, **options):
        """After a death: starts it, until it is up; without the first start's fault."""
        self.options = {}
        for _ in range(5):
            try:
                self.start(**options)
                return
            except Died:
                continue
        raise RuntimeError("the platform does not come up")

    def is_dead(self, seconds=0.0):
        """Whether the process has ended; waits that long for it."""
        deadline = time.monotonic() + seconds
        while True:
            if self.process is None or self.process.poll() is not None:
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.002)

    def check_death(self, seconds=0.5):
        """Called when a connection broke: says how the process ended, or None if it still lives after so long."""
        if not self.is_dead(seconds):
            return None
        code = self.process.returncode
        if code != -signal.SIGKILL:
            raise RuntimeError(f"the platform ended with {code}: {self.tail()}")
        return code

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            self.deaths += 1
        self.forget_connections()

    def stop(self):
        """SIGTERM. Returns: False if a fault point ended it on its way."""
        self.forget_connections()
        if self.process is None:
            return True
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)
            self.process.wait()
            raise RuntimeError("the platform does not stop: " + self.tail()) from None
        self.process.stdout.close()
        self.process = None
        if code == 0:
            return True
        if code == -signal.SIGKILL:
            self.deaths += 1
            return False
        raise RuntimeError(f"the platform ended with {code}: {self.tail()}")

    def memory(self):
        """Its private bytes in use."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith(("Private_Dirty", "Private_Clean")))

    # --- asking ---

    def forget_connections(self):
        """Of all threads: they belong to a process that has ended."""
        self.local = threading.local()

    def connection(self):
        if getattr(self.local, "connection", None) is None:
            self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        return self.local.connection

    def ask_once(self, method, path, body=None, token=None, key=None, headers=None, form=None):
        """One request. Raises OSError or HTTPException when no answer came."""
        fields = dict(headers or {})
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            fields["Content-Type"] = "application/json"
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
            fields["Content-Type"] = "application/x-www-form-urlencoded"
        if token:
            fields["Authorization"] = "Bearer " + token
        if key:
            fields["Idempotency-Key"] = f'"{key}"'
        connection = self.connection()
        try:
            connection.request(method, path, data, fields)
            response = connection.getresponse()
            answer = Answer(response.status, dict(response.getheaders()), response.read())
        except (OSError, http.client.HTTPException):
            connection.close()
            self.local.connection = None
            raise
        if key is not None and answer.status < 500 and answer.code not in ("idempotency_in_progress", "rate_limited"):
            self.acknowledged.note("answer", token=token and token[-8:], method=method, path=path, key=key, body=body,
                                   status=answer.status, answer=answer.body.decode())
        return answer

    def ask(self, method, path, **request):
        """The same until there is an answer: over a death of the program (it is started again without a fault), over 503
        and over the first request being still under way. POST needs a key for that, unless it says that it needs none."""
        if method == "POST" and request.get("key") is None and request.get("form") is None and not request.pop("repeatable", False):
            raise ValueError("a POST without a key cannot be asked again")
        for attempt in range(200):
            asked = self.process
            try:
                answer = self.ask_once(method, path, **request)
            except (OSError, http.client.HTTPException):
                with self.lock:
                    # Somebody else may have started it again by now.
                    if self.process is asked and self.check_death() is not None:
                        self.deaths += 1
                        self.start_again()
                time.sleep(0.005)
                continue
            if answer.status in (500, 502, 503, 507) or answer.code in ("idempotency_in_progress", "rate_limited"):
                time.sleep(min(0.02 * (attempt + 1), 0.5))
                continue
            return answer
        raise RuntimeError(f"{method} {path} is not answered: {self.tail()}")

    def sign_in(self, *roles):
        for role in roles or ("consumer", "merchant", "operator"):
            self.tokens.pop(role, None)
            while role not in self.tokens:
                try:
                    answer = self.ask_once("POST", "/oauth/token", form={
                        "grant_type": "urn:rambla:sign-in-code", "code": self.mint_code(role), "client_id": "rambla"})
                except (OSError, http.client.HTTPException):
                    # The code may be used up by now; the next one is another.
                    if self.check_death() is not None:
                        self.deaths += 1
                        self.start_again()
                    continue
                if answer.status != 200:
                    raise RuntimeError(f"signing in as {role}: {answer.status} {answer.body!r}")
                self.tokens[role] = answer.json["access_token"]

    def add_friend(self):
        """A second buyer, to whom something can be given."""
        database = sqlite3.connect(self.database, timeout=20)
        with database:
            database.execute("INSERT INTO accounts (id, email, name, scopes, created_at) SELECT 'usr_0000000000000000', 'friend@example.org', 'Friend', "
                             "scopes, created_at FROM accounts WHERE email = 'consumer@example.org'")
        database.close()

    def mint_code(self, role):
        """A sign-in code besides the one that each start makes; as the platform itself keeps them: hashed."""
        code = "rsc_" + secrets.token_urlsafe(32)
        database = sqlite3.connect(self.database, timeout=20)
        with database:
            scope, account = database.execute("SELECT scopes, id FROM accounts WHERE email = ?", (f"{role}@example.org",)).fetchone()
            database.execute("INSERT INTO sign_in_codes (hash, account_id, scope, expires_at) VALUES (?, ?, ?, ?)",
                             (hashlib.sha256(code.encode()).digest(), account, scope, int(time.time()) + self.offset + 300))
        database.close()
        return code

    def save_tokens(self):
        with open(os.path.join(self.folder, "tokens.json"), "w", encoding="utf-8") as file:
            json.dump(self.tokens, file)

    # --- reading the database while the program runs or not ---

    def query(self, sql, *values):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def get_open_ends(self):
        """What is still to be finished by the platform itself."""
        return self.query("""
            SELECT 'order ' || id || ' is ' || state FROM orders WHERE state IN ('unknown', 'pending_payment')
            UNION ALL SELECT 'payment ' || id || ' is ' || state FROM payments
              WHERE state IN ('pending', 'processing', 'requires_action', 'unknown')
            UNION ALL SELECT 'refund ' || id || ' is ' || state FROM refunds WHERE state = 'pending'""")

    def settle(self, seconds=1200, patience=30):
        """Lets the holds run out (a start so much later) and the platform finish what is open; then stops it."""
        self.stop()
        try:
            self.start(offset=self.offset + seconds, **self.options)
        except Died:
            self.start_again()
        deadline = time.monotonic() + patience
        open_ends = self.get_open_ends()
        while open_ends and time.monotonic() < deadline:
            if self.check_death(0) is not None:
                self.deaths += 1
                self.start_again()
            time.sleep(0.02)
            open_ends = self.get_open_ends()
        self.stop()
        if open_ends:
            raise RuntimeError("never finished: " + "; ".join(row[0] for row in open_ends) + "\n" + self.tail())

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process is not None:
            self.process.stdout.close()
        self.acknowledged.close()


def fill_page(url, number, attempts=20):
    """Pays a hosted page as a browser would. Returns: the status of the form's answer, None if nobody answered."""
    parts = urllib.parse.urlsplit(url)
    for _ in range(attempts):
        try:
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
            connection.request("GET", parts.path + ("?" + parts.query if parts.query else ""))
            response = connection.getresponse()
            page = response.read().decode()
            cookie = (response.getheader("Set-Cookie") or "").split(";")[0]
            found = re.search(r'name="token" value="([^"]+)"', page)
            if found is None:
                return None
            form = urllib.parse.urlencode({"token": found.group(1), "number": number, "expiry": "12/34", "cvc": "123", "name": "Ana"})
            connection.request("POST", parts.path + ("?" + parts.query if parts.query else ""), form,
                               {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    return None


def make_template(folder, city=CITY):
    """A data directory with the city in it and everybody signed in, to be copied."""
    town = Town(folder, city=city)
    town.start()
    town.add_friend()
    town.sign_in("consumer", "merchant", "operator", "friend")
    town.save_tokens()
    town.stop()
    town.close()
    return folder


def say(text):
    print(text, flush=True)


def get_seed():
    """RAMBLA_SEED, or one of its own; to be printed, so that a failure can be had again."""
    return int(os.environ.get("RAMBLA_SEED") or time.time_ns() % 1_000_000_007)


if __name__ == "__main__":
    sys.exit("a library for the programs beside it")
