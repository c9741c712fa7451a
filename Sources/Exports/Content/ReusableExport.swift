import MirrorReading

/// A published export that the next one may be made from: its package is as it was written.
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
    /// Those of one file each name the same file.
    let parts: [Part]
    let cutTexts: [CutText]

    func part(_ relation: String) -> Part? { parts.first { $0.relation == relation } }
}
