/// Writes a result in one format: `begin` once, `write` for each row, `end` once.
package protocol ResultWriter {
    mutating func begin(_ columns: [String]) throws
    /// Writes the current row of `statement`.
    mutating func write(_ statement: ReadStatement) throws
    mutating func end() throws
}
