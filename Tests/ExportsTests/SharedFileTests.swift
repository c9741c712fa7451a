import Exports
import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import TestSupport
import Testing

@Suite("A file of a publication")
struct SharedFileTests {
    private struct Identity: Equatable {
        let inode: UInt64
        /// The number of its names.
        let names: Int
    }

    /// The identity of a file in the newest publication.
    private static func identity(_ file: String, _ history: PublishedHistory) throws -> Identity {
        let attributes = try FileManager.default.attributesOfItem(atPath: history.latest + "/" + file)
        return Identity(
            inode: try #require(attributes[.systemFileNumber] as? UInt64),
            names: try #require(attributes[.referenceCount] as? Int))
    }

    @Test(
        "is the one before's, not to be written, where its relation is as it was",
        arguments: [ExportFormat.csv, .csvExcel, .jsonl])
    func shared(format: ExportFormat) async throws {
        try await IncrementalSnapshotTests.with(formats: [format, .sqlite]) { history in
            let suffix = format == .jsonl ? "jsonl" : "csv"
            let (setting, subscription) = (
                "\(format.rawValue)/setting.\(suffix)", "\(format.rawValue)/subscription.\(suffix)"
            )
            let before = try Self.identity(setting, history)
            let written = try Self.identity(subscription, history)
            for count in 2...3 {
                try await history.refer(history.numbers[0], to: "K\(count)")
                try history.publish()
                let expected = Identity(inode: before.inode, names: count)
                try #expect(Self.identity(setting, history) == expected)
                try #expect(Self.identity(subscription, history).inode != written.inode)
                try #expect(history.isRenewed(format))
                try history.check("\(format)")
                let tree = DirectoryTree(try history.whole(format))
                for name in tree.names where name != "datapackage.json" {
                    #expect(
                        FileManager.default.contentsEqual(
                            atPath: history.latest + "/\(format.rawValue)/\(name)",
                            andPath: history.directory.path + "/whole-\(format.rawValue)/\(name)"), "\(name)")
                }
            }
            let mode = try FileManager.default.attributesOfItem(atPath: history.latest + "/" + setting)[
                .posixPermissions]
            #expect(mode as? Int == 0o440)
        }
    }

    @Test("is written anew where somebody changed the one before")
    func changed() async throws {
        try await IncrementalSnapshotTests.with(formats: [.csv, .sqlite]) { history in
            let path = history.latest + "/csv/setting.csv"
            let before = try String(contentsOfFile: path, encoding: .utf8)
            chmod(path, 0o640)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.write(contentsOf: Data("M".utf8))
            try handle.close()
            try await history.refer(history.numbers[0], to: "K1")
            try history.publish()
            try #expect(String(contentsOfFile: path, encoding: .utf8) == before)
            try #expect(Self.identity("csv/setting.csv", history).names == 1)
            try #expect(Self.identity("csv/sim_card.csv", history).names == 2)
            try history.check("changed")
        }
    }

    @Test("is not shared by what a snapshot of another privacy level does not show to have changed")
    func otherLevel() async throws {
        try await IncrementalSnapshotTests.with(formats: [.csv, .sqlite], privacy: "minimal,csv=full") {
            history in
            try await history.rename(history.numbers[0], to: "Ås")
            try history.publish()
            try #expect(history.isRenewed())
            try #expect(!history.isRenewed(.csv))
            let parties = try String(contentsOfFile: history.latest + "/csv/party.csv", encoding: .utf8)
            #expect(parties.contains("Ås"))
        }
    }

    @Test("stays when an older publication goes that has it, too")
    func pruned() async throws {
        try await IncrementalSnapshotTests.with(formats: [.csv, .sqlite]) { history in
            for run in 1...6 {
                try await history.refer(history.numbers[0], to: "K\(run)")
                try history.publish()
            }
            // publish.keep is 3.
            try #expect(Self.identity("csv/setting.csv", history).names == 3)
            try history.check("pruned")
        }
    }
}
