import Foundation
package import MirrorReading

/// The privacy level of each format.
package struct PrivacyRules: Sendable, Equatable {
    /// Exports everything in every format.
    package static let full = PrivacyRules(usual: .full, exceptions: [:])

    private let usual: PrivacyLevel
    private let exceptions: [ExportFormat: PrivacyLevel]
    /// Where cost centres are found that stay as they are where references are pseudonyms; nil: none do.
    package var openCostCentres: CostCentres?

    private init(usual: PrivacyLevel, exceptions: [ExportFormat: PrivacyLevel]) {
        self.usual = usual
        self.exceptions = exceptions
    }

    /// Parses a level, optionally followed by others for some formats:
    /// `pseudonymous,csv=full`; nil for any other text.
    package init?(_ text: String) {
        let parts = text.components(separatedBy: ",").map { part in
            part.components(separatedBy: "=").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        guard let first = parts.first, first.count == 1, let usual = PrivacyLevel(rawValue: first[0]) else {
            return nil
        }
        var exceptions: [ExportFormat: PrivacyLevel] = [:]
        for part in parts.dropFirst() {
            guard part.count == 2, let format = ExportFormat(rawValue: part[0]),
                let level = PrivacyLevel(rawValue: part[1]),
                exceptions.updateValue(level, forKey: format) == nil
            else { return nil }
        }
        self.init(usual: usual, exceptions: exceptions)
    }

    /// The level for exports in `format`.
    package func level(for format: ExportFormat) -> PrivacyLevel { exceptions[format] ?? usual }

    /// The given level with what it takes; `key` is called when it takes pseudonyms.
    package func privacy(
        at level: PrivacyLevel, key: () throws -> PseudonymKey
    ) rethrows -> ExportPrivacy {
        try ExportPrivacy(level, openCostCentres: openCostCentres, key: key)
    }
}
