import Files
import Foundation
import Glibc

/// Where a folder for publications is, or will be once it is made.
struct PublicationPlace {
    /// The folder and those above it, as it is named and with links followed.
    private let folders: [String]
    private let path: String

    /// - Parameter directory: absolute.
    init(_ directory: String) {
        path = directory
        var folders = Self.chain(directory)
        if let nearest = folders.lazy.compactMap(Self.resolved).first { folders += Self.chain(nearest) }
        self.folders = folders
    }

    /// The state directory that the folder is or is in: `own`, or another one that holds a mirror; nil where it is in none.
    func stateDirectory(_ own: String) -> String? {
        let identity = FileIdentity(path: own)
        return folders.first { folder in
            folder == own || identity != nil && FileIdentity(path: folder) == identity
                || Self.holdsMirror(folder)
        }
    }

    /// The folder with the publications of another mirror that the folder is in; nil where there is none.
    func publications(ofAnotherThan mirrorID: String) -> String? {
        folders.first { folder in
            // One that cannot be read says nothing, and in itself a folder may have another's publications without a mark.
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
    /// - Parameter stateDirectory: that of the mirror.
    /// - Throws: ``ExportFailure/exportWithinState(path:folder:)`` where `directory` is, or is in, a folder with a mirror.
    package static func check(_ directory: String, isOutside stateDirectory: String) throws(ExportFailure) {
        guard let folder = PublicationPlace(directory).stateDirectory(stateDirectory) else { return }
        throw .exportWithinState(path: directory, folder: folder)
    }
}
