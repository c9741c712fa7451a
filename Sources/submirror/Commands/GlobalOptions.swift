import ArgumentParser
import Foundation

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The config file; else $XDG_CONFIG_HOME/submirror/config.yaml, else /etc/submirror/config.yaml.",
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp("The folder of mirror.sqlite, its lock and the token cache.", valueName: "dir"))
    var stateDirectory: String?

    @Flag(help: "Say nothing on standard error but errors.")
    var quiet = false

    /// The settings that count for this invocation.
    ///
    /// - Throws: ``SettingsFailure``.
    func settings() throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        var overrides: [SettingKey: String] = [:]
        overrides[.stateDirectory] = stateDirectory
        let reader = try SettingsReader(
            overrides: overrides, configPath: config, environment: environment)
        return try Settings(reader, environment: environment)
    }

    var console: Console { Console(isQuiet: quiet, environment: ProcessInfo.processInfo.environment) }

    /// The same, for a command that logs.
    func console(for settings: Settings) -> Console {
        Console(
            isQuiet: quiet, holdsOnlyLogs: settings.logsJSON, environment: ProcessInfo.processInfo.environment
        )
    }
}
