# SPDX-License-Identifier: GPL-3.0-or-later
"""The application's journeys on a good network, written down as they went over the wire, for tests/peers to hold against the contract.

    record.py FILE"""
import os
import shutil
import sys
import tempfile

import application
import proxy
import town as towns
import walks


def main():
    folder = tempfile.mkdtemp(prefix="rambla-record-")
    town = towns.Town(os.path.join(folder, "town"), template=towns.make_template(os.path.join(folder, "template")))
    town.start()
    standing = proxy.Proxy(town.port, record=sys.argv[1])
    try:
        shopper = walks.Shopper(town, "record")
        swim = shopper.find(towns.SWIM)
        store = swim["store"]["id"]
        walks.let_accept_offline(town, store)
        order_id, vouchers = shopper.buy(towns.SWIM, 2)
        first, second = (shopper.get(f"/v1/vouchers/{voucher['id']}").json for voucher in vouchers)
        app = application.Application(os.path.join(folder, "app"), town, standing.url)
        keep = {"RAMBLA_DRIVER_SECRETS": os.path.join(folder, "secrets.json")}

        def follow(event):
            if event == "ready":
                standing.plan = proxy.Plan("cut-before-request", times=sys.maxsize)
            elif event == "accepted":
                standing.plan = proxy.Plan()
        for journey, role, more in ((["stay"], "consumer", {"environment": keep}), (["search"], "consumer", {}), (["deal", swim["id"]], None, {}),
                                    (["buy", swim["id"], "saved", 1], "consumer", {}),
                                    (["buy", swim["id"], "hosted", 1], "consumer", {"on_url": lambda url: towns.fill_page(url, towns.GOOD_CARD)}),
                                    (["wallet"], "consumer", {}), (["redeem", store, first["code"]], "merchant", {}),
                                    (["stand", store, second["token"]], "merchant", {"on_event": follow}), (["refund", order_id], "consumer", {})):
            if app.go(*journey, role=role, **more) != 0:
                raise AssertionError(f"{journey}: {app.events}")
    finally:
        standing.close()
        town.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
