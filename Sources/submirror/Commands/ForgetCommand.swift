import ArgumentParser
import Exports
import Foundation
import MirrorCore
import MirrorStore

struct ForgetCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Remove everything the mirror holds about a number.",
        discussion: """
            Removes rows, history, raw documents and entries in working tables, then rewrites the file, so that no byte
            remains. A number that the API still lists returns with the next comparison with the complete list.
            Earlier exports, publications and backups are not changed.

            Asks for confirmation on a terminal; scripts pass --yes.

            submirror forget 4790000001 4790000002
            submirror forget 4790000001 --yes                       does not ask
            submirror forget --id CPID:a+b/c==,47001 --yes          a Millom id, and the number it belongs to
            submirror forget --gone-before 2024-01-01 --dry-run     counts, removes nothing
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The numbers.")
    var msisdn: [ValidatedArgument<Msisdn>] = []

    @Option(
        name: .customLong("id"),
        help: ArgumentHelp(
            "A Millom id, such as CPID:a+b/c==,47001; repeatable.", valueName: "type:id"))
    var ids: [SubscriberArgument] = []

    @Option(
        help: ArgumentHelp(
            "All numbers that were gone before this day (in report.time_zone), such as 2024-01-01.",
            valueName: "date"))
    var goneBefore: ValidatedArgument<CalendarDay>?

    @Flag(help: "Show what would be removed, without removing it.")
    var dryRun = false

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var output: DocumentOptions

    func validate() throws {
        guard [!msisdn.isEmpty, !ids.isEmpty, goneBefore != nil].count(where: \.self) == 1 else {
            throw ValidationError("name numbers, ids with --id, or a day with --gone-before")
        }
        for id in ids { try id.check() }
        _ = try choice(in: .gmt)
    }

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        let (settings, console) = (wiring.settings, wiring.console)
        let choice = try choice(in: settings.reportTimeZone)
        if case .goneBefore(let day) = choice, day > invocation.time.now() {
            throw CommandFailure(
                kind: .usage,
                message:
                    "--gone-before \(goneBefore?.text ?? "") is in the future: name a past day, or today")
        }
        if !dryRun, !yes { try confirm(in: settings.mirror.path, console) }
        let report = try await wiring.withStore { store in
            try await ForgetOperation(store: store, directory: settings.stateDirectory).run(
                choice, isDryRun: dryRun)
        }
        try output.isJSON ? Output.write(report.json + "\n") : Output.show(report.text)
        for line in report.advice(publications: settings.publication?.directory) { console.tell(line) }
        if let complaint = report.complaint { throw complaint }
    }

    /// Asks for confirmation.
    ///
    /// - Throws: ``CommandFailure`` unless a person confirms.
    private func confirm(in mirror: String, _ console: Console) throws {
        let numbers =
            !ids.isEmpty
            ? (ids.count == 1 ? "1 Millom id" : "\(ids.count) Millom ids")
            : goneBefore.map { "all numbers that were gone before \($0)" }
                ?? (msisdn.count == 1 ? "1 number" : "\(msisdn.count) numbers")
        try console.confirm(
            "Permanently remove \(numbers) with their history from \(mirror)?",
            orAddYesTo: "remove permanently, or --dry-run to count only", undone: "nothing was removed")
    }

    /// - Parameter timeZone: the time zone in which a day begins.
    private func choice(in timeZone: TimeZone) throws -> ForgetChoice {
        guard ids.isEmpty else { return .millomIDs(try ids.map { try $0.subscriber(at: "").id }) }
        guard let goneBefore else { return .numbers(try msisdn.map { try $0.number }) }
        guard let day = goneBefore.value else {
            throw ValidationError("--gone-before must be a day such as 2024-01-01")
        }
        return .goneBefore(day.beginning(in: timeZone))
    }

}
