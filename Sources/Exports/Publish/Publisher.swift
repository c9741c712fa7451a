import Files
import GRDB
import MirrorCore
package import MirrorReading

/// Publishes a mirror's content for its readers, in all formats or none.
package struct Publisher {
    private let reader: MirrorReader
    private let publication: Publication

    /// A publisher of `reader`'s mirror, which must not be written meanwhile: all
    /// formats must show the same moment.
    package init(of reader: MirrorReader, as publication: Publication) {
        self.reader = reader
        self.publication = publication
    }

    /// Writes a publication, moves `latest` to it and removes the oldest; writes nothing
    /// if the content is unchanged.
    ///
    /// After any failure, and wherever the process dies, `latest` leads to a whole publication, and the
    /// next call removes the leftovers.
    ///
    /// - Throws: ``ExportFailure``, `FileFailure`, ``SnapshotFailure``, ``PseudonymKeyFailure``,
    ///   ``RelationColumnFailure`` and ``MirrorReadFailure``.
    @discardableResult
    package func publish() throws -> PublishOutcome {
        guard let content = try content() else { return .neverComplete }
        let name = content.name
        let folder = try PublicationFolder(publication.directory, of: content.mirrorID)
        try folder.clearLeftovers()
        if let latest = folder.latest, isWhole(folder.path + "/" + latest, of: content.stamp) {
            try folder.prune(to: publication.keep)
            return .unchanged(name: latest)
        }
        for format in publication.formats {
            if let obstacle = format.obstacle(publication.programs) { throw obstacle }
        }
        let replacement = try ReplacementDirectory(for: folder.path + "/" + name.text)
        try write(content, to: replacement.path, after: folder.latest.map { folder.path + "/" + $0 })
        try reader.interruption.check()
        do {
            try replacement.commit()
        } catch ExportFailure.foreignKept {
            // A damaged publication of this very run was replaced; files that are not as we
            // wrote them are kept beside it.
        }
        try folder.moveLatest(to: name.text)
        try folder.prune(to: publication.keep)
        return .published(name: name.text, formats: publication.formats)
    }

    /// Writes every format, reusing files in `earlier`, the previous publication, where possible.
    ///
    /// The snapshot comes first: making it shows which relations are unchanged, and other
    /// formats then share their files.
    private func write(_ content: Content, to directory: String, after earlier: String?) throws {
        var base: (level: PrivacyLevel, stamp: String?, unchanged: Set<String>)?
        for format in publication.formats.sorted(by: { $0 == .sqlite && $1 != .sqlite }) {
            var options = ExportOptions(
                format: format, stamp: content.stamp, programs: publication.programs)
            options.privacy = try publication.privacy(for: format)
            options.language = publication.language
            if format == .sqlite { options.questions = try publication.questions() }
            guard format.isOfRelations else {
                try PageExport(of: reader, options, publication.page).write(
                    to: directory + "/" + format.rawValue)
                continue
            }
            let basis = try reader.read { db in
                try ContentStamp.basis(of: publication, in: format, timeZone: reader.viewpoint.timeZone, db)
            }
            options.basis = basis
            let reusable = earlier.flatMap {
                EarlierExport.reusable(in: $0 + "/" + format.rawValue, of: content.mirrorID, on: basis)
            }
            let isOfBase =
                base.map { $0.level == options.privacy.level && $0.stamp == reusable?.stamp } ?? false
            let made = try Export(of: reader, options, creatingFilesWith: Self.create(format)).write(
                to: directory + "/" + format.rawValue, from: reusable,
                unchanged: isOfBase ? base?.unchanged ?? [] : [])
            if format == .sqlite { base = (options.privacy.level, reusable?.stamp, made.unchanged) }
        }
    }

    /// Makes files read-only that later publications may share: a write would change all of them.
    private static func create(_ format: ExportFormat) -> (String) throws -> any ExportFile {
        { try DurableFile(path: $0, mode: format == .sqlite ? 0o640 : 0o440) }
    }

    private struct Content {
        let name: PublicationName
        let stamp: String
        let mirrorID: String
    }

    /// The content to publish; nil when no run has been complete.
    private func content() throws -> Content? {
        try reader.read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT as_of, mirror_id, (SELECT max(id) FROM sync_run WHERE outcome IS NOT NULL) AS run
                    FROM snapshot_info
                    """)
            guard let asOf: String = row?["as_of"], let run: Int64 = row?["run"],
                let mirrorID: String = row?["mirror_id"]
            else { return nil }
            return Content(
                name: PublicationName(asOf: asOf, run: run),
                stamp: try ContentStamp.text(
                    of: publication, timeZone: reader.viewpoint.timeZone, in: db),
                mirrorID: mirrorID)
        }
    }

    private func isWhole(_ directory: String, of stamp: String) -> Bool {
        publication.formats.allSatisfy {
            EarlierExport.isWhole(directory + "/" + $0.rawValue, of: stamp)
        }
    }
}
