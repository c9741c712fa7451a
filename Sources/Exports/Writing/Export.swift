import Files
import GRDB
import MirrorCore
package import MirrorReading
import Schema

/// Writes relations of the contract in one format into a directory, all from the same moment.
package struct Export {
    private let reader: MirrorReader
    private let options: ExportOptions
    private let create: (_ path: String) throws -> any ExportFile

    /// An export of `reader`'s mirror; `create` opens each file that we write ourselves.
    package init(
        of reader: MirrorReader, _ options: ExportOptions,
        creatingFilesWith create: @escaping (_ path: String) throws -> any ExportFile = {
            try DurableFile(path: $0)
        }
    ) {
        self.reader = reader
        self.options = options
        self.create = create
    }

    /// Writes the export to `directory`, which replaces an earlier one as a whole.
    ///
    /// The same content gives the same bytes. Memory stays flat. Whatever fails, an earlier export stays
    /// unchanged, and nothing is left beside it.
    ///
    /// - Throws: ``ExportFailure``, `FileFailure`, ``RelationColumnFailure`` and ``MirrorReadFailure``.
    @discardableResult
    package func write(to directory: String) throws -> DataPackage {
        try write(to: directory, from: nil).package
    }

    /// Writes the export, reusing parts of `earlier`, an export of all relations in
    /// this format on the same basis.
    ///
    /// - Parameter unchanged: the relations known to be as in `earlier`.
    /// - Returns: the package, and the relations found to be as in `earlier`.
    func write(
        to directory: String, from earlier: ReusableExport?, unchanged: Set<String> = []
    ) throws -> (package: DataPackage, unchanged: Set<String>) {
        let relations = try relations
        let time = LocalTime(reader.viewpoint.timeZone)
        let cuts = TruncatedTexts()
        let (package, same, replacement) = try reader.read { db in
            if let month = options.month { try Self.checkClosed(month, in: db) }
            var facts = try ExportFacts(options, from: reader.viewpoint, of: db)
            let folders = try facts.partition.map { try NewFolders($0.parents(in: directory)) }
            let target = facts.partition?.directory(in: directory) ?? directory
            let replacement = try ReplacementDirectory(
                for: try ExportTarget.place(of: target, for: facts.mirrorID), in: folders)
            let selections = try ExportSelection.all(
                of: relations, privacy: options.privacy, changedSince: facts.changesSince,
                month: options.month, in: db)
            let place = ExportPlace(
                directory: replacement.path, facts: facts,
                coverage: options.format == .xlsx ? try coverage(in: db) : [],
                completeness: try Completeness(in: db), time: time, cuts: cuts, programs: options.programs,
                language: options.language, rowsPerSheet: options.rowsPerSheet,
                interruption: reader.interruption, create: create)
            let content = try write(selections, of: db, in: place, from: earlier, unchanged)
            if content.isRenewed { facts.builtOn = earlier?.stamp }
            let package = DataPackage(
                facts, files: content.files, selections: selections, time: time,
                cutTexts: cuts.all + content.cutTexts,
                documents: try documents(beside: selections, of: db, in: place))
            return (package, content.unchanged, replacement)
        }
        let file = try create(replacement.path + "/" + DataPackage.fileName)
        try file.write(Array(package.json.utf8))
        try file.close()
        try reader.interruption.check()
        try replacement.commit()
        return (package, same)
    }

    /// The files for readers that a format has besides its relations.
    private func documents(
        beside selections: [ExportSelection], of db: Database, in place: ExportPlace
    ) throws -> [ExportedDocument] {
        guard options.format == .sqlite else { return [] }
        let metadata = try DatasetteMetadata(
            of: place.directory + "/" + SnapshotSink.fileName, selections, queries: options.questions,
            in: options.language, from: db, interruption: reader.interruption)
        return [
            try ExportedDocument(
                writing: metadata.json, to: DatasetteMetadata.fileName, in: place.directory,
                name: "datasette-metadata", format: "json", mediaType: "application/json")
        ]
    }

    /// The files of an export, and how they were made.
    private struct Content {
        var files: [ExportedFile]
        /// Whether any of it comes from the earlier export.
        var isRenewed = false
        /// Relations known to be as in the earlier export.
        var unchanged: Set<String> = []
        /// Truncated texts in files of the earlier export.
        var cutTexts: [TruncatedText] = []
    }

    private func write(
        _ selections: [ExportSelection], of db: Database, in place: ExportPlace,
        from earlier: ReusableExport?,
        _ unchanged: Set<String>
    ) throws -> Content {
        if let earlier, options.format == .sqlite {
            let renewal = try IncrementalSnapshot(of: earlier, in: place, at: options.privacy, from: db)
            if let (file, unchanged) = try renewal.write() {
                return Content(files: [file], isRenewed: true, unchanged: unchanged)
            }
        }
        let shared =
            earlier.map { earlier in
                unchanged.compactMap { earlier.share($0, in: place.directory) }
            } ?? []
        let names = Set(shared.flatMap(\.parts).map(\.relation))
        let sink = try options.format.sink(in: place)
        for selection in selections where !names.contains(selection.relation.name) {
            try write(selection, of: db, to: sink)
        }
        var content = Content(files: try sink.finish(), isRenewed: !shared.isEmpty)
        guard content.isRenewed else { return content }
        content.files = (content.files + shared).sorted { $0.parts[0].relation < $1.parts[0].relation }
        content.cutTexts = earlier?.cutTexts.filter { names.contains($0.table) } ?? []
        return content
    }

    /// The relations to export: with changes only, always including `subscription`, which shows who is gone.
    ///
    /// For the past, relations without history are omitted.
    private var relations: [ExportedRelation] {
        get throws {
            var names = options.relations ?? (options.month == nil ? nil : ExportedRelation.ofMonths)
            if options.changesSince != nil { names?.append("subscription") }
            let named = try ExportedRelation.named(names).inReadingOrder(of: options.format)
            guard reader.asOf != nil else { return named }
            if options.relations != nil, let other = named.first(where: { !$0.hasHistory }) {
                throw ExportFailure.noHistory(other.name)
            }
            return named.filter(\.hasHistory)
        }
    }

    private static func checkClosed(_ month: CalendarMonth, in db: Database) throws {
        let isClosed = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM month_closing WHERE month = :month AND reopened_at IS NULL)",
            arguments: ["month": month.text])
        guard isClosed == true else { throw ExportFailure.notClosed(month) }
    }

    private func coverage(in db: Database) throws -> [ExportPlace.Coverage] {
        let info = try ExportedRelation.named(["snapshot_info"])
        guard let selection = try ExportSelection.all(of: info, privacy: options.privacy, in: db).first
        else { return [] }
        let statement = try ReadStatement(selection.sql, in: db)
        guard try statement.step() else { return [] }
        return selection.columns.enumerated().map { index, column in
            ExportPlace.Coverage(column: column, text: statement.cell(index).text)
        }
    }

    private func write(
        _ selection: ExportSelection, of db: Database, to sink: any ExportSink
    ) throws {
        let statement = try ReadStatement(selection.sql, in: db)
        try statement.bind(statement.parameters.map { selection.arguments[$0 ?? ""] ?? .null })
        try sink.begin(selection)
        var rowCount = 0
        while try statement.step() {
            if rowCount.isMultiple(of: 1024) { try reader.interruption.check() }
            try sink.write(statement)
            rowCount += 1
        }
        try sink.end()
    }
}
