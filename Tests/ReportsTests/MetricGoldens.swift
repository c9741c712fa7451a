/// The metrics of ``MetricTests`` in OpenMetrics format, without their help texts.
enum MetricGoldens {
    static let openMetrics = #"""
        # TYPE submirror_build_info gauge
        submirror_build_info{version="1.2.3",schema_version="12"} 1
        # TYPE submirror_read_timestamp_seconds gauge
        # UNIT submirror_read_timestamp_seconds seconds
        submirror_read_timestamp_seconds 1795348800
        # TYPE submirror_complete_timestamp_seconds gauge
        # UNIT submirror_complete_timestamp_seconds seconds
        submirror_complete_timestamp_seconds{source="telenor"} 1795334400
        submirror_complete_timestamp_seconds{source="millom"} 1795338007
        # TYPE submirror_coverage_age_seconds gauge
        # UNIT submirror_coverage_age_seconds seconds
        submirror_coverage_age_seconds{source="telenor"} 14400
        submirror_coverage_age_seconds{source="millom"} 10793
        # TYPE submirror_lag_seconds gauge
        # UNIT submirror_lag_seconds seconds
        submirror_lag_seconds{source="telenor"} 14400
        # TYPE submirror_coverage_gaps gauge
        submirror_coverage_gaps{source="telenor"} 0
        # TYPE submirror_oldest_verification_timestamp_seconds gauge
        # UNIT submirror_oldest_verification_timestamp_seconds seconds
        submirror_oldest_verification_timestamp_seconds{source="telenor"} 1793606400
        # TYPE submirror_subscriptions gauge
        submirror_subscriptions{source="telenor",state="living"} 4
        submirror_subscriptions{source="telenor",state="gone"} 1
        submirror_subscriptions{source="millom",state="followed"} 2
        submirror_subscriptions{source="millom",state="unknown"} 0
        # TYPE submirror_queue gauge
        submirror_queue{source="telenor",reason="changed"} 1
        submirror_queue{source="telenor",reason="new"} 2
        submirror_queue{source="telenor",reason="missing"} 1
        submirror_queue{source="telenor",reason="retry"} 0
        submirror_queue{source="telenor",reason="unproven"} 0
        submirror_queue{source="millom",reason="due"} 0
        # TYPE submirror_never_fetched gauge
        submirror_never_fetched{source="telenor"} 3
        submirror_never_fetched{source="millom"} 0
        # TYPE submirror_quarantined gauge
        submirror_quarantined{source="telenor"} 1
        submirror_quarantined{source="millom"} 0
        # TYPE submirror_parked gauge
        submirror_parked{source="telenor"} 1
        # TYPE submirror_unreadable_list_rows gauge
        submirror_unreadable_list_rows{source="telenor"} 0
        # TYPE submirror_unreadable_values gauge
        submirror_unreadable_values{source="telenor",relation="setting",column="active"} 1
        # TYPE submirror_anomalies gauge
        submirror_anomalies{kind="unknown_key"} 2
        submirror_anomalies{kind="unreadable_value"} 1
        # TYPE submirror_miss_ratio gauge
        # UNIT submirror_miss_ratio ratio
        submirror_miss_ratio{source="telenor"} 0.5
        # TYPE submirror_requests counter
        submirror_requests_total{source="telenor",purpose="detail",outcome="answered"} 12
        submirror_requests_total{source="telenor",purpose="detail",outcome="cut_off"} 1
        submirror_requests_total{source="telenor",purpose="detail",outcome="failed"} 2
        submirror_requests_total{source="telenor",purpose="token",outcome="answered"} 1
        submirror_requests_total{source="millom",purpose="account info",outcome="refused"} 3
        # TYPE submirror_refusals counter
        submirror_refusals_total{source="telenor",kind="quota"} 1
        submirror_refusals_total{source="telenor",kind="spike_arrest"} 0
        submirror_refusals_total{source="telenor",kind="token"} 1
        submirror_refusals_total{source="millom",kind="quota"} 0
        # TYPE submirror_retries counter
        submirror_retries_total{source="telenor"} 2
        submirror_retries_total{source="millom"} 0
        # TYPE submirror_runs counter
        submirror_runs_total{source="telenor",outcome="complete"} 2
        submirror_runs_total{source="telenor",outcome="partial"} 1
        submirror_runs_total{source="telenor",outcome="failed"} 0
        submirror_runs_total{source="millom",outcome="complete"} 1
        submirror_runs_total{source="millom",outcome="partial"} 0
        submirror_runs_total{source="millom",outcome="failed"} 0
        # TYPE submirror_run_duration_seconds summary
        # UNIT submirror_run_duration_seconds seconds
        submirror_run_duration_seconds_count{source="telenor"} 3
        submirror_run_duration_seconds_sum{source="telenor"} 635
        submirror_run_duration_seconds_count{source="millom"} 1
        submirror_run_duration_seconds_sum{source="millom"} 7
        # TYPE submirror_documents counter
        submirror_documents_total{source="telenor",result="fetched"} 8
        submirror_documents_total{source="telenor",result="changed"} 6
        submirror_documents_total{source="telenor",result="gone"} 1
        submirror_documents_total{source="telenor",result="refreshed"} 2
        submirror_documents_total{source="telenor",result="missed"} 1
        submirror_documents_total{source="millom",result="fetched"} 0
        submirror_documents_total{source="millom",result="changed"} 0
        submirror_documents_total{source="millom",result="gone"} 0
        submirror_documents_total{source="millom",result="refreshed"} 0
        submirror_documents_total{source="millom",result="missed"} 0
        # TYPE submirror_last_run_outcome gauge
        submirror_last_run_outcome{source="telenor",outcome="complete"} 1
        submirror_last_run_outcome{source="telenor",outcome="partial"} 0
        submirror_last_run_outcome{source="telenor",outcome="failed"} 0
        submirror_last_run_outcome{source="millom",outcome="complete"} 1
        submirror_last_run_outcome{source="millom",outcome="partial"} 0
        submirror_last_run_outcome{source="millom",outcome="failed"} 0
        # TYPE submirror_last_run_duration_seconds gauge
        # UNIT submirror_last_run_duration_seconds seconds
        submirror_last_run_duration_seconds{source="telenor"} 30
        submirror_last_run_duration_seconds{source="millom"} 7
        # TYPE submirror_last_run_end_timestamp_seconds gauge
        # UNIT submirror_last_run_end_timestamp_seconds seconds
        submirror_last_run_end_timestamp_seconds{source="telenor"} 1795334430
        submirror_last_run_end_timestamp_seconds{source="millom"} 1795338007
        # TYPE submirror_mirror_size_bytes gauge
        # UNIT submirror_mirror_size_bytes bytes
        submirror_mirror_size_bytes{file="mirror"} N
        submirror_mirror_size_bytes{file="log"} N
        # TYPE submirror_publication_timestamp_seconds gauge
        # UNIT submirror_publication_timestamp_seconds seconds
        submirror_publication_timestamp_seconds 1795334400
        # EOF
        """#
}
