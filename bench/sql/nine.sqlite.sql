SELECT e.public_id AS event_id, e.title, e.summary, e.date AS date_edtf,
    CASE WHEN e.earliest <> '0001-01-01' THEN e.earliest END AS date_earliest,
    CASE WHEN e.latest <> '9999-12-31' THEN e.latest END AS date_latest,
    e.precision AS date_precision, p.name AS place_name,
    substr(e.changed_at, 1, 10) || 'T' || substr(e.changed_at, 12, 8) || 'Z' AS updated_at
FROM timeline_event e
LEFT JOIN kb_entity p ON p.id = e.place_id AND p.state = 'confirmed'
WHERE e.status = 'published'
ORDER BY e.sort_day, e.span_class DESC, e.id
