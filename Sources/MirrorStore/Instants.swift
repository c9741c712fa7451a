import Foundation
import GRDB
import MirrorCore
import Schema

/// The instants at which versions begin and end.
final class Instants {
    private let insert: SQLStatement
    /// The last instant, kept because a batch nearly always has only one.
    private var last: (text: String, second: Int64)?

    init(in db: Database) throws {
        insert = try SQLStatement(
            cached: "INSERT OR IGNORE INTO _instant (second, text) VALUES (?, ?)", in: db)
    }

    /// Converts an instant to seconds since 1970 and registers it for the readers' views.
    ///
    /// - Throws: `DatabaseError`, also if the text is not an instant.
    func second(of text: String) throws(DatabaseError) -> Int64 {
        if let last, last.text == text { return last.second }
        guard let date = Instant.date(text) else {
            throw DatabaseError(resultCode: .SQLITE_MISMATCH, message: "\(text) is not an instant")
        }
        let second = Int64(date.timeIntervalSince1970)
        try insert.run([.integer(second), .text(text)])
        last = (text, second)
        return second
    }
}
