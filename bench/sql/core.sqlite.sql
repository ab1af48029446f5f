SELECT e.public_id AS event_id, 'https://bench.example/events/' || e.public_id || '/' AS event_url,
    e.title, e.summary, e.date_display, e.date AS date_edtf,
    CASE WHEN e.earliest <> '0001-01-01' THEN e.earliest END AS date_earliest,
    CASE WHEN e.latest <> '9999-12-31' THEN e.latest END AS date_latest,
    e.precision AS date_precision, e.qualifier AS date_qualifier, e.kind AS date_kind,
    CASE WHEN substr(e.earliest, 1, 4) = substr(e.latest, 1, 4)
        THEN CAST(substr(e.earliest, 1, 4) AS integer) END AS year,
    CASE WHEN substr(e.earliest, 1, 7) = substr(e.latest, 1, 7)
        THEN CAST(substr(e.earliest, 6, 2) AS integer) END AS month,
    CASE WHEN e.precision = 'day' THEN CAST(substr(e.earliest, 9) AS integer) END AS day,
    v.date_text, e.date_basis,
    CASE WHEN e.date_basis IN ('relative', 'inherited') THEN v.date_anchor END AS date_anchor,
    CASE WHEN e.disputed THEN 'true' ELSE 'false' END AS date_disputed, e.event_type,
    (SELECT group_concat(slug, '|') FROM (
        SELECT t.slug FROM timeline_event_tags l JOIN kb_tag t ON t.id = l.tag_id
        WHERE l.event_id = e.id ORDER BY t.slug)) AS tags,
    (SELECT group_concat(public_id, '|') FROM (
        SELECT n.public_id FROM timeline_participation l
        JOIN kb_entity n ON n.id = l.entity_id AND n.state = 'confirmed'
        WHERE l.event_id = e.id ORDER BY n.public_id)) AS actor_ids,
    (SELECT group_concat(name, '|') FROM (
        SELECT n.name FROM timeline_participation l
        JOIN kb_entity n ON n.id = l.entity_id AND n.state = 'confirmed'
        WHERE l.event_id = e.id ORDER BY n.public_id)) AS actor_names,
    (SELECT group_concat(iso3, '|') FROM (
        SELECT n.iso3 FROM timeline_participation l
        JOIN kb_entity n ON n.id = l.entity_id AND n.state = 'confirmed'
        WHERE l.event_id = e.id AND n.iso3 <> ''
        UNION SELECT p.iso3 WHERE p.iso3 <> '' ORDER BY 1)) AS countries,
    p.name AS place_name, p.latitude, p.longitude, p.geo_precision,
    e.source_count, e.independent_source_count,
    (SELECT group_concat(url, '|') FROM (
        SELECT DISTINCT w.url FROM timeline_evidence x JOIN kb_article w ON w.id = x.article_id
        WHERE x.event_id = e.id AND x.rank <> 'deprecated' AND w.url <> ''
        ORDER BY w.published, w.id)) AS source_urls,
    s.name AS primary_source, a.published AS primary_published, v.exact AS primary_quote,
    CASE WHEN e.disputed THEN 'disputed' WHEN e.correction_note <> '' THEN 'corrected'
        ELSE 'published' END AS status,
    e.confidence,
    substr(e.first_published_at, 1, 10) || 'T' || substr(e.first_published_at, 12, 8) || 'Z'
        AS first_published_at,
    substr(e.changed_at, 1, 10) || 'T' || substr(e.changed_at, 12, 8) || 'Z' AS updated_at,
    e.revision
FROM timeline_event e
LEFT JOIN kb_entity p ON p.id = e.place_id AND p.state = 'confirmed'
LEFT JOIN timeline_evidence v ON v.event_id = e.id AND v.rank = 'preferred'
LEFT JOIN kb_article a ON a.id = v.article_id
LEFT JOIN kb_source s ON s.id = a.source_id
WHERE e.status = 'published'
ORDER BY e.sort_day, e.span_class DESC, e.id
