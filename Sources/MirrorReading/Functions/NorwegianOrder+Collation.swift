import Foundation
import GRDB
import GRDBSQLite

extension NorwegianOrder {
    /// Registers `COLLATE norwegian` on the connection.
    ///
    /// It works on SQLite's own bytes: GRDB's collations copy both texts for each comparison.
    ///
    /// - Throws: `DatabaseError`.
    static func addCollation(to db: Database) throws(DatabaseError) {
        let code = sqlite3_create_collation_v2(
            db.sqliteConnection, "norwegian", SQLITE_UTF8, nil,
            { _, leftCount, left, rightCount, right in
                let left = UnsafeRawBufferPointer(start: left, count: Int(leftCount))
                let right = UnsafeRawBufferPointer(start: right, count: Int(rightCount))
                return left.withMemoryRebound(to: UInt8.self) { left in
                    right.withMemoryRebound(to: UInt8.self) { right in
                        CInt(NorwegianOrder.compare(left, right).rawValue)
                    }
                }
            }, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
