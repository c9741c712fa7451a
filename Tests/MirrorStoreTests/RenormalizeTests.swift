import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: a new reading of the kept documents changes exactly the values that read
/// differently, in one transaction, at an instant at which nothing else was observed; it verifies
/// nothing, and hides no later change.
@Suite("The kept documents, read again")
struct RenormalizeTests {
    private static let numbers = (1...3).map { Msisdn.invented($0) }

    private static func document(
        _ msisdn: Msisdn, _ change: (inout NormalizedSubscription) -> Void = { _ in }
    ) -> NormalizedSubscription {
        .invented(msisdn).changed(change)
    }

    /// Changes the second number's reference and its SIM card's type; the third document is unreadable.
    private static let reading: @Sendable (Msisdn, [UInt8]) -> NormalizedSubscription? = { msisdn, _ in
        switch msisdn {
        case numbers[0]: document(msisdn)
        case numbers[1]:
            document(msisdn) { document in
                document.subscription.userReference1 = "read anew"
                document.bindings = []
            }
        default: nil
        }
    }

    private static func prepare(_ bench: StoreBench) async throws {
        for (index, number) in numbers.enumerated() {
            try await bench.save(document(number), at: .hour(9 + index))
        }
    }

    @Test("are saved where they read differently, as a run of its own, and nothing is verified by it")
    func saves() async throws {
        try await StoreBench.with { bench in
            try await Self.prepare(bench)
            let before = try bench.contents.rows(
                "SELECT msisdn, verified_at, changed_at FROM _number ORDER BY msisdn")
            let (summary, at) = try await bench.store.reread(
                at: .hour(12), isPreview: false, by: Self.reading)
            #expect(at == .hour(12))
            var expected = RenormalizeSummary()
            expected.documents = 3
            expected.unreadable = 1
            expected.changed = 1
            expected.changes = [
                .init(relation: "subscription", column: "user_reference1", kind: "changed", count: 1),
                .init(relation: "subscription_binding", column: nil, kind: "changed", count: 1),
            ]
            #expect(summary == expected)
            let moment = Instant.text(.hour(12))
            #expect(
                try bench.contents.rows(
                    "SELECT source, kind, started_at, finished_at, outcome, fetched, changed FROM sync_run ORDER BY id DESC LIMIT 1"
                ) == ["documents|renormalize|\(moment)|\(moment)|complete|3|1"])
            var after = before
            after[1] = after[1].split(separator: "|").dropLast().joined(separator: "|") + "|" + moment
            #expect(
                try bench.contents.rows(
                    "SELECT msisdn, verified_at, changed_at FROM _number ORDER BY msisdn") == after)
            #expect(
                try bench.contents.rows(
                    "SELECT msisdn, observed_at, field, new_value FROM change WHERE observed_at >= '\(moment)'"
                )
                    == ["\(Self.numbers[1].digits)|\(moment)|user_reference1|read anew"])
        }
    }

    @Test("leave the file as it is in a preview, which says the same")
    func previews() async throws {
        try await StoreBench.with { bench in
            try await Self.prepare(bench)
            let tables = try bench.contents.rows(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
            func contents() throws -> [[String]] {
                try bench.contents.rows(tables.map { "SELECT * FROM \"\($0)\"" })
            }
            let before = try contents()
            let preview = try await bench.store.reread(at: .hour(12), isPreview: true, by: Self.reading)
            #expect(try contents() == before)
            let real = try await bench.store.reread(at: .hour(12), isPreview: false, by: Self.reading)
            #expect(preview.summary == real.summary)
        }
    }

    @Test("take an instant of their own, whatever the clock says", arguments: [8, 9, 11])
    func ownInstant(hour: Int) async throws {
        try await StoreBench.with { bench in
            try await Self.prepare(bench)
            let at = try await bench.store.reread(at: .hour(hour), isPreview: false, by: Self.reading)
                .observedAt
            #expect(at == Date.hour(11).addingTimeInterval(1))
            #expect(
                try bench.contents.rows(
                    "SELECT count(*) FROM _number_version WHERE observed_from = \(Int(at.timeIntervalSince1970))"
                ) == ["1"])
        }
    }

    @Test("hide no later change: a document that reads as the old one did is another one now")
    func hidesNothing() async throws {
        try await StoreBench.with { bench in
            try await Self.prepare(bench)
            _ = try await bench.store.reread(at: .hour(12), isPreview: false, by: Self.reading)
            let summary = try await bench.save(Self.document(Self.numbers[1]), at: .hour(13))
            #expect(summary.changed == 1)
            let original = Self.document(Self.numbers[1]).subscription.userReference1
            #expect(
                try bench.contents.rows(
                    "SELECT user_reference1 FROM subscription WHERE msisdn = '\(Self.numbers[1].digits)'")
                    == [original ?? "NULL"])
        }
    }

    @Test("change nothing the second time, and nothing at all where a run is interrupted")
    func twice() async throws {
        try await StoreBench.with { bench in
            try await Self.prepare(bench)
            _ = try await bench.store.reread(at: .hour(12), isPreview: false, by: Self.reading)
            let again = try await bench.store.reread(at: .hour(13), isPreview: false, by: Self.reading)
            #expect(again.summary.changed == 0 && again.summary.changes.isEmpty)
        }
        try await withTemporaryDirectory { directory in
            let interruption = Interruption()
            let store = try MirrorStore.open(
                at: directory.appendingPathComponent("mirror.sqlite"), interruption: interruption)
            let run = try await store.beginRun(.incremental, at: .hour(8))
            var fetched = FetchedDocument(Self.document(Self.numbers[1]))
            fetched.raw = RawDocument(of: Array("{}".utf8))
            _ = try await store.save([.document(fetched)], of: run, at: .hour(9))
            interruption.raise()
            await #expect(throws: CancellationError.self) {
                try await store.reread(at: .hour(12), isPreview: false, by: Self.reading)
            }
            #expect(
                try MirrorContents(path: store.path).rows("SELECT count(*) FROM sync_run") == ["1"])
            try store.close()
        }
    }

    @Test("are those of the living: a number that is gone has none, and its tombstone stays")
    func gone() async throws {
        try await StoreBench.with { bench in
            try await Self.prepare(bench)
            try await bench.bury(Self.numbers[1], listed: [Self.numbers[0], Self.numbers[2]], at: .hour(11))
            let summary = try await bench.store.reread(
                at: .hour(12), isPreview: false, by: Self.reading
            ).summary
            #expect(summary.documents == 2 && summary.changed == 0)
        }
    }
}
