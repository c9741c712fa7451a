import MirrorCore

/// The mirror's contents at a moment when it equalled its source, to compare with its history later.
struct ObservedTruth {
    let instant: String
    private let rows: [String: Set<[Value]>]

    private static let columns = [
        "subscription":
            """
        msisdn, status, subscription_type_id, user_reference1, user_reference2, user_reference3,
        valid_from_date, valid_to_date, account_id
        """,
        "party":
            "msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, organization_name",
        "sim_card": "msisdn, icc_id, occurrence, sim_msisdn, type",
        "setting": "msisdn, setting_id, occurrence, name, active, can_activate, can_deactivate",
        "add_on": "msisdn, product_id, occurrence, name, cancellable, valid_to",
    ]

    /// Notes the current contents of `bench`.
    init(of bench: Workbench) throws {
        instant = Instant.text(bench.time.now())
        rows = try Self.columns.reduce(into: [:]) { rows, relation in
            let condition = relation.key == "subscription" ? "WHERE gone_at IS NULL" : ""
            rows[relation.key] = Set(
                try bench.rows("SELECT \(relation.value) FROM \(relation.key) \(condition)"))
        }
    }

    /// The relations whose history does not reproduce the noted contents.
    func forgotten(by bench: Workbench) throws -> [String] {
        try Self.columns.compactMap { relation, columns in
            let living = relation == "subscription" ? "AND gone_at IS NULL" : ""
            let replayed = Set(
                try bench.rows(
                    """
                    SELECT \(columns) FROM \(relation)_history
                    WHERE observed_from <= '\(instant)' AND coalesce(observed_to, '9') > '\(instant)' \(living)
                    """))
            guard let noted = rows[relation], noted != replayed else { return nil }
            return "\(relation) at \(instant): lost \(noted.subtracting(replayed).count), "
                + "invented \(replayed.subtracting(noted).count)"
        }
    }
}
