import GRDB
import MirrorCore
package import MirrorReading
import Schema

/// The rows of one relation in the order of an export, which depends only on their content.
package struct RelationRows: Sendable {
    private let name: String
    private let format: ExportFormat
    private let privacy: ExportPrivacy
    private let limit: Int?
    private let offset: Int

    /// - Parameters:
    ///   - format: csv or jsonl.
    ///   - limit: the most rows to write; nil means all.
    ///   - offset: how many rows to skip first.
    package init(
        _ name: String, as format: ExportFormat, privacy: ExportPrivacy, limit: Int? = nil, offset: Int = 0
    ) {
        self.name = name
        self.format = format
        self.privacy = privacy
        self.limit = limit
        self.offset = offset
    }

    /// Streams the rows to `sink`; memory stays flat.
    ///
    /// - Throws: ``ExportFailure``, ``RelationColumnFailure``, ``MirrorReadFailure``,
    ///   `QueryFailure`, errors from `sink`.
    package func write(of reader: MirrorReader, to sink: @escaping ByteSink) throws {
        let relations = try ExportedRelation.named([name])
        if reader.asOf != nil, let other = relations.first(where: { !$0.hasHistory }) {
            throw ExportFailure.noHistory(other.name)
        }
        try reader.readOurs { db, watcher in
            guard let selection = try ExportSelection.all(of: relations, privacy: privacy, in: db).first
            else {
                return
            }
            let sink = watcher.limited(sink)
            try watcher.time(db) {
                let statement = try ReadStatement(
                    "SELECT * FROM (\(selection.sql)) LIMIT \(limit ?? -1) OFFSET \(offset)", in: db)
                var writer: any ResultWriter =
                    format == .csv ? CSVWriter(to: sink) : JSONLinesWriter(selection.columns, to: sink)
                try writer.begin(selection.columns.map(\.name))
                while try statement.step() { try writer.write(statement) }
                try writer.end()
            }
        }
    }
}
