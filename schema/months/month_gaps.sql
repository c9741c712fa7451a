-- The gaps between :from and :to that no search covers.
WITH known (to_at, from_at) AS (
    -- What ends a gap begins the coverage after it.
    SELECT '', min(from_at) FROM _coverage_stretch
    UNION ALL
    SELECT to_at, lead(from_at) OVER (ORDER BY from_at) FROM _coverage_stretch
)
SELECT max(to_at, :from) AS from_at, min(coalesce(from_at, :to), :to) AS to_at
FROM known
WHERE max(to_at, :from) < min(coalesce(from_at, :to), :to)
ORDER BY 1;
