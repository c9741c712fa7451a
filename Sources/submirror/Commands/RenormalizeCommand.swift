import ArgumentParser
import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Normalizer

struct RenormalizeCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "renormalize",
        abstract: "Read the stored documents again with this version; sends no request.",
        discussion: """
            A newer version may read fields that an older one could not. Reads the stored document of each living number
            again, and records the differences as a run of kind renormalize: changes of this program's reading,
            which the bridge counts apart from the operator's changes. Shared rows, such as organization names and
            product texts, are updated when details are fetched next.

            submirror renormalize --preview           what would change; nothing is written
            submirror renormalize
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Show the differences without changing the mirror.")
    var preview = false

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        let language = wiring.settings.sync.language
        let isPreview = preview
        let summary = try await StopSignals.untilSignalled { interruption in
            try await wiring.withStore(interruptedBy: interruption) { store in
                do {
                    let (summary, observedAt) = try await store.reread(
                        at: invocation.time.now(), isPreview: isPreview
                    ) { msisdn, document in
                        try? Normalizer.normalize(
                            detail: document.span.bytes, asked: msisdn, language: language)
                    }
                    if !isPreview { await Self.wait(past: observedAt, invocation.time) }
                    return summary
                } catch is CancellationError {
                    throw Self.interrupted(isPreview: isPreview)
                }
            }
        }
        let report = RenormalizeReport(summary: summary, isPreview: preview)
        try output.isJSON ? Output.write(report.json) : Output.show(report.text(width: Output.width))
        wiring.console.tell(report.sentence)
    }

    /// All documents are read in one transaction, of which nothing is left.
    static func interrupted(isPreview: Bool) -> CommandFailure {
        CommandFailure(
            kind: .tryLater,
            message: "interrupted while reading the stored documents: "
                + (isPreview
                    ? "run again"
                    : "the mirror is unchanged; the next renormalize reads all of them again from the first"))
    }

    /// Waits until the second of the renormalization's changes is over, as nothing
    /// else may be observed in it.
    ///
    /// The wait is bounded: a clock that was set back may be far behind. The changes are saved, so a signal does not end it.
    private static func wait(past observedAt: Date, _ time: TimeSource) async {
        let rest = observedAt.addingTimeInterval(1).timeIntervalSince(time.now())
        guard rest > 0 else { return }
        await Task { try? await time.clock.sleep(for: .seconds(min(rest, 2))) }.value
    }
}

/// The differences of a new reading, for people and for programs.
struct RenormalizeReport {
    let summary: RenormalizeSummary
    let isPreview: Bool

    var sentence: String {
        var parts = [
            "\(isPreview ? "would change" : "changed") \(summary.changed) of \(summary.documents) documents"
        ]
        if summary.unreadable > 0 {
            parts.append("\(summary.unreadable) cannot be read and remain unchanged")
        }
        if summary.withoutDocument > 0 {
            parts.append("no stored document for \(summary.withoutDocument) living numbers")
        }
        return parts.joined(separator: " · ")
    }

    func text(width: Int?) -> String {
        guard !summary.changes.isEmpty else { return "no differences\n" }
        let table = TextTable(
            columns: ["relation", "column", "kind", "count"],
            rows: summary.changes.map { change in
                [.text(change.relation), Value(change.column), .text(change.kind), Value(change.count)]
                    .map { (value: Value) in TextTable.Cell(value) }
            }, width: width)
        return table.lines.joined()
    }

    var json: String {
        JSONValue.object([
            ("is_preview", .boolean(isPreview)), ("documents", .integer(Int64(summary.documents))),
            ("changed", .integer(Int64(summary.changed))),
            ("unreadable", .integer(Int64(summary.unreadable))),
            ("without_document", .integer(Int64(summary.withoutDocument))),
            (
                "changes",
                .array(
                    summary.changes.map { change in
                        .object([
                            ("relation", .string(change.relation)), ("column", JSONValue(change.column)),
                            ("kind", .string(change.kind)), ("count", .integer(Int64(change.count))),
                        ])
                    })
            ),
        ]).document() + "\n"
    }
}
