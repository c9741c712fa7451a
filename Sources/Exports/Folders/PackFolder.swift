import Crypto
import Files
import Foundation
import Glibc
package import MirrorReading

/// A folder of files for people, which takes its place as a whole or not at all.
///
/// `SHA256SUMS` in it names each file, as `sha256sum -c` checks it: so a folder of ours that nobody changed is known, and
/// may be replaced.
package final class PackFolder {
    static let sumsName = "SHA256SUMS"

    private let replacement: ReplacementDirectory
    private var sums: [(name: String, sha256: String)] = []

    /// The names of the files that are written.
    package var names: [String] { sums.map(\.name) }

    /// - Parameter directory: is not there yet, is empty, or is a pack that nobody changed.
    /// - Throws: ``ExportFailure`` and `FileFailure`.
    package init(at directory: String) throws {
        let target = try ExportTarget.absolute(directory)
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: target, isDirectory: &isDirectory) {
            guard isDirectory.boolValue else { throw ExportFailure.notADirectory(path: target) }
            let names = try Folder.names(in: target)
            guard names.isEmpty || Self.files(in: target).map({ Set($0) == Set(names) }) == true else {
                throw ExportFailure.notAPack(path: target)
            }
        }
        replacement = try ReplacementDirectory(for: target)
    }

    /// Lends `body` a sink for the file called `name`.
    ///
    /// - Throws: `FileFailure`, and what `body` throws; then the file is not there.
    package func write<Result>(_ name: String, _ body: (@escaping ByteSink) throws -> Result) throws -> Result
    {
        let path = replacement.path + "/" + name
        let file = try DurableFile(path: path)
        let digest = Digest()
        do {
            let result = try body { bytes in
                digest.hasher.update(data: bytes)
                try file.write(bytes)
            }
            try file.close()
            sums.append((name, Hexadecimal.text(digest.hasher.finalize())))
            return result
        } catch {
            unlink(path)
            throw error
        }
    }

    private final class Digest {
        var hasher = SHA256()
    }

    /// Puts the folder in its place, durably.
    ///
    /// - Throws: ``ExportFailure`` and `FileFailure`.
    package func commit() throws {
        let file = try DurableFile(path: replacement.path + "/" + Self.sumsName)
        try file.write(Array(sums.map { "\($0.sha256)  \($0.name)\n" }.joined().utf8))
        try file.close()
        try replacement.commit()
    }

    /// The files of the pack in `directory`, its sums among them; nil where there is none, or one of them was changed.
    static func files(in directory: String) -> [String]? {
        guard let bytes = try? OpenFile.reading(directory + "/" + sumsName).bytes(upTo: 1 << 20),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        var names = [sumsName]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            let name = String(parts[1].drop { $0 == " " })
            guard !name.contains("/"), name != "..",
                (try? FinishedFile.digest(of: directory + "/" + name).sha256) == parts[0]
            else { return nil }
            names.append(name)
        }
        return names
    }
}
