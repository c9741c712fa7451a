-- The gaps between :from and :to that no search covers.
WITH known (to_at, from_at) AS (
    -- The end of a gap is the beginning of the next coverage.
    SELECT '', min(from_at) FROM _coverage_stretch
    UNION ALL
    SELECT to_at, lead(from_at) OVER (ORDER BY from_at) FROM _coverage_stretch
)
SELECT max(to_at, :from) AS from_at, min(coalesce(from_at, :to), :to) AS to_at
FROM known
WHERE max(to_at, :from) < min(coalesce(from_at, :to), :to)
ORDER BY 1;
