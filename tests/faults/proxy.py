# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad network on demand: stands between the application and the platform and does to chosen requests what networks, middle boxes and
broken servers do. Also as a program: proxy.py LISTEN-PORT UPSTREAM-PORT FAULT [METHOD PATH-PATTERN TIMES]."""
import http.client
import json
import re
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time

PORTAL_PAGE = b"<!DOCTYPE html><html><head><title>Free WiFi</title></head><body><form>Sign in to go online</form></body></html>"
HUGE = 18 * 1024 * 1024


class Plan:
    """Which requests are hit, how, and how often."""

    def __init__(self, fault=None, method=None, pattern=None, times=0):
        self.fault = fault
        self.method = method
        self.pattern = re.compile(pattern) if pattern else None
        self.left = times
        self.hits = 0
        self.lock = threading.Lock()

    def take(self, method, path):
        with self.lock:
            if self.left <= 0 or self.method not in (None, method) or (self.pattern and not self.pattern.fullmatch(path.split("?")[0])):
                return None
            self.left -= 1
            self.hits += 1
            return self.fault

    def take_connection(self):
        """For what breaks before there is a request."""
        with self.lock:
            if self.left <= 0 or self.fault not in CONNECTION_FAULTS:
                return None
            self.left -= 1
            self.hits += 1
            return self.fault


class Request:
    def __init__(self, method, path, headers, body):
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body


class Upstream:
    """The platform's answer, as bytes."""

    def __init__(self, port, request):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers:
            if name.lower() not in ("connection", "content-length"):
                connection.putheader(name, value)
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)
        response = connection.getresponse()
        self.status = response.status
        self.reason = response.reason
        self.headers = [(name, value) for name, value in response.getheaders()
                        if name.lower() not in ("connection", "content-length", "transfer-encoding", "keep-alive")]
        self.body = response.read()
        connection.close()

    def head(self, length=None, drop=(), extra=()):
        lines = [f"HTTP/1.1 {self.status} {self.reason}"]
        lines += [f"{name}: {value}" for name, value in self.headers if name.lower() not in drop]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        lines += extra
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def whole(self):
        return self.head(len(self.body)) + self.body


def answer(status, reason, body, *headers):
    return (f"HTTP/1.1 {status} {reason}\r\n" + "".join(header + "\r\n" for header in headers)
            + f"Content-Length: {len(body)}\r\n\r\n").encode() + body


class Close(Exception):
    """Nothing more is to be said on this connection."""


# --- the faults: each gets the connection's handler and the request; what it does not answer is closed ---

FAULTS = {}
CONNECTION_FAULTS = {}


def fault(function):
    FAULTS[function.__name__.replace("_", "-")] = function
    return function


@fault
def delay(handler, request):
    time.sleep(0.4)
    handler.send(handler.ask(request).whole())


@fault
def stall(handler, request):
    handler.ask(request)
    handler.wait_for_close(8)
    raise Close


@fault
def cut_before_request(handler, request):
    raise Close


@fault
def cut_before_answer(handler, request):
    """The platform has done it and nobody hears of it."""
    handler.ask(request)
    raise Close


@fault
def cut_within_head(handler, request):
    head = handler.ask(request).head(10)
    handler.send(head[:len(head) // 2])
    raise Close


@fault
def cut_between_lines(handler, request):
    head = handler.ask(request).head(10)
    handler.send(head[:head.index(b"\r\n") + 2])
    raise Close


@fault
def cut_within_body(handler, request):
    upstream = handler.ask(request)
    handler.send(upstream.head(len(upstream.body)) + upstream.body[:len(upstream.body) // 2])
    raise Close


@fault
def cut_within_chunk(handler, request):
    upstream = handler.ask(request)
    handler.send(upstream.head(extra=["Transfer-Encoding: chunked"]) + b"%x\r\n" % len(upstream.body) + upstream.body[:len(upstream.body) // 2])
    raise Close


@fault
def cut_after(handler, request):
    handler.send(handler.ask(request).whole())
    raise Close


@fault
def reset(handler, request):
    handler.ask(request)
    handler.reset()
    raise Close


@fault
def reorder(handler, request):
    """Answers overtake each other: this one waits while those that come later pass."""
    upstream = handler.ask(request)
    time.sleep(0.2)
    handler.send(upstream.whole())


@fault
def double(handler, request):
    """Sent twice by something in between."""
    handler.ask(request)
    handler.send(handler.ask(request).whole())


@fault
def status_500(handler, request):
    handler.send(answer(500, "Internal Server Error", b"oops", "Content-Type: text/plain"))


@fault
def status_503(handler, request):
    handler.send(answer(503, "Service Unavailable", b"", "Retry-After: 1"))


@fault
def status_503_after(handler, request):
    """The platform has done it, the box in front of it says 503."""
    handler.ask(request)
    handler.send(answer(503, "Service Unavailable", b"<html>503</html>", "Content-Type: text/html"))


@fault
def status_502(handler, request):
    handler.send(answer(502, "Bad Gateway", b"<html>502 Bad Gateway</html>", "Content-Type: text/html"))


@fault
def status_429(handler, request):
    handler.send(answer(429, "Too Many Requests", b'{"type":"/problems/rate_limited","title":"Too many","status":429,"code":"rate_limited"}',
                        "Content-Type: application/problem+json", "Retry-After: 1"))


@fault
def garbage(handler, request):
    handler.ask(request)
    handler.send(bytes((i * 73 + 41) % 256 for i in range(700)))
    raise Close


@fault
def half_json(handler, request):
    upstream = handler.ask(request)
    upstream.body = upstream.body[:len(upstream.body) // 2]
    handler.send(upstream.whole())


@fault
def empty_answer(handler, request):
    upstream = handler.ask(request)
    upstream.body = b""
    handler.send(upstream.whole())


@fault
def other_json(handler, request):
    upstream = handler.ask(request)
    upstream.body = b'{"hello":["world",1e999,null]}'
    handler.send(upstream.whole())


@fault
def array_json(handler, request):
    upstream = handler.ask(request)
    upstream.body = b"[[[[]]]]"
    handler.send(upstream.whole())


@fault
def deep_json(handler, request):
    upstream = handler.ask(request)
    upstream.body = b"[" * 200000
    handler.send(upstream.whole())


@fault
def portal_200(handler, request):
    handler.send(answer(200, "OK", PORTAL_PAGE, "Content-Type: text/html"))


@fault
def portal_302(handler, request):
    handler.send(answer(302, "Found", PORTAL_PAGE, f"Location: http://127.0.0.1:{handler.server.portal.port}/login", "Content-Type: text/html"))
    raise Close


@fault
def portal_307(handler, request):
    """Wants the request itself, with its body."""
    handler.send(answer(307, "Temporary Redirect", b"", f"Location: http://127.0.0.1:{handler.server.portal.port}/login"))
    raise Close


@fault
def portal_511(handler, request):
    handler.send(answer(511, "Network Authentication Required", PORTAL_PAGE, "Content-Type: text/html"))


@fault
def html_401(handler, request):
    handler.send(answer(401, "Unauthorized", PORTAL_PAGE, "Content-Type: text/html", "WWW-Authenticate: Basic realm=\"WiFi\""))


@fault
def html_403(handler, request):
    handler.send(answer(403, "Forbidden", PORTAL_PAGE, "Content-Type: text/html"))


@fault
def html_404(handler, request):
    handler.send(answer(404, "Not Found", PORTAL_PAGE, "Content-Type: text/html"))


@fault
def html_400_after(handler, request):
    """The platform has done it, something in between does not like the answer."""
    handler.ask(request)
    handler.send(answer(400, "Bad Request", PORTAL_PAGE, "Content-Type: text/html"))


@fault
def wrong_type(handler, request):
    upstream = handler.ask(request)
    upstream.headers = [(name, value) for name, value in upstream.headers if name.lower() != "content-type"]
    upstream.headers.append(("Content-Type", "text/html; charset=iso-8859-1"))
    handler.send(upstream.whole())


@fault
def huge_body(handler, request):
    handler.send(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {HUGE}\r\n\r\n[".encode())
    for _ in range(HUGE // 65536):
        handler.send(b" " * 65536)
    raise Close


@fault
def huge_head(handler, request):
    handler.send(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-Junk-%d: %s\r\n" % (i, b"j" * 1000) for i in range(2000)))
    raise Close


@fault
def drip(handler, request):
    handler.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(400):
        handler.send(b" ")
        time.sleep(0.1)
    raise Close


@fault
def drip_head(handler, request):
    handler.send(b"HTTP/1.1 200 OK\r\n")
    for _ in range(400):
        handler.send(b"X")
        time.sleep(0.1)
    raise Close


@fault
def bad_gzip(handler, request):
    handler.ask(request)
    handler.send(answer(200, "OK", b"\x1f\x8b\x08\x00" + b"junk" * 50, "Content-Type: application/json", "Content-Encoding: gzip"))


def connection_fault(function):
    CONNECTION_FAULTS[function.__name__.replace("_", "-")] = function
    return function


@connection_fault
def closed_at_once(handler):
    handler.reset()


@connection_fault
def tls_untrusted(handler):
    handler.wrap("other")


@connection_fault
def tls_closed(handler):
    handler.request.recv(5)


@connection_fault
def tls_garbage(handler):
    handler.request.recv(5)
    handler.request.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\nThis is not TLS\r\n")


class Handler(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self):
        try:
            hit = self.server.plan.take_connection()
            if hit is not None:
                CONNECTION_FAULTS[hit](self)
                return
            if self.server.certificates is not None:
                self.wrap("good")
            reader = self.request.makefile("rb")
            while self.serve_one(reader):
                pass
        except (Close, OSError, ssl.SSLError, ValueError, http.client.HTTPException):
            pass
        finally:
            try:
                self.request.close()
            except OSError:
                pass

    def finish(self):
        pass

    def wrap(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{self.server.certificates}/{name}.pem", f"{self.server.certificates}/{name}.key")
        self.request = context.wrap_socket(self.request, server_side=True)

    def serve_one(self, reader):
        line = reader.readline(65536).decode("latin-1").split()
        if len(line) != 3:
            return False
        headers = []
        while True:
            header = reader.readline(65536).decode("latin-1").rstrip("\r\n")
            if not header:
                break
            name, _, value = header.partition(":")
            headers.append((name, value.strip()))
        length = next((int(value) for name, value in headers if name.lower() == "content-length"), None)
        request = Request(line[0], line[1], headers, reader.read(length) if length is not None else None)
        hit = self.server.plan.take(request.method, request.path)
        if hit is None and self.server.record is not None:
            self.send_and_record(request)
        elif hit is None and ("Accept", "text/event-stream") in request.headers:
            self.pass_on(request)
        elif hit is None:
            self.send(self.ask(request).whole())
        else:
            FAULTS[hit](self, request)
        return True

    def send_and_record(self, request):
        """One line as tests/platform/traffic.c writes it."""
        upstream = self.ask(request)
        content_type = next((value.split(";")[0] for name, value in upstream.headers if name.lower() == "content-type"), None)
        line = {"method": request.method, "target": request.path, "headers": dict(request.headers),
                "body": request.body.decode() if request.body else None, "status": upstream.status, "type": content_type,
                "answer": upstream.body.decode(errors="replace")}
        with open(self.server.record, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        self.send(upstream.whole())

    def pass_on(self, request):
        """An answer without an end, as it comes."""
        with socket.create_connection(("127.0.0.1", self.server.upstream), timeout=60) as upstream:
            head = f"{request.method} {request.path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in request.headers)
            upstream.sendall((head + "\r\n").encode("latin-1"))
            while data := upstream.recv(65536):
                self.send(data)
        raise Close

    def ask(self, request):
        return Upstream(self.server.upstream, request)

    def send(self, data):
        self.request.sendall(data)

    def reset(self):
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def wait_for_close(self, seconds):
        self.request.settimeout(seconds)
        try:
            self.request.recv(1)
        except OSError:
            pass


class Portal(socketserver.ThreadingTCPServer):
    """Where captive portals send people; keeps what it was told."""
    daemon_threads = True

    class PortalHandler(socketserver.StreamRequestHandler):
        def handle(self):
            text = self.request.recv(65536)
            self.server.heard.append(text)
            self.wfile.write(answer(200, "OK", PORTAL_PAGE, "Content-Type: text/html", "Connection: close"))

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.PortalHandler)
        self.port = self.server_address[1]
        self.heard = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()


class Proxy(socketserver.ThreadingTCPServer):
    """@certificates: a folder with good.pem, good.key, other.pem and other.key: TLS is spoken to the application.
    @record: a file for what is said, both ways."""
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, upstream, certificates=None, portal=None, port=0, record=None):
        super().__init__(("127.0.0.1", port), Handler)
        self.upstream = upstream
        self.certificates = certificates
        self.portal = portal
        self.record = record
        self.plan = Plan()
        self.port = self.server_address[1]
        self.url = f"{'https' if certificates else 'http'}://{'localhost' if certificates else '127.0.0.1'}:{self.port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()

    def handle_error(self, request, client_address):
        pass

    def close(self):
        self.shutdown()
        self.server_close()


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    standing = Proxy(int(sys.argv[2]), portal=Portal(), port=int(sys.argv[1]))
    standing.plan = Plan(sys.argv[3], *(sys.argv[4:6] or (None, None)), times=int(sys.argv[6]) if len(sys.argv) > 6 else sys.maxsize)
    while True:
        time.sleep(3600)
