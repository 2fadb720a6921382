# SPDX-License-Identifier: GPL-3.0-or-later
"""The real platform with the sample city, in a folder of its own, for tests that ask it over HTTP and read its database."""
import contextlib
import json
import pathlib
import subprocess
import tempfile
import urllib.parse
import urllib.request


class PlatformProcess:
    def __init__(self, address, database):
        self.address = address
        self.database = database

    def ask(self, path, language="en", **query):
        target = self.address + path + ("?" + urllib.parse.urlencode(query) if query else "")
        with urllib.request.urlopen(urllib.request.Request(target, headers={"Accept-Language": language})) as answer:
            return json.load(answer)


@contextlib.contextmanager
def started(program, city):
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        process = subprocess.Popen([program, "--data", data, "--city", city, "--sandbox"], stdout=subprocess.PIPE, text=True)
        try:
            ready = json.loads(process.stdout.readline())
            database = data / "platform.db"
            yield PlatformProcess(ready["listening"], database)
        finally:
            process.terminate()
            process.wait(30)
