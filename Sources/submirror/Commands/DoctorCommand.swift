import ArgumentParser
import Foundation
import MirrorCore

struct DoctorCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check everything that a sync depends on.",
        discussion: """
            Prints one line per check: settings, files, disk, SQLite, the mirror, credentials, clock, and one request to each
            API product. Changes nothing. Exits with the code of the fault to correct first; warnings exit 0.

            submirror doctor
            submirror doctor --quick --json
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Look at the mirror less thoroughly: PRAGMA quick_check for integrity_check.")
    var quick = false

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) async throws {
        let diagnosis = try SettingsDiagnosis(
            overrides: global.overrides, configPath: global.config,
            environment: invocation.environment, tenant: try global.tenantName)
        let console =
            diagnosis.settings.map { global.console(for: $0, in: invocation) }
            ?? global.console(in: invocation)
        let report = await Doctor(
            diagnosis: diagnosis, isQuick: quick, console: console, time: invocation.time
        ).examine()
        try output.isJSON ? Output.write(report.json) : Output.show(console.scrubber.scrub(report.text))
        if report.status != .done { throw ExitCode(report.status.rawValue) }
    }
}
