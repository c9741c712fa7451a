import MirrorCore

extension Query {
    /// The quarantined numbers, the earliest next try first.
    package static let quarantine = Query(
        """
        SELECT msisdn, stage, attempts, first_failed_at, next_attempt_at, error
        FROM quarantine ORDER BY next_attempt_at, msisdn
        """)

    /// One quarantined number with its last good state in the mirror; no row if it is not quarantined.
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
