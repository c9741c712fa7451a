-- Compares the findings of the audit :audit with those of the previous one, or of :with: what is new, settled
-- or unchanged, and since when.
-- The previous audit is the last one of the same name for an earlier period;
-- otherwise the one made before it.
WITH
this AS MATERIALIZED (SELECT id, name, period_from_date, as_of_date FROM audit WHERE id = :audit),
earlier AS MATERIALIZED (
    SELECT max(audit.id) AS id, audit.period_from_date, audit.as_of_date
    FROM this JOIN audit ON audit.name = this.name AND audit.period_from_date < this.period_from_date
    WHERE :with IS NULL
    GROUP BY audit.period_from_date
),
series AS MATERIALIZED (
    SELECT id, as_of_date, row_number() OVER (ORDER BY is_this, period_from_date, id) AS place, is_this
    FROM (
        SELECT id, period_from_date, as_of_date, 0 AS is_this FROM earlier
        UNION ALL
        SELECT * FROM (
            SELECT audit.id, audit.period_from_date, audit.as_of_date, 0
            FROM this JOIN audit ON audit.name = this.name AND audit.id < this.id
            WHERE :with IS NULL AND NOT EXISTS (SELECT 1 FROM earlier)
            ORDER BY audit.id DESC LIMIT 1)
        UNION ALL
        SELECT id, period_from_date, as_of_date, 0 FROM audit WHERE id = :with
        UNION ALL
        SELECT id, period_from_date, as_of_date, 1 FROM this
    )
),
last AS (SELECT max(place) AS place FROM series),
-- Several lines of a number may show the same. A number that was forgotten tells nothing any more.
finding AS MATERIALIZED (
    SELECT
        series.place, series.as_of_date, entry.msisdn, entry.result, coalesce(difference.field, '') AS field,
        min(entry.reason) AS reason, min(entry.line) AS line, decimal_sum(entry.amount) AS amount,
        min(difference.file_value) AS file_value, min(difference.mirror_value) AS mirror_value
    FROM series
    JOIN audit_entry AS entry ON entry.audit_id = series.id
    LEFT JOIN audit_difference AS difference
        ON difference.audit_id = entry.audit_id AND difference.entry = entry.entry
    WHERE entry.result NOT IN ('matched', 'unreadable', 'left out') AND entry.msisdn IS NOT NULL
    GROUP BY series.place, entry.msisdn, entry.result, coalesce(difference.field, '')
),
-- Audits in a row that show the same finding.
stretch AS MATERIALIZED (
    SELECT
        *, place - row_number() OVER (PARTITION BY msisdn, result, field ORDER BY place) AS stretch
    FROM finding
),
dated AS MATERIALIZED (
    SELECT
        *, min(place) OVER (PARTITION BY msisdn, result, field, stretch) AS first_place,
        min(as_of_date) OVER (PARTITION BY msisdn, result, field, stretch) AS since_date
    FROM stretch
)
SELECT
    CASE
        WHEN dated.place < last.place THEN 'settled'
        WHEN dated.first_place < last.place THEN 'standing'
        ELSE 'new'
    END AS change,
    since_date, msisdn, result, reason, nullif(field, '') AS field, file_value, mirror_value, line, amount
FROM dated, last
WHERE dated.place = last.place OR dated.place = last.place - 1 AND NOT EXISTS (
    SELECT 1 FROM finding AS still
    WHERE still.place = last.place AND still.msisdn = dated.msisdn AND still.result = dated.result
        AND still.field = dated.field)
ORDER BY change, result, msisdn, field;
