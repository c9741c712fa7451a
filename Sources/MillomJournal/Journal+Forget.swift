import GRDB
package import MirrorCore

extension Journal {
    /// Takes the people with these ids out of the journal, and rewrites the file so that no byte of them stays.
    ///
    /// Operator, amount, plan and time of their purchases stay, and so do the ids of their notifications, which keep a repeated
    /// one from being stored again. An id counts whatever its operator.
    ///
    /// - Returns: how many purchases and notifications they were taken out of.
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

    /// What others said in words may hold anything of the person, and the operator's receipt leads to it.
    ///
    /// The last ones forget by whom rows are found.
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
