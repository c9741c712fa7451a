import Foundation
import TestSupport
import Testing

@Suite("The company's own lists")
struct CompanyListCommandTests {
    private static func report(
        _ name: String, _ variable: String, _ content: Data, in mirror: ExampleMirror
    ) async throws -> BuiltBinary.Result {
        let file = mirror.directory.appendingPathComponent("list.csv")
        try content.write(to: file)
        let program = BuiltBinary(
            environment: [
                "HOME": mirror.directory.path, "SUBMIRROR_STATE_DIRECTORY": mirror.directory.path,
                variable: file.path,
            ], in: mirror.directory)
        return try await program.run("report", name, "--format", "csv")
    }

    @Test(
        "are read whatever program wrote them",
        arguments: [
            (Data("cost_centre;name;owner\nZqref-new;Lønn;Åse\n".utf8)),
            (Data([0xEF, 0xBB, 0xBF] + Array("Cost_Centre,Owner,Name\r\n\r\n zqref-NEW ,Åse,Lønn\r\n".utf8))),
            ("cost_centre\tname\towner\nZqref-new\tLønn\tÅse\n".data(using: .utf16LittleEndian) ?? Data()),
            ("cost_centre;name;owner\nZqref-new;Lønn;Åse\n".data(using: .windowsCP1252) ?? Data()),
        ])
    func map(content: Data) async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror in
            let result = try await Self.report(
                "subscriptions-by-cost-centre", "SUBMIRROR_REPORT_COST_CENTRE_MAP", content, in: mirror)
            #expect(result.status == 0)
            #expect(
                result.output.contains("\nZqref-new,cost centre,1,100.0,0,1,0,0,0,1,Lønn,Åse\n"), "\(result)")
        }
    }

    @Test(
        "are refused with 78 and the line where something in them would have to be guessed",
        arguments: [
            ("SUBMIRROR_REPORT_COST_CENTRE_MAP", "code;name\n1;a\n", "has no row that names cost_centre"),
            (
                "SUBMIRROR_REPORT_COST_CENTRE_MAP", "cost_centre;name\nA;a\n a ;b\n",
                "line 3: its cost centre stands in line 2"
            ),
            ("SUBMIRROR_REPORT_COST_CENTRE_MAP", "cost_centre;name\n;a\n", "line 2: it has no cost_centre"),
            (
                "SUBMIRROR_REPORT_PRICE_LIST", "product_id;price\n10;1.2e3\n",
                "line 2: price has to be an amount"
            ),
            (
                "SUBMIRROR_REPORT_PRICE_LIST", "product_id;price\n10;1.249\n",
                "line 2: price 1.249 may be a thousand or a decimal"
            ),
            (
                "SUBMIRROR_REPORT_PRICE_LIST", "product_id;price\n10;1,249\n",
                "line 2: price 1,249 may be a thousand or a decimal"
            ),
            (
                "SUBMIRROR_REPORT_PRICE_LIST", "product_id;price\n10;\n", "line 2: price has to be an amount"
            ),
            (
                "SUBMIRROR_REPORT_COST_CENTRE_MAP", "cost_centre;name;name\n1;a;b\n",
                "it has several columns name"
            ),
            (
                "SUBMIRROR_REPORT_COST_CENTRE_MAP",
                "cost_centre;name\n"
                    + (1...12_000).map { "\($0);\(String(repeating: "x", count: 100))\n" }.joined(),
                "it has more than 1 MB"
            ),
            (
                "SUBMIRROR_REPORT_PRICE_LIST", "product_id;price\nMini;1\n",
                "line 2: product_id has to be a whole number"
            ),
            (
                "SUBMIRROR_REPORT_PRICE_LIST", "product_id;price;from\n10;1;2026-02-30\n",
                "line 2: from has to be a day"
            ),
            (
                "SUBMIRROR_REPORT_PRICE_LIST",
                "product_id;price;from;to\n10;1;;2026-10-31\n10;2;2026-10-31;\n", "line 3: line 2 has a price"
            ),
            ("SUBMIRROR_REPORT_PRICE_LIST", "", "has no rows"),
        ])
    func refusals(variable: String, content: String, words: String) async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror in
            let result = try await Self.report(
                "barred-subscriptions", variable, Data(content.utf8), in: mirror)
            #expect(result.status == 78)
            #expect(result.output == "")
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test(
        "read every spelling of a price that leaves no doubt",
        arguments: [
            ("10;1249,50", "1249.50"), ("10;1.249,50", "1249.50"), ("10;1 249,50", "1249.50"),
            ("10;1\u{A0}249,50", "1249.50"), ("10;kr 249,00", "249.00"), ("10;249,-", "249"),
            ("10;\u{2212}10,00", "-10.00"), ("10;1.249\n11;5,00", "1249"), ("10;1,249\n11;5.00", "1249"),
        ])
    func spellings(line: String, price: String) async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror in
            let result = try await Self.report(
                "barred-subscriptions", "SUBMIRROR_REPORT_PRICE_LIST",
                Data("product_id;price\n\(line)\n".utf8), in: mirror)
            #expect(result.output.hasSuffix(",0,\(price),0\n"), "\(result)")
        }
    }

    @Test("turn a barred subscription into kroner, a comma being the decimal sign")
    func prices() async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror in
            let content = Data("product_id;price;from;to\n10;199,50;2020-01-01;\n".utf8)
            let result = try await Self.report(
                "barred-subscriptions", "SUBMIRROR_REPORT_PRICE_LIST", content, in: mirror)
            #expect(result.output.hasSuffix(",0,199.50,0\n"), "\(result)")
            #expect(result.output.hasPrefix("msisdn,") && result.output.contains(",amount,unpriced_count\n"))
        }
    }
}
