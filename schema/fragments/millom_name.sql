-- Millom's name for the plan or offer of item, which its owner tells apart, in the first language given.
(
    SELECT text FROM millom_text AS name
    WHERE name.subscriber = item.subscriber AND name.owner = item.owner AND name.plan_id = item.plan_id
        AND name.owner_occurrence = item.occurrence AND name.field = 'name'
    ORDER BY name.language, name.occurrence LIMIT 1
)
