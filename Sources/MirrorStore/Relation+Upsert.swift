import MirrorCore
import Schema

extension Relation {
    /// A statement that inserts a row, or updates the existing row of that identity if anything changes.
    ///
    /// - Parameter merged: a column's new content, in SQL; `excluded` is the row to write.
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

    /// A statement that inserts a row unless its identity exists.
    var insertionOfMissing: String { SQLStatement.insertion(into: name, columns) + " ON CONFLICT DO NOTHING" }
}
