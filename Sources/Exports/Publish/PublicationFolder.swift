import Files
import Foundation
import Glibc

/// The folder that readers are shown: a folder for each publication, and `latest`, a relative link to the newest.
///
/// Anything unfinished, or waiting for removal, has a hidden name. Only the process with the mirror's lock works in it.
struct PublicationFolder {
    /// Absolute.
    let path: String
    private let mirrorID: String

    private static let latestName = "latest"

    /// Opens the folder, and makes it where there is none; from then on it is that mirror's.
    ///
    /// - Throws: ``ExportFailure``.
    init(_ directory: String, of mirrorID: String) throws(ExportFailure) {
        path = URL(fileURLWithPath: directory).standardizedFileURL.path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            var isDirectory: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            if isThere, !isDirectory.boolValue { throw .notADirectory(path: path) }
            throw .last("create", path)
        }
        self.mirrorID = mirrorID
        var facts = stat()
        guard latest != nil || lstat(link, &facts) != 0 else { throw .notALink(path: link) }
        try claim()
    }

    /// The id of the mirror whose publications the folder at `path` holds; nil when it does not say.
    ///
    /// A folder without a mark tells by its publications, the newest first.
    static func mirrorID(in path: String) -> String? {
        if let id = markedID(in: path) { return id }
        for publication in names(in: path).compactMap(PublicationName.init).sorted(by: >) {
            let folder = path + "/" + publication.text
            let ids = names(in: folder).lazy.compactMap { EarlierExport.mirrorID(in: folder + "/" + $0) }
            if let id = ids.first { return id }
        }
        return nil
    }

    /// The id in the mark; nil where there is none, or one that a full disk has cut off.
    private static func markedID(in path: String) -> String? {
        guard let text = try? String(contentsOfFile: path + "/" + markName, encoding: .utf8),
            let id = text.split(whereSeparator: \.isNewline).first,
            id.utf8.count == 32, id.allSatisfy(\.isHexDigit)
        else { return nil }
        return String(id)
    }

    private func claim() throws(ExportFailure) {
        let owner = Self.mirrorID(in: path)
        guard owner == nil || owner == mirrorID else { throw .foreignFolder(path: path) }
        guard Self.markedID(in: path) == nil else { return }
        let mark = path + "/" + Self.markName
        let draft = mark + HiddenFolder.mark + String(getpid())
        // One that says nothing is in the way, and so is a draft of a process with our number.
        unlink(mark)
        unlink(draft)
        defer { unlink(draft) }
        do {
            let file = try DurableFile(path: draft)
            try file.write(Array("\(mirrorID)\nThe id of the mirror whose publications are here.\n".utf8))
            try file.close()
        } catch {
            throw error as? ExportFailure ?? .last("create", mark)
        }
        guard AtomicRename.withoutReplacing(draft, as: mark) || errno == EEXIST else {
            throw .last("create", mark)
        }
        // Another mirror may have been faster.
        guard Self.markedID(in: path) == mirrorID else { throw .foreignFolder(path: path) }
    }

    private static let markName = ".submirror-mirror"

    /// The name of the publication that `latest` leads to; nil when there is no such link.
    var latest: String? {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: link)).flatMap(PublicationName.init)?.text
    }

    private var link: String { path + "/" + Self.latestName }

    /// Moves `latest` to the publication `name` in one step.
    ///
    /// - Throws: ``ExportFailure``; then it leads where it led before.
    func moveLatest(to name: String) throws(ExportFailure) {
        let draft = "\(path)/.\(Self.latestName)\(HiddenFolder.mark)\(getpid())"
        if Self.isDraft(draft) { unlink(draft) }
        guard symlink(name, draft) == 0 else { throw .last("create", draft) }
        guard rename(draft, link) == 0 else {
            let failure = ExportFailure.last("replace", link)
            unlink(draft)
            throw failure
        }
        try DurableFolder.sync(path)
    }

    /// Removes all publications of this mirror but the newest `count` and the one that `latest` leads to.
    ///
    /// - Throws: ``ExportFailure``.
    func prune(to count: Int) throws(ExportFailure) {
        let names = Self.names(in: path).compactMap(PublicationName.init).sorted { $0 > $1 }
        let latest = latest
        let others = names.filter { $0.text != latest }
        for name in others.dropFirst(max(0, latest == nil ? count : count - 1)) {
            let publication = path + "/" + name.text
            guard OwnContent.isOf(mirrorID, publication) else { continue }
            // Hidden first: half a publication must not be seen, even if the removal ends half-way.
            let hidden = try HiddenFolder(beside: publication)
            guard rename(publication, hidden.shelf) == 0 else { throw .last("remove", publication) }
            OwnContent.remove(hidden.shelf)
            // Files that somebody put into it stay, under its name.
            _ = rename(hidden.shelf, publication)
        }
    }

    /// Removes what processes left here that died while they published.
    func clearLeftovers() {
        for name in Self.names(in: path) where HiddenFolder.target(of: name) == Self.latestName {
            if Self.isDraft(path + "/" + name) { unlink(path + "/" + name) }
        }
        HiddenFolder.removeLeftovers(in: path) { PublicationName($0) != nil }
    }

    /// Whether it is a link to a publication, which was to become `latest`.
    private static func isDraft(_ path: String) -> Bool {
        let destination = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
        return destination.flatMap(PublicationName.init) != nil
    }

    private static func names(in path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }
}
