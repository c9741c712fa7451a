package import GRDB
import MirrorCore
package import MirrorReading
import Schema

/// A database in memory with relations of a mirror as they leave at a level of privacy, and nothing else.
///
/// A statement that is not ours runs there: no expression of it reaches what does not leave, as that was never copied.
package struct RedactedCopy {
    private let reader: MirrorReader
    private let privacy: ExportPrivacy
    private let relations: [ExportedRelation]
    /// Those whose past is not known, where `reader` shows the past.
    private let unknown: Set<String>

    /// - Parameter sql: the relations whose names are among its words are copied.
    package init(of reader: MirrorReader, for sql: String, at privacy: ExportPrivacy) {
        self.reader = reader
        self.privacy = privacy
        // A name in any kind of quotes is a word of the text, as it is without.
        let words = Set(sql.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
        let named = ExportedRelation.all.filter { words.contains($0.name) }
        relations = named.filter { reader.asOf == nil || $0.hasHistory }
        // The word may be a name that the statement gives itself.
        unknown = Set(named.map(\.name)).subtracting(relations.map(\.name))
    }

    /// Runs `body` with the mirror, the copy and a watcher for a statement that reads the copy; all of one moment.
    ///
    /// - Throws: `MirrorReadFailure`, `QueryFailure`, also for a relation whose past is not known,
    ///   ``RelationColumnFailure``, and what `body` throws.
    package func read<Result>(
        _ body: (_ mirror: Database, _ copy: Database, QueryGuard) throws -> Result
    ) throws -> Result {
        var withheld: Set<String> = []
        do {
            return try reader.readCopy(
                filledBy: { mirror, copy in
                    for selection in try ExportSelection.all(of: relations, privacy: privacy, in: mirror) {
                        withheld.formUnion(try Self.copy(selection, from: mirror, to: copy))
                    }
                }, body)
        } catch QueryFailure.notUnderstood(let words) {
            // For the sentence alone: neither is there.
            let table = words.firstMatch(of: /no such table: (?:\w+\.)*"?(\w+)/)?.output.1.lowercased()
            if let table, unknown.contains(table) { throw QueryFailure.noHistory(table) }
            let name = words.firstMatch(of: /no such column: (?:\w+\.)*"?(\w+)/)?.output.1.lowercased()
            guard let name, withheld.contains(name) else { throw QueryFailure.notUnderstood(words) }
            throw QueryFailure.withheld(column: name, level: privacy.level.rawValue)
        }
    }

    /// Returns the columns that do not leave.
    private static func copy(
        _ selection: ExportSelection, from mirror: Database, to copy: Database
    ) throws -> Set<String> {
        let name = selection.relation.name
        let table = try ReadStatement(Schema.snapshot[name] ?? "", in: copy)
        _ = try table.step()
        let leaving = Set(selection.columns.map(\.name))
        let all = try String.fetchAll(copy, sql: "SELECT name FROM pragma_table_info('\(name)')")
        let withheld = all.filter { !leaving.contains($0) }
        for column in withheld { try copy.execute(sql: "ALTER TABLE \"\(name)\" DROP COLUMN \"\(column)\"") }
        let rows = try ReadStatement(selection.sql, in: mirror)
        let insert = try ReadStatement(
            ReadStatement.insertion(into: "\"\(name)\"", selection.columns.map { "\"\($0.name)\"" }), in: copy
        )
        while try rows.step() { try insert.run(withRowOf: rows) }
        try copy.execute(sql: ExportSelection.indexes(in: table.tail, without: withheld))
        return Set(withheld)
    }
}

extension MirrorReader {
    /// Runs `query` over the relations as they leave at a level of privacy, and writes its rows to `sink` as they come.
    ///
    /// - Throws: as ``write(_:as:width:noting:to:)``; ``RelationColumnFailure``.
    @discardableResult
    package func write(
        _ query: Query, at privacy: ExportPrivacy, as format: ResultFormat, width: Int? = nil,
        noting cuts: TruncatedTexts = TruncatedTexts(), to sink: @escaping ByteSink
    ) throws -> Int {
        guard privacy.level != .full else {
            return try write(query, as: format, width: width, noting: cuts, to: sink)
        }
        let head = head(of: query, width: width, noting: cuts)
        return try RedactedCopy(of: self, for: query.sql, at: privacy).read { _, copy, watcher in
            try Self.answer(query, in: copy, watchedBy: watcher) {
                try Self.write($0, by: format.writer(head, to: watcher.limited(sink)))
            }
        }
    }
}
