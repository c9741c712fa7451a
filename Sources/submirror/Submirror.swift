import ArgumentParser
import Foundation
import Scheduler

/// The command line.
struct Submirror: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submirror",
        abstract: "Keeps an exact, queryable SQLite copy of a company's mobile subscriptions.",
        discussion: """
            First:   submirror demo
            Then:    submirror init, fill in the config file, submirror sync
            Exit:    0 done, 64 usage, 65 unusable file or reply, 69 API not reachable, 74 disk,
                     75 try later, 76 a person must decide, 77 credentials refused, 78 configuration
            """,
        version: BuildFacts.text,
        subcommands: [
            InitCommand.self, SyncCommand.self, WatchCommand.self, PlanCommand.self, StatusCommand.self,
            ReportCommand.self,
            QueryCommand.self, ExportCommand.self, PageCommand.self, MonthCommand.self, AuditCommand.self,
            ExplainCommand.self, RenormalizeCommand.self,
            QuarantineCommand.self, ForgetCommand.self, BackupCommand.self, RestoreCommand.self,
            MillomCommand.self, ServeCommand.self,
            DoctorCommand.self, DrillCommand.self,
            SandboxCommand.self, DemoCommand.self,
        ])
}

@main
enum Main {
    static func main() async {
        let invocation = Invocation.current()
        var parsed: (any ParsableCommand)?
        do {
            try NonUTF8Names.refuse()
            try CommandNames.check(Array(CommandLine.arguments.dropFirst()))
            var command = try Submirror.parseAsRoot()
            parsed = command
            try ProcessLimits.prepare()
            if let command = command as? any InvokedCommand {
                try await command.run(in: invocation)
            } else {
                try command.run()
            }
        } catch let error where isForArgumentParser(error) {
            end(with: error, console(for: parsed, in: invocation))
        } catch is RunLock.Held where isQuiet(parsed) {
            // Says nothing: cron would send a mail whenever a run takes longer than its interval.
            exit(ExitStatus.tryLater.rawValue)
        } catch {
            let (status, message) = ExitStatus.of(error)
            console(for: parsed, in: invocation).fail(message)
            exit(status.rawValue)
        }
    }

    private static func isQuiet(_ command: (any ParsableCommand)?) -> Bool {
        (command as? any ConfiguredCommand)?.global.quiet ?? false
    }

    /// The console for the last line, with the settings of the command, or of the
    /// command line if it is invalid.
    private static func console(for command: (any ParsableCommand)?, in invocation: Invocation) -> Console {
        guard let command else { return GlobalOptions.lastConsole(config: configArgument, in: invocation) }
        guard let command = command as? any ConfiguredCommand else {
            return Console(isQuiet: false, in: invocation)
        }
        return GlobalOptions.lastConsole(
            config: command.global.config, tenant: command.global.tenant, in: invocation)
    }

    /// `--config` on an invalid command line: that file names the secrets to hide.
    private static var configArgument: String? {
        let arguments = CommandLine.arguments
        if let index = arguments.firstIndex(of: "--config") { return arguments.dropFirst(index + 1).first }
        let mark = "--config="
        return arguments.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }

    /// Shows the requested help or the parser's error, and exits.
    private static func end(with error: any Error, _ console: Console) -> Never {
        let code = Submirror.exitCode(for: error).rawValue
        let text = Submirror.fullMessage(for: error)
        guard !text.isEmpty else { exit(code) }
        if code == 0 {
            do { try Output.write(text + "\n") } catch {
                console.fail(ExitStatus.of(error).message)
                exit(ExitStatus.disk.rawValue)
            }
        } else {
            // The message may repeat line ends and worse from the command line, so it is reduced to one line.
            let message = Submirror.message(for: error)
            let usage = text.dropFirst("\(Submirror._errorPrefix)\(message)\n".count)
            console.refuse(message, usage: usage.split(separator: "\n"))
        }
        exit(code)
    }

    /// Whether the parser made the error, be it a request for help or a refusal, or a command its exit code.
    private static func isForArgumentParser(_ error: any Error) -> Bool {
        error is ExitCode || error is CleanExit || error is ValidationError
            || "\(type(of: error))".hasPrefix("CommandError")
    }
}
