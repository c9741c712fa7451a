import Foundation
import GRDB
import MirrorCore
import Schema

/// The instants that versions begin and end at.
final class Instants {
    private let insert: SQLStatement
    /// The last one, as a batch nearly always has but one.
    private var last: (text: String, second: Int64)?

    init(in db: Database) throws {
        insert = try SQLStatement(
            cached: "INSERT OR IGNORE INTO _instant (second, text) VALUES (?, ?)", in: db)
    }

    /// The seconds since 1970 of an instant, which is then known to the readers' views.
    ///
    /// - Throws: `DatabaseError`, also for a text that is no instant.
    func second(of text: String) throws(DatabaseError) -> Int64 {
        if let last, last.text == text { return last.second }
        guard let date = Instant.date(text) else {
            throw DatabaseError(resultCode: .SQLITE_MISMATCH, message: "\(text) is no instant")
        }
        let second = Int64(date.timeIntervalSince1970)
        try insert.run([.integer(second), .text(text)])
        last = (text, second)
        return second
    }
}
