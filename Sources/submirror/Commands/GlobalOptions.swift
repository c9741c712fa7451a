import ArgumentParser
import Exports
import Foundation

/// A command with settings.
protocol ConfiguredCommand: SendableMetatype {
    var global: GlobalOptions { get }
}

/// The options of every command.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The config file. Default: $XDG_CONFIG_HOME/submirror/config.yaml, then /etc/submirror/config.yaml.",
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp("The folder of mirror.sqlite, its lock and the token cache.", valueName: "dir"))
    var stateDirectory: String?

    @Option(
        help: ArgumentHelp(
            "One of several companies: settings in /etc/submirror/NAME.yaml, state in /var/lib/submirror-companies/NAME, exports and publications in a folder tenant=NAME.",
            valueName: "name"))
    var tenant: String?

    @Flag(help: "Print only errors on standard error.")
    var quiet = false

    /// The effective settings of this invocation.
    ///
    /// - Throws: ``SettingsFailure``, `ExportFailure` for a tenant's name that is none.
    func settings(in invocation: Invocation) throws -> Settings {
        let reader = try SettingsReader(
            overrides: overrides, configPath: config, environment: invocation.environment,
            tenant: try tenantName)
        return try Settings(reader, environment: invocation.environment)
    }

    /// The options given on the command line.
    var overrides: [SettingKey: String] {
        var overrides: [SettingKey: String] = [:]
        overrides[.stateDirectory] = stateDirectory
        return overrides
    }

    /// - Throws: `ExportFailure`.
    var tenantName: TenantName? {
        get throws { try tenant.map { try TenantName($0) } }
    }

    /// The program's parts, built from these settings.
    ///
    /// - Parameter logs: whether the command logs; then standard error may hold only log
    ///   lines in a log for programs.
    /// - Throws: ``SettingsFailure``.
    func wiring(in invocation: Invocation, logs: Bool = false) throws -> Wiring {
        let settings = try self.settings(in: invocation)
        let console = logs ? self.console(for: settings, in: invocation) : self.console(in: invocation)
        return Wiring(settings, console: console, time: invocation.time)
    }

    func console(in invocation: Invocation) -> Console { Console(isQuiet: quiet, in: invocation) }

    /// The console for the last line, even if the settings themselves are at fault.
    ///
    /// - Parameters:
    ///   - config: `--config`.
    ///   - tenant: `--tenant`.
    static func lastConsole(
        config: String?, tenant: String? = nil, in invocation: Invocation
    ) -> Console {
        let reader = try? SettingsReader(
            overrides: [:], configPath: config, environment: invocation.environment, isLenient: true,
            tenant: tenant.flatMap { try? TenantName($0) })
        let console = Console(
            isQuiet: false, holdsOnlyLogs: reader?.text(.logFormat) == "json", in: invocation)
        reader?.teach(console.scrubber)
        return console
    }

    /// The console of a command that logs.
    func console(for settings: Settings, in invocation: Invocation) -> Console {
        Console(isQuiet: quiet, holdsOnlyLogs: settings.logsJSON, in: invocation)
    }
}
