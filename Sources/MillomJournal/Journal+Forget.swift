import GRDB
package import MirrorCore

extension Journal {
    /// Removes the people with these ids from the journal, and rewrites the file so
    /// that no byte of them stays.
    ///
    /// The operator, amount, plan and time of their purchases stay, and so do the ids of their notifications,
    /// so that a repeated one is not stored again. An id counts whatever its operator.
    ///
    /// - Returns: how many purchases and notifications were anonymised.
    /// - Throws: ``JournalFailure``.
    package func forget(_ people: [(keyType: MillomSubscriber.KeyType, id: String)]) throws -> Int {
        let count = try write { db in
            var count = 0
            for person in people {
                let arguments: StatementArguments = ["keyType": person.keyType.rawValue, "id": person.id]
                for sql in Self.forgetting {
                    try db.execute(sql: sql, arguments: arguments)
                    if sql.hasPrefix("UPDATE purchase SET") || sql.hasPrefix("UPDATE notification") {
                        count += db.changesCount
                    }
                }
            }
            return count
        }
        if count > 0 { try rewrite() }
        return count
    }

    /// Messages may contain anything about the person, and the operator's receipt leads to them.
    ///
    /// The last statements clear the columns by which the others find their rows.
    private static let forgetting = [
        """
        UPDATE purchase_event SET message = NULL, confirmation_code = NULL WHERE purchase_id IN (
            SELECT id FROM purchase WHERE key_type = :keyType AND subscriber = :id)
        """,
        """
        DELETE FROM link WHERE notification_id IN (
            SELECT id FROM notification WHERE key_type = :keyType AND subscriber = :id)
        """,
        """
        UPDATE purchase SET key_type = NULL, subscriber = NULL, offer_context = NULL
        WHERE key_type = :keyType AND subscriber = :id
        """,
        """
        UPDATE notification SET key_type = NULL, subscriber = NULL
        WHERE key_type = :keyType AND subscriber = :id
        """,
    ]
}
