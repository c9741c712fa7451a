import Audits
import Files
import Foundation
import MirrorCore
import Yams

/// How to read and judge lists of one kind, month after month: from a YAML file, or from options.
struct AuditRules: Equatable {
    var numberColumn: String?
    /// The meaning of the file's columns.
    var map: [AuditField: String] = [:]
    var name: String?
    var sheet: String?
    var linesPerNumber: AuditList.LinesPerNumber?
    var accounts: [String] = []
    var accessTypes: [String] = []
    var exact: Set<AuditField> = []

    init() {}

    /// Far more than a hand-written file has.
    private static let byteLimit = 1 << 20

    /// Reads the file at `path`.
    ///
    /// - Throws: ``CommandFailure``.
    init(path: String) throws {
        guard let bytes = try? OpenFile.reading(path).bytes(upTo: Self.byteLimit),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw CommandFailure(kind: .usage, message: "--rules \(path) cannot be read as a text file") }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(
                kind: .usage,
                message: "--rules \(path) is empty: it may have \(Self.keys.joined(separator: ", "))")
        }
        guard let root = try? Yams.compose(yaml: text), case .mapping(let mapping) = root else {
            throw CommandFailure(
                kind: .usage,
                message: "--rules \(path) is not a YAML map with one key per line, each key once")
        }
        for (key, value) in mapping { try take(key.string ?? "", value, path) }
    }

    private static let keys = [
        "number_column", "map", "name", "sheet", "lines_per_number", "accounts", "access_types", "exact",
    ]

    private mutating func take(_ key: String, _ value: Node, _ path: String) throws {
        func refused(_ what: String) -> CommandFailure {
            CommandFailure(kind: .usage, message: "\(key) in \(path) must be \(what)")
        }
        func text() throws -> String {
            guard let text = value.scalar?.string, !text.isEmpty else { throw refused("a text") }
            return text
        }
        func texts() throws -> [String] {
            if let scalar = value.scalar { return [scalar.string] }
            let texts = value.sequence?.map { $0.scalar?.string } ?? [nil]
            guard !texts.contains(where: { $0?.isEmpty ?? true }) else { throw refused("a list of strings") }
            return texts.compactMap(\.self)
        }
        switch key {
        case "number_column": numberColumn = try text()
        case "name": name = try text()
        case "sheet": sheet = try text()
        case "accounts": accounts = try texts()
        case "access_types": accessTypes = try texts()
        case "exact": exact = try Set(texts().map { try Self.field($0) })
        case "lines_per_number":
            linesPerNumber = .init(rawValue: try text())
            if linesPerNumber == nil { throw refused("one or many") }
        case "map":
            guard case .mapping(let columns) = value else { throw refused("a map of columns to fields") }
            map = try Self.map(
                of: columns.map { column, field in
                    guard let column = column.scalar?.string, let field = field.scalar?.string else {
                        throw refused("a map of columns to fields")
                    }
                    return (column, field)
                })
        default:
            throw CommandFailure(
                kind: .usage,
                message: "\(path) has an unknown key \(key)"
                    + Spelling.hint(
                        for: key, among: Self.keys,
                        otherwise: ": it may have \(Self.keys.joined(separator: ", "))"))
        }
    }

    /// Parses `Kostnadssted=cost_centre,Beløp, eks. mva=amount`: a comma before a part
    /// without `=` belongs to the column.
    static func map(from options: [String]) throws -> [AuditField: String] {
        var pairs: [(String, String)] = []
        for option in options {
            var column = ""
            for part in option.split(separator: ",", omittingEmptySubsequences: false) {
                column += (column.isEmpty ? "" : ",") + part
                guard let equals = column.lastIndex(of: "=") else { continue }
                pairs.append((String(column[..<equals]), String(column[column.index(after: equals)...])))
                column = ""
            }
            guard column.isEmpty else {
                throw CommandFailure(
                    kind: .usage, message: "--map \(option) must have the form column=field,column=field")
            }
        }
        return try map(of: pairs)
    }

    private static func map(of pairs: [(column: String, field: String)]) throws -> [AuditField: String] {
        var map: [AuditField: String] = [:]
        for (column, name) in pairs {
            let column = column.trimmingCharacters(in: .whitespaces)
            let name = name.trimmingCharacters(in: .whitespaces)
            guard !name.isEmpty else {
                throw CommandFailure(kind: .usage, message: "the column \(column) is mapped to nothing")
            }
            let field = try field(name)
            guard !column.isEmpty, map.updateValue(column, forKey: field) == nil else {
                throw CommandFailure(kind: .usage, message: "\(field.rawValue) must have exactly one column")
            }
        }
        return map
    }

    private static func field(_ name: String) throws -> AuditField {
        guard let field = AuditField(rawValue: name) else {
            let known = AuditField.allCases.map(\.rawValue)
            throw CommandFailure(
                kind: .usage,
                message: "\(name) cannot be compared"
                    + Spelling.hint(
                        for: name, among: known, otherwise: ": there are \(known.joined(separator: ", "))"))
        }
        return field
    }

    /// - Throws: ``CommandFailure`` if no column of numbers is set.
    func columns() throws -> AuditColumns {
        guard let numberColumn, !numberColumn.isEmpty else {
            throw CommandFailure(
                kind: .usage, message: "name the file's column of numbers with --number-column")
        }
        guard map[.amount].map({ FreeText.folded($0) != FreeText.folded(numberColumn) }) ?? true else {
            throw CommandFailure(
                kind: .usage, message: "\(numberColumn) holds the numbers: map another column to amount")
        }
        return AuditColumns(number: numberColumn, fields: map)
    }
}
