import ArgumentParser
import Foundation

/// The command line.
struct Submirror: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submirror",
        abstract: "Keeps an exact, queryable SQLite copy of a company's mobile subscriptions.",
        discussion: """
            First:   submirror demo
            Then:    submirror init, fill in the config file, submirror sync
            Exit:    0 done, 64 usage, 65 unusable file or reply, 69 API not reachable, 74 disk,
                     75 try later, 77 credentials refused, 78 configuration
            """,
        version: Version.text,
        subcommands: [
            InitCommand.self, SyncCommand.self, WatchCommand.self, PlanCommand.self, StatusCommand.self,
            ReportCommand.self,
            QueryCommand.self, ExportCommand.self, QuarantineCommand.self, ForgetCommand.self,
            DoctorCommand.self, SandboxCommand.self, DemoCommand.self,
        ])
}

@main
enum Main {
    static func main() async {
        var console = Console(isQuiet: false, environment: [:])
        do {
            try ForeignNames.refuse()
            var command = try Submirror.parseAsRoot()
            console = Self.console(for: command)
            try ProcessLimits.prepare()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error where isForArgumentParser(error) {
            Submirror.exit(withError: error)
        } catch {
            let (status, message) = ExitStatus.of(error)
            console.fail(message)
            exit(status.rawValue)
        }
    }

    /// Where the last line goes, as the command's settings want it.
    private static func console(for command: any ParsableCommand) -> Console {
        (command as? any ConfiguredCommand)?.global.lastConsole
            ?? Console(isQuiet: false, environment: [:])
    }

    /// Whether the parser made the error, be it a wish for help or a complaint, or a command its exit code.
    private static func isForArgumentParser(_ error: any Error) -> Bool {
        error is ExitCode || error is CleanExit || error is ValidationError
            || "\(type(of: error))".hasPrefix("CommandError")
    }
}
