package import Exports
import Foundation
import MirrorCore
package import MirrorReading

/// The mirror that a pack is of, and how much of it is shown.
package struct PackSource {
    /// The mirror at the month's end.
    package let then: MirrorReader
    /// The mirror as it is.
    package let now: MirrorReader
    /// Reports that mean nothing at that level are left out, and the pack says so.
    package let privacy: ReportPrivacy
    /// Of an analyst's own reports.
    package let directory: String?
    package let words: ReportTexts

    package init(
        then: MirrorReader, now: MirrorReader, at privacy: ReportPrivacy = .full, directory: String? = nil,
        words: ReportTexts = .plain
    ) {
        self.then = then
        self.now = now
        self.privacy = privacy
        self.directory = directory
        self.words = words
    }
}

extension ReportPack {
    /// A sheet, and what is said of it: its description, then what it covers or why it is not there.
    private typealias SheetNote = (sheet: Sheet, description: String, remark: String)

    /// Calls `write` for each sheet's report.
    ///
    /// Where a row breaks a check of a report, the others follow, and the failure is returned.
    ///
    /// - Throws: ``ReportFailure``, `QueryFailure`, `MirrorReadFailure`, and what `write` throws.
    private func answer(
        _ source: PackSource,
        _ write: (Report, Sheet, _ number: Int, MirrorReader) throws -> ReportCoverage
    ) throws -> (told: [SheetNote], failure: ReportFailure?) {
        var told: [SheetNote] = []
        var failure: ReportFailure?
        for (index, sheet) in sheets.enumerated() {
            let report = try ReportCatalogue.named(sheet.report, in: source.directory)
            let description = language.text(report.description)
            do {
                let coverage = try write(
                    report, sheet, index + 1, sheet.hasHistory ? source.then : source.now)
                told.append((sheet, description, source.words.coverage(coverage)))
            } catch let broken as ReportFailure {
                switch broken {
                case .failedCheck, .unanswered: failure = failure ?? broken
                case .withheld: break
                default: throw broken
                }
                told.append((sheet, description, broken.message))
            }
        }
        return (told, failure)
    }

    /// The name of what says what the others are.
    private var readMe: String { language.text(Wording("read me", norwegian: "les meg")) }

    #if XLSX
        /// Writes a workbook with a sheet for each report, and one that says what they are.
        ///
        /// Where a row breaks a check of a report, all is written, and then the pack fails.
        ///
        /// - Throws: ``ReportFailure``, `QueryFailure`, `MirrorReadFailure`, `WorkbookFailure`, `FileFailure`, and what
        ///   `sink` throws.
        package func write(
            of source: PackSource, noting cuts: TruncatedTexts, to sink: @escaping ByteSink
        ) throws {
            let book = try ResultWorkbook(created: source.now.viewpoint.now, to: sink)
            let (told, failure) = try answer(source) { report, sheet, _, reader in
                try reader.write(
                    report, sheet.arguments, at: source.privacy, sheet: sheet.name, of: book,
                    headed: source.words.heading, noting: cuts)
            }
            let lines = told.flatMap { ["", "\($0.sheet.name): \($0.description)", $0.remark] }
            try book.end(readMe, title: title, lines: lines + cuts.all.map(\.text))
            if let failure { throw failure }
        }
    #endif

    /// Writes a folder with a csv-excel file for each report, and one that says what they are.
    ///
    /// Where a row breaks a check of a report, nothing is written.
    ///
    /// - Throws: ``ReportFailure``, `QueryFailure`, `MirrorReadFailure`, ``ExportFailure`` and `FileFailure`.
    package func write(of source: PackSource, noting cuts: TruncatedTexts, to folder: PackFolder) throws {
        let (told, failure) = try answer(source) { report, sheet, number, reader in
            try folder.write(fileName(number, sheet.name)) { sink in
                try reader.write(
                    report, sheet.arguments, at: source.privacy, as: .csvExcel,
                    headed: source.words.heading, noting: cuts, to: sink)
            }
        }
        if let failure { throw failure }
        let heads = [
            Wording("file", norwegian: "fil"), Wording("what it holds", norwegian: "hva den har"),
            Wording("of when it is", norwegian: "hva den er per"),
        ]
        let files = Set(folder.names)
        let rows = told.enumerated().map { index, told in
            let name = fileName(index + 1, told.sheet.name)
            return [files.contains(name) ? name : "", told.description, told.remark]
        }
        try folder.write(fileName(0, readMe)) { sink in
            let lines = [[title], heads.map(language.text)] + rows + cuts.all.map { [$0.text] }
            let text = lines.map { $0.map(ExcelText.field).joined(separator: ";") + "\r\n" }.joined()
            try sink(Array(("\u{FEFF}" + text).utf8))
        }
    }

    /// In the order of the sheets: `01-by-type.csv`.
    private func fileName(_ number: Int, _ name: String) -> String {
        let words = name.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        return (number < 10 ? "0" : "") + "\(number)-\(words).csv"
    }
}
