import Foundation
import GRDB
import MirrorCore
import Schema
import Synchronization

/// The remaining work after rows were forgotten, as marked in the mirror.
enum WipeStep: String, FactValue {
    /// Pages may hold bytes of deleted rows and of earlier contents of rows.
    case rewrite
    /// Every page was rewritten to the write-ahead log; the file itself may still hold old ones.
    case truncate

    var factText: String { rawValue }

    /// Reads the mark; an unknown one means the whole work, so that no byte of a forgotten row stays.
    init(factText: String) { self = Self(rawValue: factText) ?? .rewrite }
}

extension Fact where Value == WipeStep {
    /// The next step towards erasing the bytes of forgotten rows; absent if nothing is left to do.
    static var wipe: Self { Self(.mirror, "wipe") }
}

extension MirrorStore {
    /// Whether the file may still hold bytes of forgotten rows.
    package func isWipeDue() async throws -> Bool {
        try await read { db in try db.fact(.wipe) != nil }
    }

    /// The free disk space that ``wipe()`` needs, in bytes: a copy of the mirror, and a write-ahead
    /// log that holds it once more.
    package func bytesNeededToWipe() async throws -> Int {
        try await read { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            return 2 * pages * pageSize + Self.roomForDeleting
        }
    }

    /// Rewrites the whole file from the remaining rows, so that neither it nor its write-ahead log keeps a
    /// byte of the forgotten ones; does nothing unless marked.
    ///
    /// The cache bounds its memory. The mark is removed last, so a killed wipe is repeated.
    ///
    /// - Throws: ``MirrorFailure/busy(path:)`` while a reader holds an older state; the mark stays then.
    package func wipe() async throws {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try await outsideTransaction { [patience, log] db in
            guard let step = try db.fact(.wipe) else { return }
            if step == .rewrite {
                // A text shared by many rows may have belonged to forgotten rows only.
                try db.inTransaction {
                    try TextIDs.deleteUnused(in: db)
                    try log.note(in: db)
                    return .commit
                }
                // Not copied before it is noted: until then the file would look like
                // another copy of the mirror.
                try log.held {
                    try Self.rewriting.withLock { _ in try Self.rewrite(db, workingIn: directory) }
                    try db.inTransaction {
                        try db.keep(FactChanges(.wipe, .truncate))
                        try log.note(in: db)
                        return .commit
                    }
                }
            }
            // A reader that has lasted longer will not finish within half a minute either.
            try patience.limited(to: .seconds(5)) { try log.empty(db) }
            try db.inTransaction {
                try db.keep(FactChanges(.wipe, nil))
                try log.note(in: db)
                return .commit
            }
        }
    }

    /// Allows one rewrite at a time: SQLite has a single temporary directory per process.
    private static let rewriting = Mutex(())

    /// - Parameter directory: where SQLite puts its unnamed copy: beside the mirror, as its default place may
    ///   be on another, smaller disk.
    private static func rewrite(_ db: Database, workingIn directory: String) throws {
        // Reused pages are zeroed first. The copy is never in memory: a large mirror would not fit.
        try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA temp_store = FILE")
        // A pragma takes no arguments.
        let literal = "'" + directory.replacing("'", with: "''") + "'"
        try db.execute(sql: "PRAGMA temp_store_directory = \(literal)")
        defer { try? db.execute(sql: "PRAGMA temp_store_directory = ''") }
        // A library built without this pragma would ignore it, and put the copy anywhere.
        guard try String.fetchOne(db, sql: "PRAGMA temp_store_directory") == directory else {
            throw MirrorFailure.cannotReadOrWrite(
                path: directory, detail: "this SQLite cannot place its copy there")
        }
        try db.execute(sql: "VACUUM")
    }

    /// Room for the log's growth while rows are deleted: two checkpoints' worth.
    private static let roomForDeleting = 67_108_864
}
