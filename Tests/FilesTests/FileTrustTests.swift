import Files
import Foundation
import TestSupport
import Testing

@Suite("A file that decides what the program does")
struct FileTrustTests {
    @Test(
        "is refused when others may write it or put another in its place",
        arguments: [
            (file: 0o600, folder: 0o700, isTrusted: true), (file: 0o644, folder: 0o755, isTrusted: true),
            (file: 0o600, folder: 0o1777, isTrusted: true), (file: 0o620, folder: 0o700, isTrusted: false),
            (file: 0o602, folder: 0o700, isTrusted: false), (file: 0o600, folder: 0o770, isTrusted: false),
            (file: 0o600, folder: 0o777, isTrusted: false),
        ] as [(file: mode_t, folder: mode_t, isTrusted: Bool)])
    func modes(file: mode_t, folder: mode_t, isTrusted: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let parent = directory.path + "/outer"
            mkdir(parent, 0o700)
            mkdir(parent + "/inner", 0o700)
            let path = parent + "/inner/config.yaml"
            try Data("a: b".utf8).write(to: URL(fileURLWithPath: path))
            chmod(path, file)
            chmod(parent, folder)
            // Through a link just as by its own name.
            let link = directory.path + "/link.yaml"
            symlink(path, link)
            for name in [path, link] {
                if isTrusted {
                    #expect(try PrivateFile.deciding(name).bytes(upTo: 100) == Array("a: b".utf8))
                } else {
                    let failure = #expect(throws: FileFailure.self) { try PrivateFile.deciding(name) }
                    #expect(failure?.isAboutTrust == true)
                }
            }
        }
    }

    @Test("is refused where others may change the link that leads to it")
    func linkFolder() async throws {
        try await withTemporaryDirectory { directory in
            let open = directory.path + "/open"
            let path = directory.path + "/config.yaml"
            mkdir(open, 0o700)
            try Data("a: b".utf8).write(to: URL(fileURLWithPath: path))
            symlink(path, open + "/link")
            _ = try PrivateFile.deciding(open + "/link")
            chmod(open, 0o777)
            #expect(throws: FileFailure.openToOthers(path: open, mode: S_IFDIR | 0o777)) {
                try PrivateFile.deciding(open + "/link")
            }
        }
    }

    @Test("is no pipe, for which the program would wait")
    func pipe() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path + "/config.yaml"
            mkfifo(path, 0o600)
            #expect(throws: FileFailure.notAFile(path: path)) { try PrivateFile.deciding(path) }
        }
    }

    @Test(
        "is a secret when only its owner can read it, or of root's also one group",
        arguments: [
            (mode: 0o600, isSecret: true), (mode: 0o400, isSecret: true), (mode: 0o604, isSecret: false),
            (mode: 0o644, isSecret: false), (mode: 0o640, isSecret: geteuid() == 0),
        ] as [(mode: mode_t, isSecret: Bool)])
    func secret(mode: mode_t, isSecret: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.path + "/config.yaml"
            try Data("a: b".utf8).write(to: URL(fileURLWithPath: path))
            chmod(path, mode)
            #expect(try PrivateFile.deciding(path).isSecret == isSecret)
        }
    }
}
