import Foundation
import GRDB
import MirrorCore
import Schema
import Synchronization

/// What is still to be done after rows were forgotten, as the mirror's mark says it.
enum WipeStep: String, FactValue {
    /// Pages may hold bytes of deleted rows, and of what rows were before.
    case rewrite
    /// Every page was written anew, to the write-ahead log; the file itself may still have old ones.
    case truncate

    var factText: String { rawValue }

    /// A mark that is none of ours asks for the whole work: none of a forgotten row's bytes may stay for it.
    init(factText: String) { self = Self(rawValue: factText) ?? .rewrite }
}

extension Fact where Value == WipeStep {
    /// The step that is still to be done so that the bytes of forgotten rows are gone; absent when none is.
    static var wipe: Self { Self(.mirror, "wipe") }
}

extension MirrorStore {
    /// Whether rows were forgotten whose bytes may still stand in the file.
    package func isWipeDue() async throws -> Bool {
        try await read { db in try db.fact(.wipe) != nil }
    }

    /// How many bytes the disk needs free for ``wipe()``: a copy of the mirror, and a write-ahead log that holds it
    /// once more.
    package func bytesNeededToWipe() async throws -> Int {
        try await read { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            return 2 * pages * pageSize + Self.roomForDeleting
        }
    }

    /// Rewrites the whole file from the rows that are left, so that no byte of what was forgotten stays in it or its
    /// write-ahead log; does nothing when there is nothing to do.
    ///
    /// Memory is bounded by the cache. Killed at any moment it is to be done again, which the mark says that is
    /// removed last.
    ///
    /// - Throws: ``MirrorFailure/busy(path:)`` while a reader holds an older state; the mark stays then.
    package func wipe() async throws {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try await outsideTransaction { [patience, log] db in
            guard let step = try db.fact(.wipe) else { return }
            if step == .rewrite {
                // A text that many rows share may have been said of the forgotten alone.
                try db.inTransaction {
                    try TextIDs.deleteUnused(in: db)
                    try log.note(in: db)
                    return .commit
                }
                // Not copied before it is noted: until then it would look like another copy of the mirror.
                try log.held {
                    try Self.rewriting.withLock { _ in try Self.rewrite(db, workingIn: directory) }
                    try db.inTransaction {
                        try db.keep(FactChanges(.wipe, .truncate))
                        try log.note(in: db)
                        return .commit
                    }
                }
            }
            // A reader that has been at it for longer will not be done in half a minute either.
            try patience.limited(to: .seconds(5)) { try log.empty(db) }
            try db.inTransaction {
                try db.keep(FactChanges(.wipe, nil))
                try log.note(in: db)
                return .commit
            }
        }
    }

    /// One at a time: SQLite has one place for its copies in the whole process.
    private static let rewriting = Mutex(())

    /// - Parameter directory: where SQLite puts its copy, a file without a name: beside the mirror, as its usual
    ///   place may be another disk, and may be too small.
    private static func rewrite(_ db: Database, workingIn directory: String) throws {
        // Pages that are taken anew are zeroed first; and never in memory, which a large mirror would not fit in.
        try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA temp_store = FILE")
        // A pragma takes no arguments.
        let literal = "'" + directory.replacing("'", with: "''") + "'"
        try db.execute(sql: "PRAGMA temp_store_directory = \(literal)")
        defer { try? db.execute(sql: "PRAGMA temp_store_directory = ''") }
        // A library built without this pragma would say nothing, and put the copy anywhere.
        guard try String.fetchOne(db, sql: "PRAGMA temp_store_directory") == directory else {
            throw MirrorFailure.cannotReadOrWrite(
                path: directory, detail: "this SQLite cannot be told to put its copy there")
        }
        try db.execute(sql: "VACUUM")
    }

    /// What the log may grow by while rows are deleted: two checkpoints' worth.
    private static let roomForDeleting = 67_108_864
}
