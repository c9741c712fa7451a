import Audits
import ForeignTables
import Foundation
import MirrorCore
import MirrorReading

/// The company's own lists that reports are told by: files that settings name.
///
/// Nothing of them enters the mirror.
struct CompanyLists: Sendable {
    let map: CostCentreMap?
    let prices: PriceList?

    /// Reads the files.
    ///
    /// - Throws: ``CommandFailure``.
    init(_ settings: Settings) throws {
        map = try settings.costCentreMap.map { try Self.map(at: $0.path) }
        prices = try settings.priceList.map { try Self.prices(at: $0.path) }
    }

    private static func map(at path: String) throws -> CostCentreMap {
        let file = try ListFile(.costCentreMap, at: path, needing: ["cost_centre"], ["name", "owner"])
        var lines: [String: Int] = [:]
        let entries = try file.rows.map { row in
            guard let centre = row["cost_centre"] else { throw file.fault(row, "it has no cost_centre") }
            if let earlier = lines.updateValue(row.line, forKey: FreeText.folded(centre)) {
                throw file.fault(row, "its cost centre stands in line \(earlier), too")
            }
            return CostCentreMap.Entry(costCentre: centre, name: row["name"], owner: row["owner"])
        }
        guard let map = CostCentreMap(entries) else { throw file.fault("a cost centre stands twice in it") }
        guard map.byteCount <= Int(QueryLimits().valueBytes) else {
            throw file.fault("it has more than 1 MB of cost centres and names")
        }
        return map
    }

    private static func prices(at path: String) throws -> PriceList {
        let file = try ListFile(.priceList, at: path, needing: ["product_id", "price"], ["from", "to"])
        var entries: [Int64: [(line: Int, entry: PriceList.Entry)]] = [:]
        // The whole column tells what a comma and a point mean in it.
        let amounts = AuditAmount(
            of: file.rows.compactMap { $0.cell("price") }.filter { $0.nature == .text }.map(\.text))
        for row in file.rows {
            let entry = try price(in: row, of: file, amounts)
            if let other = entries[entry.product]?.first(where: { $0.entry.overlaps(entry) }) {
                throw file.fault(
                    row, "line \(other.line) has a price of the same product for some of these days, too")
            }
            entries[entry.product, default: []].append((row.line, entry))
        }
        return PriceList(entries.values.flatMap { $0.map(\.entry) })
    }

    private static func price(
        in row: ListFile.Row, of file: ListFile, _ amounts: AuditAmount
    ) throws -> PriceList.Entry {
        func day(_ column: String) throws -> CalendarDay? {
            try row.cell(column).map { cell in
                guard let day = file.day(in: cell) else {
                    throw file.fault(row, "\(column) has to be a day such as 2026-10-01")
                }
                return day
            }
        }
        guard let product = row["product_id"].flatMap({ Int64($0) }) else {
            throw file.fault(row, "product_id has to be a whole number")
        }
        guard let price = try amount(in: row, of: file, amounts) else {
            throw file.fault(row, "price has to be an amount such as 199.50")
        }
        let entry = PriceList.Entry(product: product, price: price, from: try day("from"), to: try day("to"))
        if let from = entry.from, let to = entry.to, to < from { throw file.fault(row, "to is before from") }
        return entry
    }

    /// Nil where there is none.
    private static func amount(
        in row: ListFile.Row, of file: ListFile, _ amounts: AuditAmount
    ) throws -> ExactDecimal? {
        guard let cell = row.cell("price"), cell.nature == .text || cell.nature == .number else { return nil }
        do throws(AuditFault) {
            return try amounts.read(cell.text, isNumber: cell.nature == .number)
        } catch {
            guard error == .ambiguousAmount else { return nil }
            throw file.fault(
                row,
                "price \(cell.text) may be a thousand or a decimal: write 1249.00 or 1249,00 in one price at least"
            )
        }
    }
}

/// A file with a header and rows below it, read whatever program wrote it.
private struct ListFile {
    struct Row {
        let line: Int
        fileprivate let cells: [String: ForeignTable.Cell]

        /// Nil where it is empty.
        subscript(column: String) -> String? { cells[column]?.text }

        func cell(_ column: String) -> ForeignTable.Cell? { cells[column] }
    }

    private let key: SettingKey
    private let path: String
    private let table: ForeignTable?
    let rows: [Row]

    init(_ key: SettingKey, at path: String, needing needed: [String], _ others: [String]) throws {
        self.key = key
        self.path = path
        let names = needed + others
        do throws(ForeignTableFailure) {
            table = try ForeignFile.tables(at: path, expecting: names).tables.first { !$0.isHidden }
        } catch {
            throw CommandFailure(kind: .configuration, message: "\(key.rawValue): \(error.message)")
        }
        let all = table?.rows ?? []
        let headers = all.map { row in row.cells.map { FreeText.folded($0.text) } }
        guard let place = headers.firstIndex(where: { Set($0).isSuperset(of: needed) }) else {
            throw CommandFailure(
                kind: .configuration,
                message:
                    "\(key.rawValue) \(path) has no row that names \(needed.joined(separator: " and ")): "
                    + "begin it with \(names.joined(separator: ";"))")
        }
        if let twice = names.first(where: { name in headers[place].count { $0 == name } > 1 }) {
            throw CommandFailure(
                kind: .configuration,
                message: "\(key.rawValue) \(path) cannot be used: it has several columns \(twice)")
        }
        let columns = names.compactMap { name in headers[place].firstIndex(of: name).map { (name, $0) } }
        rows = all[(place + 1)...].compactMap { row in
            let cells = columns.compactMap { name, index -> (String, ForeignTable.Cell)? in
                let text = row[index].text.trimmingCharacters(in: .whitespacesAndNewlines)
                return text.isEmpty ? nil : (name, ForeignTable.Cell(text, row[index].nature))
            }
            return cells.isEmpty
                ? nil : Row(line: row.line, cells: Dictionary(cells, uniquingKeysWith: { $1 }))
        }
    }

    func day(in cell: ForeignTable.Cell) -> CalendarDay? { table?.day(in: cell) }

    func fault(_ reason: String) -> CommandFailure {
        CommandFailure(kind: .configuration, message: "\(key.rawValue) \(path) cannot be used: \(reason)")
    }

    func fault(_ row: Row, _ reason: String) -> CommandFailure {
        CommandFailure(kind: .configuration, message: "\(key.rawValue) \(path), line \(row.line): \(reason)")
    }
}
