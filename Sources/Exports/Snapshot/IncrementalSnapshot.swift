import Files
import GRDB
import Glibc
import MirrorCore
import MirrorReading
import Schema

/// Makes a snapshot from the previously published one: copies it and replaces the rows that changed since.
///
/// Rows of numbers are replaced if ``NumberComparison`` finds a change; every other relation is
/// small, and is compared as a whole.
final class IncrementalSnapshot {
    private let earlier: ReusableExport
    private let path: String
    private let db: Database
    private let level: PrivacyLevel
    private let interruption: Interruption
    private let selections: [ExportSelection]
    /// Relations whose rows were replaced in the copy.
    private var changed: Set<String> = []
    private var rowCounts: [String: Int] = [:]

    init(
        of earlier: ReusableExport, in place: ExportPlace, at privacy: ExportPrivacy, from db: Database
    ) throws {
        self.earlier = earlier
        path = place.directory + "/" + SnapshotSink.fileName
        interruption = place.interruption
        level = privacy.level
        self.db = db
        selections = try ExportedRelation.all.map { relation in
            // Fetched separately from the detail: its rows change without their number's changed_at.
            let isWhole = relation.name == Relation.orderableAddOn.name
            return try ExportSelection(of: relation, at: privacy, ofChosen: !isWhole, in: db)
        }
    }

    /// Writes the snapshot; returns the file and the unchanged relations.
    ///
    /// Nil, with nothing left behind, if it has to be made from the mirror alone: the earlier one is damaged
    /// or not an earlier state of this mirror, or too much has changed for a copy to be worthwhile.
    ///
    /// - Throws: `FileFailure`, `CancellationError` once interrupted, errors from reading the mirror.
    func write() throws -> (file: ExportedFile, unchanged: Set<String>)? {
        guard let part = earlier.parts.first, part.file.name == SnapshotSink.fileName,
            Set(earlier.parts.map(\.relation)) == Set(selections.map(\.relation.name))
        else { return nil }
        do {
            let copy = try FinishedFile.copy(earlier.directory + "/" + part.file.name, to: path)
            if copy.bytes == part.file.bytes, copy.sha256 == part.file.sha256, let file = try renewed() {
                return (file, Set(selections.map(\.relation.name)).subtracting(changed))
            }
        } catch is SnapshotFailure {
            // If SQLite cannot use the file, or the result is wrong, a new snapshot is cheaper than a repair.
            try interruption.check()
        } catch FileFailure.system(_, _, ENOENT) {}
        unlink(path)
        return nil
    }

    private func renewed() throws -> ExportedFile? {
        rowCounts = Dictionary(
            earlier.parts.map { ($0.relation, $0.rows) }, uniquingKeysWith: { first, _ in first })
        let file = try SnapshotFile(creating: path, interruption: interruption)
        try file.execute(SnapshotSink.pragmas + "PRAGMA secure_delete = ON; BEGIN")
        guard try isOfThisPast(file), let numbers = try changedNumbers(in: file) else { return nil }
        guard try renew(numbers, in: file) else { return nil }
        try checkLinks(in: file)
        try file.execute("COMMIT")
        try file.close()
        let parts = selections.map { selection in
            let name = selection.relation.name
            return ExportedFile.Part(relation: name, table: name, rows: rowCounts[name] ?? 0)
        }
        // Both read the file, and nobody writes it.
        let sealed = PendingResult.onOwnThread { [path] in try FinishedFile.seal(path) }
        let checked = Result {
            try SnapshotCheck(path: path, isWhole: true, interruption: interruption)
                .examine(changed: parts.filter { changed.contains($0.relation) })
        }
        let (bytes, sha256) = try sealed.wait()
        try checked.get()
        return ExportedFile(name: SnapshotSink.fileName, bytes: bytes, sha256: sha256, parts: parts)
    }

    /// Whether its last run is in the mirror: after a backup was restored, the same
    /// number may mean another run.
    private func isOfThisPast(_ file: SnapshotFile) throws -> Bool {
        guard try file.texts("SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index')").isEmpty
        else { return false }
        let last = try file.rows("SELECT id, started_at FROM sync_run ORDER BY id DESC LIMIT 1")
        guard let last = last.first else { return true }
        let same = try ReadStatement("SELECT 1 FROM sync_run WHERE id = ? AND started_at = ?", in: db)
        return try !same.rows(last).isEmpty
    }

    /// Lists the changed numbers, as exported, in `changed_number`, and new times of
    /// verification in `verified_number`.
    ///
    /// - Returns: the changed numbers as a JSON array; nil if the snapshot is not an
    ///   earlier state, or if they are many.
    private func changedNumbers(in file: SnapshotFile) throws -> String? {
        try file.execute(
            """
            CREATE TEMP TABLE changed_number (msisdn TEXT PRIMARY KEY) WITHOUT ROWID;
            CREATE TEMP TABLE verified_number (msisdn TEXT PRIMARY KEY, verified_at TEXT) WITHOUT ROWID
            """)
        let change = try file.prepare("INSERT INTO temp.changed_number VALUES (?)")
        let verify = try file.prepare("INSERT INTO temp.verified_number VALUES (?, ?)")
        let now = try ReadStatement(NumberComparison.sql(at: level), in: db)
        let then = try file.prepare(NumberComparison.snapshotSQL)
        var numbers: [JSONValue] = []
        let count = try NumberComparison.count(of: now, against: then) { finding in
            let shown = now.cell(0).value
            switch finding {
            case .changed:
                numbers.append(JSONValue(now.cell(1).value))
                try change.run([shown])
            case .verified: try verify.run([shown, now.cell(4).value])
            }
        }
        guard let count, numbers.count <= max(Self.alwaysFew, count / 5) else { return nil }
        return JSONValue.array(numbers).text
    }

    /// So few changes always cost less than making the whole, however small it is.
    private static let alwaysFew = 100

    /// Replaces the rows that changed.
    ///
    /// - Parameter numbers: the changed numbers, a JSON array.
    /// - Returns: false if the snapshot holds rows that the mirror forgot.
    private func renew(_ numbers: String, in file: SnapshotFile) throws -> Bool {
        var shared: [String: Value] = [:]
        for selection in selections where !selection.relation.isOfSubscriptions {
            try stage(selection, in: file)
            if Self.shared.contains(selection.relation.name) {
                guard let keys = try changedKeys(of: selection, in: file) else { return false }
                shared[selection.relation.name] = keys
            }
            try replace(selection, in: file)
        }
        let shown = try adding(numbersOf: shared, to: numbers)
        for selection in selections where selection.relation.isOfSubscriptions {
            let isFlat = selection.relation.name == Relation.subscriptionFlat.name
            try stage(selection, of: isFlat ? shown : numbers, in: file)
            try replace(selection, in: file)
        }
        try renewVerification(in: file)
        return true
    }

    /// Relations whose rows are shared by many numbers and shown in `subscription_flat`.
    private static let shared = [Relation.account, .organization, .subscriptionType].map(\.name)

    /// Reads the relation's new rows into `fresh`.
    private func stage(
        _ selection: ExportSelection, of numbers: String = "[]", in file: SnapshotFile
    ) throws {
        let columns = Self.columns(of: selection)
        try file.execute(
            """
            DROP TABLE IF EXISTS temp.fresh;
            CREATE TEMP TABLE fresh AS SELECT \(columns) FROM main."\(selection.relation.name)" LIMIT 0
            """)
        let places = selection.columns.map { _ in "?" }.joined(separator: ", ")
        let insert = try file.prepare("INSERT INTO temp.fresh VALUES (\(places))")
        let rows = try ReadStatement(selection.sql, in: db)
        try rows.bind(rows.parameters.map { $0 == "numbers" ? .text(numbers) : .null })
        while try rows.step() { try file.run(insert, withRowOf: rows) }
    }

    /// The keys of the changed shared rows, as a JSON array; nil if some are gone,
    /// which only `forget` removes.
    private func changedKeys(of selection: ExportSelection, in file: SnapshotFile) throws -> Value? {
        let relation = selection.relation.name
        let key = selection.relation.key.map { "\"\($0)\"" }.joined(separator: ", ")
        let columns = Self.columns(of: selection)
        let found = try file.rows(
            """
            SELECT EXISTS (SELECT \(key) FROM main."\(relation)" EXCEPT SELECT \(key) FROM temp.fresh),
                (SELECT json_group_array(\(key)) FROM (
                    SELECT \(columns) FROM temp.fresh EXCEPT SELECT \(columns) FROM main."\(relation)"))
            """)
        guard let found = found.first, found[0] == .integer(0) else { return nil }
        return found[1]
    }

    /// Adds to `numbers` those that show one of the shared rows, as a JSON array.
    private func adding(numbersOf shared: [String: Value], to numbers: String) throws -> String {
        guard shared.values.contains(where: { $0 != .text("[]") }) else { return numbers }
        let statement = try ReadStatement(
            """
            SELECT json_group_array(msisdn) FROM (
                SELECT value AS msisdn FROM json_each(:numbers)
                UNION SELECT msisdn FROM subscription
                WHERE subscription_type_id IN (SELECT value FROM json_each(:subscription_type))
                UNION SELECT msisdn FROM subscription
                WHERE account_id IN (SELECT value FROM json_each(:account))
                UNION SELECT msisdn FROM party
                WHERE org_number IN (SELECT value FROM json_each(:organization)))
            """, in: db)
        try statement.bind(
            statement.parameters.map { $0 == "numbers" ? .text(numbers) : shared[$0 ?? ""] ?? .text("[]") })
        return try statement.step() ? statement.text(0) : numbers
    }

    /// Replaces the relation's rows with those in `fresh` if they differ: all rows, or
    /// those of the changed numbers.
    private func replace(_ selection: ExportSelection, in file: SnapshotFile) throws {
        let relation = selection.relation.name
        let columns = Self.columns(of: selection)
        let scope =
            selection.relation.isOfSubscriptions && relation != Relation.orderableAddOn.name
            ? """
            WHERE msisdn IN (SELECT msisdn FROM temp.changed_number UNION SELECT msisdn FROM temp.fresh)
            """ : ""
        let isSame = try file.rows(
            """
            SELECT (SELECT count(*) FROM main."\(relation)" \(scope)) = (SELECT count(*) FROM temp.fresh)
                AND NOT EXISTS (
                    SELECT \(columns), count(*) FROM temp.fresh GROUP BY \(columns)
                    EXCEPT SELECT \(columns), count(*) FROM main."\(relation)" \(scope) GROUP BY \(columns))
            """)
        guard isSame != [[.integer(1)]] else { return }
        changed.insert(relation)
        try file.execute("DELETE FROM main.\"\(relation)\" \(scope)")
        let removed = file.changeCount
        try file.execute(
            "INSERT INTO main.\"\(relation)\" (\(columns)) SELECT \(columns) FROM temp.fresh ORDER BY rowid")
        rowCounts[relation, default: 0] += file.changeCount - removed
    }

    /// Updates the times of verification: one column of the current rows, in no index.
    private func renewVerification(in file: SnapshotFile) throws {
        let updates = try [
            "UPDATE subscription SET verified_at = ?2 WHERE msisdn = ?1",
            "UPDATE subscription_flat SET verified_at = ?2 WHERE msisdn = ?1",
            "UPDATE subscription_history SET verified_at = ?2 WHERE msisdn = ?1 AND observed_to IS NULL",
        ].map(file.prepare)
        let verified = try file.prepare(
            "SELECT msisdn, verified_at FROM temp.verified_number ORDER BY msisdn")
        while try file.advance(verified) {
            for update in updates { try file.run(update, withRowOf: verified) }
            changed.formUnion(["subscription", "subscription_flat", "subscription_history"])
        }
    }

    /// Checks that the written rows refer to existing rows.
    private func checkLinks(in file: SnapshotFile) throws {
        let links = try file.rows(
            """
            SELECT child.name, link."from", link."table", link."to"
            FROM main.sqlite_schema AS child JOIN pragma_foreign_key_list(child.name) AS link
            WHERE child.type = 'table'
            """)
        let ofNumbers = Set(selections.map(\.relation).filter(\.isOfSubscriptions).map(\.name))
        for link in links {
            let names = link.map { value in
                if case .text(let name) = value { name } else { "" }
            }
            guard changed.contains(names[0]) else { continue }
            let scope =
                ofNumbers.contains(names[0]) ? "AND msisdn IN (SELECT msisdn FROM temp.changed_number)" : ""
            let isBroken = try file.rows(
                """
                SELECT EXISTS (
                    SELECT 1 FROM main."\(names[0])" AS child WHERE "\(names[1])" IS NOT NULL \(scope)
                        AND NOT EXISTS (
                            SELECT 1 FROM main."\(names[2])" AS parent
                            WHERE parent."\(names[3])" = child."\(names[1])"))
                """)
            guard isBroken == [[.integer(0)]] else {
                throw SnapshotFailure.unsound(
                    path: path, problem: "\(names[0]) points to missing rows of \(names[2])")
            }
        }
    }

    private static func columns(of selection: ExportSelection) -> String {
        selection.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    }
}
