import Foundation
import TestSupport
import Testing

@Suite("Reports and queries at a privacy level")
struct PrivacyCommandTests {
    private static func program(_ mirror: ExampleMirror, _ more: [String: String] = [:]) -> BuiltBinary {
        BuiltBinary(
            environment: [
                "HOME": mirror.directory.path, "SUBMIRROR_STATE_DIRECTORY": mirror.directory.path,
            ].merging(more) { $1 }, in: mirror.directory)
    }

    @Test("show the same pseudonyms as an export, and leave out what is withheld")
    func pseudonyms() async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror in
            let program = Self.program(mirror)
            let query = try await program.run(
                "query", "SELECT msisdn FROM subscription WHERE status = 'barred'", "--privacy",
                "pseudonymous")
            #expect(query.status == 0)
            #expect(query.output.contains(/^msisdn\n[0-9a-f]{32}\n$/))
            let report = try await program.run(
                "report", "barred-subscriptions", "--privacy", "minimal", "--format", "csv")
            #expect(report.status == 0)
            let number = query.output.split(separator: "\n")[1]
            #expect(
                report.output.contains("\n\(number),barred,") && !report.output.contains("user_reference1"))
            let full = try await program.run("query", "SELECT count(*) AS n FROM _number")
            #expect(full.output == "n\n2\n")
        }
    }

    @Test(
        "refuse with 64 and a sentence what a level withholds",
        arguments: [
            (
                ["report", "subscriptions-by-cost-centre"],
                "the report subscriptions-by-cost-centre means nothing without cost_centre, which the privacy level "
                    + "minimal withholds"
            ),
            (
                ["query", "SELECT user_reference1 FROM subscription"],
                "the query reads user_reference1, which the privacy level minimal withholds"
            ),
        ])
    func refusals(arguments: [String], sentence: String) async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror in
            let result = try await Self.program(mirror).run(arguments + ["--privacy", "minimal"])
            #expect(result.status == 64)
            #expect(result.output == "")
            #expect(result.errors.contains(sentence))
        }
    }

    @Test("open the cost centres that privacy.open_cost_centres opens")
    func openCostCentres() async throws {
        try await ExampleMirror.with(PersonalRows.sql) { mirror in
            let program = Self.program(mirror, ["SUBMIRROR_PRIVACY_OPEN_COST_CENTRES": "true"])
            let query = try await program.run(
                "query", "SELECT user_reference1, user_reference2 FROM subscription_flat", "--privacy",
                "pseudonymous")
            #expect(query.output == "user_reference1,user_reference2\nZqref-new,\"\"\n")
        }
    }
}
