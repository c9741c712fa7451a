import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import MirrorCore
import Schema
import Synchronization
import TestSupport
import Testing

@testable import MillomJournal
@testable import MirrorReading
@testable import MirrorStore

@Suite("A connection of ours to SQLite")
struct ConnectionHardeningTests {
    /// Each switch, by SQLite's name, with what it must say.
    private static let switches: [(name: String, option: Int32, isOn: Bool)] = [
        ("DEFENSIVE", SQLITE_DBCONFIG_DEFENSIVE, true),
        ("TRUSTED_SCHEMA", SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        ("ENABLE_TRIGGER", SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        ("ENABLE_LOAD_EXTENSION", SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, false),
        ("ENABLE_FTS3_TOKENIZER", SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
    ]

    /// The switches that say something else, as SQLite reads them back.
    private static func wrong(on db: Database) -> [String] {
        switches.filter {
            submirror_sqlite3_switch_state(db.sqliteConnection, $0.option) != ($0.isOn ? 1 : 0)
        }.map(\.name)
    }

    @Test("turns each switch, however it stood")
    func turns() throws {
        try DatabaseQueue().inDatabase { db in
            for item in Self.switches {
                _ = submirror_sqlite3_switch(db.sqliteConnection, item.option, item.isOn ? 0 : 1)
            }
            #expect(Self.wrong(on: db) == Self.switches.map(\.name))
            try ConnectionHardening.raise(on: db)
            #expect(Self.wrong(on: db) == [])
        }
    }

    @Test("has them so where it reads a mirror, now and of the past, and where it reads a copy")
    func readers() throws {
        try ExampleMirror.with { mirror in
            let past = AsOf(before: Date(timeIntervalSince1970: 1_795_356_800))
            for asOf in [nil, past] {
                let reader = try MirrorReader(path: mirror.path, asOf: asOf)
                #expect(try reader.read(Self.wrong) == [])
                #expect(try reader.readForeign { db, _ in Self.wrong(on: db) } == [])
                try reader.readCopy(filledBy: { _, _ in }) { _, copy, _ in
                    #expect(Self.wrong(on: copy) == [])
                }
            }
        }
    }

    @Test("has them so where it writes the mirror and the journal")
    func writers() async throws {
        try await withTemporaryMirror { store async throws in
            #expect(try await store.read(Self.wrong) == [])
            #expect(try await store.write(Self.wrong) == [])
        }
        let patience = BusyHandler(limit: .seconds(5), interruption: Interruption())
        let journal = try DatabaseQueue(configuration: JournalFile.configuration(patience))
        #expect(try await journal.read(Self.wrong) == [])
    }

    /// Databases in memory, or new files, that hold nothing but what the program itself put there.
    private static let ownContent: Set = ["SchemaFault.swift", "MirrorReader+FileCopy.swift"]

    @Test("is never opened without them, as the sources show")
    func everyConnection() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var seen = 0
        for folder in ["Sources", "schema"] {
            let files = FileManager.default.enumerator(
                at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                let raised = text.matches(of: /ConnectionHardening\.raise/).count
                let configured = text.matches(of: /= Configuration\(\)/).count
                let plain = text.matches(of: /Database(?:Queue|Pool)\((?:path: path)?\)/).count
                seen += raised
                guard !Self.ownContent.contains(file.lastPathComponent) else { continue }
                #expect(raised >= configured, "\(file.lastPathComponent)")
                #expect(plain == 0 || raised > 0, "\(file.lastPathComponent)")
            }
        }
        // Proves that the sources were read at all.
        #expect(seen >= 8)
    }
}
