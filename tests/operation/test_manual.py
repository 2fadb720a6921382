# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual says what the programs say; the service file is what systemd takes."""
import os
import re
import shutil
import subprocess
import unittest

from platform_process import BUILD, SOURCE, folder, main, run

PAGES = sorted((SOURCE / "data/man").iterdir())


def options_of_page(name):
    text = (SOURCE / "data/man" / name).read_text().replace("\\-", "-")
    options = text[text.index("\n.SH OPTIONS"):]
    options = options[:options.index("\n.SH ", 2)]
    return set(re.findall(r"--[a-z][a-z-]*", "\n".join(
        line for before, line in zip(options.splitlines(), options.splitlines()[1:]) if before == ".TP")))


def options_of_help(text):
    return set(re.findall(r"(?m)^ +(?:-\w, )?(--[a-z][a-z-]*)", text))


class Manual(unittest.TestCase):
    def test_pages_are_sound(self):
        self.assertEqual([page.name for page in PAGES], ["rambla-platform.8", "rambla-platform.conf.5", "rambla.1"])
        for page in PAGES:
            if shutil.which("man"):
                said = subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True,
                                      env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MANPAGER": "cat"})
                self.assertEqual((said.returncode, said.stderr), (0, ""), page.name)
            if shutil.which("mandoc"):
                said = subprocess.run(["mandoc", "-Tlint", page], capture_output=True, text=True).stdout.splitlines()
                self.assertEqual([line for line in said if "longer than 80 bytes" not in line], [], page.name)

    def test_options_of_the_platform(self):
        told = options_of_help(run("--help").stdout)
        self.assertGreater(len(told), 10)
        self.assertEqual(options_of_page("rambla-platform.8"), told)

    def test_options_of_the_commands(self):
        text = (SOURCE / "data/man/rambla-platform.8").read_text().replace("\\-", "-")
        for command in ("account", "backup", "restore"):
            told = options_of_help(run(command, "--help").stdout) - {"--help"}
            synopsis = text[text.index(f".B rambla-platform {command} "):].split(".br")[0].split(".SH")[0]
            self.assertEqual(set(re.findall(r"--[a-z]+", synopsis)), told)

    def test_options_of_the_application(self):
        program = BUILD / "src/rambla"
        if not program.exists():
            self.skipTest("the application is not built")
        text = subprocess.run([program, "--help-all"], capture_output=True, text=True,
                              env={**os.environ, "LANGUAGE": "C"}).stdout
        told = options_of_help(text[text.index("Application Options"):].split("\n\n")[0]) | {"--help"}
        self.assertEqual(options_of_page("rambla.1"), told)


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
class Service(unittest.TestCase):
    def setUp(self):
        text = (SOURCE / "data/rambla-platform.service.in").read_text()
        self.path = folder() / "rambla-platform.service"
        self.path.write_text(text.replace("@bindir@", str(BUILD / "src/platform")).replace("@sysconfdir@", "/etc"))
        self.addCleanup(shutil.rmtree, self.path.parent, True)

    def test_systemd_takes_it(self):
        said = subprocess.run(["systemd-analyze", "verify", "--man=no", self.path], capture_output=True, text=True)
        self.assertEqual((said.returncode, said.stdout, said.stderr), (0, "", ""))

    def test_exposure(self):
        said = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15", self.path],
                              capture_output=True, text=True)
        if "unrecognized option" in said.stderr:
            self.skipTest("this systemd cannot tell offline")
        print("#", said.stdout.strip().splitlines()[-1])
        self.assertEqual(said.returncode, 0, said.stderr)


if __name__ == "__main__":
    main()
