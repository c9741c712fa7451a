import Foundation
import MillomJournal
import MirrorCore
import TestSupport
import Testing

@Suite("The commands about purchases")
struct PurchaseCommandTests {
    private func program(in directory: URL) -> BuiltBinary {
        BuiltBinary(
            environment: [
                "HOME": directory.path, "USER": "kari",
                "SUBMIRROR_STATE_DIRECTORY": directory.appendingPathComponent("state").path,
            ], in: directory)
    }

    @Test("say that nothing was bought where there is no journal, and make none")
    func nothing() async throws {
        try await withTemporaryDirectory { directory in
            let program = program(in: directory)
            #expect(try await program.run("millom", "purchases", "--json").output == "[]\n")
            let table = try await program.run("millom", "purchases", "--format", "table")
            #expect(table.status == 0 && table.output.hasPrefix("transid"))
            for arguments in [["purchase", "x"], ["purchases", "resolve", "x", "--failed", "--yes"]] {
                let result = try await program.run(["millom"] + arguments)
                #expect(result.status == 64 && result.errors.contains("there is no purchase x"))
            }
            #expect(!FileManager.default.fileExists(atPath: directory.path + "/state"))
        }
    }

    @Test("list purchases as csv, json and a table, and show each fact of one")
    func show() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path + "/state")
            let intent = try Invented.intent(plan: "a \"plan\", big\u{1b}[31m")
            _ = try journal.open(intent, recordedBy: "activate")
            try journal.add(Invented.event(.sent), to: intent.transid)
            try journal.add(Invented.event(.unknown, cause: "TIMEOUT"), to: intent.transid)
            let program = program(in: directory)
            let csv = try await program.run("millom", "purchases", "--open", "--format", "csv").output
            #expect(
                csv == """
                    transid,subscriber,key_type,operator,plan_id,state,fund_source,cost,currency,asked_by,opened_at,\
                    closed_at,confirmation_code,error_cause
                    \(intent.transid),4790000011,MSISDN,gp,"a ""plan"", big\u{1b}[31m",unknown,WALLET,50.00,NOK,ola,\
                    2026-09-21T14:13:20Z,,,TIMEOUT

                    """)
            let rows = try #require(
                try JSONSerialization.jsonObject(
                    with: Data(await program.run("millom", "purchases", "--format", "json").output.utf8))
                    as? [[String: Any]])
            #expect(rows.map { $0["state"] as? String } == ["unknown"] && rows[0]["closed_at"] is NSNull)
            let table = try await program.run("millom", "purchases", "--format", "table").output
            #expect(table.contains("opened_at (Europe/Oslo)") && table.contains("2026-09-21 16:13:20"))
            #expect(!table.contains("\u{1b}"))
            try journal.add(Invented.event(.callbackCompleted), to: intent.transid)
            try journal.add(Invented.event(.resolvedFailed), to: intent.transid)
            let text = try await program.run("millom", "purchase", intent.transid).output
            #expect(
                text.contains("completed") && text.contains("contradicts the result")
                    && !text.contains("\u{1b}")
            )
            let document = try #require(
                try JSONSerialization.jsonObject(
                    with: Data(await program.run("millom", "purchase", intent.transid, "--json").output.utf8))
                    as? [String: Any])
            let events = try #require(document["events"] as? [[String: Any]])
            #expect(
                events.map { $0["kind"] as? String }
                    == ["intended", "sent", "unknown", "callback_completed", "resolved_failed"])
            #expect(events.map { $0["contradicts_end"] as? Bool } == [false, false, false, false, true])
            #expect(try await program.run("millom", "purchases", "--open", "--json").output == "[]\n")
            try journal.close()
        }
    }

    @Test("resolve writes down once what a person found out, and not without a yes")
    func resolve() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path + "/state")
            let intent = try Invented.intent()
            _ = try journal.open(intent, recordedBy: "activate")
            try journal.add(Invented.event(.sent), to: intent.transid)
            let program = program(in: directory)
            func resolve(_ arguments: String...) async throws -> BuiltBinary.Result {
                try await program.run(["millom", "purchases", "resolve", intent.transid] + arguments)
            }
            #expect(try await resolve("--yes").status == 64)
            #expect(try await resolve("--completed", "--failed", "--yes").status == 64)
            let unasked = try await resolve("--completed")
            #expect(unasked.status == 64 && unasked.errors.contains("--yes"))
            #expect(try journal.purchase(intent.transid)?.state == .unknown)
            let lock = try ActivationLock(in: directory.path + "/state")
            #expect(try await resolve("--completed", "--yes").status == 75)
            withExtendedLifetime(lock) {}
        }
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path + "/state")
            let intent = try Invented.intent()
            _ = try journal.open(intent, recordedBy: "activate")
            try journal.add(Invented.event(.sent), to: intent.transid)
            let program = program(in: directory)
            let arguments = ["millom", "purchases", "resolve", intent.transid]
            #expect(try await program.run(arguments + ["--completed", "--yes"]).status == 0)
            let purchase = try #require(try journal.purchase(intent.transid))
            #expect(purchase.state == .completed && purchase.events.last?.message == "by kari")
            let again = try await program.run(arguments + ["--failed", "--yes"])
            #expect(again.status == 64 && again.errors.contains("already completed"))
            #expect(try journal.purchase(intent.transid) == purchase)
            try journal.close()
        }
    }
}
