package import MirrorReading

/// Statements that no SQL of others may get through with, however it comes in: as a query or as a file of reports.
package enum HostileSQL {
    /// Each with the function that is refused; nil where another failure says it.
    package static let functions: [(sql: String, name: String?)] = [
        ("SELECT hex(fts3_tokenizer('simple'))", "fts3_tokenizer"),
        ("SELECT fts3_tokenizer('simple', x'4141414141414141')", "fts3_tokenizer"),
        ("SELECT load_extension('/tmp/a.so')", "load_extension"),
        (
            "SELECT count(*) FROM subscription WHERE sqlite_compileoption_get(1) IS NULL",
            "sqlite_compileoption_get"
        ),
        ("SELECT swiftLowercaseString('A')", nil),
        ("SELECT optimize('a')", "optimize"),
        ("SELECT printf('%.1000000000c', 'x')", "printf"), ("SELECT format('%1000000000d', 1)", "format"),
    ]

    /// Each with the relation that is refused.
    package static let relations: [(sql: String, name: String)] = [
        ("SELECT * FROM dbstat", "dbstat"), ("SELECT count(*) FROM dbstat", "dbstat"),
        ("SELECT * FROM sqlite_stmt", "sqlite_stmt"),
        ("SELECT * FROM fts3tokenize('simple')", "fts3tokenize"),
        ("SELECT 1 FROM fts3tokenize", "fts3tokenize"),
        ("SELECT * FROM pragma_database_list", "pragma_database_list"),
        ("SELECT count(*) FROM pragma_function_list", "pragma_function_list"),
        ("WITH a AS (SELECT * FROM dbstat) SELECT count(*) FROM a", "dbstat"),
    ]

    /// Statements other than one SELECT.
    package static let statements: [(sql: String, failure: QueryFailure?)] = [
        ("\u{FEFF}PRAGMA user_version", .pragma), ("EXPLAIN \u{FEFF}PRAGMA user_version", .pragma),
        ("\u{FEFF}ATTACH ':memory:' AS a", .notARead("ATTACH")),
        ("\u{FEFF}/**/\u{FEFF}BEGIN", .notARead("BEGIN")),
        ("EXPLAIN WITH a AS (SELECT 1) DELETE FROM sync_run", .notARead("WITH")),
        ("WITH a AS (SELECT 1) INSERT INTO sqlite_schema SELECT * FROM a", nil),
    ]

    /// Statements with a value that is too large.
    package static let values = [
        "SELECT hex(zeroblob(8000000))",
        "SELECT randomblob(300000000)",
        "SELECT replace(hex(zeroblob(4000)), '0', hex(zeroblob(4000)))",
    ]

    /// All of them.
    package static var all: [String] {
        functions.map(\.sql) + relations.map(\.sql) + statements.map(\.sql) + values
    }
}
