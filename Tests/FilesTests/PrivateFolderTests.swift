import Files
import Foundation
import TestSupport
import Testing

@Suite("A folder of private files")
struct PrivateFolderTests {
    @Test("is refused when others may write it", arguments: [0o777, 0o770, 0o702, 0o1777] as [mode_t])
    func openFolder(mode: mode_t) async throws {
        try await withTemporaryDirectory { directory in
            chmod(directory.path, mode)
            let failure = #expect(throws: FileFailure.self) { try PrivateFolder(directory.path) }
            guard case .openToOthers(directory.path, _) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(failure?.isAboutTrust == true)
            chmod(directory.path, 0o755)
            _ = try PrivateFolder(directory.path)
        }
    }

    @Test("may be shared with others for a reader, when each may only touch what is theirs")
    func sharedFolder() async throws {
        try await withTemporaryDirectory { directory in
            chmod(directory.path, 0o1777)
            _ = try PrivateFolder(directory.path, isAnyones: true)
            chmod(directory.path, 0o777)
            #expect(throws: FileFailure.self) { try PrivateFolder(directory.path, isAnyones: true) }
        }
    }

    @Test("may be named by a link, and stays the same folder when the link is changed")
    func linkedFolder() async throws {
        try await withTemporaryDirectory { directory in
            let (real, link) = (directory.path + "/real", directory.path + "/link")
            mkdir(real, 0o700)
            symlink(real, link)
            let folder = try PrivateFolder(link)
            unlink(link)
            symlink("/nonexistent", link)
            try folder.replace("a", with: [1, 2, 3], mode: 0o600)
            #expect(FileManager.default.contents(atPath: real + "/a") == Data([1, 2, 3]))
        }
    }

    @Test(
        "holds files: a link, a pipe and a folder are none, and nobody waits for them or changes what they lead to",
        arguments: ["link", "dangling", "pipe", "folder"])
    func notAFile(kind: String) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path + "/a"
            let other = directory.path + "/other"
            try Data("content".utf8).write(to: URL(fileURLWithPath: other))
            switch kind {
            case "link": symlink(other, path)
            case "dangling": symlink("/nonexistent", path)
            case "pipe": mkfifo(path, 0o600)
            default: mkdir(path, 0o700)
            }
            let folder = try PrivateFolder(directory.path)
            let failure = FileFailure.notAFile(path: path)
            #expect(throws: failure) { try folder.open("a") }
            #expect(throws: failure) { try folder.openOrCreate("a", mode: 0o600) }
            #expect(throws: failure) { try folder.judge("a") }
            #expect(FileManager.default.contents(atPath: other) == Data("content".utf8))
        }
    }

    @Test("trusts no file with a second name, unless it is only looked at")
    func hardLink() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path + "/a"
            try Data("content".utf8).write(to: URL(fileURLWithPath: path))
            link(path, directory.path + "/b")
            let folder = try PrivateFolder(directory.path)
            #expect(throws: FileFailure.severalNames(path: path)) { try folder.open("a") }
            #expect(throws: FileFailure.severalNames(path: path)) { try folder.judge("a") }
            #expect(try folder.judge("a", mayHaveOtherNames: true))
        }
    }

    @Test("tells that nothing is there, makes it once with just its mode, and opens it as it is")
    func makes() async throws {
        try await withTemporaryDirectory { directory in
            let folder = try PrivateFolder(directory.path)
            #expect(try folder.open("a") == nil)
            #expect(try !folder.judge("a"))
            try #require(try folder.make("a", mode: 0o640)).write(Array("content".utf8))
            #expect(try folder.make("a", mode: 0o600) == nil)
            #expect(try folder.openOrCreate("a", mode: 0o600).bytes(upTo: 7) == Array("content".utf8))
            #expect(try folder.openOrCreate("a", mode: 0o600).bytes(upTo: 6) == nil)
            #expect(try mode(directory.path + "/a") == 0o640)
        }
    }

    @Test(
        "puts a file in another's place as a whole, or leaves the one that is there, and leaves nothing beside"
    )
    func replaces() async throws {
        try await withTemporaryDirectory { directory in
            let folder = try PrivateFolder(directory.path)
            let path = directory.path + "/a"
            try folder.add("a", with: [1], mode: 0o600)
            try folder.add("a", with: [2], mode: 0o600)
            #expect(FileManager.default.contents(atPath: path) == Data([1]))
            try folder.replace("a", with: [3], mode: 0o600)
            #expect(FileManager.default.contents(atPath: path) == Data([3]))
            #expect(try mode(path) == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a"])
        }
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
