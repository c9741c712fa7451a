import GRDBSQLite

/// A version of the SQLite library.
package struct SQLiteVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
    /// As sqlite3_libversion_number() says it: 3040001 is 3.40.1.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// The one that this process runs with.
    package static var running: SQLiteVersion { SQLiteVersion(number: Int(sqlite3_libversion_number())) }

    /// The first with STRICT tables.
    package static let firstWithStrictTables = SQLiteVersion(number: 3_037_000)
    /// The first in which two connections may write or checkpoint at once without damage to a file in WAL mode.
    ///
    /// Source: DESIGN.md, "Two files".
    package static let firstSafeForSeveralWriters = SQLiteVersion(number: 3_051_003)

    package var description: String {
        "\(number / 1_000_000).\(number / 1_000 % 1_000).\(number % 1_000)"
    }

    package static func < (left: SQLiteVersion, right: SQLiteVersion) -> Bool { left.number < right.number }
}
