import Files
import Foundation
import TestSupport
import Testing

@Suite("A folder by its path")
struct FolderTests {
    private static func mode(_ path: String) -> mode_t {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_mode & 0o7777 : 0
    }

    @Test("is made with those above it, all with just the mode that was asked for; one that is there stays")
    func makes() async throws {
        try await withTemporaryDirectory { directory in
            let outer = directory.path + "/outer"
            try Folder.make(outer + "/inner/", mode: 0o770)
            #expect([outer, outer + "/inner"].map(Self.mode) == [0o770, 0o770])
            chmod(outer, 0o705)
            try Folder.make(outer, mode: 0o750)
            #expect(Self.mode(outer) == 0o705)
        }
    }

    @Test("is not made where a file stands, below one, or where this user may not")
    func refuses() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.path + "/file"
            try DurableFile(path: file).close()
            for path in [file, file + "/inner"] {
                #expect(throws: FileFailure.system(path: path, operation: "create", code: ENOTDIR)) {
                    try Folder.make(path, mode: 0o750)
                }
            }
            let closed = directory.path + "/closed"
            mkdir(closed, 0o555)
            _ = withoutRootsRights {
                #expect(
                    throws: FileFailure.system(path: closed + "/a", operation: "create", code: EACCES)
                ) { try Folder.make(closed + "/a/b", mode: 0o750) }
            }
        }
    }

    @Test("lists its names in order; one that cannot be read is not an empty one")
    func names() async throws {
        try await withTemporaryDirectory { directory in
            for name in ["b", ".hidden", "a"] { try DurableFile(path: directory.path + "/" + name).close() }
            try #expect(Folder.names(in: directory.path) == [".hidden", "a", "b"])
            chmod(directory.path, 0o300)
            _ = withoutRootsRights {
                #expect(
                    throws: FileFailure.system(path: directory.path, operation: "read", code: EACCES)
                ) { try Folder.names(in: directory.path) }
            }
            chmod(directory.path, 0o700)
            let none = directory.path + "/none"
            #expect(throws: FileFailure.system(path: none, operation: "read", code: ENOENT)) {
                try Folder.names(in: none)
            }
        }
    }

    @Test("gives its lock to one at a time, and again once that one is gone")
    func locks() async throws {
        try await withTemporaryDirectory { directory in
            var first: OpenFile? = try OpenFile.folder(directory.path)
            let second = try OpenFile.folder(directory.path)
            try #expect(first?.lock() == true)
            try #expect(!second.lock())
            first = nil
            try #expect(second.lock())
        }
    }

    @Test("takes a durable file only under a name that is free")
    func newFile() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path + "/a"
            let file = try DurableFile(path: path, mode: 0o600)
            try file.write([1, 2])
            try file.write([3])
            try file.close()
            try #expect(OpenFile.reading(path).bytes(upTo: 3) == [1, 2, 3])
            #expect(Self.mode(path) == 0o600)
            #expect(throws: FileFailure.system(path: path, operation: "create", code: EEXIST)) {
                try DurableFile(path: path)
            }
            symlink("/nonexistent", directory.path + "/link")
            #expect(throws: FileFailure.self) { try DurableFile(path: directory.path + "/link") }
        }
    }

    @Test("keeps a file whose name is wanted, and says so; one that is put in its place replaces it")
    func renames() async throws {
        try await withTemporaryDirectory { directory in
            let (old, new) = (directory.path + "/old", directory.path + "/new")
            for path in [old, new] { try Data(path.utf8).write(to: URL(fileURLWithPath: path)) }
            try #expect(!AtomicRename.withoutReplacing(new, as: old))
            try AtomicRename.replace(old, with: new)
            try #expect(OpenFile.reading(old).bytes(upTo: 1000) == Array(new.utf8))
            #expect(throws: FileFailure.system(path: old, operation: "replace", code: ENOENT)) {
                try AtomicRename.replace(old, with: new)
            }
        }
    }
}
