import Files
import Foundation
import Glibc

/// The folder for readers: a folder for each publication, and `latest`, a relative link to the newest.
///
/// Unfinished folders, and those awaiting removal, have hidden names. Only the process with
/// the mirror's lock works in it.
struct PublicationFolder {
    /// Absolute.
    let path: String
    private let mirrorID: String

    private static let latestName = "latest"

    /// Opens the folder, creating it if missing, and claims it for the mirror.
    ///
    /// - Throws: ``ExportFailure`` and `FileFailure`.
    init(_ directory: String, of mirrorID: String) throws {
        path = URL(fileURLWithPath: directory).standardizedFileURL.path
        self.mirrorID = mirrorID
        try make()
        var facts = stat()
        guard latest != nil || lstat(link, &facts) != 0 else { throw ExportFailure.notALink(path: link) }
        try claim()
    }

    private func make() throws {
        do {
            try Folder.make(path, mode: 0o750)
        } catch {
            guard case .system(path, _, ENOTDIR) = error, access(path, F_OK) == 0 else { throw error }
            throw ExportFailure.notADirectory(path: path)
        }
    }

    /// The id of the mirror whose publications are in the folder at `path`; nil if unknown.
    ///
    /// In a folder without a mark, the publications are asked, the newest first.
    ///
    /// - Throws: `FileFailure`: an unreadable folder may well be another mirror's.
    static func mirrorID(in path: String) throws(FileFailure) -> String? {
        if let id = try markedID(in: path) { return id }
        for publication in try publications(in: path).sorted(by: >) {
            let folder = path + "/" + publication.text
            let ids = try names(in: folder).lazy.compactMap {
                EarlierExport.mirrorID(in: folder + "/" + $0)
            }
            if let id = ids.first { return id }
        }
        return nil
    }

    /// The id in the mark; nil if there is no mark, or a full disk has truncated it.
    static func markedID(in path: String) throws(FileFailure) -> String? {
        let bytes: [UInt8]?
        do {
            bytes = try OpenFile.reading(path + "/" + markName).bytes(upTo: 4096)
        } catch .system(_, _, ENOENT) {
            return nil
        }
        guard
            let id = bytes.map({ String(decoding: $0, as: UTF8.self) })?.split(whereSeparator: \.isNewline)
                .first,
            id.utf8.count == 32, id.allSatisfy(\.isHexDigit)
        else { return nil }
        return String(id)
    }

    private func claim() throws {
        let owner = try Self.mirrorID(in: path)
        guard owner == nil || owner == mirrorID else { throw ExportFailure.foreignFolder(path: path) }
        guard try Self.markedID(in: path) == nil else { return }
        let mark = path + "/" + Self.markName
        let draft = mark + HiddenFolder.mark + String(getpid())
        // An empty mark is in the way, and so is the draft of a process with our id.
        unlink(mark)
        unlink(draft)
        defer { unlink(draft) }
        let file = try DurableFile(path: draft)
        try file.write(Array("\(mirrorID)\nThe id of the mirror whose publications are here.\n".utf8))
        try file.close()
        _ = try AtomicRename.withoutReplacing(draft, as: mark)
        try Folder.sync(path)
        // Another mirror may have been faster.
        guard try Self.markedID(in: path) == mirrorID else { throw ExportFailure.foreignFolder(path: path) }
    }

    private static let markName = ".submirror-mirror"

    /// The name of the publication to which `latest` leads; nil if there is no such link.
    var latest: String? { Self.latest(in: path)?.text }

    /// The latest publication in the folder at `path`; nil if there is none, or no such folder.
    static func latest(in path: String) -> PublicationName? {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path + "/" + latestName))
            .flatMap(PublicationName.init)
    }

    private var link: String { path + "/" + Self.latestName }

    /// Moves `latest` to the publication `name` in one step.
    ///
    /// - Throws: `FileFailure`, with the link unchanged.
    func moveLatest(to name: String) throws(FileFailure) {
        let draft = "\(path)/.\(Self.latestName)\(HiddenFolder.mark)\(getpid())"
        if Self.isDraft(draft) { unlink(draft) }
        guard symlink(name, draft) == 0 else { throw .last("create", draft) }
        do {
            try AtomicRename.replace(link, with: draft)
        } catch {
            unlink(draft)
            throw error
        }
        try Folder.sync(path)
    }

    /// Removes this mirror's publications except the newest `count` and the one to which `latest` leads.
    ///
    /// - Throws: ``ExportFailure/inProgress(path:)`` and `FileFailure`.
    func prune(to count: Int) throws {
        let names = try Self.publications(in: path).sorted { $0 > $1 }
        let latest = latest
        let others = names.filter { $0.text != latest }
        for name in others.dropFirst(max(0, latest == nil ? count : count - 1)) {
            let publication = path + "/" + name.text
            guard OwnedFiles.isOf(mirrorID, publication) else { continue }
            // Hidden first: readers must not see half a publication, even if the removal is interrupted.
            let hidden = try HiddenFolder(beside: publication)
            guard rename(publication, hidden.shelf) == 0 else {
                throw FileFailure.last("remove", publication)
            }
            OwnedFiles.remove(hidden.shelf)
            // Files that somebody added stay, in a folder of the same name.
            _ = rename(hidden.shelf, publication)
        }
    }

    /// Removes the leftovers of processes that died while publishing.
    ///
    /// - Throws: `FileFailure`.
    func clearLeftovers() throws(FileFailure) {
        for name in try Folder.names(in: path) where HiddenFolder.target(of: name) == Self.latestName {
            if Self.isDraft(path + "/" + name) { unlink(path + "/" + name) }
        }
        try HiddenFolder.removeLeftovers(in: path) { PublicationName($0) != nil }
    }

    /// Whether it is a link to a publication that was to become `latest`.
    private static func isDraft(_ path: String) -> Bool {
        let destination = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
        return destination.flatMap(PublicationName.init) != nil
    }

    private static func publications(in path: String) throws(FileFailure) -> [PublicationName] {
        try names(in: path).compactMap(PublicationName.init)
    }

    /// The names in the folder; empty if it does not exist.
    private static func names(in path: String) throws(FileFailure) -> [String] {
        do {
            return try Folder.names(in: path)
        } catch .system(_, _, let code) where code == ENOENT || code == ENOTDIR {
            return []
        }
    }
}
