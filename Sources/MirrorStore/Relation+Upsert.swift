import MirrorCore
import Schema

extension Relation {
    /// A statement that inserts a row, or updates the one with its identity where that changes anything.
    ///
    /// - Parameter merged: the next content of a column, in SQL; `excluded` is the row that is written.
    func upsert(_ merged: (_ column: String) -> String) -> String {
        let identity = columns.prefix(identityWidth)
        let content = columns.dropFirst(identityWidth)
        return """
            \(SQLStatement.insertion(into: name, columns))
            ON CONFLICT (\(identity.joined(separator: ", "))) DO UPDATE SET
                \(content.map { "\($0) = \(merged($0))" }.joined(separator: ", "))
            WHERE \(content.map { "\($0) IS NOT \(merged($0))" }.joined(separator: " OR "))
            """
    }

    /// A statement that inserts a row unless there is one with its identity.
    var insertionOfMissing: String { SQLStatement.insertion(into: name, columns) + " ON CONFLICT DO NOTHING" }
}
