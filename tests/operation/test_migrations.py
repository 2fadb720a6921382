# SPDX-License-Identifier: GPL-3.0-or-later
"""From each schema so far to today's: every row that was there is there afterwards, and a copy of the old beside it.

Rows are made up from the tables' own definitions, so that a new migration is tried without a change here."""
import collections
import functools
import os
import random
import re
import shutil
import sqlite3
import subprocess
import unittest

from platform_process import SOURCE, Platform, folder, main, run

MIGRATIONS = sorted((SOURCE / "src/platform/storage/migrations").glob("[0-9][0-9][0-9][0-9]-*.sql"))
MIGRATE = os.environ.get("RAMBLA_MIGRATE", "")
APPLICATION = 0x526d626c
ROWS = 3
TRIES = 2000

# Where a migration moved rows to, or changed what a column holds, on purpose: named here, with why.
MOVED = {}
REWRITTEN = set()


def build(path, version):
    """An empty database as the program of that time made it."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    for file in MIGRATIONS[:version]:
        database.executescript(f"BEGIN; {file.read_text()}; COMMIT;")
    database.execute(f"PRAGMA user_version={version}")
    database.execute(f"PRAGMA application_id={APPLICATION}")
    database.execute("PRAGMA foreign_keys=ON")
    return database


def tables(database):
    """Those that hold rows of their own, not those of a search index."""
    virtual = {row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'")}
    return [(name, sql) for name, sql in database.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
        if name not in virtual and not any(name.startswith(f"{one}_") for one in virtual)]


def columns(database, table):
    return [row for row in database.execute(f'PRAGMA table_xinfo("{table}")') if row[6] == 0]


# What a table always took no other of, though only a later schema says so: the ledger's ways.
WAYS = {"ledger_entries": [
    {"kind": "payment", "from_account": "buyer:acc_1", "to_account": "escrow"},
    {"kind": "redemption", "from_account": "escrow", "to_account": "merchant:mer_1"},
    {"kind": "commission", "from_account": "merchant:mer_1", "to_account": "commission"},
    {"kind": "refund", "from_account": "escrow", "to_account": "buyer:acc_1"},
    {"kind": "settlement", "from_account": "merchant:mer_1", "to_account": "settlement:mer_1"},
]}


@functools.lru_cache(maxsize=None)
def choices(sql, name):
    """What a table's own definition lets a column be."""
    found = re.search(rf"\b{name}\s+IN\s*\(([^)]*)\)", sql, re.IGNORECASE)
    return re.findall(r"'([^']*)'|(\d+)", found[1]) if found else []


class Maker:
    """Makes rows up that a table takes."""

    def __init__(self, database, seed):
        self.database = database
        self.chance = random.Random(seed)
        self.count = 0

    def value(self, sql, column, parents):
        _, name, kind, not_null, default, key, _ = column
        chance = self.chance
        self.count += 1
        if name in parents:
            if not parents[name]:
                return None
            return chance.choice(parents[name])
        if not not_null and not key and chance.random() < 0.4:
            return None
        allowed = choices(sql, name)
        if allowed:
            text, number = chance.choice(allowed)
            return int(number) if number else text
        if kind == "INTEGER":
            return chance.choice([0, 1, 2, 3, 10, 20, 100, 1700000000 + self.count, self.count + 1000, -345000, 1])
        if kind == "REAL":
            return chance.choice([0.0, 0.5, 1.0, -34.9, -56.2])
        if kind == "BLOB":
            return chance.randbytes(chance.choice([12, 16, 32, 32, 64]))
        if kind == "ANY":
            return None
        return chance.choice([f"{name}-{self.count}", f"{name}-{self.count}", "UYU", "{}", "[]", "buyer:acc_1",
                              "merchant:mer_1", "escrow", "2026-01-01", "10:00", "es"])

    def row(self, table, sql):
        parents = {}
        for row in self.database.execute(f'PRAGMA foreign_key_list("{table}")'):
            target = row[4] or [one[1] for one in columns(self.database, row[2]) if one[5]][0]
            parents[row[3]] = [one[0] for one in self.database.execute(
                f'SELECT "{target}" FROM "{row[2]}" WHERE "{target}" IS NOT NULL')]
        described = columns(self.database, table)
        names = ", ".join(f'"{one[1]}"' for one in described)
        marks = ", ".join("?" * len(described))
        reason = None
        for _ in range(TRIES):
            way = self.chance.choice(WAYS.get(table, [{}]))
            try:
                self.database.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
                                      [way.get(one[1]) or self.value(sql, one, parents) for one in described])
                return None
            except sqlite3.Error as error:
                reason = error
        return reason

    def fill(self):
        """As many rows as will go into each table; parents before children, whatever the order of definition."""
        left = tables(self.database)
        reasons = {}
        self.database.execute("BEGIN")
        for _ in range(4):
            waiting = []
            for table, sql in left:
                reason = None
                for _ in range(ROWS):
                    reason = reason or self.row(table, sql)
                if reason and not self.database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]:
                    waiting.append((table, sql))
                    reasons[table] = reason
            left = waiting
        self.database.execute("COMMIT")
        return {table: reasons[table] for table, _ in left}


def contents(path):
    """Table → names of columns, rows as often as they occur."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        found = {}
        for table, _ in tables(database):
            names = [one[1] for one in columns(database, table)]
            listed = ", ".join(f'"{name}"' for name in names)
            found[table] = names, list(database.execute(f'SELECT {listed} FROM "{table}"'))
        return found


class Migrations(unittest.TestCase):
    def setUp(self):
        self.folder = folder()
        self.path = self.folder / "platform.db"
        self.copy = self.folder / "platform.db.before-migration"
        self.addCleanup(shutil.rmtree, self.folder, True)

    def compare(self, before, after):
        for table, (names, rows) in before.items():
            if table in MOVED:
                continue
            self.assertIn(table, after, "a table is gone")
            kept = [name for name in names if name in after[table][0] and (table, name) not in REWRITTEN]
            gone = [name for name in names if name not in after[table][0] and (table, name) not in REWRITTEN]
            self.assertEqual(gone, [], f"columns of {table} are gone")

            def cut(all_names, all_rows):
                places = [all_names.index(name) for name in kept]
                return collections.Counter(tuple(row[place] for place in places) for row in all_rows)

            missing = cut(names, rows) - cut(*after[table])
            self.assertEqual(list(missing), [], f"rows of {table} are gone or changed ({kept})")

    def test_numbers(self):
        self.assertEqual([int(path.name[:4]) for path in MIGRATIONS], list(range(1, len(MIGRATIONS) + 1)))
        listed = (SOURCE / "src/platform/storage/platform-storage.gresource.xml").read_text()
        self.assertEqual([path.name for path in MIGRATIONS if path.name not in listed], [])

    def test_full_of_rows(self):
        seed = int(os.environ.get("RAMBLA_SEED", "20261121"))
        for version in range(1, len(MIGRATIONS) + 1):
            with self.subTest(schema=version):
                for path in self.folder.iterdir():
                    path.unlink()
                database = build(self.path, version)
                refused = Maker(database, seed + version).fill()
                self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
                filled = sum(1 for table, _ in tables(database)
                             if database.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone())
                print(f"# schema {version}: {filled} tables with rows" +
                      "".join(f"; {table}: {why}" for table, why in refused.items()))
                self.assertLessEqual(len(refused), len(tables(database)) // 8, refused)
                database.close()
                before = contents(self.path)
                ended = subprocess.run([MIGRATE, self.path, self.copy], capture_output=True, text=True)
                self.assertEqual((ended.returncode, ended.stdout), (0, f"{len(MIGRATIONS)}\n"), ended.stderr)
                self.compare(before, contents(self.path))
                with sqlite3.connect(self.path) as after:
                    self.assertEqual(after.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
                    self.assertEqual(after.execute("PRAGMA foreign_key_check").fetchall(), [])
                self.assertEqual(self.copy.exists(), version < len(MIGRATIONS))
                if self.copy.exists():
                    self.assertEqual(contents(self.copy), before)

    def test_what_is_compared_would_be_missed(self):
        """The comparison finds a lost row, a changed value, a lost column and a lost table."""
        build(self.path, 1).close()
        names = {"places": (["id", "name"], [(1, "a"), (2, "b")])}
        self.compare(names, {"places": (["name", "id", "new"], [("b", 2, 0), ("a", 1, 0)])})
        for after in ({"places": (["id", "name"], [(1, "a")])}, {"places": (["id", "name"], [(1, "a"), (2, "c")])},
                      {"places": (["id"], [(1,), (2,)])}, {}):
            with self.assertRaises(AssertionError):
                self.compare(names, after)

    def test_the_program_opens_each(self):
        for version in range(1, len(MIGRATIONS) + 1):
            with self.subTest(schema=version):
                data = self.folder / f"data-{version}"
                data.mkdir(mode=0o700)
                build(data / "platform.db", version).close()
                with Platform(data=data) as platform:
                    self.assertEqual(platform.get("/healthz").status, 200)
                    self.assertGreater(len(platform.get("/v1/deals").json()["deals"]), 0)
                    platform.buy(platform.sign_in("consumer"))
                self.assertEqual((data / "platform.db.before-migration").exists(), version < len(MIGRATIONS))

    def test_newer_is_refused(self):
        build(self.path, len(MIGRATIONS)).close()
        with sqlite3.connect(self.path) as database:
            database.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
        before = contents(self.path)
        ended = run("--data", self.folder)
        self.assertEqual((ended.returncode, ended.stdout), (4, ""))
        self.assertIn("newer version", ended.stderr)
        self.assertEqual(contents(self.path), before)


if __name__ == "__main__":
    main()
