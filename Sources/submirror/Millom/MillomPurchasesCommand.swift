import ArgumentParser
import Foundation
import MillomAPI
import MillomJournal
import MirrorCore
import MirrorReading

struct MillomPurchasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purchases", abstract: "List purchases, and resolve those with an unknown result.",
        discussion: """
            submirror millom purchases --open
            submirror millom purchases ask 5f0c...
            submirror millom purchases resolve 5f0c... --failed
            """,
        subcommands: [List.self, Ask.self, Resolve.self], defaultSubcommand: List.self)

    struct List: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List purchases, oldest first.",
            discussion: "submirror millom purchases list --open --format json")

        @OptionGroup var global: GlobalOptions

        @Flag(help: "Show only purchases that have not ended: in progress, or with an unknown result.")
        var open = false

        @Option(help: "Output format: table, csv or json. Default: a table on a terminal, else csv.")
        var format: PurchaseTable.Format?

        @Flag(help: "Shorthand for --format json.")
        var json = false

        func validate() throws {
            if json, let format, format != .json {
                throw ValidationError("--json and --format contradict each other: give one")
            }
        }

        func run(in invocation: Invocation) throws {
            let wiring = try global.wiring(in: invocation)
            let purchases = try wiring.existingJournal()?.purchases(openOnly: open) ?? []
            let table = PurchaseTable(purchases, timeZone: wiring.settings.reportTimeZone)
            let chosen = json ? .json : format ?? (Output.isTerminal ? .table : .csv)
            try Output.write(table.text(as: chosen, width: Output.width))
        }
    }

    struct Ask: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask", abstract: "Ask Millom for the result of an open purchase.",
            discussion: """
                Sends the same request again with the same transaction id, by which Millom recognizes it,
                so that nothing is bought twice. Exit codes as of millom activate.

                submirror millom purchases ask 5f0c...
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The purchase's transaction id.")
        var transid: String

        @OptionGroup var output: DocumentOptions

        func run(in invocation: Invocation) async throws {
            let wiring = try global.wiring(in: invocation, logs: true)
            let millom = try wiring.millom()
            let transid = transid
            guard let journal = try wiring.existingJournal() else {
                throw ActivationFailure.noSuchPurchase(transid: transid)
            }
            let purchase = try await StopSignals.untilSignalled { _ in
                try await wiring.withMillom(
                    millom, scopes: [.inquire, .activate], keptPace: wiring.keptMillomPace
                ) { client in
                    try await Activation(
                        in: wiring.settings.stateDirectory.path, journal: journal,
                        sender: MillomSender(client: client), now: { invocation.time.now() }
                    ).askAgain(transid)
                }
            }
            try MillomActivateCommand.show(purchase, as: output, in: wiring)
        }
    }

    struct Resolve: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve", abstract: "Record the result of a purchase that is unknown.",
            discussion: """
                Ask the operator first: the record is permanent. A later callback that contradicts it is stored
                beside it and shown. Asks for confirmation on a terminal; scripts pass --yes.

                submirror millom purchases resolve 5f0c... --completed
                submirror millom purchases resolve 5f0c... --failed --yes
                """)

        @OptionGroup var global: GlobalOptions

        @Argument(help: "The purchase's transaction id.")
        var transid: String

        @Flag(help: "The purchase was made.")
        var completed = false

        @Flag(help: "The purchase was not made.")
        var failed = false

        @Flag(help: "Do not ask for confirmation.")
        var yes = false

        func validate() throws {
            if completed == failed { throw ValidationError("give --completed or --failed") }
        }

        func run(in invocation: Invocation) throws {
            let wiring = try global.wiring(in: invocation)
            guard let journal = try wiring.existingJournal(), let purchase = try journal.purchase(transid)
            else {
                throw ActivationFailure.noSuchPurchase(transid: transid)
            }
            let end: PurchaseState = completed ? .completed : .failed
            if !yes, !purchase.state.isEnd { try confirm(purchase, as: end, wiring.console) }
            // Prevents concurrent purchases: a reply may be on its way.
            let lock = try ActivationLock(in: wiring.settings.stateDirectory.path)
            defer { withExtendedLifetime(lock) {} }
            _ = try journal.resolve(
                transid, asCompleted: completed, at: invocation.time.now(),
                by: Person.name(in: invocation.environment))
            wiring.console.tell("purchase \(transid) is \(end.rawValue)")
        }

        /// Asks for confirmation.
        ///
        /// - Throws: ``CommandFailure`` unless a person confirms.
        private func confirm(_ purchase: Purchase, as end: PurchaseState, _ console: Console) throws {
            try console.confirm(
                "Permanently record the purchase of \(purchase.planID) (\(PurchaseTable.price(of: purchase)), "
                    + "\(purchase.state.rawValue)) as \(end.rawValue)?",
                orAddYesTo: "record it permanently", undone: "nothing was recorded")
        }
    }
}

/// The person who gave a command.
enum Person {
    /// The user's name, even behind sudo; otherwise the user's id.
    static func name(in environment: [String: String]) -> String {
        for variable in ["SUDO_USER", "USER", "LOGNAME"] {
            if let name = environment[variable], !name.isEmpty, name.utf8.count <= 64 { return name }
        }
        return "user \(getuid())"
    }
}
