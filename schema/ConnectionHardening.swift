import CSQLite
package import GRDB

/// What SQLite is kept from doing on each of our connections, whatever a file or a statement asks for.
package enum ConnectionHardening {
    /// Switches off extensions, writing `sqlite_schema`, and `fts3_tokenizer()`, which takes and gives addresses.
    ///
    /// Functions and virtual tables that a file's own schema names have to be harmless. No trigger fires: a mirror has
    /// none.
    ///
    /// - Throws: `DatabaseError` from an SQLite that knows no such switch.
    package static func raise(on db: Database) throws {
        try set(SQLITE_DBCONFIG_DEFENSIVE, to: true, on: db)
        for option in [
            SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
            SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER,
        ] {
            try set(option, to: false, on: db)
        }
    }

    /// Has SQLite leave the write-ahead log as it is when the connection is closed.
    ///
    /// - Throws: `DatabaseError`.
    package static func leaveLog(on db: Database) throws {
        try set(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, to: true, on: db)
    }

    private static func set(_ option: Int32, to isOn: Bool, on db: Database) throws {
        let code = submirror_sqlite3_switch(db.sqliteConnection, option, isOn ? 1 : 0)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
