/// The first words of a statement, found without SQLite.
///
/// Some PRAGMAs act while SQLite prepares them, so a statement is checked beforehand.
struct StatementText {
    private var rest: Substring.UTF8View

    init(_ sql: String) { rest = Substring(sql).utf8 }

    /// Whether only blanks, comments and semicolons are left.
    var isBlank: Bool {
        var copy = self
        copy.skipBlank()
        return copy.rest.isEmpty
    }

    /// The statement's first word in capitals, skipping EXPLAIN and QUERY PLAN; empty if there is none.
    var verb: String {
        var copy = self
        var word = copy.nextWord()
        if word == "EXPLAIN" { word = copy.nextWord() }
        if word == "QUERY" {
            _ = copy.nextWord()
            word = copy.nextWord()
        }
        return word
    }

    /// The statement's first word in capitals; empty if there is none.
    var firstWord: String {
        var copy = self
        return copy.nextWord()
    }

    /// Whether the statement asks for SQLite's query plan instead of a result.
    var isExplained: Bool { firstWord == "EXPLAIN" }

    /// The first words of statements that are never reads.
    static let writingVerbs: Set<String> = [
        "ALTER", "ANALYZE", "ATTACH", "BEGIN", "COMMIT", "CREATE", "DELETE", "DETACH", "DROP", "END",
        "INSERT", "REINDEX", "RELEASE", "REPLACE", "ROLLBACK", "SAVEPOINT", "UPDATE", "VACUUM",
    ]

    private mutating func nextWord() -> String {
        skipBlank()
        let word = rest.prefix { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
        }
        rest = rest.dropFirst(word.count)
        return String(Substring(word)).uppercased()
    }

    private mutating func skipBlank() {
        while let byte = rest.first {
            if " \t\n\u{0C}\r;".utf8.contains(byte) {
                rest = rest.dropFirst()
            } else if rest.starts(with: "\u{FEFF}".utf8) {
                // SQLite treats a byte order mark as white space anywhere.
                rest = rest.dropFirst(3)
            } else if rest.starts(with: "--".utf8) {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            } else if rest.starts(with: "/*".utf8) {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            } else {
                return
            }
        }
    }
}
