# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration file: what it can say, what wins, and what is said about mistakes in it."""
import os
import socket
import sqlite3
import unittest

from platform_process import CITY, SOURCE, Platform, folder, main, run

WRONG = [
    ("data=x\n", 1, "stands before the first group"),
    ("[nowhere]\n", 1, "there is no group [nowhere]"),
    ("# all is well\n[platform]\ncolour=red\n", 3, "has no key colour"),
    ("[platform]\nlisten\n", 2, "neither a group nor a key"),
    ("[platform]\nlisten=a\n\nlisten=b\n", 4, "was already set in line 2"),
    ("[platform]\nlisten=\n", 2, "listen takes"),
    ("[platform]\nbehind_proxy=maybe\n", 2, "takes true or false, not “maybe”"),
    ("[log]\nlevel=loud\n", 2, "takes error, warning"),
    ("[log]\nformat=xml\n", 2, "takes auto, json"),
    ("[trade]\ncommission_percent=101\n", 2, "takes a percentage"),
    ("[trade]\ncommission_percent=1.234\n", 2, "takes a percentage"),
    ("[trade]\ncommission_percent=-1\n", 2, "takes a percentage"),
    ("[limits]\nread=10\n", 2, "takes REQUESTS/SECONDS"),
    ("[limits]\nread=0/60\n", 2, "takes REQUESTS/SECONDS"),
    ("[limits]\nread=10/0\n", 2, "takes REQUESTS/SECONDS"),
    ("[limits]\nread=10/60/1\n", 2, "takes REQUESTS/SECONDS"),
    ("[platform]\ndata=\\q\n", 2, "ata"),
]


class Config(unittest.TestCase):
    def setUp(self):
        self.folder = folder()
        self.path = self.folder / "rambla-platform.conf"

    def test_mistakes(self):
        for text, line, words in WRONG:
            with self.subTest(text=text):
                self.path.write_text(text)
                ended = run("--config", self.path)
                self.assertEqual(ended.returncode, 2, ended.stderr)
                self.assertEqual(ended.stdout, "")
                self.assertEqual(ended.stderr.count("\n"), 1)
                self.assertTrue(ended.stderr.startswith(f"rambla-platform: {self.path}, line {line}: "), ended.stderr)
                self.assertIn(words, ended.stderr)
                self.assertEqual(sorted(self.folder.iterdir()), [self.path])

    def test_no_file(self):
        ended = run("--config", self.folder / "missing")
        self.assertEqual(ended.returncode, 2)
        self.assertIn("missing", ended.stderr)

    def test_everything(self):
        self.path.write_text("# A comment\n[platform]\n data = here/data\ncity=city\nlisten = unix:%s\n"
                             "base_uri=https://shop.example\n[trade]\ncommission_percent=7.5\n[log]\nlevel=info\n"
                             "format=json\n[limits]\nsearch=77/60\n" % (self.folder / "socket"))
        os.symlink(CITY, self.folder / "city")
        with Platform("--config", self.path, data=self.folder / "other", city=None, listen=None) as platform:
            self.assertEqual(platform.uri, f"unix:{self.folder}/socket")
            self.assertTrue((self.folder / "other/platform.db").exists(), "the command line wins")
            self.assertEqual(platform.get("/v1/deals").status, 200)
            self.assertIn('"route":"/v1/deals"', platform.log())
            token = platform.sign_in("consumer")
            platform.buy(token)
            with sqlite3.connect(self.folder / "other/platform.db") as database:
                self.assertEqual(database.execute("SELECT DISTINCT commission FROM orders").fetchall(), [(750,)])

    def test_paths_are_beside_the_file(self):
        self.path.write_text("[platform]\ndata=here/data\nlisten=127.0.0.1:0\n")
        import subprocess
        from platform_process import PROGRAM
        process = subprocess.Popen([PROGRAM, "--config", str(self.path)], stdout=subprocess.PIPE, cwd="/", text=True)
        self.assertTrue(process.stdout.readline())
        process.terminate()
        self.assertEqual(process.wait(20), 0)
        process.stdout.close()
        self.assertTrue((self.folder / "here/data/platform.db").exists())

    def test_the_sample_names_every_key_with_its_default(self):
        sample = (SOURCE / "data/rambla-platform.conf").read_text()
        manual = (SOURCE / "data/man/rambla-platform.conf.5").read_text()
        source = (SOURCE / "src/platform/platform-config-file.c").read_text()
        keys = [line.split('"')[1:4:2] for line in source.splitlines() if line.startswith('  { "') and "read_" in line]
        self.assertGreater(len(keys), 15)
        for group, key in keys:
            self.assertIn(f"[{group}]", sample)
            self.assertRegex(sample, rf"(?m)^#?{key}=")
            self.assertIn(f".B {key}", manual)
        # It can be used as it is, and with everything switched on.
        self.path.write_text("\n".join(line[1:] if line.startswith("#") and "=" in line and " " not in line.split("=")[0]
                                       else line for line in sample.splitlines()))
        ended = run("--config", self.path, "--data", self.folder / "data", "--city", "/nowhere")
        self.assertEqual(ended.returncode, 2)
        self.assertIn("/nowhere", ended.stderr)


class Service(unittest.TestCase):
    """What systemd is told: sd_notify(3)."""

    def test_notices(self):
        path = folder() / "notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(str(path))
            listener.settimeout(20)
            with Platform(city=None, sandbox=False,
                          environment={"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "200000"}) as platform:
                self.assertEqual(listener.recv(100), b"READY=1")
                self.assertEqual(platform.get("/healthz").status, 200)
                for _ in range(3):
                    self.assertEqual(listener.recv(100), b"WATCHDOG=1")
                self.assertEqual(platform.end(), 0)
                rest = set()
                while b"STOPPING=1" not in rest:
                    rest.add(listener.recv(100))
                self.assertLessEqual(rest, {b"WATCHDOG=1", b"STOPPING=1"})


if __name__ == "__main__":
    main()
