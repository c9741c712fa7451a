import Foundation
import MirrorReading
import Reports
import Schema
import TestSupport
import Testing

/// Compares each report's answers, for people, spreadsheets and programs, with `Tests/Goldens/reports`.
///
/// With `SUBMIRROR_RECORD_GOLDENS=1` the answers are written there instead; the diff then shows what changed.
@Suite("The goldens of the reports")
struct ReportGoldenTests {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Goldens/reports")
    private static let isRecording =
        ProcessInfo.processInfo.environment["SUBMIRROR_RECORD_GOLDENS"] == "1"

    @Test("each report gives the same as ever, in every format", arguments: Schema.reports.map(\.name))
    func golden(report: String) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let answers = try ReportQuestion.golden(of: report).map { try Self.answers(to: $0, in: mirror) }
                .joined(separator: "\n")
            let file = Self.directory.appendingPathComponent("\(report).txt")
            if Self.isRecording {
                try answers.write(to: file, atomically: true, encoding: .utf8)
                Issue.record("recorded \(file.lastPathComponent)")
                return
            }
            let golden = try String(contentsOf: file, encoding: .utf8)
            // Line by line, so that a failure shows the difference.
            let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in answers.split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                #expect(line == (number < expected.count ? expected[number] : nil), "line \(number + 1)")
            }
            #expect(answers == golden)
        }
    }

    @Test("there is no golden but of a report")
    func noOther() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
        #expect(files.sorted() == Schema.reports.map { "\($0.name).txt" }.sorted())
    }

    /// The command line, then its output in each format, or its error.
    private static func answers(to question: ReportQuestion, in mirror: ExampleMirror) throws -> String {
        let report = try ReportCatalogue.named(question.report)
        return try [ResultFormat.table, .csv, .json].map { format in
            let line = "$ \(question.commandLine) --format \(format.rawValue)\n"
            do {
                return try line
                    + mirror.text(
                        report, question.arguments, as: format, from: question.viewpoint,
                        costCentres: question.costCentres)
            } catch let failure as ReportFailure {
                return "\(line)\(failure.message)\n"
            }
        }.joined(separator: "\n")
    }
}
