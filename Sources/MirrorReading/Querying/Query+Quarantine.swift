import MirrorCore

extension Query {
    /// The numbers that were set aside, those that are tried next first.
    package static let quarantine = Query(
        """
        SELECT msisdn, stage, attempts, first_failed_at, next_attempt_at, error
        FROM quarantine ORDER BY next_attempt_at, msisdn
        """)

    /// One number that was set aside, and the last good state that the mirror has of it; no row when it is not.
    package static func quarantined(_ msisdn: String) -> Query {
        Query(
            """
            SELECT quarantine.msisdn, stage, error, attempts, first_failed_at, next_attempt_at,
                status AS last_good_status, verified_at AS last_good_verified_at, gone_at
            FROM quarantine LEFT JOIN subscription ON subscription.msisdn = quarantine.msisdn
            WHERE quarantine.msisdn = :msisdn
            """, parameters: ["msisdn": .text(msisdn)])
    }
}
