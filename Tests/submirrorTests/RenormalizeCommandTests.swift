import Foundation
import GRDB
import MirrorCore
import Sandbox
import TestSupport
import Testing

@Suite("The renormalize command")
struct RenormalizeCommandTests {
    /// Changes a mirror as if an older version had been unable to read a reference.
    private static func misread(_ mirror: URL) throws -> String {
        let database = try DatabaseQueue(path: mirror.path)
        return try database.write { db in
            let msisdn = try String.fetchOne(
                db, sql: "SELECT msisdn FROM subscription WHERE gone_at IS NULL ORDER BY msisdn LIMIT 1")
            try db.execute(
                sql: """
                    UPDATE _number_version SET user_reference1 = 'misread'
                    WHERE number = (SELECT id FROM _number WHERE msisdn = :msisdn);
                    UPDATE _number SET content_hash = x'01' WHERE msisdn = :msisdn
                    """, arguments: ["msisdn": msisdn])
            return msisdn ?? ""
        }
    }

    @Test("says what would change, does it without a request, and the bridge counts it apart")
    func command() async throws {
        try await FileStage.with(subscriptions: 12) { stage in
            #expect(try await stage.sync().status == 0)
            let requests = stage.sandbox.statistics
            let msisdn = try Self.misread(stage.mirror)
            let preview = try await stage.program.run("renormalize", "--preview")
            #expect(preview.status == 0, "\(preview.errors)")
            #expect(
                preview.output.contains(/subscription +user_reference1 +changed +1\n/), "\(preview.output)")
            #expect(preview.errors.contains("would change 1 of 12 documents"))
            let result = try await stage.program.run("renormalize", "--json")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains(#""changed": 1"#), "\(result.output)")
            #expect(result.errors.contains("changed 1 of 12 documents"))
            #expect(try await stage.program.run("renormalize").output == "no differences\n")
            #expect(stage.sandbox.statistics.total == requests.total)

            let changes = try await stage.program.run("report", "changes", "--format", "csv")
            #expect(changes.output.contains(",reread\n"), "\(changes.output)")
            #expect(!changes.output.contains(",changed\n"))
            let bridge = try await stage.program.run(
                "report", "bridge-numbers", "--parameter", "by=cost-centre", "--parameter",
                "reference=user_reference1", "--parameter", "from=2020-01-01", "--format", "csv")
            #expect(bridge.output.contains("reread-out,"), "\(bridge.output)\(bridge.errors)")
            #expect(bridge.output.contains("\(msisdn),"))
            let next = try await stage.sync()
            #expect(next.status == 0, "\(next.sentence)")
        }
    }
}
