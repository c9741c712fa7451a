/// An XLSX file: its sheets as tables, including hidden ones.
///
/// Formulas are read as their stored values.
///
/// Source: ECMA-376-1, 18.2 (workbook), 18.3 (worksheet), 18.4 (shared strings), 18.8.30 (number
/// formats), 22.9.2.19 (escapes).
struct ForeignWorkbook {
    private var archive: ZipArchive
    private let limits: ForeignLimits
    private var texts: [String] = []
    /// For each style, whether cells with it show a day or a time.
    private var dayStyles: [Bool] = []
    private var cellCount = 0
    private var textBytes = 0

    init(_ bytes: [UInt8], _ limits: ForeignLimits) throws(WorkbookFault) {
        archive = try ZipArchive(bytes, limits)
        self.limits = limits
    }

    /// The tables of the sheets, in order.
    mutating func tables() throws(WorkbookFault) -> [ForeignTable] {
        guard let book = try archive.content(of: "xl/workbook.xml") else {
            throw .damaged("it is a zip file without a workbook")
        }
        let targets = try targets()
        if let shared = try archive.content(of: "xl/sharedStrings.xml") { texts = try sharedTexts(shared) }
        if let styles = try archive.content(of: "xl/styles.xml") {
            dayStyles = try WorkbookStyles.days(in: styles)
        }
        var tables: [ForeignTable] = []
        let countsFrom1904 = try Self.countsFrom1904(book)
        for sheet in try sheets(in: book) {
            guard let target = targets[sheet.id], let content = try archive.content(of: target) else {
                throw .damaged("a sheet is missing")
            }
            tables.append(
                ForeignTable(
                    sheet: sheet.name, isHidden: sheet.isHidden, rows: try rows(of: content),
                    countsFrom1904: countsFrom1904))
        }
        guard !tables.isEmpty else { throw .damaged("it has no sheet") }
        return tables
    }

    private static func countsFrom1904(_ book: [UInt8]) throws(WorkbookFault) -> Bool {
        var xml = try XMLPull(book)
        while let event = try xml.next() {
            guard case .start("workbookPr", let attributes) = event else { continue }
            return ["1", "true"].contains(attributes["date1904"] ?? "0")
        }
        return false
    }

    private static let mostSheets = 256

    private func sheets(
        in book: [UInt8]
    ) throws(WorkbookFault) -> [(name: String, id: String, isHidden: Bool)] {
        var xml = try XMLPull(book)
        var sheets: [(name: String, id: String, isHidden: Bool)] = []
        while let event = try xml.next() {
            guard case .start("sheet", let attributes) = event, let id = attributes["id"] else { continue }
            guard sheets.count < Self.mostSheets else { throw .tooManyCells }
            sheets.append((attributes["name"] ?? "", id, attributes["state"] ?? "visible" != "visible"))
        }
        return sheets
    }

    /// The file of each sheet, by the id in the workbook.
    ///
    /// Files outside the archive are ignored.
    private mutating func targets() throws(WorkbookFault) -> [String: String] {
        guard let content = try archive.content(of: "xl/_rels/workbook.xml.rels") else {
            throw .damaged("its list of sheets is missing")
        }
        var xml = try XMLPull(content)
        var targets: [String: String] = [:]
        while let event = try xml.next() {
            guard case .start("Relationship", let attributes) = event, let id = attributes["Id"],
                let target = attributes["Target"], attributes["TargetMode"] != "External"
            else { continue }
            targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
        }
        return targets
    }

    private func sharedTexts(_ content: [UInt8]) throws(WorkbookFault) -> [String] {
        var xml = try XMLPull(content)
        var texts: [String] = []
        while let event = try xml.next() {
            guard case .start("si", _) = event else { continue }
            guard texts.count < limits.cells else { throw .tooManyCells }
            texts.append(try Self.richText(&xml, until: "si"))
        }
        return texts
    }

    /// The text of an element with runs, without phonetic readings for East Asian characters (`rPh`).
    private static func richText(_ xml: inout XMLPull, until end: String) throws(WorkbookFault) -> String {
        var text = ""
        var phonetic = 0
        while let event = try xml.next() {
            switch event {
            case .start("rPh", _): phonetic += 1
            case .end("rPh"): phonetic -= 1
            case .start("t", _):
                // A self-closing `t` has no content; the text after it does not belong to it.
                let content = try textOfT(&xml)
                if phonetic == 0 { text += content }
            case .end(end): return unescaped(text)
            default: continue
            }
        }
        return unescaped(text)
    }

    private static func textOfT(_ xml: inout XMLPull) throws(WorkbookFault) -> String {
        var text = ""
        while let event = try xml.next() {
            switch event {
            case .text(let part): text += part
            case .end("t"): return text
            default: continue
            }
        }
        return text
    }

    /// Decodes control characters, which Excel writes as `_x000D_`.
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "_")), text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
        }
    }

    private mutating func rows(of content: [UInt8]) throws(WorkbookFault) -> [ForeignTable.Row] {
        var xml = try XMLPull(content)
        var rows: [ForeignTable.Row] = []
        var line = 0
        var cells: [ForeignTable.Cell] = []
        var isInRow = false
        while let event = try xml.next() {
            switch event {
            case .start("row", let attributes):
                guard !isInRow else { throw .damaged("a row inside a row") }
                isInRow = true
                cells = []
                let named = attributes["r"].flatMap { Int($0) }
                // Rows are in order; empty ones may be omitted.
                guard let next = named ?? (line < Int.max ? line + 1 : nil), next > line, next <= limits.rows
                else {
                    throw .damaged("its rows are out of order")
                }
                line = next
            case .end("row"):
                isInRow = false
                rows.append(ForeignTable.Row(line: line, cells: cells))
            case .start("c", let attributes):
                guard isInRow else { throw .damaged("a cell outside a row") }
                var column = cells.count
                if let place = attributes["r"] { column = try Self.column(of: place) }
                guard column >= cells.count, column < limits.columns else {
                    throw .damaged("its cells are out of order")
                }
                cellCount += column - cells.count + 1
                guard cellCount <= limits.cells else { throw .tooManyCells }
                while cells.count < column { cells.append(ForeignTable.Cell("")) }
                let style = attributes["s"].flatMap { Int($0) } ?? 0
                let isDay = dayStyles.indices.contains(style) && dayStyles[style]
                let cell = try cell(&xml, type: attributes["t"] ?? "n", isDay: isDay)
                textBytes += cell.text.utf8.count
                guard textBytes <= limits.textBytes else { throw .tooMuchText }
                cells.append(cell)
            default: continue
            }
        }
        return rows
    }

    private func cell(
        _ xml: inout XMLPull, type: String, isDay: Bool
    ) throws(WorkbookFault) -> ForeignTable.Cell {
        var value = ""
        var inline = ""
        var isFormula = false
        loop: while let event = try xml.next() {
            switch event {
            case .start("v", _): value = try Self.textOf("v", &xml)
            case .start("f", _): isFormula = true
            case .start("is", _): inline = try Self.richText(&xml, until: "is")
            case .end("c"): break loop
            default: continue
            }
        }
        // A formula's text may be empty; it then has a type.
        if isFormula, value.isEmpty, type != "str" { return ForeignTable.Cell("", .formula) }
        switch type {
        case "s":
            guard let index = Int(value), texts.indices.contains(index) else {
                if value.isEmpty { return ForeignTable.Cell("") }
                throw .damaged("a cell refers to a missing text")
            }
            return ForeignTable.Cell(texts[index])
        case "inlineStr": return ForeignTable.Cell(inline)
        case "n": return ForeignTable.Cell(value, value.isEmpty ? .text : isDay ? .day : .number)
        case "b": return ForeignTable.Cell(value, .truth)
        case "d": return ForeignTable.Cell(value, .day)
        // A formula's text, or an error such as #REF!.
        default: return ForeignTable.Cell(Self.unescaped(value))
        }
    }

    private static func textOf(_ name: String, _ xml: inout XMLPull) throws(WorkbookFault) -> String {
        var text = ""
        while let event = try xml.next() {
            switch event {
            case .text(let part): text += part
            case .end(name): return text
            default: continue
            }
        }
        return text
    }

    /// The column of `BC23`, counted from 0.
    private static func column(of name: String) throws(WorkbookFault) -> Int {
        var column = 0
        var letters = 0
        for byte in name.utf8 {
            guard (0x41...0x5A).contains(byte) else { break }
            letters += 1
            guard letters <= 3 else { throw .damaged("a cell has no reference") }
            column = column * 26 + Int(byte - 0x40)
        }
        guard column > 0 else { throw .damaged("a cell has no reference") }
        return column - 1
    }
}
