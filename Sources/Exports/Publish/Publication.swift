package import Files
package import Foundation
package import MirrorReading

/// The formats and the folder to publish after a run.
package struct Publication: Sendable {
    /// Contains one folder per publication, and `latest`, a link to the newest.
    package let directory: String
    /// At least one; each has its own folder within a publication.
    package let formats: [ExportFormat]
    /// How many publications to keep, including the newest; at least 1.
    package let keep: Int
    package let privacy: PrivacyRules
    /// Where the key for pseudonyms is stored.
    private let keyDirectory: String
    /// The environment for programs that a format needs.
    package let programs: ProgramEnvironment
    /// The language of a workbook's contents sheet.
    let language: ReportLanguage
    /// The page for the format `html`.
    let page: PublishedPage
    /// The questions for readers of Datasette; read only when a snapshot is due.
    let questions: @Sendable () throws -> [CannedQuery]
    /// The program's version, as another version may write the same content differently.
    let version: String

    /// A publication with all its settings.
    package init(
        directory: String, formats: [ExportFormat], keep: Int, privacy: PrivacyRules, keyDirectory: String,
        programs: ProgramEnvironment, version: String, language: ReportLanguage = .english,
        questions: @escaping @Sendable () throws -> [CannedQuery] = { [] }, page: PublishedPage
    ) {
        self.directory = directory
        self.formats = formats
        self.keep = keep
        self.privacy = privacy
        self.keyDirectory = keyDirectory
        self.programs = programs
        self.version = version
        self.page = page
        self.language = language
        self.questions = questions
    }

    /// Why the mirror `mirrorID` cannot publish into the folder; nil if it can.
    ///
    /// - Parameter mirrorID: nil if unknown: then no publication counts as another mirror's.
    /// - Throws: `FileFailure` if the folder cannot be read.
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

    /// The moment of the latest publication; nil if there is none, or none can be seen.
    package var latestMoment: Date? { PublicationFolder.latest(in: directory)?.moment }

    /// - Throws: ``PseudonymKeyFailure``.
    func privacy(for format: ExportFormat) throws -> ExportPrivacy {
        try privacy.privacy(at: privacy.level(for: format)) { try PseudonymKey.kept(in: keyDirectory) }
    }
}

/// A page for people, published beside the mirror's rows.
package struct PublishedPage: Sendable {
    /// Everything on which the page depends besides the mirror, its day, the privacy
    /// level and the program's version.
    let basis: [String]
    /// Makes a mirror's page at a privacy level: the same mirror on the same day gives the same text.
    let make: @Sendable (MirrorReader, ExportPrivacy) throws -> String

    package init(
        basis: [String], make: @escaping @Sendable (MirrorReader, ExportPrivacy) throws -> String
    ) {
        self.basis = basis
        self.make = make
    }
}

/// The result of publishing.
package enum PublishOutcome: Sendable, Equatable {
    /// The publication is in the folder `name`, and `latest` leads to it.
    case published(name: String, formats: [ExportFormat])
    /// Nothing was written, as readers would see the same as in the folder `name`.
    case unchanged(name: String)
    /// No run has been complete yet, so there is nothing to show.
    case neverComplete

    /// One sentence for a person.
    package var sentence: String {
        switch self {
        case .published(let name, let formats):
            "published \(name) as \(formats.map(\.rawValue).joined(separator: ", "))"
        case .unchanged(let name): "nothing to publish: \(name) is up to date"
        case .neverComplete: "nothing to publish before the first complete run"
        }
    }
}
