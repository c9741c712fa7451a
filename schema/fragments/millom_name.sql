-- What Millom calls the plan or the offer that item is, whose owner says which of them: in the first language that it gave.
(
    SELECT text FROM millom_text AS name
    WHERE name.subscriber = item.subscriber AND name.owner = item.owner AND name.plan_id = item.plan_id
        AND name.owner_occurrence = item.occurrence AND name.field = 'name'
    ORDER BY name.language, name.occurrence LIMIT 1
)
