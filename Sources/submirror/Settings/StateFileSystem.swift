import CStatfs
import Foundation
import Glibc
import MirrorCore

/// The file system of a state directory, which need not exist yet.
struct StateFileSystem: Sendable, Equatable {
    let kind: FileSystemKind
    /// The bytes that this user may still write.
    let freeBytes: Int

    /// Examines `directory`, or its nearest existing ancestor.
    ///
    /// - Throws: `POSIXError`.
    init(of directory: URL) throws {
        var path = directory.standardizedFileURL.path
        var facts = statfs()
        while statfs(path, &facts) != 0 {
            let code = errno
            guard code == ENOENT || code == ENOTDIR, path != "/" else {
                throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
            }
            path = URL(fileURLWithPath: path).deletingLastPathComponent().path
        }
        kind = FileSystemKind(
            magic: UInt32(truncatingIfNeeded: facts.f_type), mountType: Self.mountType(of: path))
        freeBytes = Int(clamping: UInt64(facts.f_bavail) * UInt64(facts.f_frsize))
    }

    /// Refuses a network file system, on which a write-ahead log does not work.
    ///
    /// - Throws: ``CommandFailure``; other faults are left to whoever opens the directory.
    static func refuseNetwork(under directory: URL) throws {
        guard let found = try? StateFileSystem(of: directory), let refusal = refusal(found.kind, directory)
        else {
            return
        }
        throw CommandFailure(kind: .configuration, message: refusal)
    }

    /// The refusal of an unsuitable file system; nil for a suitable one.
    static func refusal(_ kind: FileSystemKind, _ directory: URL) -> String? {
        guard case .network(let name) = kind else { return nil }
        return "\(directory.path) is on a network file system (\(name)), where a mirror would be damaged: "
            + "set state.directory to a folder on a local disk"
    }

    /// The kernel's name for the type of `path`'s mounted file system; nil if unknown.
    private static func mountType(of path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0,
            let table = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        else { return nil }
        return mountType(device: UInt64(facts.st_dev), in: table)
    }

    /// Finds the type of `device`'s mount in the text of mountinfo(5).
    static func mountType(device: UInt64, in table: String) -> String? {
        let major = (device >> 8) & 0xfff | (device >> 32) & ~0xfff
        let minor = device & 0xff | (device >> 12) & 0xffff_ff00
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2, fields[2] == "\(major):\(minor)",
                let dash = fields.firstIndex(of: "-"), fields.indices.contains(dash + 1)
            else { continue }
            return String(fields[dash + 1])
        }
        return nil
    }
}
