package import Foundation
import GRDB
import MirrorCore
import Schema

extension MirrorStore {
    /// Deletes everything the mirror holds about the chosen numbers: living or gone,
    /// stored, queued or quarantined.
    ///
    /// Data shared with other numbers stays: an organization, an account. Each batch of numbers is one
    /// transaction, which also sets the mark for ``wipe()``: until it has run, the bytes of deleted
    /// rows may still be in the file.
    ///
    /// - Parameters:
    ///   - isDryRun: counts, and changes nothing.
    ///   - limit: how many numbers go, at most; nil: all.
    ///   - floor: the moment before which the past can no longer be told once any of them is gone; nil: no such moment.
    package func forget(
        _ choice: ForgetChoice, isDryRun: Bool = false, limit: Int? = nil, raising floor: Date? = nil
    ) async throws -> ForgetSummary {
        try await outsideTransaction { [log] db in
            // For each deleted shared row SQLite would search tables that have no index for it; the
            // statements check once for all rows that nothing refers to them.
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
            var (numbers, ids) = (choice, [String]())
            if case .millomIDs(let chosen) = choice {
                numbers = .numbers(try Self.numbers(ofMillomIDs: chosen, in: db))
                ids = chosen
            }
            var batches = ForgetBatches(numbers, limit: limit)
            var summary = ForgetSummary()
            if isDryRun {
                try db.inTransaction(.immediate) {
                    let known = try ForgetWriter(in: db).known(ids: ids)
                    while try Self.forgetNext(of: &batches, into: &summary, in: db) {}
                    try Self.forget(ids, known: known, into: &summary, in: db)
                    return .rollback
                }
            } else {
                var isOver = false
                let known = try ForgetWriter(in: db).known(ids: ids)
                while !isOver {
                    try db.inTransaction(.immediate) {
                        isOver = try !Self.forgetNext(of: &batches, into: &summary, in: db)
                        if !isOver {
                            try Self.raiseHistory(to: floor, in: db)
                            try log.note(in: db)
                        }
                        return .commit
                    }
                }
                if !ids.isEmpty {
                    try db.inTransaction(.immediate) {
                        try Self.forget(ids, known: known, into: &summary, in: db)
                        try log.note(in: db)
                        return .commit
                    }
                }
            }
            return summary
        }
    }

    private static func raiseHistory(to floor: Date?, in db: Database) throws {
        guard let floor, floor > (try db.fact(.goneFrom) ?? .distantPast) else { return }
        try db.keep(FactChanges(.goneFrom, floor))
    }

    /// Forgets the remaining `ids`, once the numbers to which some of them belong are forgotten.
    ///
    /// - Parameter known: the ids that were known before that.
    private static func forget(
        _ ids: [String], known: [String], into summary: inout ForgetSummary, in db: Database
    ) throws {
        guard !ids.isEmpty else { return }
        let chosen = Set(ids.map(ExactText.init)).map(\.text)
        summary.millomIDs += chosen
        summary.unknownIDs = chosen.count - known.count
        let writer = ForgetWriter(in: db)
        let left = try writer.known(ids: ids)
        guard !left.isEmpty else { return }
        summary.forgottenIDs = left.count
        summary.removed.merge(try writer.delete(ids: left), uniquingKeysWith: +)
        try db.keep(FactChanges(.wipe, .rewrite))
    }

    /// Forgets one batch; false if none was left.
    private static func forgetNext(
        of batches: inout ForgetBatches, into summary: inout ForgetSummary, in db: Database
    ) throws -> Bool {
        let numbers = try batches.next(in: db)
        guard !numbers.isEmpty else { return false }
        summary.millomIDs += try Self.millomIDs(of: numbers, in: db)
        let writer = ForgetWriter(in: db)
        let known = try writer.known(numbers)
        summary.unknown += Set(numbers).subtracting(known).sorted()
        guard !known.isEmpty else { return true }
        summary.forgotten += known.count
        summary.notGone += known.count - (try writer.goneCount(known))
        summary.removed.merge(try writer.delete(known), uniquingKeysWith: +)
        try db.keep(FactChanges(.wipe, .rewrite))
        return true
    }
}
