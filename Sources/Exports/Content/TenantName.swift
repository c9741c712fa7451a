/// The name of one of several companies: also the name of its folder, and its value in the column `tenant`.
package struct TenantName: Sendable, Equatable {
    package let text: String

    /// - Throws: ``ExportFailure/notATenant(_:)`` if `text` is not a valid folder name everywhere.
    package init(_ text: String) throws(ExportFailure) {
        let isName = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "._-".utf8.contains(byte)
        }
        guard isName, text.first?.isLetter == true || text.first?.isNumber == true else {
            throw .notATenant(text)
        }
        self.text = text
    }

    /// The tenant's own folder in `lake`, which DuckDB, Spark and others read as the column `tenant`.
    package func folder(in lake: String) -> String { lake + "/tenant=" + text }
}
