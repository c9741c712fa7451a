package import Files
package import Foundation
package import MirrorReading

/// A publication for readers after a run, and where it goes.
package struct Publication: Sendable {
    /// Holds a folder for each publication, and `latest`, a link to the newest.
    package let directory: String
    /// One folder each within a publication; at least one.
    package let formats: [ExportFormat]
    /// How many publications stay, the newest included; at least 1.
    package let keep: Int
    package let privacy: PrivacyRules
    /// Where the key for pseudonyms is kept.
    private let keyDirectory: String
    /// For the programs that a format needs.
    package let programs: ProgramEnvironment
    /// The page that the format `html` is.
    let page: PublishedPage
    /// The program's version, as another may write the same content differently.
    let version: String

    /// A publication with everything that it takes.
    package init(
        directory: String, formats: [ExportFormat], keep: Int, privacy: PrivacyRules, keyDirectory: String,
        programs: ProgramEnvironment, version: String, page: PublishedPage
    ) {
        self.directory = directory
        self.formats = formats
        self.keep = keep
        self.privacy = privacy
        self.keyDirectory = keyDirectory
        self.programs = programs
        self.version = version
        self.page = page
    }

    /// Why the mirror `mirrorID` cannot publish into the folder; nil when it can.
    ///
    /// - Parameter mirrorID: nil where it is not known: then no publications are another's.
    /// - Throws: `FileFailure` where the folder cannot be read.
    package func conflict(with mirrorID: String?) throws(FileFailure) -> ExportFailure? {
        let place = PublicationPlace(directory)
        if let folder = place.stateDirectory(keyDirectory) {
            return .withinState(path: directory, folder: folder)
        }
        guard let mirrorID else { return nil }
        if let folder = place.publications(ofAnotherThan: mirrorID) {
            return .withinPublications(path: directory, folder: folder)
        }
        let owner = try PublicationFolder.mirrorID(in: directory)
        return owner == nil || owner == mirrorID ? nil : .foreignFolder(path: directory)
    }

    /// The moment of the publication that readers have; nil where there is none yet, or none that can be seen.
    package var latestMoment: Date? { PublicationFolder.latest(in: directory)?.moment }

    /// - Throws: ``PseudonymKeyFailure``.
    func privacy(for format: ExportFormat) throws -> ExportPrivacy {
        try ExportPrivacy(privacy.level(for: format)) { try PseudonymKey.kept(in: keyDirectory) }
    }
}

/// A page for people that is published besides the mirror's rows.
package struct PublishedPage: Sendable {
    /// Everything besides the mirror, its day, the level of privacy and the program's version that the page depends on.
    let basis: [String]
    /// The page of a mirror at a level of privacy: the same mirror on the same day gives the same text.
    let make: @Sendable (MirrorReader, ExportPrivacy) throws -> String

    package init(
        basis: [String], make: @escaping @Sendable (MirrorReader, ExportPrivacy) throws -> String
    ) {
        self.basis = basis
        self.make = make
    }
}

/// The outcome of a publication.
package enum PublishOutcome: Sendable, Equatable {
    /// It is there, in the folder `name`, and `latest` leads to it.
    case published(name: String, formats: [ExportFormat])
    /// Readers would see the same as in the folder `name`, so nothing was written.
    case unchanged(name: String)
    /// No run has been complete yet, so there is nothing to show.
    case neverComplete

    /// One sentence for a person.
    package var sentence: String {
        switch self {
        case .published(let name, let formats):
            "published \(name) as \(formats.map(\.rawValue).joined(separator: ", "))"
        case .unchanged(let name): "nothing to publish: readers have the same in \(name)"
        case .neverComplete: "nothing to publish before a run has been complete"
        }
    }
}
