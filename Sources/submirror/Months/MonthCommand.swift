import ArgumentParser
import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import Scheduler
import Schema

struct MonthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "month", abstract: "Close months, and show closed months.",
        discussion: """
            A closing freezes the head count at the end of a month, and its subscriptions, as known when
            the month is closed. Later knowledge never changes it, but enters the next month's bridge as a restatement.

            submirror month close 2026-10
            submirror month show 2026-10 --by cost-centre
            submirror month show 2026-10 --by account --list moved-in
            submirror month diff 2026-10              restatements since the closing
            """,
        subcommands: [Close.self, List.self, Show.self, Diff.self, Verify.self, Reopen.self])

    struct Close: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Close a month.",
            discussion: """
                The month must be over and covered by searches without a gap. Months are closed in order.

                submirror month close 2026-10
                submirror month close 2026-10 --sync
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The month, such as 2026-10.")
        var month: ValidatedArgument<CalendarMonth>

        @Flag(
            help: "Run a full sync first, which finds the accounts of new numbers.")
        var sync = false

        @Flag(help: "Close the month even if changes may be missing; the closing records this permanently.")
        var withGaps = false

        @OptionGroup var output: OutputOptions

        func run(in invocation: Invocation) async throws {
            let month = try month.month
            let wiring = try global.wiring(in: invocation, logs: true)
            if sync { try await compare(wiring) }
            let record = try await wiring.withStore { store in
                try await MonthCloser(wiring: wiring, store: store).close(month, withGaps: withGaps)
            }
            wiring.console.tell(
                "closed \(month.text): \(record.subscriptionCount) subscriptions, checksum \(record.checksum.prefix(16))…"
            )
            try output.write(.monthBridge(of: month, by: .total), of: wiring.reader(), in: wiring)
        }

        /// Runs a sync like `sync --full`; the month stays open unless it is complete.
        private func compare(_ wiring: Wiring) async throws {
            var options = SyncOptions()
            options.isFull = true
            let session = SyncSession(wiring, progressOn: wiring.console)
            let wish = options
            let result = try await StopSignals.untilSignalled { interruption in
                try await session.run(wish, at: .telenor, maxDuration: nil, interruption)
            }
            wiring.announce(result)
            if let failure = result.failure { throw failure }
            if result.status != .done { throw ExitCode(result.status.rawValue) }
        }
    }

    struct List: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List closings, reopened ones included.",
            discussion: "submirror month list --format json")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run(in invocation: Invocation) throws {
            let wiring = try global.wiring(in: invocation)
            try output.write(.monthClosings, of: wiring.reader(), in: wiring)
        }
    }

    struct Show: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a closed month's bridge, or the numbers behind it.",
            discussion: """
                submirror month show 2026-10 --by account
                submirror month show 2026-10 --by account --list moved-in
                submirror month show 2026-10 --list closing --format csv
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The month, such as 2026-10.")
        var month: ValidatedArgument<CalendarMonth>

        @Option(help: "The grouping: total, account, cost-centre, type or organization.")
        var by: MonthGrouping = .total

        @Option(
            help: ArgumentHelp(
                "List the numbers behind a figure, such as moved-in; all: every figure; closing: the subscriptions at the month's end.",
                valueName: "figure"))
        var list: ListedFigure?

        @OptionGroup var output: OutputOptions

        func run(in invocation: Invocation) throws {
            let month = try month.month
            let wiring = try global.wiring(in: invocation)
            let reader = try wiring.reader()
            _ = try MonthCloser.standing(month, in: reader)
            let query: Query =
                switch list {
                case nil: .monthBridge(of: month, by: by)
                case .closing: .monthSubscriptions(of: month)
                case .all: .monthEvents(of: month, by: by, figure: nil)
                case .figure(let figure): .monthEvents(of: month, by: by, figure: figure)
                }
            try output.write(query, of: reader, in: wiring)
        }
    }

    struct Diff: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Show a closed month's restatements: what is known differently now.",
            discussion: """
                Examples: a contract that began or ended earlier than known, an account then unknown, a name
                forgotten since. They enter the bridge of the next month to be closed.

                submirror month diff 2026-10
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The month, such as 2026-10.")
        var month: ValidatedArgument<CalendarMonth>

        @OptionGroup var output: DocumentOptions

        func run(in invocation: Invocation) throws {
            let month = try month.month
            let wiring = try global.wiring(in: invocation)
            let restatements = try Restatements(of: month, in: wiring.reader())
            try output.isJSON
                ? Output.write(restatements.json) : Output.show(restatements.text(width: Output.width))
        }
    }

    struct Verify: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Verify every closing: its checksum, and its figures against its rows.",
            discussion: "submirror month verify")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: DocumentOptions

        func run(in invocation: Invocation) throws {
            let wiring = try global.wiring(in: invocation)
            let check = try ClosingCheck(of: wiring.reader())
            try output.isJSON ? Output.write(check.json) : Output.show(check.text)
            if let complaint = check.complaint { throw complaint }
        }
    }

    struct Reopen: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen",
            abstract: "Reopen the latest closed month; its closing stays on record with the reason.",
            discussion: "submirror month reopen 2026-10 --reason \"account 70001 was compared late\"")

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The month, such as 2026-10.")
        var month: ValidatedArgument<CalendarMonth>

        @Option(help: "The reason, shown in the list of closings.")
        var reason: String

        func validate() throws {
            guard (1...500).contains(reason.trimmingCharacters(in: .whitespacesAndNewlines).count) else {
                throw ValidationError("--reason must have 1 to 500 characters")
            }
        }

        func run(in invocation: Invocation) async throws {
            let month = try month.month
            let wiring = try global.wiring(in: invocation, logs: true)
            try await wiring.withStore { store in
                try await store.reopen(month, because: reason, at: invocation.time.now())
            }
            wiring.console.tell("reopened \(month.text)")
        }
    }
}

/// The choices of `month show --list`.
enum ListedFigure: ExpressibleByArgument, Equatable {
    case all
    /// The subscriptions at the month's end.
    case closing
    case figure(MonthBridge.Figure)

    init?(argument: String) {
        switch argument {
        case "all": self = .all
        case "closing": self = .closing
        default:
            guard let figure = MonthBridge.Figure(rawValue: argument) else { return nil }
            self = .figure(figure)
        }
    }

    static var allValueStrings: [String] {
        ["all", "closing"] + MonthBridge.Figure.allCases.map(\.rawValue)
    }
}

extension MonthGrouping: ExpressibleByArgument {}

extension CalendarMonth: ArgumentValue {
    static func read(_ text: String) -> CalendarMonth? { CalendarMonth(text) }
}

extension ValidatedArgument<CalendarMonth> {
    /// The month.
    ///
    /// - Throws: `ValidationError` if the text is not a month.
    var month: CalendarMonth {
        get throws {
            guard let value else {
                throw ValidationError("\(text) is not a month: write it as YYYY-MM, such as 2026-10")
            }
            return value
        }
    }
}
