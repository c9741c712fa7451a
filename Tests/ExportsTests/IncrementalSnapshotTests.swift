import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import MirrorStore
import TestSupport
import Testing

@Suite("A snapshot that is made from the one published before")
struct IncrementalSnapshotTests {
    static func with(
        seed: UInt64 = 1, level: PrivacyLevel = .full, numberCount: Int = 9,
        formats: [ExportFormat] = [.sqlite], privacy: String? = nil,
        body: (inout PublishedHistory) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            var history = try PublishedHistory(
                in: directory, seed: seed, level: level, numberCount: numberCount)
            defer { try? history.store.close() }
            history.formats = formats
            history.privacy = privacy
            try await history.begin()
            try history.publish()
            try await body(&history)
        }
    }

    @Test(
        "has row for row what one made from the mirror has, whatever came between",
        arguments: LongMode.choose(
            [(1, .full), (4, .namesOnly), (5, .pseudonymous), (6, .minimal)],
            long: [
                (1, .full), (2, .full), (3, .full), (4, .namesOnly), (5, .pseudonymous), (6, .minimal),
                (7, .full), (8, .pseudonymous),
            ]) as [(UInt64, PrivacyLevel)])
    func histories(seed: UInt64, level: PrivacyLevel) async throws {
        try await Self.with(seed: seed, level: level) { history in
            var renewed = 0
            for step in 1...LongMode.choose(11, long: 24) {
                try await history.observe()
                let isForgotten = step.isMultiple(of: 8)
                if isForgotten { _ = try await history.forgetOne() }
                // Some publications follow several runs.
                guard !step.isMultiple(of: 3) || isForgotten else { continue }
                guard case .published = try history.publish() else { continue }
                if try history.isRenewed() { renewed += 1 }
                if isForgotten { try #expect(!history.isRenewed()) }
                try history.check("seed \(seed), step \(step)")
            }
            #expect(renewed > 2)
        }
    }

    @Test("is made whole where a number was forgotten, and holds no byte of it")
    func forgotten() async throws {
        try await Self.with { history in
            let forgotten = try #require(try await history.forgetOne())
            try await history.refer(history.numbers[5], to: "K1")
            try history.publish()
            try #expect(!history.isRenewed())
            let bytes = try Data(contentsOf: URL(fileURLWithPath: history.snapshot))
            #expect(bytes.range(of: Data(forgotten.digits.utf8)) == nil)
            try history.check("forgotten")
        }
    }

    @Test("is made whole on another day, as what a number is may change with the day alone")
    func nextDay() async throws {
        try await Self.with { history in
            try await history.refer(history.numbers[0], to: "K1")
            try history.publish()
            try #expect(history.isRenewed())
            history.wait(days: 1)
            try await history.refer(history.numbers[0], to: "K2")
            try history.publish()
            try #expect(!history.isRenewed())
            try history.check("next day")
        }
    }

    @Test("is made whole where most numbers changed")
    func many() async throws {
        try await Self.with(numberCount: 130) { history in
            for (count, isRenewed) in [(90, true), (110, false)] {
                try await history.refer(Array(history.numbers.prefix(count)), to: "K\(count)")
                try history.publish()
                try #expect(history.isRenewed() == isRenewed)
            }
            try history.check("many")
        }
    }

    @Test("is not made from a file that somebody changed", arguments: ["byte", "package", "rows"])
    func changed(by what: String) async throws {
        try await Self.with { history in
            switch what {
            case "byte":
                let handle = try FileHandle(forUpdating: URL(fileURLWithPath: history.snapshot))
                try handle.seek(toOffset: 5000)
                try handle.write(contentsOf: [0x2A])
                try handle.close()
            case "package":
                let url = URL(fileURLWithPath: history.latest + "/sqlite/datapackage.json")
                let text = try String(contentsOf: url, encoding: .utf8)
                try Data(text.replacing("\"subscriptions\"", with: "\"numbers\"").utf8).write(to: url)
            default:
                try await DatabaseQueue(path: history.snapshot).write { db in
                    try db.execute(sql: "DELETE FROM party")
                }
            }
            try await history.refer(history.numbers[0], to: "K1")
            try history.publish()
            try #expect(!history.isRenewed())
            try history.check("\(what)")
        }
    }

    @Test("is made whole where a backup was restored since, whose runs have the same numbers")
    func restored() async throws {
        try await withTemporaryDirectory { directory in
            let mirror = directory.path + "/state/mirror.sqlite"
            var history = try PublishedHistory(in: directory, seed: 1)
            try await history.begin()
            try history.store.close()
            try FileManager.default.copyItem(atPath: mirror, toPath: mirror + ".backup")
            for (number, isRestored) in [(0, false), (1, true)] {
                if isRestored {
                    try FileManager.default.removeItem(atPath: mirror)
                    try FileManager.default.moveItem(atPath: mirror + ".backup", toPath: mirror)
                }
                history = try history.reopened()
                if !isRestored { try history.publish() }
                try await history.refer(history.numbers[number], to: "K\(number)")
                try history.publish()
                try #expect(history.isRenewed() == !isRestored)
                try history.check("restored: \(isRestored)")
                try history.store.close()
            }
        }
    }
}
