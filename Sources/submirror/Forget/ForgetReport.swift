import Foundation
import MirrorCore
import MirrorStore

/// The result of `forget`, for people and for programs; shows at most a number's last three digits.
struct ForgetReport: Equatable {
    enum Wiping: Equatable {
        /// Rows were only counted.
        case notWanted
        case done
        /// Done, including what an earlier forget had left.
        case finishedEarlier
        /// A reader prevents it.
        case heldUp
    }

    let summary: ForgetSummary
    let wiping: Wiping

    static let heldUpSentence =
        "another program is reading the mirror, so bytes of forgotten rows are still in its files: run "
        + "submirror forget again when it has finished; the next sync retries, too"

    /// A line for the numbers, and one for each relation from which rows were removed.
    var text: String {
        let verb = wiping == .notWanted ? "would be forgotten" : "forgotten"
        let rows = summary.removed.sorted { $0.key < $1.key }
        let width = rows.map(\.key.count).max() ?? 0
        let lines = rows.map { relation, count in
            "  " + relation.padding(toLength: width, withPad: " ", startingAt: 0) + "  \(count)"
        }
        let ids = summary.forgottenIDs == 1 ? "1 id" : "\(summary.forgottenIDs) ids"
        let who =
            summary.forgottenIDs == 0
            ? Self.numbers(summary.forgotten)
            : summary.forgotten == 0 ? ids : "\(Self.numbers(summary.forgotten)) and \(ids)"
        return (["\(who) \(verb)"] + lines).joined(separator: "\n") + "\n"
    }

    var json: String {
        struct Fields: Encodable {
            let dry_run: Bool
            let forgotten: Int
            let not_gone: Int
            let unknown: Int
            let forgotten_ids: Int
            let unknown_ids: Int
            let removed: [String: Int]
            let wiped: Bool
        }
        return JSONText.of(
            Fields(
                dry_run: wiping == .notWanted, forgotten: summary.forgotten, not_gone: summary.notGone,
                unknown: summary.unknown.count, forgotten_ids: summary.forgottenIDs,
                unknown_ids: summary.unknownIDs, removed: summary.removed,
                wiped: wiping == .done || wiping == .finishedEarlier))
    }

    /// Further advice for the operator.
    ///
    /// - Parameter publications: the folder of published snapshots; nil if none are published.
    func advice(publications: String?) -> [String] {
        var lines: [String] = []
        if wiping == .finishedEarlier { lines.append("remains of an earlier forget were wiped, too") }
        guard summary.forgotten + summary.forgottenIDs > 0 else { return lines }
        if summary.notGone > 0 {
            lines.append(
                "\(summary.notGone) of them \(summary.notGone == 1 ? "is" : "are") not gone: the next comparison "
                    + "with the complete list restores what the API still lists")
        }
        guard wiping != .notWanted else { return lines }
        let place = publications.map { ", also in \($0)," } ?? ""
        lines.append(
            "snapshots, exports and backups made before\(place) still contain them: make new ones and delete the old "
                + "ones")
        return lines
    }

    /// Why the program does not exit 0; nil if it does.
    var complaint: CommandFailure? {
        if wiping == .heldUp { return CommandFailure(kind: .tryLater, message: Self.heldUpSentence) }
        // A repeated, formerly interrupted forget names numbers that are already gone from the mirror.
        guard wiping != .finishedEarlier else { return nil }
        // Purchases and notifications may be in Millom's journal alone.
        guard summary.removed[ForgetOperation.journal] == nil else { return nil }
        if summary.unknownIDs > 0 {
            return CommandFailure(
                kind: .usage,
                message: (summary.unknownIDs == 1 ? "a Millom id is" : "\(summary.unknownIDs) Millom ids are")
                    + " not in the mirror: write an id as in submirror millom offers, such as "
                    + "CPID:a+b/c==,47001")
        }
        guard !summary.unknown.isEmpty else { return nil }
        let names = summary.unknown.prefix(5).map(\.redacted).joined(separator: ", ")
        let more = summary.unknown.count > 5 ? " and \(summary.unknown.count - 5) more" : ""
        return CommandFailure(
            kind: .usage,
            message: "not in the mirror: \(names)\(more); write the digits with the country code, such as "
                + "47 900 00 001")
    }

    private static func numbers(_ count: Int) -> String { count == 1 ? "1 number" : "\(count) numbers" }
}
