"""Plants what each check must find, and what it must let pass."""

import unittest

import check_layers
import check_protos
import check_words
import report_sizes
import tree


def layers(path, *includes):
    text = "".join(f"#include {include}\n" for include in includes)
    return check_layers.violations([(path, text)])


def words(path, text):
    return check_words.violations([(path, text)])


def protos(body, path="protos/daybook/edge/v1/planted.proto"):
    return check_protos.violations([(path, 'syntax = "proto3";\n\npackage daybook.edge.v1;\n\n' + body)])


class LayersTest(unittest.TestCase):
    def assert_refused(self, path, include):
        self.assertEqual(len(layers(path, include)), 1, f"{path} may not include {include}")

    def assert_allowed(self, path, include):
        self.assertEqual(layers(path, include), [], f"{path} may include {include}")

    def test_refuses_an_include_from_a_higher_layer(self):
        self.assert_refused("core/base/status.cc", '"core/entry/chain.h"')
        self.assert_refused("core/domain/sale.cc", '"projections/projection.h"')
        self.assert_refused("projections/sales.cc", '"edge-server/store/view_store.h"')
        self.assert_refused("edge-server/store/event_log.cc", '"edge-server/engine/engine.h"')
        self.assert_refused("edge-server/engine/writer.cc", '"edge-server/rpc/command_service.h"')

    def test_refuses_a_neighbour_on_the_same_layer(self):
        self.assert_refused("edge-server/store/event_log.cc", '"core/net/server.h"')

    def test_allows_what_is_below(self):
        self.assert_allowed("edge-server/engine/writer.cc", '"edge-server/store/event_log.h"')
        self.assert_allowed("edge-server/rpc/view_service.cc", '"edge-server/engine/engine.h"')
        self.assert_allowed("core/domain/sale.h", '"core/base/money.h"')
        self.assert_allowed("core/base/status.h", '"daybook/common/v1/error.pb.h"')
        self.assert_allowed("edge-server/store/event_log.cc", '"edge-server/store/tail.h"')

    def test_refuses_the_store_in_rpc_and_the_server_in_the_command_line(self):
        self.assert_refused("edge-server/rpc/event_service.cc", '"edge-server/store/event_log.h"')
        self.assert_refused("cli/log.cc", '"edge-server/engine/engine.h"')

    def test_refuses_what_is_behind_a_face_but_in_the_composition_root(self):
        self.assert_refused("edge-server/rpc/command_service.cc", '"edge-server/engine/writer.h"')
        self.assert_allowed("edge-server/app/server.cc", '"edge-server/engine/writer.h"')

    def test_refuses_a_library_outside_its_rooms(self):
        self.assert_refused("edge-server/engine/writer.cc", '"rocksdb/db.h"')
        self.assert_refused("core/domain/sale.cc", "<rocksdb/db.h>")
        self.assert_refused("edge-server/engine/engine.cc", '"grpcpp/grpcpp.h"')
        self.assert_refused("projections/sales.cc", '"daybook/edge/v1/view_service.grpc.pb.h"')
        self.assert_refused("cloud-ingest/ingest.cc", "<libpq-fe.h>")
        self.assert_refused("edge-server/app/main.cc", '"spdlog/spdlog.h"')
        self.assert_refused("core/base/money.cc", '"gtest/gtest.h"')

    def test_allows_a_library_in_its_rooms(self):
        self.assert_allowed("edge-server/store/event_log.cc", '"rocksdb/db.h"')
        self.assert_allowed("terminal-agent/outbox.cc", '"rocksdb/db.h"')
        self.assert_allowed("cli/client.cc", '"grpcpp/grpcpp.h"')
        self.assert_allowed("core/base/logging.cc", '"spdlog/spdlog.h"')

    def test_counts_the_files_that_pay_for_beast(self):
        planted = [(f"core/net/part{n}.cc", "#include <boost/beast.hpp>\n") for n in range(3)]

        self.assertEqual(check_layers.violations(planted[:2]), [])
        self.assertEqual(len(check_layers.violations(planted)), 1)

    def test_refuses_a_path_that_does_not_start_at_the_root(self):
        self.assert_refused("core/base/status.cc", '"status.h"')
        self.assert_refused("core/entry/chain.cc", '"../base/status.h"')

    def test_tests_are_exempt(self):
        self.assert_allowed("tests/fault/crash_test.cc", '"rocksdb/db.h"')

    def test_says_where(self):
        found = layers("core/base/status.cc", "<string>", '"core/entry/chain.h"')

        self.assertEqual(found, ["core/base/status.cc:2: includes core/entry/chain.h: "
                                 "core/base is not above core/entry"])


class WordsTest(unittest.TestCase):
    REFUSED = (
        ("a.cc", "// TODO: later\n"),
        ("docs/a.md", "FIXME\n"),
        ("a.cc", "TEST(SaleTest, DISABLED_Works) {}\n"),
        ("a.cc", "GTEST_SKIP();\n"),
        ("a.cc", "auto now = std::chrono::system_clock::now();\n"),
        ("a.cc", "auto now = std::chrono::steady_clock::now();\n"),
        ("a.cc", "absl::Time now = absl::Now();\n"),
        ("a.cc", "std::this_thread::sleep_for(1s);\n"),
        ("a.cc", "usleep(5);\n"),
        ("a.cc", "std::random_device device;\n"),
        ("a.cc", "int n = rand();\n"),
        ("edge-server/engine/a.cc", "std::cout << 1;\n"),
        ("a.cc", "} catch (const std::exception& e) {\n"),
        ("a.cc", "throw 1;\n"),
        ("a.cc", "absl::StrCat(a, b);\n"),
        ("a.cc", "absl::string_view text;\n"),
        ("a.cc", "std::mutex mutex_;\n"),
        ("a.cc", "using namespace std;\n"),
        ("a.proto", "  double price = 1;\n"),
        ("a.proto", "  repeated float prices = 1;\n"),
        ("a.proto", "  uint64 count = 1;\n"),
        ("a.sh", "cd /work/main\n"),
        ("a.py", "open('/home/ann/x')\n"),
        ("a.md", "see /root/x\n"),
        ("a.md", "from https://pypi.org/simple\n"),
        ("a.md", "as an AI\n"),
        ("a.md", "blank at the end \n"),
        ("a.md", "no line end"),
        ("a.cc", "std::shared_ptr<int> shared;\n"),
        ("a.h", "#pragma once\n"),
        ("a.h", "// What it is.\n"),
    )
    ALLOWED = (
        ("a.cc", "// We never throw, and catch (almost) nothing.\n"),
        ("a.cc", 'Log(LogLevel::kInfo, "a text may throw or say absl::Now");\n'),
        ("core/base/clock.cc", "std::chrono::system_clock::now();\n"),
        ("cli/totals.cc", "std::cout << 1;\n"),
        ("cli/main.cc", "try {\n} catch (const std::exception& e) {\n}\n"),
        ("a.cc", "int operand(int a);\nint n = operand(1);\n"),
        ("a.proto", "// No double anywhere near money.\n  int64 amount_minor = 1;\n"),
        ("a.cc", "// The reader may outlive its owner.\nstd::shared_ptr<int> shared;\n"),
        ("a.cc", "std::shared_ptr<rocksdb::Cache> cache;\n"),
        ("a.md", "framework/home/page\n"),
        ("a.h", "// What it is.\n#pragma once\n"),
    )

    def test_refuses_each_banned_word(self):
        for path, text in self.REFUSED:
            with self.subTest(path=path, text=text):
                self.assertEqual(len(words(path, text)), 1)

    def test_lets_pass_what_only_looks_like_one(self):
        for path, text in self.ALLOWED:
            with self.subTest(path=path, text=text):
                self.assertEqual(words(path, text), [])

    def test_every_rule_has_been_planted(self):
        for rule in check_words.RULES:
            planted = any(check_words.re.search(rule.word, text, check_words.re.MULTILINE)
                          for _, text in self.REFUSED)
            self.assertTrue(planted, rule.word)

    def test_says_where_and_what_instead(self):
        found = words("a.cc", "int a;\nthrow 1;\n")

        self.assertEqual(found, ["a.cc:2: 'throw': write absl::Status, or DAYBOOK_CHECK for a bug"])

    def test_counts_lines_past_a_comment_of_several(self):
        found = words("a.cc", "/* one\ntwo */\nthrow 1;\n")

        self.assertTrue(found[0].startswith("a.cc:3:"), found)


class ProtosTest(unittest.TestCase):
    GOOD = """// Reads.
service ReadService {
  // Reads one.
  rpc GetSale(GetSaleRequest) returns (stream GetSaleResponse);
}

// Which.
message GetSaleRequest {
  // The sale.
  bytes sale_id = 1;
  // Which row.
  oneof row {
    Sale sale = 2;
    // By number.
    int32 number = 3;
  }
  reserved 4;
}

// Why. Values are added.
enum RowKind {
  // None.
  ROW_KIND_UNSPECIFIED = 0;
  // One.
  ROW_KIND_ONE = 1;
}
"""

    def test_passes_what_is_commented(self):
        self.assertEqual(protos(self.GOOD), [])

    def test_misses_each_comment_that_is_taken_away(self):
        lines = self.GOOD.splitlines(keepends=True)
        for number, line in enumerate(lines):
            if not line.strip().startswith("//"):
                continue
            with self.subTest(without=line.strip()):
                self.assertEqual(len(protos("".join(lines[:number] + lines[number + 1:]))), 1)

    def test_refuses_a_package_that_is_not_the_folder(self):
        self.assertEqual(len(protos("", path="protos/daybook/event/v1/planted.proto")), 1)

    def test_refuses_a_first_value_that_is_not_unspecified(self):
        planted = self.GOOD.replace("ROW_KIND_UNSPECIFIED", "ROW_KIND_NONE")

        self.assertEqual(len(protos(planted)), 1)

    def test_refuses_a_value_without_the_prefix(self):
        self.assertEqual(len(protos(self.GOOD.replace("ROW_KIND_ONE", "ONE"))), 1)

    def test_refuses_a_request_of_another_name(self):
        planted = self.GOOD.replace("rpc GetSale(GetSaleRequest)", "rpc GetSale(Sale)")

        self.assertEqual(len(protos(planted)), 1)


class SizesTest(unittest.TestCase):
    def test_measures_a_function(self):
        text = "int F(int a) {\n" + "  ++a;\n" * 80 + "  return a;\n}\n"

        self.assertEqual(list(report_sizes.functions(text)), [("F", 1, 83)])
        self.assertIn("  a.cc:1: F: 83 lines", report_sizes.report([("a.cc", text)]))

    def test_measures_one_whose_parameters_are_broken(self):
        text = "void Writer::Take(int a,\n                  int b) {\n  use(a, b);\n}\n"

        self.assertEqual(list(report_sizes.functions(text)), [("Writer::Take", 1, 4)])

    def test_takes_no_type_for_a_function(self):
        text = "class Sale {\n  int total() {\n    return 1;\n  }\n};\n"

        self.assertEqual(list(report_sizes.functions(text)), [("total", 2, 3)])


class TreeTest(unittest.TestCase):
    def test_lists_this_file_and_nothing_that_was_built(self):
        files = tree.files()

        self.assertIn("tests/lint/lint_test.py", files)
        self.assertFalse([path for path in files if path.startswith("build/")])


if __name__ == "__main__":
    unittest.main()
