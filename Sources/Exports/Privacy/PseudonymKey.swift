import Crypto
import Files
import Glibc

/// The secret from which pseudonyms are made: its holder can identify people, and
/// pseudonyms of another key do not join.
package struct PseudonymKey: Sendable, Equatable {
    /// As long as the hash that uses it.
    private static let byteCount = 32
    private static let fileName = "pseudonym.key"

    let bytes: [UInt8]

    /// A key with the given bytes.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// The key stored in `directory`, in a file that only its owner can read; created at first use.
    ///
    /// A file that is damaged or open to others is refused and never replaced: a new key would break the
    /// pseudonyms of earlier copies.
    ///
    /// - Throws: ``PseudonymKeyFailure``.
    package static func kept(in directory: String) throws(PseudonymKeyFailure) -> PseudonymKey {
        if let key = try read(in: directory) { return key }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)
        try PseudonymKeyFailure.saying { () throws(FileFailure) in
            // If another process is faster, its key stays.
            try PrivateFolder(directory).add(fileName, with: bytes, mode: 0o600)
        }
        guard let key = try read(in: directory) else {
            throw .system(path: directory + "/" + fileName, operation: "read", code: ENOENT)
        }
        return key
    }

    /// Whether there is a key in `directory`; creates none.
    ///
    /// - Throws: ``PseudonymKeyFailure`` if the key is unusable.
    package static func isKept(in directory: String) throws(PseudonymKeyFailure) -> Bool {
        try read(in: directory) != nil
    }

    /// Nil if there is no file.
    private static func read(in directory: String) throws(PseudonymKeyFailure) -> PseudonymKey? {
        let path = directory + "/" + fileName
        return try PseudonymKeyFailure.saying { () throws(FileFailure) in
            try PrivateFolder(directory, isAnyones: true).open(fileName)
        }.map { file throws(PseudonymKeyFailure) in
            guard file.isOwnersAlone else { throw .openToOthers(path: path) }
            let bytes = try PseudonymKeyFailure.saying { () throws(FileFailure) in
                try file.bytes(upTo: byteCount)
            }
            guard let bytes, bytes.count == byteCount else { throw .damaged(path: path) }
            return PseudonymKey(bytes: bytes)
        }
    }
}
