import ArgumentParser
import Foundation

/// A command with settings.
protocol ConfiguredCommand: SendableMetatype {
    var global: GlobalOptions { get }
}

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

    /// For the last line, though the settings may be what is wrong.
    ///
    /// - Parameter config: `--config`.
    static func lastConsole(config: String?) -> Console {
        let environment = ProcessInfo.processInfo.environment
        let reader = try? SettingsReader(
            overrides: [:], configPath: config, environment: environment, isLenient: true)
        let console = Console(
            isQuiet: false, holdsOnlyLogs: reader?.text(.logFormat) == "json", environment: environment)
        reader?.teach(console.scrubber)
        return console
    }

    /// The same, for a command that logs.
    func console(for settings: Settings) -> Console {
        Console(
            isQuiet: quiet, holdsOnlyLogs: settings.logsJSON, environment: ProcessInfo.processInfo.environment
        )
    }
}
