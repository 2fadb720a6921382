# SPDX-License-Identifier: GPL-3.0-or-later
"""/metrics: a foreign parser reads it, the figures are right, and only those see it who may."""
import unittest

from prometheus_client.parser import text_string_to_metric_families

from platform_process import Platform, main


def read(answer):
    families = {}
    for family in text_string_to_metric_families(answer.body.decode()):
        assert family.name not in families, family.name
        families[family.name] = family
    return families


def sample(family, name=None, **labels):
    found = [one.value for one in family.samples
             if (name is None or one.name == name) and labels.items() <= one.labels.items()]
    assert len(found) == 1, (family.name, labels, found)
    return found[0]


class Metrics(unittest.TestCase):
    def test_figures(self):
        with Platform("--metrics-listen", "127.0.0.1:0") as platform:
            token = platform.sign_in("consumer")
            for _ in range(3):
                self.assertEqual(platform.get("/v1/deals").status, 200)
            self.assertEqual(platform.get("/v1/nothing").status, 404)
            platform.buy(token)
            answer = platform.get("/metrics")
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
            families = read(answer)

            requests = families["rambla_requests"]
            self.assertEqual(requests.type, "counter")
            self.assertGreaterEqual(sample(requests, route="/v1/deals", status="200"), 3)
            self.assertEqual(sample(requests, route="", status="404"), 1)
            self.assertEqual(sample(requests, route="/v1/orders", status="201"), 1)

            durations = families["rambla_request_duration_seconds"]
            self.assertEqual(durations.type, "histogram")
            for route in {one.labels["route"] for one in durations.samples}:
                buckets = [one for one in durations.samples
                           if one.labels["route"] == route and one.name.endswith("_bucket")]
                by_method = {}
                for one in buckets:
                    by_method.setdefault(one.labels["method"], []).append(one.value)
                for method, values in by_method.items():
                    self.assertEqual(values, sorted(values))
                    self.assertEqual(values[-1], sample(durations, "rambla_request_duration_seconds_count",
                                                        route=route, method=method))

            balances = families["rambla_ledger_balance_minor_units"].samples
            self.assertEqual(sum(one.value for one in balances), 0)
            self.assertEqual(sample(families["rambla_ledger_balance_minor_units"], account="escrow"), 110000)
            self.assertGreaterEqual(sample(families["rambla_connections"]), 1)
            self.assertEqual(sample(families["rambla_event_streams"]), 0)
            self.assertEqual(sample(families["rambla_writer_queue"]), 0)
            self.assertGreater(sample(families["rambla_writer_commit_jobs"], "rambla_writer_commit_jobs_count"), 0)
            self.assertGreater(sample(families["rambla_scheduler_rounds"]), 0)
            self.assertLess(sample(families["rambla_scheduler_idle_seconds"]), 10)
            self.assertGreater(sample(families["rambla_provider_requests"]), 0)
            self.assertEqual(sample(families["rambla_build_info"], version=platform.ready["version"]), 1)
            self.assertEqual(set(read(platform.get("/metrics", uri=platform.ready["metrics"]))), set(families))
            self.assertEqual(platform.get("/healthz", uri=platform.ready["metrics"]).json(), {"status": "ok"})
            self.assertEqual(platform.get("/v1/deals", uri=platform.ready["metrics"]).status, 404)

    def test_who_may(self):
        with Platform("--behind-proxy") as platform:
            anybody = platform.get("/metrics")
            consumer = platform.get("/metrics", token=platform.sign_in("consumer"))
            operator = platform.get("/metrics", token=platform.sign_in("operator"))
            self.assertEqual((anybody.status, consumer.status, operator.status), (401, 403, 200))
            self.assertIn("rambla_build_info", read(operator))


if __name__ == "__main__":
    main()
