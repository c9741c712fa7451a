import Foundation
import Glibc

/// The folder that readers are shown: a folder for each publication, and `latest`, a relative link to the newest.
///
/// What is under way, or to be removed, has a hidden name. Only one process works in it: that with the mirror's lock.
struct PublicationFolder {
    /// Absolute.
    let path: String

    private static let latestName = "latest"

    /// Opens the folder, and makes it where there is none.
    ///
    /// - Throws: ``ExportFailure``.
    init(_ directory: String) throws(ExportFailure) {
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
        guard latest != nil || !FileManager.default.fileExists(atPath: link) else {
            throw .notALink(path: link)
        }
    }

    /// The name of the publication that `latest` leads to; nil when there is no such link.
    var latest: String? { try? FileManager.default.destinationOfSymbolicLink(atPath: link) }

    private var link: String { path + "/" + Self.latestName }

    /// Moves `latest` to the publication `name` in one step.
    ///
    /// - Throws: ``ExportFailure``; then it leads where it led before.
    func moveLatest(to name: String) throws(ExportFailure) {
        let draft = "\(path)/.\(Self.latestName)\(ReplacementDirectory.mark)\(getpid())"
        unlink(draft)
        guard symlink(name, draft) == 0 else { throw .last("create", draft) }
        guard rename(draft, link) == 0 else {
            let failure = ExportFailure.last("replace", link)
            unlink(draft)
            throw failure
        }
        try DurableFolder.sync(path)
    }

    /// Removes all publications but the newest `count` and the one that `latest` leads to.
    ///
    /// - Throws: ``ExportFailure``.
    func prune(to count: Int) throws(ExportFailure) {
        let names = names.compactMap(PublicationName.init).sorted { $0 > $1 }
        let latest = latest
        let others = names.filter { $0.text != latest }
        for name in others.dropFirst(max(0, latest == nil ? count : count - 1)) {
            // Hidden first: half a publication must not be seen, even if the removal ends half-way.
            let hidden = "\(path)/.\(name.text)\(ReplacementDirectory.mark)\(getpid())"
            guard rename(path + "/" + name.text, hidden) == 0 else {
                throw .last("remove", path + "/" + name.text)
            }
            try? FileManager.default.removeItem(atPath: hidden)
        }
    }

    /// Removes what processes left here that died while they published.
    func clearLeftovers() {
        let draft = "." + Self.latestName + ReplacementDirectory.mark
        for name in names where name.hasPrefix(draft) { unlink(path + "/" + name) }
        ReplacementDirectory.removeLeftovers(in: path) { name in
            guard name.hasPrefix("."), let mark = name.range(of: ReplacementDirectory.mark) else {
                return false
            }
            return PublicationName(String(name[..<mark.lowerBound].dropFirst())) != nil
        }
    }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}
