import MirrorReading

/// A published export on which the next one can be built, as its package is unchanged.
struct ReusableExport: Sendable {
    /// The rows of one relation.
    struct Part: Sendable {
        let relation: String
        let rows: Int
        let file: EarlierExport.File
    }

    let directory: String
    /// The stamp of its content.
    let stamp: String?
    /// Parts in the same file each name that file.
    let parts: [Part]
    let cutTexts: [TruncatedText]

    func part(_ relation: String) -> Part? { parts.first { $0.relation == relation } }
}
