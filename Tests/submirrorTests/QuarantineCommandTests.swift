import Foundation
import Sandbox
import TestSupport
import Testing

@Suite("The quarantine command")
struct QuarantineCommandTests {
    private static func with(
        _ body: (CommandStage, _ number: String) async throws -> Void
    ) async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            let number = try #require(stage.sandbox.truth().msisdns.first)
            stage.sandbox.inject(.error(400_018), endpoint: .detail, msisdn: number, times: nil)
            #expect(try await stage.program.run("sync").status == 0)
            try await body(stage, number)
        }
    }

    @Test("lists and shows what was set aside, and does not know other numbers")
    func shows() async throws {
        try await Self.with { stage, number async throws in
            let list = try await stage.program.run("quarantine", "list", "--json")
            let rows = try #require(
                try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
            #expect(rows.map { $0["msisdn"] as? String } == [number])
            #expect(rows.map { $0["error"] as? String } == ["400 400018"])
            let show = try await stage.program.run("quarantine", "show", number)
            #expect(show.status == 0)
            #expect(show.output.contains("\(number),fetch,400 400018,1,"))
            let other = try await stage.program.run("quarantine", "show", "4799999999")
            #expect(other.status == 64)
            #expect(
                other.errors
                    == "submirror: not in quarantine: …999: see submirror quarantine list\n"
            )
        }
    }

    @Test("retry lets the next run try it, whatever its time")
    func retries() async throws {
        try await Self.with { stage, number async throws in
            stage.sandbox.clearInjected()
            #expect(try await stage.program.run("sync").status == 0)
            let before = try await stage.program.run("quarantine", "list")
            #expect(before.output.contains(number))
            let retry = try await stage.program.run("quarantine", "retry", number)
            #expect(retry.status == 0)
            #expect(retry.errors == "1 number to be retried by the next run\n")
            #expect(try await stage.program.run("sync").status == 0)
            let list = try await stage.program.run("quarantine", "list")
            #expect(!list.output.contains(number))
            let query = "SELECT count(*) FROM subscription WHERE msisdn = '\(number)'"
            let found = try await stage.program.run("query", query)
            #expect(found.output.hasSuffix("\n1\n"))
        }
    }

    @Test("drop forgets it; a number that the mirror lacks comes back with the next list")
    func drops() async throws {
        try await Self.with { stage, number async throws in
            let drop = try await stage.program.run("quarantine", "drop", "--all")
            #expect(drop.errors == "1 number dropped\n")
            let list = try await stage.program.run("quarantine", "list")
            #expect(!list.output.contains(number))
            stage.sandbox.clearInjected()
            #expect(try await stage.program.run("sync", "--full").status == 0)
            let query = "SELECT count(*) FROM subscription WHERE msisdn = '\(number)'"
            let found = try await stage.program.run("query", query)
            #expect(found.output.hasSuffix("\n1\n"))
        }
    }

    @Test(
        "asks for numbers or all, and takes only numbers",
        arguments: [["retry"], ["drop"], ["retry", "4790000001", "--all"], ["drop", "anna"]])
    func usage(arguments: [String]) async throws {
        try await Self.with { stage, _ async throws in
            #expect(try await stage.program.run(["quarantine"] + arguments).status == 64)
        }
    }
}
