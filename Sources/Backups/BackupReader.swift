import Crypto
import Files
import Glibc
import MirrorCore
import MirrorReading
import Schema

/// Reads a backup from beginning to end; trusts a file in it only after comparing its digest.
final class BackupReader {
    let manifest: BackupManifest
    private let path: String
    private let file: OpenFile
    private let manifestBytes: [UInt8]

    /// Opens the backup at `path` and reads its manifest.
    ///
    /// - Throws: ``BackupFailure``, `FileFailure`.
    init(_ path: String) throws {
        self.path = path
        file = try OpenFile.reading(path)
        guard let block = try Self.read(TarEntry.blockBytes, from: file), let entry = TarEntry(block),
            entry.name == BackupManifest.name, entry.bytes <= BackupManifest.limit,
            let bytes = try Self.read(entry.bytes, from: file),
            try Self.read(entry.padding, from: file) != nil,
            let format = BackupManifest.format(of: bytes)
        else { throw BackupFailure.notABackup(path: path) }
        guard format <= BackupManifest.format else {
            throw BackupFailure.newerFormat(path: path, found: format, known: BackupManifest.format)
        }
        guard let manifest = BackupManifest(json: bytes) else {
            throw BackupFailure.damaged(path: path, detail: "its manifest cannot be read")
        }
        guard manifest.schema_version <= Schema.version else {
            throw BackupFailure.newerSchema(
                path: path, found: manifest.schema_version, known: Schema.version)
        }
        self.manifest = manifest
        manifestBytes = bytes
        let names = manifest.files.map(\.name)
        guard names.first == BackupMember.mirror.rawValue, Set(names).count == names.count,
            names.allSatisfy({ BackupMember(rawValue: $0) != nil }),
            manifest.files.allSatisfy({ $0.bytes >= 0 })
        else { throw BackupFailure.damaged(path: path, detail: "its manifest names other files") }
    }

    /// Extracts the files into `folder`, durably, and compares each with its digest; call it once.
    ///
    /// - Throws: ``BackupFailure/damaged(path:detail:)``, `FileFailure`, `CancellationError`.
    func extract(into folder: PrivateFolder, _ interruption: Interruption) throws {
        for member in manifest.files {
            let mode: mode_t = member.name == BackupMember.mirror.rawValue ? 0o640 : 0o600
            guard let target = try folder.make(member.name, mode: mode) else {
                throw FileFailure.system(
                    path: folder.path + "/" + member.name, operation: "create", code: EEXIST)
            }
            try expect(TarEntry(name: member.name, bytes: member.bytes))
            var hasher = SHA256()
            var left = member.bytes
            while left > 0 {
                try interruption.check()
                let piece = try bytes(min(left, 1 << 18))
                hasher.update(data: piece)
                try target.file.write(piece)
                left -= piece.count
            }
            guard Hexadecimal.text(hasher.finalize()) == member.sha256 else {
                throw BackupFailure.damaged(path: path, detail: "\(member.name) has another digest")
            }
            try target.file.sync()
            try skip(TarEntry(name: member.name, bytes: member.bytes).padding)
        }
        let sums = BackupSums(manifestBytes, manifest.files).bytes
        try expect(TarEntry(name: BackupMember.sums, bytes: sums.count))
        guard try bytes(sums.count) == sums else {
            throw BackupFailure.damaged(path: path, detail: "its list of digests is another")
        }
    }

    private func expect(_ entry: TarEntry) throws {
        guard TarEntry(try bytes(TarEntry.blockBytes)) == entry else {
            throw BackupFailure.damaged(path: path, detail: "\(entry.name) is not where it should be")
        }
    }

    private func skip(_ count: Int) throws { if count > 0 { _ = try bytes(count) } }

    private func bytes(_ count: Int) throws -> [UInt8] {
        guard let bytes = try Self.read(count, from: file) else {
            throw BackupFailure.damaged(path: path, detail: "it is cut off")
        }
        return bytes
    }

    /// Nil if fewer than `count` bytes are left.
    private static func read(_ count: Int, from file: OpenFile) throws(FileFailure) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var piece = [UInt8](repeating: 0, count: count - bytes.count)
            let read = try file.read(into: &piece)
            guard read > 0 else { return nil }
            bytes += piece[..<read]
        }
        return bytes
    }
}
