# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the data, taken while the platform works and put back while it does not."""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from platform_process import PROGRAM, Platform, folder, main, run


def dump(path):
    """All rows; the search index's own tables stand for what cannot be read as rows."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                                    "sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")]
        return {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in names}


def without_secret(rows):
    """A copy that is put back seals the positions of its events anew."""
    return {name: of_table for name, of_table in rows.items() if name != "outbox_secret"}


def count(path, table):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


class Backup(unittest.TestCase):
    def setUp(self):
        self.folder = folder()
        self.copy = self.folder / "copy.db"
        self.addCleanup(shutil.rmtree, self.folder, True)

    def test_there_and_back(self):
        data = self.folder / "data"
        with Platform(data=data) as platform:
            token = platform.sign_in("consumer")
            first = platform.buy(token)
            taken = run("backup", "--data", data, "--to", self.copy)
            self.assertEqual(taken.returncode, 0, taken.stderr)
            self.assertEqual(os.stat(self.copy).st_mode & 0o777, 0o600)
            self.assertEqual([path.name for path in self.folder.iterdir()
                              if path.name.startswith("copy")], ["copy.db"])
            second = platform.buy(token)
            refused = run("restore", "--from", self.copy, "--data", data)
            self.assertEqual(refused.returncode, 3)
            self.assertIn("in use by another process", refused.stderr)
            self.assertEqual(platform.get(f"/v1/orders/{second['id']}", token=token).status, 200)
        put_back = run("restore", "--from", self.copy, "--data", data)
        self.assertEqual(put_back.returncode, 0, put_back.stderr)
        restored, copied = dump(data / "platform.db"), dump(self.copy)
        self.assertEqual(without_secret(restored), without_secret(copied))
        self.assertEqual(len(restored["outbox_secret"]), 1)
        self.assertNotEqual(restored["outbox_secret"], copied["outbox_secret"])
        kept = list(data.glob("platform.db.before-restore-*"))
        self.assertEqual(len(kept), 1)
        self.assertEqual(count(kept[0], "orders"), 2)
        with Platform(data=data) as platform:
            token = platform.sign_in("consumer")
            self.assertEqual(platform.get(f"/v1/orders/{first['id']}", token=token).json()["state"], "paid")
            self.assertEqual(platform.get(f"/v1/orders/{second['id']}", token=token).status, 404)
        # And forward again, from what was kept.
        self.assertEqual(run("restore", "--from", kept[0], "--data", data).returncode, 0)
        self.assertEqual(count(data / "platform.db", "orders"), 2)
        # Into a folder that is not there yet.
        self.assertEqual(run("restore", "--from", self.copy, "--data", self.folder / "new").returncode, 0)
        self.assertEqual(without_secret(dump(self.folder / "new/platform.db")), without_secret(copied))

    def test_while_it_is_busy(self):
        data = self.folder / "data"
        with Platform(data=data) as platform:
            token = platform.sign_in("consumer")
            ended = threading.Event()
            bought, failed = [], []

            def buy():
                try:
                    while not ended.is_set():
                        bought.append(platform.buy(token)["id"])
                except Exception as error:
                    failed.append(error)

            worker = threading.Thread(target=buy)
            worker.start()
            for _ in range(10):
                before = list(bought)
                self.assertEqual(run("backup", "--data", data, "--to", self.copy).returncode, 0)
                with sqlite3.connect(f"file:{self.copy}?mode=ro", uri=True) as database:
                    paid = {row[0] for row in database.execute("SELECT id FROM orders WHERE state = 'paid'")}
                    self.assertEqual(database.execute("SELECT total FROM ledger_check").fetchone(), (0,))
                # What was answered before it began is in it.
                self.assertLessEqual(set(before), paid)
            ended.set()
            worker.join()
            self.assertEqual(failed, [])
            self.assertGreater(len(bought), 3)

    def test_killed_at_any_moment(self):
        data = self.folder / "data"
        with Platform(data=data) as platform:
            platform.buy(platform.sign_in("consumer"))
            self.assertEqual(run("backup", "--data", data, "--to", self.copy).returncode, 0)
        good = dump(self.copy)
        with Platform(data=data) as platform:
            platform.buy(platform.sign_in("consumer"))
        newer = dump(data / "platform.db")
        seed = int(os.environ.get("RAMBLA_SEED", time.time()))
        print(f"# seed {seed}")
        chance = random.Random(seed)
        for _ in range(30):
            for command in (["backup", "--data", data, "--to", self.copy], ["restore", "--from", self.copy, "--data", data]):
                process = subprocess.Popen([PROGRAM, *map(str, command)], stdout=subprocess.DEVNULL)
                time.sleep(chance.random() * 0.03)
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.assertTrue(dump(self.copy) in (good, newer), "the copy")
                self.assertTrue(dump(data / "platform.db") in (good, newer), "the data")
                for kept in data.glob("platform.db.before-restore-*"):
                    if ".part" not in kept.name and not kept.name.endswith(("-journal", "-wal", "-shm")):
                        self.assertTrue(dump(kept) in (good, newer), kept.name)
        self.assertEqual(run("backup", "--data", data, "--to", self.copy).returncode, 0)
        self.assertEqual(run("restore", "--from", self.copy, "--data", data).returncode, 0)
        with Platform(data=data) as platform:
            self.assertEqual(platform.get("/v1/deals").status, 200)

    def test_fault_points(self):
        data = self.folder / "data"
        with Platform(data=data) as platform:
            platform.buy(platform.sign_in("consumer"))
        self.assertEqual(run("backup", "--data", data, "--to", self.copy).returncode, 0)
        good = dump(self.copy)
        for name, command in (("backup.pages-copied", "backup"), ("backup.before-rename", "backup"),
                              ("backup.renamed", "backup"), ("restore.before-copy", "restore"),
                              ("backup.pages-copied", "restore"), ("restore.copied", "restore")):
            with self.subTest(point=name, command=command):
                arguments = ["--to", self.copy] if command == "backup" else ["--from", self.copy]
                ended = run(command, "--data", data, *arguments,
                            env={**os.environ, "RAMBLA_FAULT": f"{name}:1:kill"})
                if ended.returncode == 0:
                    self.skipTest("built without fault points")
                self.assertEqual(ended.returncode, -signal.SIGKILL)
                self.assertEqual(dump(self.copy), good)
                self.assertEqual(dump(data / "platform.db"), good)

    def test_refusals(self):
        data = self.folder / "data"
        with Platform(data=data) as platform:
            platform.buy(platform.sign_in("consumer"))
        self.assertEqual(run("backup", "--data", data, "--to", self.copy).returncode, 0)
        before = dump(data / "platform.db")

        def spoil(name, *statements):
            path = self.folder / name
            shutil.copy(self.copy, path)
            with sqlite3.connect(path) as database:
                for statement in statements:
                    database.execute(statement)
            return path

        text = self.folder / "text"
        text.write_text("nothing\n")
        cut = self.folder / "cut"
        cut.write_bytes(self.copy.read_bytes()[:200000])
        cases = [
            (self.folder / "missing", 3, "is not there"),
            (text, 3, "is not a database"),
            (cut, 3, "cut"),
            (spoil("newer", "PRAGMA user_version=9999"), 4, "newer version"),
            (spoil("foreign", "PRAGMA application_id=7"), 3, "another program"),
            (spoil("unbalanced", "UPDATE ledger_balances SET balance = balance + 1 WHERE account <> 'escrow'"), 3,
             "does not balance"),
            (spoil("orphan", "PRAGMA foreign_keys=OFF", "DELETE FROM stores"), 3, "lost its parent"),
            (data / "platform.db", 2, "not a copy"),
        ]
        for path, code, words in cases:
            with self.subTest(path=path.name):
                ended = run("restore", "--from", path, "--data", data)
                self.assertEqual((ended.returncode, ended.stdout), (code, ""), ended.stderr)
                self.assertIn(words, ended.stderr)
                self.assertEqual(dump(data / "platform.db"), before)
        self.assertEqual(list(data.glob("platform.db.before*")), [])

        ended = run("backup", "--data", self.folder / "nothing", "--to", self.folder / "x")
        self.assertEqual(ended.returncode, 3)
        ended = run("backup", "--data", data, "--to", self.folder / "no/such/folder")
        self.assertEqual(ended.returncode, 3, ended.stderr)
        for arguments in (["backup"], ["backup", "--data", data], ["restore", "--from", self.copy], ["backup", "--from", "x"]):
            self.assertEqual(run(*arguments).returncode, 2)

    def test_damaged_data_are_replaced_and_kept(self):
        data = self.folder / "data"
        with Platform(data=data) as platform:
            platform.buy(platform.sign_in("consumer"))
        self.assertEqual(run("backup", "--data", data, "--to", self.copy).returncode, 0)
        with open(data / "platform.db", "r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 65536)
        damaged = (data / "platform.db").read_bytes()
        self.assertEqual(run("restore", "--from", self.copy, "--data", data).returncode, 0)
        self.assertEqual(without_secret(dump(data / "platform.db")), without_secret(dump(self.copy)))
        kept = [path for path in data.glob("platform.db.before-restore-*") if not path.name.endswith(("-wal", "-shm"))]
        self.assertEqual([path.read_bytes() == damaged for path in kept], [True])


if __name__ == "__main__":
    main()
