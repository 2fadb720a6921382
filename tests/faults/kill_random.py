# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the platform at random moments while many buy, show, take back, undo and cancel at once; between two kills they go on with the
same keys, as applications do. At the end the checker reads what is left.

    kill_random.py [--kills N]      20 unless said otherwise; RAMBLA_SEED=N does the same again"""
import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback

import checker
import tap
import town as towns
import walks

PEOPLE = 6
# Kills in one town before its books are read; then another begins.
ROUND = 20


class Load:
    """People who do something all the time."""

    def __init__(self, town, seed):
        self.town = town
        self.seed = seed
        self.over = threading.Event()
        self.failures = []
        self.done = 0
        self.threads = [threading.Thread(target=self.live, args=(number,)) for number in range(PEOPLE)]

    def live(self, number):
        chance = random.Random(self.seed * 1000 + number)
        shopper = walks.Shopper(self.town, f"person-{number}")
        while not self.over.is_set():
            try:
                chance.choice([self.use, self.use, self.take_back, self.cancel, self.pay_on_page, self.undo, self.leave])(shopper, chance)
                self.done += 1
            except Exception:  # told at the end, with all that it says
                self.failures.append(traceback.format_exc())
                return

    def use(self, shopper, chance):
        _, vouchers = shopper.buy(towns.SWIM, chance.randint(1, 3))
        # At two counters at once, by the code and by the token.
        voucher = shopper.get(f"/v1/vouchers/{vouchers[0]['id']}").json
        other = walks.Shopper(self.town, shopper.name + f"-twin-{shopper.key()}")
        other.deals = shopper.deals
        answers = []
        twin = threading.Thread(target=lambda: answers.append(other.show(voucher["id"], towns.SWIM, presented=voucher["token"])))
        twin.start()
        answers.append(shopper.show(voucher["id"], towns.SWIM, presented=voucher["code"]))
        twin.join()
        good = [answer for answer in answers if answer.status == 201]
        if len(answers) != 2 or len(good) != 1:
            raise AssertionError(f"{voucher['id']} at two counters: {[(answer.status, answer.body) for answer in answers]}")

    def take_back(self, shopper, chance):
        order_id, vouchers = shopper.buy(towns.SWIM, 2)
        if chance.random() < 0.5:
            walks.expect(shopper.show(vouchers[0]["id"], towns.SWIM), 201)
        walks.expect(shopper.refund(order_id), 201)

    def cancel(self, shopper, chance):
        order_id = shopper.order(towns.SWIM)
        walks.expect(shopper.post(f"/v1/orders/{order_id}/cancel", {}), 201)

    def pay_on_page(self, shopper, chance):
        order_id = shopper.order(towns.SWIM)
        answer = shopper.pay(order_id, "hosted")
        if answer.status == 201 and answer.json.get("url"):
            towns.fill_page(answer.json["url"], towns.GOOD_CARD, attempts=3)
        # The page may have died with the provider; what was held ends by itself then.

    def undo(self, shopper, chance):
        _, vouchers = shopper.buy(towns.SWIM)
        answer = walks.expect(shopper.show(vouchers[0]["id"], towns.SWIM), 201)
        walks.expect(shopper.post(f"/v1/merchant/redemptions/{answer.json['id']}/undo", {"reason": "A mistake"}, role="merchant"), 201)
        self.town.acknowledged.note("undone", voucher_id=vouchers[0]["id"], redemption_id=answer.json["id"])

    def leave(self, shopper, chance):
        shopper.order(towns.SWIM)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *reason):
        self.over.set()
        for thread in self.threads:
            thread.join(120)


def run(folder, template, number, kills, seed):
    chance = random.Random(seed + number)
    town = towns.Town(os.path.join(folder, str(number)), template=template)
    town.start()
    try:
        with Load(town, seed + number) as load:
            for _ in range(kills):
                time.sleep(chance.uniform(0.02, 0.35))
                with town.lock:
                    if town.process.poll() is None:
                        town.process.kill()
                        town.process.wait()
                    town.deaths += 1
                    town.start_again()
        yield from load.failures
        town.settle()
        for rule, what in checker.check(town.data, before=os.path.join(template, "data", "platform.db"), acknowledged=town.acknowledged.path,
                                        now=time.time() + town.offset):
            yield f"{rule}: {what}"
        if load.done < kills:
            yield f"only {load.done} things were done"
        rows = town.query("SELECT (SELECT count (*) FROM orders), (SELECT count (*) FROM redemptions), (SELECT count (*) FROM refunds)")
        tap.say_figures(f"{kills} kills, {load.done} things done: %d orders, %d redemptions, %d refunds" % rows[0])
    finally:
        town.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    arguments = parser.parse_args()
    seed = towns.get_seed()
    folder = tempfile.mkdtemp(prefix="rambla-random-")
    template = towns.make_template(os.path.join(folder, "template"))
    rounds = [min(ROUND, arguments.kills - done) for done in range(0, arguments.kills, ROUND)]
    failures = tap.run([tap.Case(f"{kills} kills, seed {seed} + {number}", run, folder, template, number, kills, seed)
                        for number, kills in enumerate(rounds)], side_by_side=1, remark=f"RAMBLA_SEED={seed}")
    if not failures:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
