package import MirrorCore

extension Query {
    /// All closings, in the order in which they were made.
    package static let monthClosings = Query(
        """
        SELECT month, closed_at, subscription_count, gap_count, reopened_at, reopened_because, checksum
        FROM month_closing ORDER BY id
        """)

    /// The bridge of a closed month, the largest group first.
    package static func monthBridge(of month: CalendarMonth, by grouping: MonthGrouping) -> Query {
        Query(
            """
            SELECT
                group_is, group_id, group_name, opening_count, restated_in_count, restated_out_count, loaded_count,
                new_count, returned_count, moved_in_count, moved_out_count, terminated_count, gone_count,
                reread_in_count, reread_out_count, closing_count
            FROM month_bridge WHERE month = :month AND grouping = :grouping
            ORDER BY closing_count DESC, opening_count DESC, group_is, group_id COLLATE norwegian
            """, parameters: ["month": .text(month.text), "grouping": .text(grouping.rawValue)])
    }

    /// The numbers behind one figure of a closed month; nil means all figures.
    package static func monthEvents(
        of month: CalendarMonth, by grouping: MonthGrouping, figure: MonthBridge.Figure?
    ) -> Query {
        Query(
            """
            SELECT figure, msisdn, from_group, to_group
            FROM month_event
            WHERE month = :month AND grouping = :grouping AND figure = coalesce(:figure, figure)
            ORDER BY figure, msisdn, from_group
            """,
            parameters: [
                "month": .text(month.text), "grouping": .text(grouping.rawValue),
                "figure": Value(figure?.rawValue),
            ])
    }

    /// The subscriptions with which a month was closed.
    package static func monthSubscriptions(of month: CalendarMonth) -> Query {
        Query(
            """
            SELECT
                msisdn, state, subscription_type_id, cost_centre, account_id, owner_org_number, valid_from_date,
                valid_to_date
            FROM month_subscription WHERE month = :month ORDER BY msisdn
            """, parameters: ["month": .text(month.text)])
    }
}
