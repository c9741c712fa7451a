import Foundation

/// Everything below a folder, with all properties that a write would change.
struct DirectoryTree: Equatable {
    private struct Entry: Equatable {
        let inode: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int
        let link: String?
    }

    private let entries: [String: Entry]

    /// Records links themselves, without following them.
    init(_ directory: String) {
        let names = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        var entries: [String: Entry] = [:]
        for name in [""] + names {
            let path = directory + "/" + name
            var facts = stat()
            guard lstat(path, &facts) == 0 else { continue }
            entries[name] = Entry(
                inode: UInt(facts.st_ino), size: Int(facts.st_size), seconds: facts.st_mtim.tv_sec,
                nanoseconds: facts.st_mtim.tv_nsec,
                link: try? FileManager.default.destinationOfSymbolicLink(atPath: path))
        }
        self.entries = entries
    }

    /// The paths below the folder, sorted.
    var names: [String] { entries.keys.filter { !$0.isEmpty }.sorted() }
}
