import Foundation
import MirrorCore

/// Detects file names that are not UTF-8: read as text they would become other
/// names, and lead to other files.
enum NonUTF8Names {
    /// Refuses such a name on the command line, in the environment, and for the current folder.
    ///
    /// - Throws: ``CommandFailure``.
    static func refuse() throws {
        for index in 0..<Int(CommandLine.argc) {
            guard let argument = CommandLine.unsafeArgv[index], !isText(argument) else { continue }
            throw CommandFailure(
                kind: .usage,
                message: "argument \(index) is not UTF-8: rename the file or folder that it names")
        }
        for name in variables {
            guard let value = getenv(name), !isText(value) else { continue }
            throw CommandFailure(
                kind: .configuration,
                message: "\(name) is not UTF-8: rename the file or folder that it names")
        }
        guard let folder = getcwd(nil, 0) else { return }
        defer { free(folder) }
        guard isText(folder) else {
            throw CommandFailure(
                kind: .configuration,
                message: "the name of the current folder is not UTF-8: rename it, or start in another one")
        }
    }

    static let variables =
        SettingKey.allCases.map(\.environmentName) + [
            "STATE_DIRECTORY", "CREDENTIALS_DIRECTORY", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "TMPDIR",
        ]

    private static func isText(_ bytes: UnsafePointer<CChar>) -> Bool {
        String(validatingCString: bytes) != nil
    }
}
