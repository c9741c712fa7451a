package import Foundation

/// Searches the bytes of all files in a folder, like somebody with a disk editor.
package enum FileBytes {
    /// The members of `texts` found in each file of `folder`, in UTF-8 or in UTF-16 of
    /// either byte order; empty if none.
    package static func traces(of texts: [String], in folder: URL) throws -> [String: [String]] {
        try traces(
            of: texts.map { text in
                let encodings: [String.Encoding] = [.utf8, .utf16LittleEndian, .utf16BigEndian]
                return (text, encodings.compactMap { text.data(using: $0) })
            }, in: folder)
    }

    /// The members of `secrets`, names and revealing bytes, found in each file of `folder`.
    package static func traces(
        of secrets: [(name: String, bytes: [Data])], in folder: URL
    ) throws -> [String: [String]] {
        let search = ByteSearch(secrets.flatMap { secret in secret.bytes.map { (secret.name, Array($0)) } })
        var traces: [String: [String]] = [:]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() where !file.hasDirectoryPath {
            let found = search.names(in: try Data(contentsOf: file))
            if !found.isEmpty { traces[file.lastPathComponent] = found.sorted() }
        }
        return traces
    }
}

/// Finds many byte strings in one pass: each file is searched for a thousand values.
private struct ByteSearch {
    /// By their first four bytes.
    private var candidates: [UInt32: [(name: String, bytes: [UInt8])]] = [:]
    /// Whether a candidate may begin with four bytes of this hash, as a quick first check.
    private var mayBegin = [Bool](repeating: false, count: 1 << 16)

    init(_ secrets: [(name: String, bytes: [UInt8])]) {
        for secret in secrets {
            precondition(secret.bytes.count >= 4, "too short to be told from chance")
            let key = secret.bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
            candidates[key, default: []].append(secret)
            mayBegin[Self.slot(key)] = true
        }
    }

    func names(in content: Data) -> Set<String> {
        var found: Set<String> = []
        content.withUnsafeBytes { bytes in
            mayBegin.withUnsafeBufferPointer { mayBegin in
                var position = 0
                while position + 4 <= bytes.count {
                    let key = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
                    if mayBegin[Self.slot(key)] {
                        for candidate in candidates[key] ?? []
                        where bytes[position...].starts(with: candidate.bytes) {
                            found.insert(candidate.name)
                        }
                    }
                    position += 1
                }
            }
        }
        return found
    }

    private static func slot(_ key: UInt32) -> Int { Int((key &* 2_654_435_761) >> 16) }
}

extension FileBytes {
    /// The bytes of every file below `folder`, and where links lead to, by its path there: to see whether anything changed.
    package static func digests(of folder: URL) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try names.reduce(into: [:]) { digests, name in
            let path = folder.path + "/" + name
            if let destination = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
                digests[name] = Data(destination.utf8)
                return
            }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
            else {
                return
            }
            digests[name] = try Data(contentsOf: URL(fileURLWithPath: path))
        }
    }
}
