import Foundation
import Sandbox
import TestSupport
import Testing

/// Invariant: the tables that `forget` leaves alone as public, namely the runs' errors, the examples of odd
/// values and the agent's own facts, contain no personal data, however the API fails.
@Suite("Tables that are open to everybody")
struct PublicTablesTests {
    @Test("hold no number, name or reference after runs among faults and sloppy documents")
    func nothingOfPeople() async throws {
        var options = SandboxOptions()
        options.subscriptions = 120
        options.sloppiness = 0.3
        try await CommandStage.with(options) { stage async throws in
            let faults = [
                "malformed@detail=numbers:10%", "404001@detail=numbers:10%", "html@detail=numbers:5%",
                "400018@detail=numbers:5%", "truncate@detail=numbers:5%",
            ]
            stage.sandbox.setFaults(try faults.map { try SandboxFaultRule($0) })
            _ = try await stage.program.run("sync", "--quiet")
            stage.sandbox.setFaults([try SandboxFaultRule("malformed@search=always")])
            _ = try await stage.program.run("sync", "--quiet")
            stage.sandbox.setFaults([try SandboxFaultRule("404001=always")])
            _ = try await stage.program.run("sync", "--full", "--quiet")
            stage.sandbox.clearFaults()
            let mirror = MirrorContents(path: stage.state.appendingPathComponent("mirror.sqlite").path)
            let before = try mirror.rows(
                [
                    "SELECT error FROM sync_run WHERE error IS NOT NULL",
                    "SELECT example FROM anomaly WHERE example IS NOT NULL", "SELECT error FROM quarantine",
                ])
            #expect(before.filter(\.isEmpty) == [], "nothing went wrong, so nothing could be told")
            // With the rows that faults had kept out.
            #expect(try await stage.program.run("quarantine", "retry", "--all").status == 0)
            #expect(try await stage.program.run("sync", "--full").status == 0)
            let values = try ForgottenValues(of: stage.sandbox.truth().msisdns, in: mirror).values
            let names = try mirror.texts(
                """
                SELECT first_name AS name FROM party WHERE length(name) > 3
                UNION SELECT middle_name AS name FROM party WHERE length(name) > 3
                UNION SELECT last_name AS name FROM party WHERE length(name) > 3
                """)
            #expect(values.count > 300 && names.count > 30)
            let tables = [
                "sync_run", "coverage", "anomaly", "_state", "_reconcile", "product_text",
                "subscription_type",
            ]
            let rows = try mirror.rows(tables.map { "SELECT * FROM \"\($0)\"" })
            let open = (before + rows).flatMap(\.self)
            #expect(open.filter { row in (values + names).contains { row.contains($0) } } == [])
        }
    }
}
