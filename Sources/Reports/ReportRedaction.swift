import Exports
import GRDB
import MirrorCore
import MirrorReading

extension Report {
    /// The report as it leaves at a level of privacy, by the classes of its columns; for a report of ours alone.
    ///
    /// - Throws: ``ReportFailure/withheld(report:column:level:)`` where it would mean nothing; ``RelationColumnFailure``.
    func redacted(
        at privacy: ReportPrivacy, _ arguments: [String: String], _ costCentres: CostCentres,
        reading reads: StatementReads, in db: Database
    ) throws -> Report {
        guard privacy.level != .full else { return self }
        let values = Dictionary(
            parameters.map { ($0.name, arguments[$0.name] ?? $0.standsFor.text(costCentres) ?? "") },
            uniquingKeysWith: { $1 })
        let redaction = try ReportRedaction(self, privacy, values, reading: reads, in: db)
        if let need = needs.first(where: { redaction.withholds($0.column) && $0.holds(for: values) }) {
            throw ReportFailure.withheld(report: name, column: need.column, level: privacy.level.rawValue)
        }
        return with(sql: redaction.sql, columns: redaction.columns.map(\.column))
    }
}

/// A report's statement around the one that it is made by, whose values leave as those of relations do.
private struct ReportRedaction {
    /// The columns that leave, and how each is read.
    let columns: [(column: ReportColumn, expression: String)]
    private let report: Report
    private let privacy: ReportPrivacy
    private let condition: String?

    init(
        _ report: Report, _ privacy: ReportPrivacy, _ values: [String: String],
        reading reads: StatementReads, in db: Database
    ) throws {
        self.report = report
        self.privacy = privacy
        let names = Set(report.columns.map(\.name))
        let changes =
            try names.isSuperset(of: ["relation", "item", "field", "old_value", "new_value"])
            ? ChangePrivacy(at: privacy.privacy, openFields: ["subscription.subscription_type"], in: db) : nil
        condition = changes?.condition
        let isAboutNumbers = report.columns.contains { $0.privacy == .number }
        let stored = reads.relations.contains(where: ExportPrivacy.storesCostCentres)
        columns = report.columns.compactMap { column -> (column: ReportColumn, expression: String)? in
            if let changes, column.privacy == .mixed { return (column, changes.value(of: column.name)) }
            let kind = Self.privacy(of: column, values["by"])
            return Self.leaving(column, kind, privacy.privacy, values, isAboutNumbers, isStored: stored)
        }
    }

    func withholds(_ column: String) -> Bool { !columns.contains { $0.column.name == column } }

    /// The class of a column that says which group a row is of depends on what the groups are.
    private static func privacy(of column: ReportColumn, _ grouping: String?) -> RelationColumn.Privacy {
        guard groups.contains(column.name), column.privacy == .reference else { return column.privacy }
        return switch grouping {
        case "type", "organization", "total": .open
        case "account" where column.name != "group_name": .open
        default: .reference
        }
    }

    private static let groups: Set<String> = ["group_id", "group_name", "from_group", "to_group"]

    /// Nil for a column that does not leave.
    private static func leaving(
        _ column: ReportColumn, _ kind: RelationColumn.Privacy, _ privacy: ExportPrivacy,
        _ values: [String: String], _ isAboutNumbers: Bool, isStored: Bool
    ) -> (column: ReportColumn, expression: String)? {
        let name = "\"\(column.name)\""
        switch privacy.level.treatment(of: kind) {
        case .absent: return nil
        case .byRow: return privacy.level.isNamed ? (column, name) : nil
        case .pseudonym:
            let pseudonym = ExportPrivacy.pseudonym(name, as: kind)
            guard kind == .reference else { return (column, pseudonym) }
            let isWithKind = isStored && ExportPrivacy.withKind.contains(column.name)
            guard let open = privacy.openCostCentres?.reference.rawValue else {
                return (column, isWithKind ? privacy.storedGroup(name) : pseudonym)
            }
            if column.name == open { return (column, "coalesce(cost_centre(\(name)), \(pseudonym))") }
            if isCostCentre(column.name, open, values) {
                guard isStored, column.name != "cost_centre_name" else { return (column, name) }
                return (column, isWithKind ? privacy.storedGroup(name) : privacy.storedCostCentre(name))
            }
            return (column, isWithKind ? privacy.storedGroup(name, areOpen: false) : pseudonym)
        case .asItIs where privacy.level.hidesDays: return month(column, name, isAboutNumbers)
        case .asItIs: return (column, name)
        }
    }

    /// A day, and in a list of numbers a time, as its month.
    private static func month(
        _ column: ReportColumn, _ name: String, _ isAboutNumbers: Bool
    ) -> (column: ReportColumn, expression: String)? {
        switch column.unit {
        case "date": (column.with(unit: "month"), "substr(\(name), 1, 7)")
        case "instant" where isAboutNumbers:
            (column.with(unit: "month"), "substr(local_day(\(name)), 1, 7)")
        // With the day that the report is of they tell the day.
        case "days": nil
        default: (column, name)
        }
    }

    /// Whether the column holds the cost centres of the reference `open`.
    private static func isCostCentre(_ column: String, _ open: String, _ values: [String: String]) -> Bool {
        guard column.hasPrefix("cost_centre") || groups.contains(column) else { return false }
        return (values["reference"] ?? open) == open && (values["by"] ?? "cost-centre") == "cost-centre"
    }

    var sql: String {
        guard let fold = report.fold, !privacy.level.isNamed, privacy.smallestGroup > 1 else {
            return """
                SELECT \(columns.map { Self.shown($0.expression, as: $0.column) }.joined(separator: ", ")) FROM (
                \(report.statement)
                ) AS "change" \(condition.map { "WHERE " + $0 } ?? "") \(order(first: []))
                """
        }
        let sizes = fold.sizes.map { "ifnull(\"\($0)\", 0)" }
        let size = sizes.count == 1 ? sizes[0] : "max(\(sizes.joined(separator: ", ")))"
        // What is folded has to be enough people, else the next group is folded, too. Every table is read once: SQLite counts
        // what stands in a view for each time that it is named, and refuses more than 65,535.
        return """
            WITH "told" AS MATERIALIZED (
            \(report.statement)
            ),
            "sized" AS (SELECT *, \(hasTotal ? Self.isTotal : "0") AS "is total", \(size) AS "size of group" FROM "told"),
            "counted" AS (
                SELECT *, row_number() OVER (ORDER BY "size of group") AS "place", sum(iif("is total", 0, "size of group"))
                    OVER (ORDER BY "size of group" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "smaller ones"
                FROM "sized"
            ),
            "judged" AS (
                SELECT *, NOT "is total" AND ("size of group" < \(privacy.smallestGroup)
                    OR ifnull("smaller ones", 0) BETWEEN 1 AND \(privacy.smallestGroup - 1)) AS "is small"
                FROM "counted"
            )
            SELECT \(folding(fold).joined(separator: ", "))
            FROM "judged" GROUP BY iif("is small", 0, "place") \(order(first: fold.sizes))
            """
    }

    /// Whether one row is the total of the others, and no group.
    private var hasTotal: Bool { columns.contains { $0.column.name == "group_is" } }

    private static let isTotal = "\"group_is\" IS 'total'"

    private static func shown(_ expression: String, as column: ReportColumn) -> String {
        let name = "\"\(column.name)\""
        return expression == name ? name : "\(expression) AS \(name)"
    }

    /// The columns of a group, or of the row in which small groups stand together.
    private func folding(_ fold: ReportFold) -> [String] {
        let checks = Set(report.checks.map(\.column))
        let label = columns.first { column, _ in
            column.unit == "text" && !fold.sums.contains(column.name) && !checks.contains(column.name)
        }
        return columns.map { column, expression in
            let name = "\"\(column.name)\""
            let together =
                if column.name == label?.column.name {
                    "count(*) || ' smaller groups'"
                } else if checks.contains(column.name) {
                    // As the column leaves, else a number would leave here alone.
                    "max(\(expression))"
                } else if fold.sums.contains(column.name) {
                    switch column.unit {
                    case "percent": "round(sum(\(name)), 2)"
                    case "decimal": "decimal_sum(\(name))"
                    default: "sum(\(name))"
                    }
                } else {
                    "NULL"
                }
            return "iif(\"is small\", \(together), \(expression)) AS \(name)"
        }
    }

    /// By what is written, where an order by what is hidden would tell of it.
    private func order(first: [String]) -> String {
        let isHidden =
            columns.count < report.columns.count
            || columns.contains { $0.expression != "\"\($0.column.name)\"" }
        guard !privacy.level.isNamed, isHidden || !first.isEmpty else { return "" }
        let places = columns.indices.map { $0 + 1 }
        let leading = first.compactMap { name in columns.firstIndex { $0.column.name == name } }.map {
            "\($0 + 1) DESC"
        }
        let last = !first.isEmpty && hasTotal ? [Self.isTotal] : []
        return "ORDER BY " + (last + leading + places.map(String.init)).joined(separator: ", ")
    }
}
