import ArgumentParser
import Files
import Foundation
import MirrorCore

struct InitCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a commented config file.",
        discussion: """
            submirror init
            submirror init --config /etc/submirror/config.yaml     names /var/lib/submirror, the service's folder
            submirror init --tenant acme                           /etc/submirror/acme.yaml, the file of the company acme
            submirror init --config /etc/submirror/config.yaml --state-directory /var/lib/submirror
            """)

    @OptionGroup var global: GlobalOptions

    func run(in invocation: Invocation) throws {
        let environment = invocation.environment
        let tenant = try global.tenantName
        guard
            let path = global.config ?? tenant.map({ SettingsReader.path(of: $0, environment) })
                ?? SettingsReader.userPath(environment)
        else {
            throw CommandFailure(
                kind: .configuration, message: "there is no home directory: name the file with --config")
        }
        // Otherwise people's commands would look for the mirror in their home
        // directories, while the service keeps it elsewhere.
        let isForService = path == SettingsReader.systemPath || geteuid() == 0
        // Absolute, as the file is read later from any working directory.
        let named = global.stateDirectory.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        let stateDirectory =
            named ?? tenant.map(Settings.stateDirectory)
            ?? (isForService ? Settings.serviceStateDirectory : nil)
        if let directory = stateDirectory {
            try StateFileSystem.refuseNetwork(under: URL(fileURLWithPath: directory))
        }
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        try CommandFailure.onDisk("the folder \(folder.path)") {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        do throws(FileFailure) {
            // Creating it this way leaves no moment in which others can read it, and overwrites no file.
            let file = try DurableFile(path: url.path, mode: 0o600)
            try file.write(Array(Self.template(stateDirectory: stateDirectory).utf8))
            try file.close()
        } catch {
            guard case .system(_, _, EEXIST) = error else { throw error }
            throw CommandFailure(
                kind: .configuration,
                message: "\(url.path) already exists: edit it, or name another file with --config")
        }
        global.console(in: invocation).tell(
            "wrote \(url.path): fill in the oauth section, then run submirror sync")
    }

    /// Every setting with its meaning and default; those that need not be set are commented out.
    static func template(stateDirectory: String?) -> String {
        var text = """
            # Settings of submirror. The environment (SUBMIRROR_OAUTH_CLIENT_ID, …) and the command line
            # override these settings. A commented-out line shows the default.

            """
        var section = ""
        for key in SettingKey.allCases {
            let parts = key.rawValue.split(separator: ".", maxSplits: 1).map(String.init)
            if parts[0] != section {
                section = parts[0]
                text += "\n\(section):\n"
            }
            text += "  # \(key.meaning)\n"
            if key == .stateDirectory, let stateDirectory {
                text += "  directory: \(quoted(stateDirectory))\n"
            } else if key == .clientID || key == .clientSecret {
                text += "  \(parts[1]): \"\"\n"
            } else {
                text += "  # \(parts[1]): \(key.defaultText ?? "")\n"
            }
        }
        return text
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
