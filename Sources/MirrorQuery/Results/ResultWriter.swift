/// Takes the bytes of a result piece by piece; throws when it cannot (a full disk, a closed pipe).
package typealias ByteSink = (_ bytes: [UInt8]) throws -> Void

/// Writes a result in one format: `begin` once, `write` for each row, `end` once.
package protocol ResultWriter {
    mutating func begin(_ columns: [String]) throws
    /// Writes the row that `statement` stands on.
    mutating func write(_ statement: ReadStatement) throws
    mutating func end() throws
}
