import MirrorCore

extension Relation {
    /// A statement that inserts a row, or updates the one with its identity where that changes anything.
    ///
    /// - Parameter merged: the next content of a column, in SQL; `excluded` is the row that is written.
    func upsert(_ merged: (_ column: String) -> String) -> String {
        let marks = columns.indices.map { "?\($0 + 1)" }
        let identity = columns.prefix(identityWidth)
        let content = columns.dropFirst(identityWidth)
        return """
            INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(marks.joined(separator: ", ")))
            ON CONFLICT (\(identity.joined(separator: ", "))) DO UPDATE SET
                \(content.map { "\($0) = \(merged($0))" }.joined(separator: ", "))
            WHERE \(content.map { "\($0) IS NOT \(merged($0))" }.joined(separator: " OR "))
            """
    }
}
