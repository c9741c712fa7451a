import Exports
import Files
import Foundation
import MirrorReading
import TestSupport
import Testing

/// The system's reason is reported unchanged, whatever happens before it is reported.
@Suite("A folder that the system refuses")
struct UnusableFolderTests {
    private static func publisher(_ mirror: ExampleMirror, in folder: String) throws -> Publisher {
        Publisher(
            of: try mirror.reader(),
            as: Publication(
                directory: folder, formats: [.sqlite], keep: 7, privacy: .full,
                keyDirectory: mirror.directory.path, programs: .ours, version: "1.0",
                page: .invented))
    }

    @Test("to make for publications is said to be out of bounds, not to be missing")
    func publicationsUnmade() throws {
        try ExampleMirror.with { mirror in
            chmod(mirror.directory.path, 0o755)
            let closed = mirror.directory.path + "/closed"
            mkdir(closed, 0o555)
            let publisher = try Self.publisher(mirror, in: closed + "/a/published")
            _ = withoutRootsRights {
                #expect(
                    throws: FileFailure.system(path: closed + "/a", operation: "create", code: EACCES)
                ) { try publisher.publish() }
            }
        }
    }

    @Test("to list is not taken for one without publications: nothing is written into it")
    func publicationsUnreadable() throws {
        try ExampleMirror.with { mirror in
            chmod(mirror.directory.path, 0o755)
            let folder = mirror.directory.path + "/published"
            mkdir(folder, 0o700)
            chmod(folder, 0o733)
            let publisher = try Self.publisher(mirror, in: folder)
            try withUmask(0o027) {
                // Even if this very user owns it.
                if geteuid() != 0 { chmod(folder, 0o300) }
                #expect(throws: FileFailure.system(path: folder, operation: "read", code: EACCES)) {
                    try publisher.publish()
                }
            }
            chmod(folder, 0o700)
            #expect(DirectoryTree(folder).names == [])
        }
    }

    @Test("to list is told by the check and the export that were to read it")
    func exportsUnreadable() throws {
        try ExampleMirror.with { mirror in
            chmod(mirror.directory.path, 0o755)
            let folder = mirror.directory.path + "/export"
            mkdir(folder, 0o311)
            let export = Export(of: try mirror.reader(), ExportOptions())
            withoutRootsRights {
                let failure = FileFailure.system(path: folder, operation: "read", code: EACCES)
                #expect(throws: failure) { try ExportVerification(of: folder) }
                #expect(throws: failure) { try export.write(to: folder) }
            }
        }
    }

    @Test("to open is no export under way, and is not left behind")
    func hiddenFolder() async throws {
        try await withTemporaryDirectory { directory in
            let folder = directory.resolvingSymlinksInPath().path
            chmod(folder, 0o777)
            // Nobody can read the new folder, not even the user who creates it.
            try withUmask(0o700) {
                let failure = #expect(throws: FileFailure.self) {
                    try ReplacementFile.write(to: folder + "/a.csv") { try $0([1]) }
                }
                guard case .system(let path, "open", EACCES) = failure else {
                    Issue.record("\(String(describing: failure))")
                    return
                }
                #expect(path.hasPrefix(folder + "/.a.csv.partial-"))
            }
            try #expect(Folder.names(in: folder) == [])
        }
    }
}
