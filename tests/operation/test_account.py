# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts of merchants and operators, made while the platform runs and used at once."""
import sqlite3
import unittest

from platform_process import Platform, main, run


def accounts(data):
    with sqlite3.connect(f"file:{data / 'platform.db'}?mode=ro", uri=True) as database:
        return {row[0]: row[1:] for row in database.execute("SELECT email, name, scopes, password_hash, id FROM accounts")}


def merchants(data, email):
    with sqlite3.connect(f"file:{data / 'platform.db'}?mode=ro", uri=True) as database:
        return [row[0] for row in database.execute(
            "SELECT merchant_id FROM account_merchants m JOIN accounts a ON a.id = m.account_id WHERE email = ?", (email,))]


class Account(unittest.TestCase):
    def account(self, data, *arguments, password=None):
        return run("account", "--data", data, *arguments, input=password)

    def test_made_and_widened(self):
        with Platform(sandbox=False) as platform:
            store = platform.get("/v1/stores?near=-34.9,-56.2&limit=1").json()["features"][0]["id"]
            made = self.account(platform.data, "--email", "shop@example.org", "--name", "The shop", "--scope", "merchant",
                                "--merchant", store, password="correct horse\n")
            self.assertEqual((made.returncode, made.stderr), (0, ""))
            name, scopes, password_hash, _ = accounts(platform.data)["shop@example.org"]
            self.assertEqual((name, scopes), ("The shop", "merchant"))
            self.assertTrue(password_hash.startswith("$argon2id$"))
            self.assertEqual(len(merchants(platform.data, "shop@example.org")), 1)
            for _ in range(2):
                again = self.account(platform.data, "--email", "SHOP@example.org", "--scope", "operator")
                self.assertEqual(again.returncode, 0, again.stderr)
            self.assertEqual(accounts(platform.data)["shop@example.org"][1].split(), ["merchant", "operator"])
            self.assertEqual(accounts(platform.data)["shop@example.org"][2], password_hash)
            self.assertEqual(platform.get("/healthz").status, 200)

    def test_refused(self):
        with Platform(sandbox=False) as platform:
            new = ["--email", "new@example.org", "--name", "New", "--scope"]
            for arguments, password, said in [
                    (new + ["king"], "correct horse\n", "--scope is"),
                    (new + ["operator"], "short\n", "8 characters"),
                    (new + ["operator"], "", "8 characters"),
                    (["--email", "new@example.org", "--scope", "operator"], "correct horse\n", "--name"),
                    (["--email", "nobody", "--name", "N", "--scope", "operator"], "correct horse\n", "no address"),
                    (new + ["operator", "--merchant", "mer_x"], "correct horse\n", "--merchant goes"),
                    (new + ["merchant", "--merchant", "sto_unknown"], "correct horse\n", "sto_unknown is no"),
                    (["--name", "New"], "correct horse\n", "account takes"),
                    (new + ["operator", "more"], "correct horse\n", "not understood")]:
                refused = self.account(platform.data, *arguments, password=password)
                self.assertEqual(refused.returncode, 2, arguments)
                self.assertIn(said, refused.stderr)
                self.assertNotIn("correct horse", refused.stderr)
            self.assertEqual(accounts(platform.data), {})

    def test_no_data(self):
        refused = self.account("/nonexistent/rambla", "--email", "a@example.org", "--scope", "operator")
        self.assertEqual(refused.returncode, 3)
        self.assertIn("is not there", refused.stderr)


if __name__ == "__main__":
    main()
