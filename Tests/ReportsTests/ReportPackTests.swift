import Exports
import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import TestSupport
import Testing

@Suite("The month-end pack")
struct ReportPackTests {
    @Test(
        "has a sheet for each report, of the month's end, and a last one that says what they are",
        .enabled(if: ReaderTool.openpyxl.isWanted, "\(ReaderTool.openpyxl.reason)"))
    func sheets() async throws {
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: 3)
            try await story.tell()
            let month = try #require(CalendarMonth("2026-10"))
            let pack = ReportPack.monthEnd(month, in: BridgeModel.oslo, isClosed: false)
            let now = Date(timeIntervalSince1970: 1_796_000_000)
            let end = month.end(in: BridgeModel.oslo)
            let then = try MirrorReader(
                path: store.path, viewpoint: Viewpoint(now: now, asOf: AsOf(before: end)))
            var bytes: [UInt8] = []
            let source = PackSource(
                then: then, now: try MirrorReader(path: store.path, viewpoint: Viewpoint(now: now)))
            try pack.write(of: source, noting: TruncatedTexts()) { bytes += $0 }
            try await withTemporaryDirectory { directory in
                let file = directory.appendingPathComponent("pack.xlsx")
                try Data(bytes).write(to: file)
                let book = try await ReadSheet.all(of: file.path)
                #expect(Set(book.keys) == Set(pack.sheets.map(\.name) + ["read me"]))
                // The summary's closing count must equal the model's.
                let summary = try #require(book["summary"])
                let closing = try #require(summary.rows[0].firstIndex(of: "s:closing_count"))
                let counted = BridgeModel(story: story, by: "total").entries(from: end, to: end)
                    .filter { $0.figure == "closing" }.count
                #expect(summary.rows[1][closing] == "n:\(counted)")
                for name in ["by account", "by type", "by organization", "by cost centre"] {
                    let rows = try #require(book[name]).rows.dropFirst()
                    let figures = rows.filter { $0[0] == "s:total" }.map { $0[closing] }
                    #expect(figures == ["n:\(counted)"], "\(name)")
                }
                let about = try #require(book["read me"]).rows.compactMap { $0.first ?? nil }
                #expect(about.first == "s:Month-end 2026-10, not closed")
                #expect(about.contains { $0.hasPrefix("s:moves: ") })
            }
        }
    }

    /// A csv-excel file as its lines of cells.
    private static func lines(_ text: String) -> [[String]] {
        text.dropFirst().split(separator: "\r\n").map {
            $0.split(separator: ";", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "=\""))
            }
        }
    }

    @Test(
        "is a folder of files in Norwegian, too, which replaces a pack that nobody changed and nothing else")
    func folder() async throws {
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: 3)
            try await story.tell()
            let month = try #require(CalendarMonth("2026-10"))
            let now = Date(timeIntervalSince1970: 1_796_000_000)
            let end = month.end(in: BridgeModel.oslo)
            let source = PackSource(
                then: try MirrorReader(
                    path: store.path, viewpoint: Viewpoint(now: now, asOf: AsOf(before: end)),
                    words: { "<\($0)>" }),
                now: try MirrorReader(
                    path: store.path, viewpoint: Viewpoint(now: now), words: { "<\($0)>" }),
                at: ReportPrivacy(
                    ExportPrivacy(.minimal) { PseudonymKey(bytes: Array(0..<32)) }, smallestGroup: 1),
                words: ReportTexts(
                    heading: { $0 == "closing_count" ? "Slutt" : $0 }, coverage: { _ in "dekning" }))
            try await withTemporaryDirectory { directory in
                let target = directory.appendingPathComponent("oktober").path
                for language in ReportLanguage.allCases {
                    let pack = ReportPack.monthEnd(month, in: BridgeModel.oslo, isClosed: false, language)
                    let folder = try PackFolder(at: target)
                    try pack.write(of: source, noting: TruncatedTexts(), to: folder)
                    try folder.commit()
                }
                let names = try FileManager.default.contentsOfDirectory(atPath: target).sorted()
                func text(_ name: String) throws -> String {
                    try String(contentsOfFile: target + "/" + name, encoding: .utf8)
                }
                #expect(names.prefix(2) == ["00-les-meg.csv", "01-sammendrag.csv"])
                #expect(names.contains("15-avsluttet-men-på-listen.csv") && names.last == "SHA256SUMS")
                // Withheld at this level, and said so.
                #expect(!names.contains("02-per-kostnadssted.csv"))
                let readMe = Self.lines(try text("00-les-meg.csv"))
                #expect(readMe[0] == ["Månedsslutt 2026-10, ikke avsluttet"])
                #expect(readMe[1] == ["fil", "hva den har", "hva den er per"])
                #expect(
                    readMe.contains { $0[0] == "01-sammendrag.csv" && $0.last == "dekning" }, "\(readMe)")
                #expect(readMe.contains { $0[0] == "" && $0.last?.contains("withholds") == true })
                let summary = Self.lines(try text("01-sammendrag.csv"))
                let closing = try #require(summary[0].firstIndex(of: "Slutt"))
                let counted = BridgeModel(story: story, by: "total").entries(from: end, to: end)
                    .filter { $0.figure == "closing" }.count
                #expect(summary[1][closing] == String(counted))
                #expect(summary[1][0] == "<total>")
                // Fixed words are another language's, and nothing else is.
                let byType = Self.lines(try text("04-per-type.csv"))
                let group = try #require(byType[0].firstIndex(of: "group_id"))
                #expect(byType.count > 2)
                for row in byType.dropFirst() {
                    #expect(row[0].hasPrefix("<") && !row[group].contains("<"), "\(row)")
                }
                try Data("mine".utf8).write(to: URL(fileURLWithPath: target + "/01-sammendrag.csv"))
                #expect(throws: ExportFailure.notAPack(path: target)) { try PackFolder(at: target) }
                #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["oktober"])
            }
        }
    }

    @Test("names sheets that Excel accepts, each once, for any month")
    func names() throws {
        let month = try #require(CalendarMonth("2026-03"))
        for isClosed in [false, true] {
            for language in ReportLanguage.allCases {
                try check(ReportPack.monthEnd(month, in: BridgeModel.oslo, isClosed: isClosed, language))
            }
        }
        let pack = ReportPack.monthEnd(month, in: BridgeModel.oslo, isClosed: false)
        #expect(pack.sheets.first?.arguments["from"] == "2026-02-28")
        #expect(pack.sheets.first?.arguments["to"] == "2026-03-31")
    }

    private func check(_ pack: ReportPack) throws {
        #expect(Set(pack.sheets.map(\.name)).count == pack.sheets.count)
        for sheet in pack.sheets {
            #expect(sheet.name.count <= 31 && !sheet.name.contains(where: { "[]:*?/\\'".contains($0) }))
            let report = try ReportCatalogue.named(sheet.report)
            #expect(Set(sheet.arguments.keys).isSubset(of: report.parameters.map(\.name)))
        }
    }
}
