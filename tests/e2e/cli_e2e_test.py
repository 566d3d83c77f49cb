"""The command line and the demo against a real server.

What tickets come to is computed here a second time, from the files alone. Environment: DAYBOOK_BIN, the
directory of the programs. DAYBOOK_TICKETS and DAYBOOK_MENU name real tickets to replay as well.
"""

import collections
import csv
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

BIN = pathlib.Path(os.environ["DAYBOOK_BIN"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS_MAX = 60

CONFIG = """
data_directory: "{directory}/data"
listen_address: "127.0.0.1:{port}"
shop {{
  store: "cafe" currency_code: "{currency}" prices_include_tax: true
  tax_rules {{ tax_category: "standard" jurisdiction: "GB" rate_ppm: 200000 }}
  tax_rules {{ tax_category: "zero" jurisdiction: "GB" rate_ppm: 0 }}
}}
logging {{ level: LOG_LEVEL_ERROR }}
"""

# Quotes, stray spaces, carriage returns, lines taken off, codes not known, tickets of nothing; ticket
# numbers that begin anew each day.
MENU = (
    "item,sku,barcode,category,unit_price_minor,currency_code,tax_category\r\n"
    '"Bread, white",S-1,1,bakery,280,GBP,zero\r\n'
    "Coffee,S-2,2,drinks,260,GBP,standard\r\n"
    '"The ""Nomad""",S-3,3,meals,760,GBP,standard\r\n'
    "Tap water,S-4,4,drinks,0,GBP,zero\r\n"
)
TICKETS = (
    "Date,Time,Transaction,Item\r\n"
    '2024-02-28,08:10:00,1,"Bread, white"\r\n'
    "2024-02-28,08:10:00,1, Coffee \r\n"
    "2024-02-28,08:10:00,1,Coffee\r\n"
    "2024-02-28,08:59:59,2,NONE\r\n"
    '2024-02-28,09:00:00,3,"The ""Nomad"""\r\n'
    "2024-02-28,09:00:00,3,NONE\r\n"
    "2024-02-28,09:00:00,3,Adjustment\r\n"
    "2024-02-28,23:59:59,4,Tap water\r\n"
    "2024-02-29,00:00:00,1,Coffee\r\n"
    "2024-02-29,12:00:00,2,Adjustment\r\n"
    "2024-03-01,12:00:00,7,Coffee\r\n"
)


def expected_totals(tickets, menu, date=None):
    """What a file of tickets comes to."""
    with open(menu, newline="", encoding="utf-8") as file:
        items = {row["item"].strip(): row for row in csv.DictReader(file)}
    with open(tickets, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if date in (None, row["Date"])]
    by_ticket = collections.defaultdict(list)
    for row in rows:
        by_ticket[row["Date"], row["Transaction"]].append((row["Time"], row["Item"].strip()))
    totals = collections.Counter()
    by_category, by_hour = collections.Counter(), collections.Counter()
    for ticket in by_ticket.values():
        sold = [item for _, item in ticket if item in items]
        totals["removed_lines"] += sum(item == "NONE" for _, item in ticket)
        totals["unknown"] += sum(item not in items and item != "NONE" for _, item in ticket)
        totals["sales" if sold else "abandoned"] += 1
        totals["lines"] += len(sold)
        for item in sold:
            price = int(items[item]["unit_price_minor"])
            totals["total_minor"] += price
            by_category[items[item]["category"]] += price
            by_hour[ticket[0][0][:2]] += price
    keys = ("sales", "lines", "removed_lines", "abandoned", "unknown", "total_minor")
    return {key: totals[key] for key in keys} | {
        "by_category": dict(by_category),
        "by_hour": dict(by_hour),
        "days": len({date for date, _ in by_ticket}),
    }


class CliTest(unittest.TestCase):
    """One server with a directory of its own; neither outlives the test."""

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="daybook-cli-test-"))
        self.addCleanup(shutil.rmtree, self.directory)
        self.menu = self.write("menu.csv", MENU)
        self.tickets = self.write("tickets.csv", TICKETS)
        self.server = None

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def spawn(self, *command, **options):
        process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.PIPE, text=True, **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process

    def start_server(self, port=0, currency="GBP"):
        config = self.write("edge.conf", CONFIG.format(
            directory=self.directory, port=port, currency=currency))
        self.server = self.spawn(BIN / "daybook-edge", "--config", config)
        self.edge = self.server.stdout.readline().removeprefix("listening on ").strip()
        self.assertRegex(self.edge, r"^127\.0\.0\.1:\d+$")

    def kill_server(self):
        self.server.kill()
        self.server.wait()

    def run_cli(self, *words, code=0):
        """Returns standard output; nobody looks at it, so there must be no progress."""
        done = subprocess.run(
            [str(word) for word in (BIN / "daybook", *words)],
            capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        self.errors = done.stderr
        if code == 0:
            self.assertEqual(done.stderr, "")
        return done.stdout

    def ask(self, *words, code=0):
        """Returns the one JSON document that the command writes."""
        return json.loads(self.run_cli(*words, "--edge", self.edge, "--json", code=code))

    def lines(self, *words):
        """Returns the documents of a command that writes one a line."""
        output = self.run_cli(*words, "--edge", self.edge, "--json")
        return [json.loads(line) for line in output.splitlines()]

    def replay_words(self, *more):
        return ("tickets", "replay", "--menu", self.menu, "--tickets", self.tickets, *more)

    def position(self):
        return self.ask("log", "head")["head"]["position"]

    def assert_totals(self, words, expected):
        totals = self.ask("totals", *words)
        self.assertEqual(totals, totals | expected)
        self.assertEqual(sum(totals["by_tender"].values()), totals["total_minor"])

    def generate(self, sales):
        """Replaces the tickets by a day that is made up; returns the flags that ask for its totals."""
        self.menu, self.tickets = self.directory / "big-menu.csv", self.directory / "big.csv"
        self.run_cli("tickets", "generate", "--menu", self.menu, "--tickets", self.tickets,
                     "--sales", sales, "--business-date", "2024-03-01")
        return ("--business-date", "2024-03-01")


class ReplayTest(CliTest):

    def test_comes_to_what_the_files_say(self):
        self.start_server()

        counts = self.ask(*self.replay_words("--tills", 3))

        self.assertEqual(counts["tickets"], 7)
        self.assertEqual(counts["refused"], 0)
        self.assert_totals(("--from", "2024-01-01", "--to", "2024-12-31"),
                           expected_totals(self.tickets, self.menu))
        for date in ("2024-02-28", "2024-02-29", "2024-03-01"):
            self.assert_totals(("--business-date", date),
                               expected_totals(self.tickets, self.menu, date))
        self.assertTrue(self.ask("log", "verify")["verified"])

    def test_replays_only_the_dates_that_are_asked_for(self):
        self.start_server()

        counts = self.ask(*self.replay_words("--from", "2024-02-29", "--to", "2024-02-29"))

        self.assertEqual((counts["days"], counts["tickets"]), (1, 2))
        self.assert_totals(("--from", "2024-01-01", "--to", "2024-12-31"),
                           expected_totals(self.tickets, self.menu, "2024-02-29"))

    def test_adds_nothing_when_it_is_run_again(self):
        self.start_server()
        first = self.ask(*self.replay_words("--tills", 2))
        position = self.position()

        second = self.ask(*self.replay_words("--tills", 2))

        self.assertEqual(self.position(), position)
        self.assertEqual((second["accepted"], second["refused"]), (0, 0))
        self.assertEqual(second["repeated"], first["accepted"])

    def test_closes_drawers_with_what_must_be_in_them(self):
        self.start_server()
        self.generate(100)
        self.run_cli(*self.replay_words("--tills", 3), "--edge", self.edge)

        closed = [event["data"] for entry in self.lines("log", "read", "--type", "DrawerClosed")
                  for event in entry["events"]]

        self.assertEqual(len(closed), 3)
        for drawer in closed:
            self.assertGreater(drawer["expected"]["minor_units"], 10_000)
            self.assertEqual(drawer["variance_minor"], 0)

    def test_rides_out_a_server_that_is_killed_and_watchers_miss_nothing(self):
        self.start_server()
        day = self.generate(1500)
        watch = self.spawn(BIN / "daybook", "watch", "--after", 0, "--edge", self.edge, "--json")
        replay = self.spawn(BIN / "daybook", *self.replay_words("--tills", 3), "--edge", self.edge,
                            "--json")

        watched = [watch.stdout.readline() for _ in range(1000)]
        self.assertIsNone(replay.poll(), "it was over before the server was killed")
        self.kill_server()
        self.start_server(port=self.edge.rpartition(":")[2])
        counts = json.loads(replay.communicate(timeout=SECONDS_MAX)[0])

        self.assertEqual(replay.returncode, 0)
        self.assertEqual(counts["refused"], 0)
        self.assert_totals(day, expected_totals(self.tickets, self.menu))
        self.assertTrue(self.ask("log", "verify")["verified"])
        entries = self.lines("log", "read")
        while len(watched) < len(entries):
            watched.append(watch.stdout.readline())
        self.assertEqual([json.loads(line) for line in watched], entries)

    def test_goes_on_after_both_were_killed(self):
        self.start_server()
        day = self.generate(800)
        watch = self.spawn(BIN / "daybook", "watch", "--after", 0, "--edge", self.edge, "--json")
        replay = self.spawn(BIN / "daybook", *self.replay_words("--tills", 3), "--edge", self.edge)
        for _ in range(800):
            watch.stdout.readline()
        self.kill_server()
        replay.kill()
        watch.kill()
        self.start_server()

        counts = self.ask(*self.replay_words("--tills", 3))

        self.assertGreater(counts["repeated"], 0)
        self.assertGreater(counts["accepted"], 0)
        self.assertEqual(counts["refused"], 0)
        self.assert_totals(day, expected_totals(self.tickets, self.menu))
        self.assertTrue(self.ask("log", "verify")["verified"])

    def test_says_what_was_refused_and_why(self):
        self.start_server(currency="EUR")

        counts = self.ask(*self.replay_words(), code=1)

        self.assertGreater(counts["refused"], 0)
        self.assertEqual(sum(counts["refused_by_reason"].values()), counts["refused"])
        self.assertIn("CURRENCY_MISMATCH", counts["refused_by_reason"])
        self.assertIn("daybook: CURRENCY_MISMATCH", self.errors)
        self.assertIn("commands were refused; the first are above", self.errors)

    def test_does_not_add_up_days_of_two_currencies(self):
        self.start_server()
        self.ask(*self.replay_words("--to", "2024-02-28"))
        self.kill_server()
        self.menu = self.write("menu.csv", MENU.replace("GBP", "EUR"))
        self.start_server(currency="EUR")
        self.ask(*self.replay_words("--from", "2024-03-01"))

        total = self.run_cli("totals", "--from", "2024-02-01", "--to", "2024-03-31", "--edge",
                             self.edge, code=1)

        self.assertEqual(total, "")
        self.assertIn("CURRENCY_MISMATCH: the business days before 2024-03-01 are in GBP", self.errors)
        self.assertEqual(self.ask("totals", "--business-date", "2024-02-28")["currency_code"], "GBP")
        self.assertEqual(self.ask("totals", "--business-date", "2024-03-01")["currency_code"], "EUR")

    def test_refuses_a_file_that_changed_since(self):
        self.start_server()
        self.ask(*self.replay_words())
        position = self.position()
        self.tickets = self.write("tickets.csv", TICKETS.replace("2024-03-01,12:00:00,7,Coffee",
                                                                 "2024-03-01,12:00:00,7,Tap water"))

        counts = self.ask(*self.replay_words(), code=1)

        self.assertIn("REQUEST_ID_REUSED", counts["refused_by_reason"])
        self.assertEqual(self.position(), position)

    @unittest.skipUnless("DAYBOOK_TICKETS" in os.environ, "no real tickets are named")
    def test_real_tickets_come_to_what_their_files_say(self):
        self.start_server()
        self.menu, self.tickets = os.environ["DAYBOOK_MENU"], os.environ["DAYBOOK_TICKETS"]

        self.ask(*self.replay_words("--tills", 3))

        self.assert_totals(("--from", "2000-01-01", "--to", "2199-12-31"),
                           expected_totals(self.tickets, self.menu))


class ReadingTest(CliTest):

    def setUp(self):
        super().setUp()
        self.start_server()
        self.ask(*self.replay_words("--tills", 2))

    def test_watching_from_the_start_gives_exactly_the_log(self):
        for words in ((), ("--category", "sale"), ("--type", "SaleCompleted"),
                      ("--register", "till-1"), ("--stream", "day-2024-02-28")):
            with self.subTest(words=words):
                watched = self.lines("watch", "--after", 0, "--until-caught-up", *words)

                self.assertEqual(watched, self.lines("log", "read", "--position", 0, *words))
                self.assertTrue(watched)

    def test_reads_backwards_and_no_more_than_asked_for(self):
        entries = self.lines("log", "read")

        self.assertEqual(self.lines("log", "read", "--backwards", "--limit", 3), entries[:-4:-1])
        self.assertEqual(self.lines("log", "read", "--limit", 2), entries[:2])

    def test_shows_a_sale_that_it_lists(self):
        sales = self.ask("sale", "list", "--business-date", "2024-02-28")["sales"]

        self.assertEqual(len(sales), 4)
        for sale in sales:
            self.assertEqual(self.ask("sale", "show", sale["sale_id"]), sale)
            self.assertIn(sale["sale_id"],
                          self.run_cli("sale", "show", sale["sale_id"], "--edge", self.edge))

    def test_shows_stock_that_was_sold(self):
        level = self.ask("stock", "show", "main", "S-2")

        self.assertEqual((level["on_hand_milli"], level["sold_milli"]), (-4000, 4000))
        self.assertIn("-4 on hand", self.run_cli("stock", "show", "main", "S-2", "--edge", self.edge))

    def test_gives_pins_and_shows_who_works(self):
        pin = self.write("pin", "1234\n")
        words = ("employee", "pin", "ann", "--business-date", "2024-03-01")

        self.assertEqual(self.ask(*words, "--pin-file", pin)["outcome"], "applied")

        employees = self.ask("employee", "list")["employees"]
        self.assertEqual([employee["employee"] for employee in employees], ["ann"])
        self.assertNotIn("pin_verifier", employees[0])
        self.assertIn("ann: off", self.run_cli("employee", "list", "--edge", self.edge))
        self.assertNotIn("1234", self.run_cli("log", "read", "--edge", self.edge))
        self.assertEqual(self.ask("approval", "list", "2024-03-01", "--waiting")["approvals"], [])
        self.run_cli(*words, "--pin-file", self.write("no-pin", "12"), "--edge", self.edge, code=1)
        self.run_cli(*words, "--pin-file", self.directory / "none", "--edge", self.edge, code=1)
        too_large = self.write("pepper", "x" * 4097)
        self.run_cli(*words, "--pin-file", pin, "--pepper", "p", "--pepper-file", too_large,
                     "--edge", self.edge, code=1)
    def test_lists_stock_and_what_a_channel_may_sell_of_it(self):
        levels = self.ask("stock", "list", "main")["levels"]
        available = self.ask("stock", "availability", "main", "web", "--sku", "S-2")["items"]

        self.assertIn(self.ask("stock", "show", "main", "S-2"), levels)
        self.assertEqual([(item["sku"], item["available_milli"]) for item in available], [("S-2", 0)])
        self.assertIn("S-2", self.run_cli("stock", "list", "main", "--edge", self.edge))
        self.assertIn("S-2", self.run_cli("stock", "availability", "main", "web", "--edge", self.edge))

    def test_knows_no_gift_card_and_no_customer_that_never_was(self):
        nobody = "0190a3c2-7b1e-7000-8000-0123456789ab"
        self.run_cli("giftcard", "show", nobody, "--edge", self.edge, code=1)
        self.run_cli("customer", "show", nobody, "--edge", self.edge, code=1)
        self.run_cli("giftcard", "show", "4711", "--edge", self.edge, code=2)

    def test_lists_a_catalogue_that_is_empty(self):
        self.assertEqual(self.ask("item", "list"), {"items": []})
        self.assertIn("empty", self.run_cli("item", "list", "--edge", self.edge))
    def test_shows_a_kitchen_with_nothing_in_it(self):
        self.assertEqual(self.ask("kitchen", "show", "grill")["station"], "grill")
        self.assertIn("grill: 0 tickets", self.run_cli("kitchen", "show", "grill", "--edge", self.edge))
        self.assertIn("0 orders", self.run_cli("kitchen", "orders", "--edge", self.edge))

    def test_watches_the_totals_of_a_day(self):
        rows = self.lines("watch", "--views", "--business-date", "2024-02-28", "--until-caught-up")

        self.assertEqual(rows[0]["store_totals"]["totals"]["sale_count"], 3)
        self.assertTrue(rows[0]["store_totals"]["closed"])

    def test_says_what_it_cannot_find(self):
        sale = "0190a3c2-7b1e-7000-8000-0123456789ab"
        for words, reason in ((("sale", "show", sale), "SALE_UNKNOWN"),
                              (("stock", "show", "main", "nothing"), "ITEM_UNKNOWN"),
                              (("item", "show", "nothing"), "ITEM_UNKNOWN"),
                              (("item", "show", "nothing", "--barcode"), "ITEM_UNKNOWN"),
                              (("log", "read", "--stream", f"sale-{sale}"), "STREAM_UNKNOWN"),
                              (("watch", "--after", 1_000_000), "POSITION_BEYOND_HEAD"),
                              (("log", "read", "--position", 1_000_000), "POSITION_BEYOND_HEAD")):
            with self.subTest(words=words):
                self.assertEqual(self.run_cli(*words, "--edge", self.edge, code=1), "")
                self.assertIn(f"daybook: {reason}: ", self.errors)

    def test_proves_the_same_log_running_and_stopped(self):
        running = self.ask("log", "verify")
        self.kill_server()

        stopped = subprocess.run(
            [BIN / "daybook-edge", "verify", self.directory / "data", "--json"],
            capture_output=True, text=True, timeout=SECONDS_MAX, check=True)

        proof = json.loads(stopped.stdout)
        self.assertTrue(proof["verified"])
        self.assertEqual(proof, proof | running)


class RepairTest(CliTest):
    """What a person does with the data directory of a stopped server."""

    def stop_server(self):
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(timeout=SECONDS_MAX), 0)

    def start_epoch(self, *words, code=0):
        done = subprocess.run(
            [str(word) for word in (BIN / "daybook-edge", "start-epoch", self.directory / "data", *words)],
            capture_output=True, text=True, timeout=SECONDS_MAX, check=False, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def damage_log(self):
        """Changes a byte in the middle of what no table file holds yet."""
        files = (self.directory / "data/log/db").glob("*.log")
        file = max(files, key=lambda path: path.stat().st_size)
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    def test_lets_a_damaged_log_go_on(self):
        self.start_server()
        day = self.generate(300)
        self.run_cli(*self.replay_words(), "--edge", self.edge)
        self.kill_server()
        self.damage_log()
        self.start_server()
        marked = self.ask("log", "head")
        self.stop_server()

        started = json.loads(self.start_epoch("--reason", "the disk is new", "--json").stdout)
        self.start_server()

        self.assertFalse(marked["writable"])
        self.assertTrue(started["started"])
        self.assertEqual(started["epoch"], 2)
        self.assertEqual(started["position"], marked["head"]["position"] + 1)
        self.assertIn("damaged-1", started["mark"])
        self.assertTrue(self.ask("log", "head")["writable"])
        entry, = self.lines("log", "read", "--type", "EpochStarted")
        self.assertEqual(entry["events"][0]["data"]["reason"], "the disk is new")
        self.run_cli(*self.replay_words(), "--edge", self.edge)  # What was lost comes again.
        self.assert_totals(day, expected_totals(self.tickets, self.menu))
        self.assertTrue(self.ask("log", "verify")["verified"])

    def test_says_what_to_do_about_a_log_that_does_not_open(self):
        self.start_server()
        self.run_cli(*self.replay_words(), "--edge", self.edge)
        self.kill_server()
        self.damage_log()

        verify = subprocess.run([BIN / "daybook-edge", "verify", self.directory / "data"],
                                capture_output=True, text=True, timeout=SECONDS_MAX, check=False)

        for stderr in (verify.stderr, self.start_epoch("--reason", "it is sound", code=1).stderr):
            self.assertIn("STORE_CORRUPT", stderr)
            self.assertIn("a start of the server keeps what can be recovered and marks the log", stderr)

    def test_leaves_a_log_alone_that_is_not_marked(self):
        self.start_server()
        self.run_cli(*self.replay_words(), "--edge", self.edge)
        head = self.ask("log", "head")["head"]

        running = json.loads(self.start_epoch("--reason", "why not", "--json", code=1).stdout)
        self.stop_server()
        stopped = json.loads(self.start_epoch("--reason", "why not", "--json", code=1).stdout)
        told = self.start_epoch("--reason", "why not", code=1)
        self.start_server()

        self.assertEqual((running["started"], running["reason"]), (False, "DIRECTORY_IN_USE"))
        self.assertEqual((stopped["started"], stopped["reason"]), (False, "LOG_NOT_MARKED"))
        self.assertEqual(told.stdout, "")
        self.assertIn("LOG_NOT_MARKED: the log is not marked", told.stderr)
        self.assertEqual(self.ask("log", "head")["head"], head)

    def test_wants_to_know_why(self):
        self.start_epoch(code=2)
        self.assertIn("FIELD_MISSING", self.start_epoch("--reason", "", code=1).stderr)


class WithoutServerTest(CliTest):

    def test_says_that_nobody_answers(self):
        with socket.socket() as taken:  # Bound, but not listening.
            taken.bind(("127.0.0.1", 0))
            edge = f"127.0.0.1:{taken.getsockname()[1]}"

            self.assertEqual(self.run_cli("log", "head", "--edge", edge, "--timeout", 1, code=1), "")

        self.assertIn("CONNECTION_FAILED", self.errors)
        self.assertIn("--edge ADDRESS", self.errors)

    def test_says_that_the_command_line_is_wrong(self):
        self.assertEqual(self.run_cli("totals", "--yesterday", code=2), "")
        self.assertIn("--yesterday", self.errors)

    def test_says_that_the_command_line_of_the_server_is_wrong(self):
        for words, problem in (((), "--config FILE is missing"),
                               (("--config",), "'--config' lacks its value"),
                               (("verify",), "'verify' lacks its value"),
                               (("verify", "--json"), "'verify' lacks its value"),
                               (("verify", "data", "--config", "x"), "--config goes without verify"),
                               (("--config", "x", "--json"), "--json goes with verify"),
                               (("--fast",), "'--fast' is not understood")):
            with self.subTest(words=words):
                done = subprocess.run([BIN / "daybook-edge", *words], capture_output=True, text=True,
                                      timeout=SECONDS_MAX, check=False)

                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(problem, done.stderr)

    def test_explains_the_server(self):
        for words in (("--help",), ("verify", "--help"), ("start-epoch", "-h"), ("--version",)):
            with self.subTest(words=words):
                done = subprocess.run([BIN / "daybook-edge", *words], capture_output=True, text=True,
                                      timeout=SECONDS_MAX, check=False)

                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn("daybook-edge", done.stdout)


class DemoTest(unittest.TestCase):

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="daybook-demo-test-")
        self.addCleanup(shutil.rmtree, self.directory)
        self.environment = os.environ | {"TMPDIR": self.directory}

    def spawn(self, *words):
        demo = subprocess.Popen([ROOT / "deploy" / "demo.sh", *words], env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(demo.wait)
        self.addCleanup(demo.stdout.close)
        self.addCleanup(demo.kill)
        return demo

    def test_ends_with_its_totals_and_leaves_nothing_behind(self):
        demo = self.spawn()

        output = demo.communicate(timeout=SECONDS_MAX)[0]

        self.assertEqual(demo.returncode, 0, output)
        totals = json.loads(output.splitlines()[-1])
        self.assertAlmostEqual(totals["sales"], 300, delta=10)
        self.assertEqual(sum(totals["by_hour"].values()), totals["total_minor"])
        self.assertEqual(os.listdir(self.directory), [])

    def test_cleans_up_when_it_is_interrupted(self):
        for signal_number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=signal_number):
                demo = self.spawn("--speed", "1x")
                server = None
                for line in demo.stdout:
                    if line.startswith("daybook-edge listens on 127.0.0.1:"):
                        server = ("127.0.0.1", int(line.split()[3].rpartition(":")[2].rstrip(",")))
                    if "Ringing up" in line:
                        break

                demo.send_signal(signal_number)

                self.assertEqual(demo.wait(timeout=SECONDS_MAX), code)
                self.assertEqual(os.listdir(self.directory), [])
                with self.assertRaises(ConnectionRefusedError):
                    socket.create_connection(server, timeout=SECONDS_MAX)

    def test_refuses_what_it_does_not_understand(self):
        for words in (("--fast",), ("--speed", "60"), ("--speed", "0x"), ("--seed", "one"),
                      ("--date", "2016-02-30"), ("--tills", "65")):
            with self.subTest(words=words):
                demo = self.spawn(*words)

                output = demo.communicate(timeout=SECONDS_MAX)[0]

                self.assertEqual(demo.returncode, 2)
                self.assertIn(words[0], output)
                self.assertEqual(os.listdir(self.directory), [])

    def test_leaves_a_shop_open_that_can_be_closed_as_it_says(self):
        directory = os.path.join(self.directory, "a b")
        os.mkdir(directory)
        self.environment["TMPDIR"] = os.path.relpath(directory)
        demo = self.spawn("--keep")

        output = demo.communicate(timeout=SECONDS_MAX)[0]

        self.assertEqual(demo.returncode, 0, output)
        lines = dict(line.split(":", 1) for line in output.splitlines() if line[:9].strip() and ":  " in line)
        looked = subprocess.run(["bash", "-c", lines["Look at it"]], capture_output=True, text=True,
                                timeout=SECONDS_MAX, check=True)
        self.assertIn("sales of", looked.stdout)
        self.assertEqual(output.count("127.0.0.1:"), 3, output)
        self.assertEqual(sorted(os.listdir(os.path.join(directory, os.listdir(directory)[0]))),
                         ["data", "edge.conf", "edge.log", "menu.csv", "tickets.csv"])
        subprocess.run(["bash", "-c", lines["Close it"]], timeout=SECONDS_MAX, check=True)
        self.assertEqual(os.listdir(directory), [])


if __name__ == "__main__":
    unittest.main()
