import GRDB
import MirrorCore

/// Deletes all that the mirror holds of some numbers, in the caller's transaction.
struct ForgetWriter {
    private let db: Database
    private let registry: RelationRegistry

    init(in db: Database, registry: RelationRegistry = .mirror) {
        self.db = db
        self.registry = registry
    }

    /// Those of `numbers` that any table knows as a number of its own, in order.
    func known(_ numbers: [Msisdn]) throws -> [Msisdn] {
        // What else has a number refers to _number.
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

    /// Those of `ids` that any table knows as an id of Millom's, in order.
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

    /// Deletes every row of ids of Millom's that are of no known number.
    ///
    /// - Returns: as ``delete(_:)``.
    func delete(ids: [String]) throws -> [String: Int] {
        var removed: [String: Int] = [:]
        try losePerson(ids)
        for table in ForgettingTables.ofNumbers(in: registry) where table.owner == .subscriber {
            // Only the table's name is put in: it stands in a list of our own.
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

    /// Deletes every row of `numbers`, and the shared rows that nothing refers to any more without them.
    ///
    /// Foreign keys may be off meanwhile: no row that is left refers to one that went.
    ///
    /// - Returns: how many rows went, by relation; those without any are not among them.
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
        try losePerson(chosen)
        try leaveClosings(chosen)
        try losePersonInAudits(chosen)
        for table in ForgettingTables.ofNumbers(in: registry) {
            // Only the table's name is put in: it stands in a list of our own.
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

    /// The condition that a row is of one of the numbers in `:chosen`.
    private static func isOfChosen(_ owner: ForgettingTables.Table.Owner) -> String {
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

    /// Leaves of the purchases of `chosen` the amount, the plan and the times.
    ///
    /// What the operator or a person said of them may name the subscriber, as may the operator's receipt.
    private func losePerson(_ chosen: [String]) throws {
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

    /// Leaves of `chosen` in closed months that they counted, and in which groups.
    private func leaveClosings(_ chosen: [String]) throws {
        let ofChosen = Self.isOfChosen(.id)
        let arguments: StatementArguments = try ["chosen": TextList.argument(chosen)]
        try db.execute(
            sql: """
                UPDATE _month_subscription
                SET number = NULL, salt = NULL, valid_from_date = NULL, valid_to_date = NULL WHERE \(ofChosen)
                """, arguments: arguments)
        try db.execute(
            sql: "UPDATE _month_event SET number = NULL WHERE \(ofChosen)", arguments: arguments)
        try forgetLoneGroups()
    }

    /// A group of closed months in which only forgotten persons counted may name one of them: a cost centre, an account, an
    /// owner.
    private func forgetLoneGroups() throws {
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
                sql: "UPDATE _month_group SET value = 'forgotten:' || id WHERE id = ?", arguments: [group])
        }
    }

    /// Leaves of the lines of audits the result and the amount, and where the amount belongs if others belong there, too:
    /// a cost centre or an account of one person alone names that person.
    private func losePersonInAudits(_ chosen: [String]) throws {
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

    /// Deletes those of `accounts` that no number is on; returns their owners.
    ///
    /// A comparison that is under way and knows such an account is begun anew by the next run: what it has still to
    /// read of that account's list would refer to a row that is not there.
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

    /// Deletes those of `organizations` that neither a party nor an account names; returns how many.
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
