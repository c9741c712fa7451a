import Files
import Foundation
import Glibc

/// The present or future location of a folder for publications.
struct PublicationPlace {
    /// The folder and its ancestors, both as named and with links resolved.
    private let folders: [String]
    private let path: String

    /// - Parameter directory: absolute.
    init(_ directory: String) {
        path = directory
        var folders = Self.chain(directory)
        if let nearest = folders.lazy.compactMap(Self.resolved).first { folders += Self.chain(nearest) }
        self.folders = folders
    }

    /// The state directory that contains or equals the folder: `own`, or another one
    /// with a mirror; nil if none does.
    func stateDirectory(_ own: String) -> String? {
        let identity = FileIdentity(path: own)
        return folders.first { folder in
            folder == own || identity != nil && FileIdentity(path: folder) == identity
                || Self.holdsMirror(folder)
        }
    }

    /// The ancestor that holds another mirror's publications; nil if there is none.
    func publications(ofAnotherThan mirrorID: String) -> String? {
        folders.first { folder in
            // An unreadable ancestor is ignored. The folder itself is excluded: its
            // publications may lack a mark.
            guard folder != path, let owner = try? PublicationFolder.markedID(in: folder) else {
                return false
            }
            return owner != mirrorID
        }
    }

    private static func holdsMirror(_ folder: String) -> Bool {
        access(folder + "/mirror.sqlite", F_OK) == 0
    }

    private static func chain(_ path: String) -> [String] {
        var url = URL(fileURLWithPath: path).standardizedFileURL
        var folders = [url.path]
        while url.path != "/" {
            url.deleteLastPathComponent()
            folders.append(url.path)
        }
        return folders
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

extension Export {
    /// - Parameter stateDirectory: the mirror's.
    /// - Throws: ``ExportFailure/exportWithinState(path:folder:)`` if `directory` is, or
    ///   is in, a folder with a mirror.
    package static func check(_ directory: String, isOutside stateDirectory: String) throws(ExportFailure) {
        guard let folder = PublicationPlace(directory).stateDirectory(stateDirectory) else { return }
        throw .exportWithinState(path: directory, folder: folder)
    }
}
