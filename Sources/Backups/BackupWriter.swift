import Crypto
import Exports
import Files
package import Foundation
import Glibc
import MillomJournal
package import MirrorCore
import MirrorReading
import MirrorStore

/// Makes a backup: a tar archive of the manifest, the mirror, Millom's journal if there is one, and their digests.
package struct BackupWriter {
    private let state: String
    private let madeBy: String
    private let now: Date
    private let interruption: Interruption
    /// Whether the backup includes the secret key that makes pseudonyms.
    package var includesKey = false

    /// - Parameters:
    ///   - state: the state directory.
    ///   - madeBy: the program's name and version.
    package init(of state: String, madeBy: String, at now: Date, _ interruption: Interruption) {
        self.state = state
        self.madeBy = madeBy
        self.now = now
        self.interruption = interruption
    }

    /// Writes and checks the backup, then puts it in place; it replaces an earlier backup of this mirror there.
    ///
    /// It delays nothing except purchases, which wait while the journal is copied.
    ///
    /// - Throws: ``BackupFailure``, `MirrorFailure`, `JournalFailure`, `ExportFailure`, `FileFailure`, `CancellationError`;
    ///   then nothing was written.
    package func write(to path: String) throws -> BackupManifest {
        let earlier = try Self.earlier(at: path)
        return try ReplacementFile.build(path) { folder in
            let facts = try copyMirror(to: folder)
            guard earlier == nil || earlier == facts.identity.id else {
                throw BackupFailure.otherMirror(path: path)
            }
            // After the mirror, so that the journal has every fact that the mirror has.
            try copyJournal(to: folder)
            if includesKey { try copyKey(to: folder) }
            let members = BackupMember.allCases.filter { access(folder + "/" + $0.rawValue, F_OK) == 0 }
            let manifest = BackupManifest(
                of: facts, madeBy: madeBy, at: now, files: try members.map { try digest($0, in: folder) },
                without: Self.notContained(members))
            try archive(manifest, folder)
            try interruption.check()
            return manifest
        }
    }

    /// The id of the mirror whose backup is at `path`; nil if there is no file.
    private static func earlier(at path: String) throws -> String? {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return nil }
        // Neither a device nor an empty file is an earlier backup; both stay untouched.
        guard facts.st_mode & S_IFMT == S_IFREG else { throw BackupFailure.notABackup(path: path) }
        return try BackupReader(path).manifest.mirror_id
    }

    private func copyMirror(to folder: String) throws -> MirrorCopy.Facts {
        let copy = folder + "/" + BackupMember.mirror.rawValue
        _ = try OpenFile.new(copy, mode: 0o600)
        try MirrorCopy.write(state + "/" + BackupMember.mirror.rawValue, to: copy, interruption)
        return try MirrorCopy.examine(copy, interruption)
    }

    private func copyJournal(to folder: String) throws {
        guard let journal = try Journal.existing(in: state, interruption: interruption) else { return }
        let copy = folder + "/" + BackupMember.journal.rawValue
        _ = try OpenFile.new(copy, mode: 0o600)
        try journal.copy(to: copy)
        try journal.close()
        guard let copied = try Journal.existing(in: folder) else { return }
        try copied.checkIntegrity()
        try copied.close()
    }

    private func copyKey(to folder: String) throws {
        let name = BackupMember.key.rawValue
        guard let file = try PrivateFolder(state).open(name), let bytes = try file.bytes(upTo: 4096) else {
            return
        }
        try PrivateFolder(folder).add(name, with: bytes, mode: 0o600)
    }

    private func digest(_ member: BackupMember, in folder: String) throws -> BackupManifest.File {
        var hasher = SHA256()
        var count = 0
        try forEachPiece(of: folder + "/" + member.rawValue) { piece in
            hasher.update(data: piece)
            count += piece.count
        }
        return BackupManifest.File(
            name: member.rawValue, bytes: count, sha256: Hexadecimal.text(hasher.finalize()))
    }

    private func archive(_ manifest: BackupManifest, _ folder: String) throws {
        let file = try DurableFile(path: folder + "/" + ReplacementFile.name, mode: 0o600)
        let seconds = Int(now.timeIntervalSince1970)
        func add(_ bytes: [UInt8], as name: String) throws {
            let entry = TarEntry(name: name, bytes: bytes.count)
            try file.write(
                entry.block(seconds: seconds) + bytes + [UInt8](repeating: 0, count: entry.padding))
        }
        try add(manifest.json, as: BackupManifest.name)
        for member in manifest.files {
            let entry = TarEntry(name: member.name, bytes: member.bytes)
            try file.write(entry.block(seconds: seconds))
            try forEachPiece(of: folder + "/" + member.name) { try file.write($0) }
            try file.write([UInt8](repeating: 0, count: entry.padding))
        }
        try add(BackupSums(manifest.json, manifest.files).bytes, as: BackupMember.sums)
        try file.write(TarEntry.end)
        try file.close()
    }

    private func forEachPiece(of path: String, _ body: ([UInt8]) throws -> Void) throws {
        let file = try OpenFile.reading(path)
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            try interruption.check()
            let count = try file.read(into: &piece)
            guard count > 0 else { return }
            try body(count == piece.count ? piece : Array(piece[..<count]))
        }
    }

    private static func notContained(_ members: [BackupMember]) -> [String] {
        let files = ["the config file and its secrets", "token.json"]
        return members.contains(.key) ? files : files + [BackupMember.key.rawValue]
    }
}

/// The digests of a backup's files, as `sha256sum` writes them.
struct BackupSums {
    let bytes: [UInt8]

    init(_ manifest: [UInt8], _ files: [BackupManifest.File]) {
        let own = (BackupManifest.name, Hexadecimal.text(SHA256.hash(data: manifest)))
        let lines = ([own] + files.map { ($0.name, $0.sha256) }).map { "\($0.1)  \($0.0)\n" }
        bytes = Array(lines.joined().utf8)
    }
}
