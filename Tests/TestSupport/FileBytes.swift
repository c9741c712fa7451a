package import Foundation

/// The bytes of all files in a folder, as somebody with a disk editor sees them.
package enum FileBytes {
    /// Which of `texts` stand in which file of `folder`, in UTF-8 or in UTF-16 of either order; empty when none does.
    package static func traces(of texts: [String], in folder: URL) throws -> [String: [String]] {
        try traces(
            of: texts.map { text in
                let encodings: [String.Encoding] = [.utf8, .utf16LittleEndian, .utf16BigEndian]
                return (text, encodings.compactMap { text.data(using: $0) })
            }, in: folder)
    }

    /// Which of `secrets`, each with a name and the bytes that give it away, stand in which file of `folder`.
    package static func traces(
        of secrets: [(name: String, bytes: [Data])], in folder: URL
    ) throws -> [String: [String]] {
        var traces: [String: [String]] = [:]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() where !file.hasDirectoryPath {
            let content = try Data(contentsOf: file)
            for secret in secrets where secret.bytes.contains(where: { content.range(of: $0) != nil }) {
                traces[file.lastPathComponent, default: []].append(secret.name)
            }
        }
        return traces
    }
}
