"""Days in a shop from files, played at a real server.

Environment: DAYBOOK_BIN, the directory of the programs.
"""

import json
import time
import unittest

from cli_e2e_test import BIN, ROOT, SECONDS_MAX, CliTest

EXAMPLES = sorted((ROOT / "examples/shops").glob("*.*.txt"))
SCENARIOS = sorted((ROOT / "tests/scenarios").glob("*/*.txt"))
CURRENCIES = ("eur", "gbp", "krw", "usd")
# Of the scenarios, so many at least can be played at a server: the others leave open who may do what, or
# change the shop's configuration on the way.
PLAYABLE_MIN = 50

DAY = """
given a shop in GBP, prices include tax
and   tax on standard: GB 20 %
and   product Bread: bakery, 4.50, standard
and   Mary, a manager, works at till 1
and   Ben works at till 2
given it is 2016-11-05 09:00
and   till 1 opens the business day
when  till 2 closes the business day
then  it is refused: PERMISSION_MISSING
when  till 2 starts sale S1
and   till 2 adds 2 Bread to S1
and   offline till 2 takes 9.00 by card for S1
and   offline till 2 completes S1
then  S1 is completed
when  till 1 abandons S1
then  it is refused: SALE_NOT_OPEN
when  till 1 closes the business day
then  the Z is cafe-Z-1, with perpetual totals 9.00 and 9.00
"""


class ShopTest(CliTest):

    def serve(self, path, port=0, name="shop"):
        """Starts a server with the configuration that the file asks for, on a directory of that name."""
        config = self.write(f"{name}.conf", self.run_cli(
            "shop", "config", path, "--data", self.directory / name,
            "--listen", f"127.0.0.1:{port}") + "logging { level: LOG_LEVEL_ERROR }\n")
        self.server = self.spawn(BIN / "daybook-edge", "--config", config)
        self.edge = self.server.stdout.readline().removeprefix("listening on ").strip()
        self.assertRegex(self.edge, r"^127\.0\.0\.1:\d+$")

    def restart(self, path):
        self.kill_server()
        self.serve(path, self.edge.rpartition(":")[2])

    def play(self, path, *words, code=0):
        """Returns what the one file came to."""
        report = self.ask("shop", "run", path, *words, code=code)
        if code == 0:
            self.assertEqual(report["findings"], [])
            self.assertTrue(report["finished"])
        return report


class ExamplesTest(ShopTest):

    def test_there_is_each_shop_in_each_currency(self):
        shops = {path.name.split(".")[0] for path in EXAMPLES}
        self.assertEqual(shops, {"bistro", "boutique", "grocer"})
        self.assertEqual([path.name for path in EXAMPLES],
                         [f"{shop}.{currency}.txt" for shop in sorted(shops) for currency in CURRENCIES])

    def test_hold_in_memory(self):
        reports = self.run_cli("shop", "run", *EXAMPLES, "--memory", "--json").splitlines()

        self.assertEqual(len(reports), len(EXAMPLES))
        for report in map(json.loads, reports):
            self.assertEqual(report["findings"], [])
            self.assertGreater(report["claims"], 30)

    def test_hold_at_a_server_and_again_add_nothing_and_another_day_too(self):
        for path in EXAMPLES:
            with self.subTest(path=path.name):
                self.serve(path, name=path.name)
                first = self.play(path, "--run", "monday")
                position = self.position()

                again = self.play(path, "--run", "monday")

                self.assertEqual(self.position(), position)
                self.assertEqual(first["repeated"], 0)
                self.assertGreater(again["repeated"], 20)
                self.assertEqual(again["claims"], first["claims"])

                self.play(path, "--run", "tuesday", "--business-date", "2016-12-06")

                self.assertGreater(self.position(), position)
                self.assertTrue(self.ask("log", "verify")["verified"])
                self.kill_server()

    def test_go_on_when_the_server_is_killed_in_the_middle(self):
        for path in EXAMPLES[:1] + EXAMPLES[-1:]:
            with self.subTest(path=path.name):
                self.serve(path, name=f"undisturbed-{path.name}")
                self.play(path, "--run", "monday")
                position = self.position()
                self.kill_server()
                self.serve(path, name=path.name)
                run = self.spawn(BIN / "daybook", "shop", "run", path, "--run", "monday", "--speed",
                                 "12000x", "--edge", self.edge, "--json")
                self.await_sales(1)
                self.assertIsNone(run.poll(), "it was over before the server was killed")
                self.kill_server()
                time.sleep(0.2)
                self.serve(path, self.edge.rpartition(":")[2], name=path.name)

                report = json.loads(run.communicate(timeout=SECONDS_MAX)[0])

                self.assertEqual(run.returncode, 0)
                self.assertEqual(report["findings"], [])
                self.assertEqual(self.position(), position)
                self.kill_server()

    def await_sales(self, count):
        """Waits until so many sales were begun."""
        end = time.monotonic() + SECONDS_MAX
        while len(self.lines("log", "read", "--type", "SaleCreated")) < count:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def test_go_on_when_the_run_broke_off(self):
        path = EXAMPLES[0]
        self.serve(path, name="undisturbed")
        self.play(path, "--run", "monday")
        position = self.position()
        self.kill_server()
        self.serve(path)
        run = self.spawn(BIN / "daybook", "shop", "run", path, "--run", "monday", "--speed", "12000x",
                         "--edge", self.edge, "--json")
        self.await_sales(2)
        self.assertIsNone(run.poll(), "it was over before it was killed")
        run.kill()
        run.wait()

        report = self.play(path, "--run", "monday")

        self.assertGreater(report["repeated"], 5)
        self.assertLess(report["repeated"], report["commands"])
        self.assertEqual(self.position(), position)


class ShopRunTest(ShopTest):

    def setUp(self):
        super().setUp()
        self.day = self.write("day.txt", DAY)

    def test_says_what_is_not_as_the_file_says_and_where(self):
        wrong = self.write("wrong.txt", DAY.replace("9.00 and 9.00", "9.00 and 8.00"))
        self.serve(wrong)

        report = self.play(wrong, code=1)

        self.assertEqual(report["findings"], [{
            "kind": "CLAIM", "file": str(wrong), "line": 19,
            "sentence": "the Z is cafe-Z-1, with perpetual totals 9.00 and 8.00",
            "problem": "the absolute total is 9.00 GBP, not 8.00 GBP",
            "expected": "8.00 GBP", "actual": "9.00 GBP"}])
        self.assertIn("1 thing is not as the file says", self.errors)
        text = self.run_cli("shop", "run", wrong, "--memory", code=1)
        self.assertIn(f"{wrong}:19: the absolute total is 9.00 GBP, not 8.00 GBP", text)
        self.assertIn("expected: 8.00 GBP\n    actual:   9.00 GBP\n", text)

    def test_asks_nothing_again_that_was_refused(self):
        self.serve(self.day)
        first = self.play(self.day, "--run", "one")
        position = self.position()
        self.restart(self.day)

        again = self.play(self.day, "--run", "one")

        # The day is closed, the sale completed: asked now, all would be refused for other reasons.
        self.assertEqual(again["repeated"], first["commands"] - 2)
        self.assertEqual(self.position(), position)

    def test_names_each_new_run(self):
        self.serve(self.day)
        run = self.play(self.day)["run"]
        self.assertRegex(run, r"^[0-9a-f]{8}$")
        position = self.position()

        self.assertGreater(self.play(self.day, "--run", run)["repeated"], 0)
        self.assertEqual(self.position(), position)
        # On the same day, which is closed, another run cannot be played.
        kinds = {finding["kind"] for finding in self.play(self.day, code=1)["findings"]}
        self.assertEqual(kinds, {"SURPRISE", "CLAIM"})
        # On the day after it can.
        self.play(self.day, "--business-date", "2016-11-06")

    def test_plays_file_after_file_day_after_day(self):
        self.serve(self.day)
        other = self.write("other.txt", DAY)

        reports = self.lines("shop", "run", self.day, other, "--business-date", "2017-02-28")

        self.assertEqual([report["business_date"] for report in reports], ["2017-02-28", "2017-03-01"])
        self.assertEqual([report["findings"] for report in reports], [[], []])

    def test_plays_only_in_the_shop_that_the_file_tells_of(self):
        self.serve(self.day)
        position = self.position()
        other = self.write("other.txt", DAY.replace("GB 20 %", "GB 17.5 %"))

        self.run_cli("shop", "run", other, "--edge", self.edge, code=1)

        self.assertIn("CONFIG_INVALID", self.errors)
        self.assertIn(f"daybook shop config {other}", self.errors)
        self.assertEqual(self.position(), position)

    def test_notices_a_server_whose_people_may_do_something_else(self):
        config = self.run_cli("shop", "config", self.day, "--data", self.directory / "shop",
                              "--listen", "127.0.0.1:0")
        config = self.write("shop.conf", config.replace("ROLE_CASHIER", "ROLE_MANAGER"))
        self.server = self.spawn(BIN / "daybook-edge", "--config", config)
        self.edge = self.server.stdout.readline().removeprefix("listening on ").strip()

        report = self.play(self.day, code=1)

        self.assertIn({"DIFFERENCE"}, [{finding["kind"]} for finding in report["findings"]])
        differences = [finding["problem"] for finding in report["findings"]
                       if finding["kind"] == "DIFFERENCE"]
        self.assertIn("the rules here refuse: PERMISSION_MISSING", differences[0])

    def test_refuses_a_run_whose_file_was_changed(self):
        self.serve(self.day)
        self.play(self.day, "--run", "one")
        position = self.position()
        self.day.write_text(DAY.replace("adds 2 Bread", "adds 1 Bread").replace("9.00", "4.50"))

        self.run_cli("shop", "run", self.day, "--run", "one", "--edge", self.edge, code=1)

        self.assertIn("REQUEST_ID_REUSED", self.errors)
        self.assertEqual(self.position(), position)

    def test_tells_an_edge_that_does_not_answer(self):
        self.run_cli("shop", "run", self.day, "--edge", "127.0.0.1:1", "--timeout", 1, code=1)

        self.assertIn("CONNECTION_FAILED", self.errors)

    def test_refuses_bad_files_before_anything_is_done(self):
        cases = (
            (DAY + "when till 1 open the shop\n", ":20: nobody knows how to do", "there is: till 1 opens"),
            (DAY + "then S1 comes to <lunch>\n", ":20: <lunch> has no value", ""),
            (DAY + "use nothing.txt\n", ":20: ", "nothing.txt cannot be read"),
            (DAY + "and till 1 takes\n", ":20: nobody knows how to check", ""),
            (DAY + "when till 1 receives 1 Cake\n", ":20: no product Cake", ""),
            (DAY + "when till 1 receives 9999999999999 Bread\n", ":20: a figure is too long", ""),
            ("when till 1 opens the business day\n", ":1: nothing is claimed", ""),
            (DAY + "given tax on zero: GB 0 %\n", ":20: a server has its configuration before", ""),
            ("given " + "x" * 500, ":1: the line is longer than 400 bytes", ""),
        )
        self.serve(self.day)
        position = self.position()
        for text, where, what in cases:
            with self.subTest(where=where):
                bad = self.write("bad.txt", text)
                self.run_cli("shop", "run", bad, "--edge", self.edge, code=1)
                self.assertIn(f"daybook: FILE_INVALID: {bad}{where}", self.errors)
                self.assertIn(what, self.errors)
        self.run_cli("shop", "run", self.write("big.txt", " " * (2 << 20)), code=1)
        self.assertIn("TOO_LARGE", self.errors)
        self.assertEqual(self.position(), position)

    def test_writes_each_step(self):
        text = self.run_cli("shop", "run", self.day, "--memory", "--steps")

        self.assertIn("    9  when   till 2 closes the business day\n", text)
        self.assertIn("18 steps, 8 commands, 4 claims: all is as it says", text)

    def test_lists_its_sentences(self):
        text = self.run_cli("shop", "sentences")
        self.assertIn("\ngiven  a shop in GBP, prices include tax", text)
        self.assertIn("let lunch be 12.50", text)
        sentences = json.loads(self.run_cli("shop", "sentences", "--json"))["sentences"]
        self.assertIn("till 1 opens the business day", sentences)


class ScenariosTest(ShopTest):

    def test_hold_at_a_server_as_they_do_in_memory(self):
        played = 0
        for path in SCENARIOS:
            if not self.holds_in_memory(path):
                continue
            with self.subTest(path=path.relative_to(ROOT)):
                name = f"{path.parent.name}-{path.stem}"
                self.serve(path, name=name)
                self.play(path, "--run", "one")
                happened = self.happened()
                self.play(path, "--run", "one")
                self.assertEqual(self.happened(), happened)
                self.kill_server()
                played += 1
        self.assertGreaterEqual(played, PLAYABLE_MIN)

    def happened(self):
        """How many entries there are, without those of the audit trail: what is refused last is refused anew."""
        entries = self.lines("log", "read")
        return sum(1 for entry in entries if "audit-" not in json.dumps(entry))

    def holds_in_memory(self, path):
        """Whether the file can be played at a server at all."""
        for words in (("shop", "config", path), ("shop", "run", path, "--memory")):
            try:
                self.run_cli(*words)
            except AssertionError:
                return False
        return True


del CliTest, ShopTest

if __name__ == "__main__":
    unittest.main()
