/// A file of an export that holds no relations: text for people, or for one kind of reader.
struct ExportedDocument: Sendable, Equatable {
    /// As the data package calls it.
    let name: String
    /// Within the export's folder.
    let path: String
    let format: String
    let mediaType: String
    let bytes: Int
    /// Lower-case hexadecimal digits.
    let sha256: String
}
