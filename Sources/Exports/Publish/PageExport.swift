import Files
import MirrorCore
import MirrorReading

/// Writes a page as an export: a file, and a package that shows whether the file is unchanged.
struct PageExport {
    private let reader: MirrorReader
    private let options: ExportOptions
    private let page: PublishedPage

    static let fileName = "index.html"

    init(of reader: MirrorReader, _ options: ExportOptions, _ page: PublishedPage) {
        self.reader = reader
        self.options = options
        self.page = page
    }

    /// Writes it into `directory`, which must not exist.
    ///
    /// - Throws: `FileFailure`, errors from making the page.
    func write(to directory: String) throws {
        let text = try page.make(reader, options.privacy)
        let facts = try reader.read { db in try ExportFacts(options, from: reader.viewpoint, of: db) }
        let replacement = try ReplacementDirectory(for: directory)
        let page = try ExportedDocument(
            writing: text, to: Self.fileName, in: replacement.path, name: "page", format: "html",
            mediaType: "text/html")
        let package = DataPackage(facts, page: page)
        let description = try DurableFile(path: replacement.path + "/" + DataPackage.fileName, mode: 0o640)
        try description.write(Array(package.json.utf8))
        try description.close()
        try reader.interruption.check()
        try replacement.commit()
    }
}
