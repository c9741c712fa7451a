import GRDB
import MirrorCore

/// Deletes everything the mirror holds about a set of numbers, in the caller's transaction.
struct ForgetWriter {
    private let db: Database
    private let registry: RelationRegistry

    init(in db: Database, registry: RelationRegistry = .mirror) {
        self.db = db
        self.registry = registry
    }

    /// The members of `numbers` that occur in any table as a subscription's number, in order.
    func known(_ numbers: [Msisdn]) throws -> [Msisdn] {
        // All other rows with a number refer to _number.
        try texts(
            """
            SELECT value FROM json_each(:chosen) WHERE value IN (SELECT msisdn FROM _subscription)
                OR value IN (SELECT msisdn FROM quarantine) OR value IN (SELECT msisdn FROM _queue)
                OR value IN (SELECT msisdn FROM _poll_listing) OR value IN (SELECT msisdn FROM _listed)
                OR value IN (SELECT subscriber FROM _millom_subscriber)
                OR value IN (SELECT msisdn FROM _millom_alias)
                OR value IN (SELECT subscriber FROM _millom_notification)
                OR value IN (SELECT subscriber FROM _millom_link)
                OR value IN (SELECT subscriber FROM _millom_purchase WHERE subscriber IS NOT NULL)
                OR value IN (SELECT msisdn FROM _audit_entry WHERE msisdn IS NOT NULL)
            ORDER BY value
            """, numbers.map(\.digits)
        ).compactMap { Msisdn($0) }
    }

    /// The members of `ids` that occur in any table as a Millom id, in order.
    func known(ids: [String]) throws -> [String] {
        try texts(
            """
            SELECT DISTINCT value FROM json_each(:chosen)
            WHERE value IN (SELECT subscriber FROM _millom_subscriber)
                OR value IN (SELECT subscriber FROM _millom_alias)
                OR value IN (SELECT subscriber FROM _millom_notification)
                OR value IN (SELECT subscriber FROM _millom_link)
                OR value IN (SELECT subscriber FROM _millom_purchase WHERE subscriber IS NOT NULL)
            ORDER BY value
            """, ids)
    }

    /// Deletes every row of Millom ids that belong to no known number.
    ///
    /// - Returns: the removed rows by relation, as in ``delete(_:)``.
    func delete(ids: [String]) throws -> [String: Int] {
        var removed: [String: Int] = [:]
        try erasePerson(ids)
        for table in ForgetTables.ofNumbers(in: registry) where table.owner == .subscriber {
            // Only the table's name is interpolated; it comes from our own list.
            try db.execute(
                sql: "DELETE FROM \(table.name) WHERE \(Self.isOfChosen(table.owner))",
                arguments: ["chosen": TextList.argument(ids)])
            removed[registry.relation(ofTable: table.name)] = db.changesCount
        }
        return removed.filter { $0.value > 0 }
    }

    /// How many of `numbers` are gone.
    func goneCount(_ numbers: [Msisdn]) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM _gone WHERE msisdn IN (SELECT value FROM json_each(:chosen))
                """, arguments: ["chosen": TextList.argument(numbers.map(\.digits))]) ?? 0
    }

    /// Deletes every row of `numbers`, and the shared rows that nothing else refers to.
    ///
    /// Foreign keys may be off meanwhile: no remaining row refers to a deleted one.
    ///
    /// - Returns: the number of deleted rows by relation; relations without any are omitted.
    func delete(_ numbers: [Msisdn]) throws -> [String: Int] {
        let chosen = numbers.map(\.digits)
        let accounts = try texts(
            """
            SELECT account_id FROM _number_version
            WHERE \(Self.isOfChosen(.id)) AND account_id IS NOT NULL
            UNION SELECT account_id FROM _listed
            WHERE msisdn IN (SELECT value FROM json_each(:chosen)) AND account_id IS NOT NULL
            """, chosen)
        let organizations = try texts(
            """
            SELECT DISTINCT org_number FROM party_history
            WHERE msisdn IN (SELECT value FROM json_each(:chosen)) AND org_number IS NOT NULL
            """, chosen)
        var removed: [String: Int] = [:]
        try erasePerson(chosen)
        try leaveClosings(chosen)
        try erasePersonInAudits(chosen)
        for table in ForgetTables.ofNumbers(in: registry) {
            // Only the table's name is interpolated; it comes from our own list.
            try db.execute(
                sql: "DELETE FROM \(table.name) WHERE \(Self.isOfChosen(table.owner))",
                arguments: ["chosen": TextList.argument(chosen)])
            removed[registry.relation(ofTable: table.name)] = db.changesCount
        }
        let owners = try deleteAccounts(accounts, &removed)
        removed["organization"] = try deleteOrganizations(
            Set((organizations + owners).map(ExactText.init)).sorted().map(\.text))
        return removed.filter { $0.value > 0 }
    }

    /// The condition that a row belongs to one of the numbers in `:chosen`.
    private static func isOfChosen(_ owner: ForgetTables.Table.Owner) -> String {
        let chosen = "msisdn IN (SELECT value FROM json_each(:chosen))"
        return switch owner {
        case .id: "number IN (SELECT id FROM _number WHERE \(chosen))"
        case .msisdn: chosen
        case .subscriber:
            """
            subscriber IN (
                SELECT value FROM json_each(:chosen) UNION ALL SELECT subscriber FROM _millom_alias WHERE \(chosen))
            """
        }
    }

    /// Strips the purchases of `chosen` down to amount, plan and times.
    ///
    /// The remarks of the operator or of a person may name the subscriber, as may the operator's receipt.
    private func erasePerson(_ chosen: [String]) throws {
        let ofChosen = Self.isOfChosen(.subscriber)
        let arguments: StatementArguments = try ["chosen": TextList.argument(chosen)]
        try db.execute(
            sql: """
                UPDATE _millom_purchase_event
                SET message = NULL, confirmation_code = NULL, recorded_by = NULL
                WHERE transid IN (SELECT transid FROM _millom_purchase WHERE \(ofChosen))
                """, arguments: arguments)
        try db.execute(
            sql: "UPDATE _millom_purchase SET subscriber = NULL, asked_by = NULL WHERE \(ofChosen)",
            arguments: arguments)
    }

    /// Anonymises `chosen` in closed months: keeps that they counted, and in which groups.
    private func leaveClosings(_ chosen: [String]) throws {
        let ofChosen = Self.isOfChosen(.id)
        let arguments: StatementArguments = try ["chosen": TextList.argument(chosen)]
        try db.execute(
            sql: """
                UPDATE _month_subscription
                SET number = NULL, salt = NULL, valid_from_date = NULL, valid_to_date = NULL WHERE \(ofChosen)
                """, arguments: arguments)
        try db.execute(
            sql: "UPDATE _month_event SET number = NULL, salt = NULL WHERE \(ofChosen)", arguments: arguments)
        try anonymiseLoneGroups()
    }

    /// Anonymises the groups of closed months in which only forgotten persons counted.
    ///
    /// Such a group's cost centre, account or owner may name one of them.
    private func anonymiseLoneGroups() throws {
        let lone = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM _month_group
                WHERE substr(value, 1, instr(value, ':')) IN (
                        'cost centre:', 'account:', 'organization:', 'organization without number:')
                    AND id NOT IN (
                        SELECT account FROM _month_subscription WHERE number IS NOT NULL
                        UNION SELECT cost_centre FROM _month_subscription WHERE number IS NOT NULL
                        UNION SELECT organization FROM _month_subscription WHERE number IS NOT NULL
                        UNION SELECT from_group FROM _month_event WHERE number IS NOT NULL AND from_group IS NOT NULL
                        UNION SELECT to_group FROM _month_event WHERE number IS NOT NULL AND to_group IS NOT NULL)
                """)
        for group in lone {
            try db.execute(
                sql: "UPDATE _month_count SET name = NULL, salt = NULL WHERE \"group\" = ?",
                arguments: [group])
            try db.execute(
                sql: "UPDATE _month_event SET salt = NULL WHERE from_group = :group OR to_group = :group",
                arguments: ["group": group])
            try db.execute(
                sql: "UPDATE _month_group SET value = 'forgotten:' || id WHERE id = ?", arguments: [group])
        }
    }

    /// Strips the lines of audits down to result and amount; keeps cost centre and
    /// account only if others share them.
    ///
    /// A cost centre or an account with a single person identifies that person.
    private func erasePersonInAudits(_ chosen: [String]) throws {
        let arguments: StatementArguments = try ["chosen": TextList.argument(chosen)]
        let isOfChosen = Self.isOfChosen(.msisdn)
        try db.execute(
            sql: """
                DELETE FROM _audit_difference
                WHERE (audit, entry) IN (SELECT audit, entry FROM _audit_entry WHERE \(isOfChosen))
                """, arguments: arguments)
        for column in ["cost_centre", "account_id"] {
            try db.execute(
                sql: """
                    UPDATE _audit_entry SET \(column) = NULL
                    WHERE \(isOfChosen) AND (audit, \(column)) NOT IN (
                        SELECT audit, \(column) FROM _audit_entry
                        WHERE audit IN (SELECT audit FROM _audit_entry WHERE \(isOfChosen))
                            AND msisdn IS NOT NULL AND NOT (\(isOfChosen)) AND \(column) IS NOT NULL)
                    """, arguments: arguments)
        }
        try db.execute(
            sql: "UPDATE _audit_entry SET msisdn = NULL WHERE \(isOfChosen)", arguments: arguments)
    }

    /// Deletes the members of `accounts` that no number is on; returns their owners.
    ///
    /// The next run restarts an unfinished comparison that knows such an account: the rest of that account's
    /// list would refer to a missing row.
    private func deleteAccounts(_ accounts: [String], _ removed: inout [String: Int]) throws -> [String] {
        guard !accounts.isEmpty else { return [] }
        let rows = try Row.fetchAll(
            db,
            sql: """
                DELETE FROM account
                WHERE id IN (SELECT value FROM json_each(:chosen))
                    AND id NOT IN (
                        SELECT account_id FROM _number_version
                        WHERE account_id IN (SELECT value FROM json_each(:chosen)))
                    AND id NOT IN (
                        SELECT account_id FROM _listed
                        WHERE account_id IN (SELECT value FROM json_each(:chosen)))
                RETURNING id, owner_org_number
                """, arguments: ["chosen": TextList.argument(accounts)])
        removed["account"] = rows.count
        let parts = rows.map { ReconcilePart.account($0["id"]).text }
        try db.execute(
            sql: """
                DELETE FROM _reconcile_part WHERE reconcile_id IN (
                    SELECT reconcile_id FROM _reconcile_part
                    WHERE part IN (SELECT value FROM json_each(:parts)))
                """, arguments: ["parts": TextList.argument(parts)])
        if db.changesCount > 0 { try db.execute(sql: "DELETE FROM _reconcile WHERE listed_at IS NULL") }
        return rows.compactMap { $0["owner_org_number"] }
    }

    /// Deletes the members of `organizations` that no party or account names; returns how many.
    private func deleteOrganizations(_ organizations: [String]) throws -> Int {
        guard !organizations.isEmpty else { return 0 }
        try db.execute(
            sql: """
                DELETE FROM organization
                WHERE org_number IN (SELECT value FROM json_each(:chosen))
                    AND org_number NOT IN (
                        SELECT org_number FROM party_history
                        WHERE org_number IN (SELECT value FROM json_each(:chosen)))
                    AND org_number NOT IN (
                        SELECT owner_org_number FROM account
                        WHERE owner_org_number IN (SELECT value FROM json_each(:chosen)))
                """, arguments: ["chosen": TextList.argument(organizations)])
        return db.changesCount
    }

    private func texts(_ sql: String, _ chosen: [String]) throws -> [String] {
        try String.fetchAll(db, sql: sql, arguments: ["chosen": TextList.argument(chosen)])
    }
}
