import ArgumentParser
import Foundation
import MirrorCore
import MirrorReading
import MirrorStore

struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Inspect and retry quarantined numbers.",
        discussion: """
            A number that cannot be fetched or read is quarantined (set aside) with the reason, and retried at growing intervals,
            at least once a day. Its last good state stays unchanged, and no run waits for it.

            submirror quarantine list
            submirror quarantine show 4790000001
            submirror quarantine retry 4790000001     retries it in the next run
            submirror quarantine drop --all           discards the failures
            """,
        subcommands: [List.self, Show.self, Retry.self, Drop.self])

    struct List: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List quarantined numbers, next retry first.",
            discussion: "submirror quarantine list --format json")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run(in invocation: Invocation) throws {
            let wiring = try global.wiring(in: invocation)
            let reader = try wiring.reader()
            try output.write(.quarantine, of: reader, in: wiring)
        }
    }

    struct Show: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a quarantined number with its last good state.",
            discussion: "submirror quarantine show 4790000001")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The number.")
        var msisdn: ValidatedArgument<Msisdn>

        func run(in invocation: Invocation) throws {
            let number = try msisdn.number
            let wiring = try global.wiring(in: invocation)
            let reader = try wiring.reader()
            guard try !reader.rows(of: .quarantined(number.digits)).isEmpty else {
                throw QuarantineCommand.notThere([number])
            }
            try output.write(.quarantined(number.digits), of: reader, in: wiring)
        }
    }

    struct Retry: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Retry numbers in the next run.",
            discussion: "submirror quarantine retry 4790000001 4790000002")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var chosen: ChosenNumbers

        func run(in invocation: Invocation) async throws {
            try await chosen.change(global, invocation, "to be retried by the next run") { store, numbers in
                try await store.retryQuarantined(numbers, at: invocation.time.now())
            }
        }
    }

    struct Drop: InvokedCommand, ConfiguredCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Remove numbers from quarantine; keeps their last good state.",
            discussion: """
                A number that is in the mirror is verified again in its turn; one that is not returns with the
                next complete list that contains it.

                submirror quarantine drop 4790000001
                """)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var chosen: ChosenNumbers

        func run(in invocation: Invocation) async throws {
            try await chosen.change(global, invocation, "dropped") { store, numbers in
                try await store.dropQuarantined(numbers)
            }
        }
    }

    /// The numbers to which `retry` and `drop` apply.
    struct ChosenNumbers: ParsableArguments {
        @Argument(help: "The numbers.")
        var msisdn: [ValidatedArgument<Msisdn>] = []

        @Flag(help: "All quarantined numbers.")
        var all = false

        func validate() throws {
            if msisdn.isEmpty != all { throw ValidationError("name the numbers, or --all") }
        }

        /// Changes the mirror under the run lock, and reports what was done.
        fileprivate func change(
            _ global: GlobalOptions, _ invocation: Invocation, _ done: String,
            _ body: (MirrorStore, [Msisdn]?) async throws -> [Msisdn]
        ) async throws {
            let wanted = all ? nil : try msisdn.map { try $0.number }
            let wiring = try global.wiring(in: invocation, logs: true)
            let changed = try await wiring.withStore { store in try await body(store, wanted) }
            wiring.console.tell(
                changed.count == 1 ? "1 number \(done)" : "\(changed.count) numbers \(done)")
            let others = Set(wanted ?? []).subtracting(changed).sorted()
            if !others.isEmpty { throw QuarantineCommand.notThere(others) }
        }
    }

    private static func notThere(_ numbers: [Msisdn]) -> CommandFailure {
        let names = numbers.map(\.redacted).joined(separator: ", ")
        return CommandFailure(
            kind: .usage,
            message: "not in quarantine: \(names): see submirror quarantine list")
    }
}
