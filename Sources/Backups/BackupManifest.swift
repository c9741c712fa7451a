import Foundation
package import MirrorCore
import MirrorStore

/// The first file in a backup: identifies the mirror and its moment, and lists the other files with their digests.
package struct BackupManifest: Codable, Sendable, Equatable {
    package struct File: Codable, Sendable, Equatable {
        package let name: String
        package let bytes: Int
        /// In hexadecimal digits.
        package let sha256: String
    }

    package struct Origin: Codable, Sendable, Equatable {
        let base_url: String
        let client_hash: String
        let user_hash: String?
    }

    /// The version of the backup's format; an older program refuses a newer format.
    package let format: Int
    /// The program and its version.
    package let made_by: String
    package let made_at: String
    package let mirror_id: String
    let origin: Origin?
    package let schema_version: Int
    /// The last run that ended; nil before the first.
    package let run_id: Int64?
    /// The server time up to which the backup has every change.
    package let watermark: String?
    package let files: [File]
    /// Files that the program needs and the backup leaves out.
    package let not_contained: [String]

    static let name = "manifest.json"
    static let format = 1
    /// In bytes, far more than a manifest has.
    static let limit = 65_536

    init(of facts: MirrorCopy.Facts, madeBy: String, at now: Date, files: [File], without: [String]) {
        format = Self.format
        made_by = madeBy
        made_at = Instant.text(now)
        mirror_id = facts.identity.id
        origin = facts.identity.origin.map {
            Origin(base_url: $0.baseURL, client_hash: $0.clientHash, user_hash: $0.userHash)
        }
        schema_version = facts.schemaVersion
        run_id = facts.runID
        watermark = facts.watermark.map(Instant.text)
        self.files = files
        not_contained = without
    }

    /// The origin that the mirror is bound to; nil before its first run.
    package var mirrorOrigin: MirrorOrigin? {
        origin.map { MirrorOrigin(baseURL: $0.base_url, clientHash: $0.client_hash, userHash: $0.user_hash) }
    }

    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Encoding fails only for numbers that are not finite.
        return (try? encoder.encode(self)).map { Array($0) + [0x0A] } ?? []
    }

    /// Nil if `json` is not a manifest.
    init?(json: [UInt8]) {
        guard let manifest = try? JSONDecoder().decode(Self.self, from: Data(json)) else { return nil }
        self = manifest
    }

    /// The format that `json` states, even if this program does not know it.
    static func format(of json: [UInt8]) -> Int? {
        struct Head: Decodable { let format: Int }
        return try? JSONDecoder().decode(Head.self, from: Data(json)).format
    }
}

/// The names of the files in a backup, and in a state directory.
enum BackupMember: String, CaseIterable {
    case mirror = "mirror.sqlite"
    case journal = "millom.sqlite"
    case key = "pseudonym.key"

    /// The digests, a line per file, for `sha256sum --check`; the last file in a backup, so a truncated one lacks it.
    static let sums = "SHA256SUMS"
}
