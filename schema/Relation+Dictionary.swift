import MirrorCore

/// The view that describes every relation and every column to readers of the file and to exports.
extension RelationRegistry {
    var dictionarySQL: String {
        let rows =
            visible.flatMap(\.dictionaryRows) + historized.flatMap(\.historyDictionaryRows)
        return """
            CREATE VIEW data_dictionary AS
            WITH described (relation, "column", type, privacy, source, description, description_no) AS (VALUES
            \(rows.joined(separator: ",\n"))
            )
            SELECT relation, "column", description, type, privacy, source, description_no FROM described;

            """
    }
}

extension Relation {
    fileprivate var dictionaryRows: [String] {
        [Self.row(name, description)] + fields.map { Self.row(name, $0, $0.description) }
    }

    /// A history has its relation's columns and two of its own.
    fileprivate var historyDictionaryRows: [String] {
        guard let history else { return [] }
        return [Self.row(historyName, history)]
            + (fields + [.observedFrom, .observedTo]).map { field in
                let isLater = ["changed_at", "verified_at"].contains(field.name)
                return Self.row(historyName, field, isLater ? field.description.ofVersion : field.description)
            }
    }

    private static func row(_ relation: String, _ wording: Wording) -> String {
        "('\(relation)', NULL, NULL, NULL, NULL, \(literal(wording.english)), \(literal(wording.norwegian)))"
    }

    private static func row(_ relation: String, _ field: Column, _ wording: Wording) -> String {
        let source = field.sources.isEmpty ? "NULL" : literal(field.sources.joined(separator: " "))
        let words = [relation, field.name, field.kind.rawValue, field.privacy.rawValue].map(literal)
        let cells = words + [source, literal(wording.english), literal(wording.norwegian)]
        return "(\(cells.joined(separator: ", ")))"
    }

    private static func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}

extension Wording {
    /// The meaning of a moment in a version that is over.
    fileprivate var ofVersion: Wording {
        Wording(
            english + " Of a version that is over: as it stood when the version ended.",
            norwegian: norwegian + " For en versjon som er over: slik det sto da versjonen sluttet.")
    }
}
