/// Writes a result in one format: `begin` once, `write` for each row, `end` once.
package protocol ResultWriter {
    mutating func begin(_ columns: [String]) throws
    /// Writes the row that `statement` stands on.
    mutating func write(_ statement: ReadStatement) throws
    mutating func end() throws
}
