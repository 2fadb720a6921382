# SPDX-License-Identifier: GPL-3.0-or-later
"""A counter that accepts without the platform: signs what it took with its own key (by openssl) and hands it in later."""
import base64
import hashlib
import json
import os
import subprocess
import tempfile
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def digest(text):
    return encode(hashlib.sha256(text.encode()).digest())


def derive_id(prefix, text):
    number = int.from_bytes(hashlib.blake2b((prefix + text).encode(), digest_size=16).digest()[:10], "big")
    return prefix + "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))


class Counter:
    def __init__(self, town):
        self.town = town
        self.folder = tempfile.mkdtemp(prefix="counter-", dir=town.folder)
        self.key = os.path.join(self.folder, "key.pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.key], check=True, stderr=subprocess.PIPE)
        public = subprocess.run(["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"], check=True, stdout=subprocess.PIPE).stdout
        self.public_key = encode(public[-32:])
        self.id = derive_id("dev_", self.public_key)
        self.head = digest(self.id)
        self.sequence = 0
        self.scans = []

    def register(self, token):
        answer = self.town.ask("PUT", f"/v1/merchant/devices/{self.id}", token=token, body={"public_key": self.public_key, "name": "Till"})
        if answer.status != 200:
            raise AssertionError(f"registering: {answer.status} {answer.body}")

    def sign(self, claims):
        header = json.dumps({"alg": "EdDSA", "kid": self.id, "typ": "rambla-scan+jws"}, separators=(",", ":"))
        signed = encode(header.encode()) + "." + encode(json.dumps(claims, separators=(",", ":")).encode())
        path = os.path.join(self.folder, "signed")
        with open(path, "w", encoding="ascii") as file:
            file.write(signed)
        signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.key, "-rawin", "-in", path], check=True,
                                   stdout=subprocess.PIPE).stdout
        return signed + "." + encode(signature)

    def scan(self, text, store):
        now = time.time() + self.town.offset
        self.sequence += 1
        scan = self.sign({"seq": self.sequence, "prev": self.head, "at": int(now * 1000), "known": int(now), "key": f"{self.id}-{self.sequence}",
                          "store": store, "text": text})
        self.head = digest(scan)
        self.scans.append(scan)

    def hand_in(self, token):
        """Everything, once more. Returns: the verdicts, and notes them as acknowledged."""
        sent = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + self.town.offset))
        answer = self.town.ask("POST", "/v1/merchant/redemptions/batch", token=token, repeatable=True,
                               body={"device_id": self.id, "sent_at": sent, "scans": self.scans})
        if answer.status != 200:
            raise AssertionError(f"handing in: {answer.status} {answer.body}")
        for scan, verdict in zip(self.scans, answer.json["verdicts"], strict=True):
            self.town.acknowledged.note("handed-in", hash=digest(scan), verdict=verdict["verdict"])
        return answer.json["verdicts"]
