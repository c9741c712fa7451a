import GRDB
import MirrorCore
package import MirrorReading

/// Publishes a mirror's content for its readers, all formats of it or none.
package struct Publisher {
    private let reader: MirrorReader
    private let publication: Publication

    /// A publisher of `reader`'s mirror, which nobody may write meanwhile: the formats are to be of one moment.
    package init(of reader: MirrorReader, as publication: Publication) {
        self.reader = reader
        self.publication = publication
    }

    /// Writes a publication beside the others, moves `latest` to it and removes the oldest; writes nothing when readers
    /// have the same content already.
    ///
    /// After any failure, and wherever the process dies, `latest` leads to a whole publication, and the next one clears away
    /// what was left.
    ///
    /// - Throws: ``ExportFailure``, `FileFailure`, ``SnapshotFailure``, ``PseudonymKeyFailure``, ``RelationColumnFailure`` and
    ///   ``MirrorReadFailure``.
    @discardableResult
    package func publish() throws -> PublishOutcome {
        guard let (name, stamp, mirrorID) = try content() else { return .neverComplete }
        let folder = try PublicationFolder(publication.directory, of: mirrorID)
        try folder.clearLeftovers()
        if let latest = folder.latest, isWhole(folder.path + "/" + latest, of: stamp) {
            try folder.prune(to: publication.keep)
            return .unchanged(name: latest)
        }
        for format in publication.formats {
            if let obstacle = format.obstacle(publication.programs) { throw obstacle }
        }
        let replacement = try ReplacementDirectory(for: folder.path + "/" + name.text)
        for format in publication.formats {
            var options = ExportOptions(
                format: format, stamp: stamp, programs: publication.programs)
            options.privacy = try publication.privacy(for: format)
            try Export(of: reader, options).write(to: replacement.path + "/" + format.rawValue)
        }
        try reader.interruption.check()
        do {
            try replacement.commit()
        } catch ExportFailure.foreignKept {
            // A damaged publication of this very run was replaced; what was not as we wrote it is kept beside.
        }
        try folder.moveLatest(to: name.text)
        try folder.prune(to: publication.keep)
        return .published(name: name.text, formats: publication.formats)
    }

    /// The content to publish; nil when no run has been complete.
    private func content() throws -> (name: PublicationName, stamp: String, mirrorID: String)? {
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
            let stamp = try ContentStamp.text(
                of: publication, timeZone: reader.viewpoint.timeZone, in: db)
            return (PublicationName(asOf: asOf, run: run), stamp, mirrorID)
        }
    }

    private func isWhole(_ directory: String, of stamp: String) -> Bool {
        publication.formats.allSatisfy {
            EarlierExport.isWhole(directory + "/" + $0.rawValue, of: stamp)
        }
    }
}
