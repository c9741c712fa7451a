import GRDBSQLite

/// A version of the SQLite library.
package struct SQLiteVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
    /// In the format of sqlite3_libversion_number(): 3040001 is 3.40.1.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// The version of the library in this process.
    package static var running: SQLiteVersion { SQLiteVersion(number: Int(sqlite3_libversion_number())) }

    /// The first with STRICT tables.
    package static let firstWithStrictTables = SQLiteVersion(number: 3_037_000)
    /// The first version that lets two connections write or checkpoint at once without damaging a WAL file.
    ///
    /// Source: DESIGN.md, "Two files".
    package static let firstSafeForSeveralWriters = SQLiteVersion(number: 3_051_003)

    package var description: String {
        "\(number / 1_000_000).\(number / 1_000 % 1_000).\(number % 1_000)"
    }

    package static func < (left: SQLiteVersion, right: SQLiteVersion) -> Bool { left.number < right.number }
}
