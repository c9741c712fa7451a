/// The functions that a foreign statement may call; any other is refused, known to SQLite or not.
enum AllowedFunctions {
    /// Names in lower case.
    ///
    /// printf() and format() are excluded: a huge width or precision keeps them busy without end.
    static let names: Set<String> = Set(
        (plain + aggregates + time + mathematics + json + ours).split(whereSeparator: \.isWhitespace).map(
            String.init)
    )

    private static let plain = """
        abs char coalesce concat concat_ws glob hex if ifnull iif instr length like likelihood likely lower ltrim
        max min nullif octet_length quote random randomblob replace round rtrim sign soundex sqlite_version substr
        substring trim typeof unhex unicode unistr unlikely upper zeroblob

        """
    private static let aggregates = """
        avg count cume_dist dense_rank first_value group_concat lag last_value lead median nth_value ntile percent_rank
        percentile rank row_number string_agg sum total

        """
    private static let time = """
        current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch

        """
    private static let mathematics = """
        acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
        radians sin sinh sqrt tan tanh trunc

        """
    private static let json = """
        -> ->> json json_array json_array_length json_error_position json_extract json_group_array json_group_object
        json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid

        """
    /// See ``ReaderFunctions``; relations without history call the last one.
    private static let ours = """
        cost_centre cost_centre_map cost_centre_name cost_centre_owner decimal_parts decimal_sum folded in_words local_day
        local_midnight price_of text_is report_time report_day no_history
        """
}
