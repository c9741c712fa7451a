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
            try pack.write(
                of: then, MirrorReader(path: store.path, viewpoint: Viewpoint(now: now)), in: nil,
                noting: CutTexts()
            ) { bytes += $0 }
            try await withTemporaryDirectory { directory in
                let file = directory.appendingPathComponent("pack.xlsx")
                try Data(bytes).write(to: file)
                let book = try await ReadSheet.all(of: file.path)
                #expect(Set(book.keys) == Set(pack.sheets.map(\.name) + ["about"]))
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
                let about = try #require(book["about"]).rows.compactMap { $0.first ?? nil }
                #expect(about.first == "s:Month-end 2026-10, not closed")
                #expect(about.contains { $0.hasPrefix("s:moves: ") })
            }
        }
    }

    @Test("names sheets that Excel accepts, each once, for any month")
    func names() throws {
        let month = try #require(CalendarMonth("2026-03"))
        for isClosed in [false, true] {
            try check(ReportPack.monthEnd(month, in: BridgeModel.oslo, isClosed: isClosed))
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
