# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full or broken, under the platform and under the application: what cannot be kept is refused in words, nothing is half
done, what only reads goes on, and when the disk is well again everything works by itself."""
import os
import shutil
import sys
import tempfile
import threading
import time

import application
import checker
import tap
import town as towns
import walks

LIBRARY = os.path.join(towns.BUILD, "tests", "faults", "libfail-write.so")
TROUBLES = ("full", "broken", "unsafe")


class Disk:
    """The lever of fail-write.c."""

    def __init__(self, folder, under):
        self.path = os.path.join(folder, "lever")
        self.environment = {"LD_PRELOAD": LIBRARY, "RAMBLA_FAIL_SWITCH": self.path, "RAMBLA_FAIL_UNDER": under}

    def break_down(self, trouble):
        with open(self.path + ".new", "w", encoding="ascii") as file:
            file.write(trouble)
        os.rename(self.path + ".new", self.path)

    def repair(self):
        os.unlink(self.path)


def try_platform(folder, template, trouble):
    """Orders, payments, redemptions and refunds meet the trouble; afterwards each goes on with the same key."""
    town = towns.Town(folder, template=template)
    disk = Disk(folder, town.data)
    town.start(environment=disk.environment)
    try:
        shopper = walks.Shopper(town, "disk")
        deal = shopper.find(towns.SWIM)
        used, vouchers = shopper.buy(towns.SWIM, 2)
        pending = shopper.order(towns.SWIM)
        code = shopper.get(f"/v1/vouchers/{vouchers[0]['id']}").json["code"]
        requests = [
            ("/v1/orders", {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": 1,
                            "expected_total": {"amount": towns.SWIM, "currency": "UYU"}}, "consumer", "disk-order"),
            (f"/v1/orders/{pending}/payment", {"method": "saved"}, "consumer", "disk-pay"),
            ("/v1/merchant/redemptions", {"presented": code, "store_id": deal["store"]["id"]}, "merchant", "disk-redeem"),
            (f"/v1/orders/{used}/refunds", {}, "consumer", "disk-refund"),
        ]
        town.acknowledged.note("wants-order", key="disk-order")
        before = counts(town)
        disk.break_down(trouble)
        for path, body, role, key in requests:
            for _ in range(3):
                answer = town.ask_once("POST", path, body=body, token=town.tokens[role], key=key)
                if answer.status not in (503, 507) or answer.code is None or "problem+json" not in answer.headers["Content-Type"]:
                    yield f"{path} on a disk that is {trouble}: {answer.status} {answer.body}"
        for path in ("/v1/deals", "/v1/vouchers", f"/v1/orders/{pending}", "/healthz"):
            answer = town.ask_once("GET", path, token=town.tokens["consumer"])
            if answer.status not in (200, 503) or (answer.status == 503 and path != "/healthz"):
                yield f"reading {path} on a disk that is {trouble}: {answer.status} {answer.body}"
        if trouble != "unsafe" and counts(town) != before:
            yield f"something was half done: {before}, then {counts(town)}"
        disk.repair()
        for path, body, role, key in requests:
            answer = town.ask("POST", path, body=body, token=town.tokens[role], key=key)
            if answer.status != 201:
                yield f"{path} on the repaired disk: {answer.status} {answer.body}"
        shopper.buy(towns.SWIM)
        town.settle()
        for rule, what in checker.check(town.data, before=os.path.join(template, "data", "platform.db"),
                                        acknowledged=town.acknowledged.path, now=time.time() + town.offset):
            yield f"{rule}: {what}"
    finally:
        town.close()


def counts(town):
    return town.query("SELECT (SELECT count (*) FROM orders), (SELECT count (*) FROM vouchers), (SELECT count (*) FROM redemptions), "
                      "(SELECT count (*) FROM ledger_entries), (SELECT count (*) FROM refunds)")[0]


def try_under_load(folder, template, trouble):
    """The disk fails and comes back again and again while many act at once."""
    town = towns.Town(folder, template=template)
    disk = Disk(folder, town.data)
    town.start(environment=disk.environment)
    failures = []
    over = threading.Event()

    def live(number):
        shopper = walks.Shopper(town, f"load-{number}")
        try:
            while not over.is_set():
                order_id, vouchers = shopper.buy(towns.SWIM, 2)
                walks.expect(shopper.show(vouchers[0]["id"], towns.SWIM), 201)
                walks.expect(shopper.refund(order_id), 201)
        except Exception as error:  # told at the end
            failures.append(f"{type(error).__name__}: {error}")
    people = [threading.Thread(target=live, args=(number,)) for number in range(4)]
    try:
        for person in people:
            person.start()
        for _ in range(6):
            time.sleep(0.25)
            disk.break_down(trouble)
            time.sleep(0.25)
            disk.repair()
        time.sleep(0.3)
        over.set()
        for person in people:
            person.join(60)
        yield from failures
        town.settle()
        for rule, what in checker.check(town.data, before=os.path.join(template, "data", "platform.db"),
                                        acknowledged=town.acknowledged.path, now=time.time() + town.offset):
            yield f"{rule}: {what}"
    finally:
        over.set()
        town.close()


def try_start(folder, template, trouble):
    """A start on such a disk says why it does not work, and leaves what was there as it was."""
    town = towns.Town(folder, template=template)
    disk = Disk(folder, town.data)
    try:
        town.start()
        shopper = walks.Shopper(town, "start")
        shopper.buy(towns.SWIM)
        town.stop()
        disk.break_down(trouble)
        try:
            town.start(environment=disk.environment)
            town.stop()
        except RuntimeError as error:
            if "ended with 3" not in str(error) or "rambla-platform:" not in str(error):
                yield f"it ends with other words: {error}"
        disk.repair()
        town.start_again()
        shopper.buy(towns.SWIM)
        town.settle()
        for rule, what in checker.check(town.data, before=os.path.join(template, "data", "platform.db"),
                                        acknowledged=town.acknowledged.path, now=time.time() + town.offset):
            yield f"{rule}: {what}"
    finally:
        town.close()


def try_purchase(folder, template, trouble):
    """A purchase that cannot be kept is not begun: nothing is sent, the person is told so, and can go on when there is room again."""
    town = towns.Town(os.path.join(folder, "town"), template=template)
    app = application.Application(os.path.join(folder, "app"), town)
    disk = Disk(folder, app.folder)
    try:
        town.start()
        shopper = walks.Shopper(town, "purchase")
        disk.break_down(trouble)
        repairer = threading.Timer(0.7, disk.repair)
        repairer.start()
        code = app.go("buy", shopper.find(towns.SWIM)["id"], "saved", 1, environment=disk.environment)
        repairer.join()
        errors = app.get_errors()
        if code != 0 or not app.has("paid"):
            yield f"it came to no good end: {app.events}"
        if not errors:
            yield "nobody was told"
        for error in errors:
            if not error["sentence"].startswith("The purchase cannot be noted on this computer"):
                yield f"the sentence is {error['sentence']!r}"
        if town.query("SELECT count (*) FROM orders")[0][0] != 1:
            yield "not one order"
        town.settle()
        for rule, what in checker.check(town.data, before=os.path.join(template, "data", "platform.db"), app=app.folder,
                                        acknowledged=town.acknowledged.path, now=time.time() + town.offset):
            yield f"{rule}: {what}"
    finally:
        town.close()


def try_wallet(folder, template, trouble):
    """A cache that cannot be written costs nothing but the cache."""
    town = towns.Town(os.path.join(folder, "town"), template=template)
    app = application.Application(os.path.join(folder, "app"), town)
    disk = Disk(folder, app.folder)
    try:
        town.start()
        walks.Shopper(town, "wallet").buy(towns.SWIM, 3)
        app.go("wallet")
        disk.break_down(trouble)
        code = app.go("wallet", environment=disk.environment)
        if code != 0 or app.has("wallet")["count"] != "3":
            yield f"the wallet shows {app.events}"
        disk.repair()
        app.go("wallet")
        if app.has("kept")["count"] != "3":
            yield f"the cache does not work again: {app.events}"
    finally:
        town.close()


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    folder = tempfile.mkdtemp(prefix="rambla-disk-")
    template = towns.make_template(os.path.join(folder, "template"))
    cases = [tap.Case(f"{trouble}: {function.__name__[4:].replace('_', ' ')}", function, os.path.join(folder, f"{function.__name__}-{trouble}"),
                      template, trouble)
             for function in (try_platform, try_under_load, try_start, try_purchase, try_wallet) for trouble in TROUBLES
             if only in f"{trouble}: {function.__name__}"]
    failures = tap.run(cases)
    if not failures:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
