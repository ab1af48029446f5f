SELECT e.public_id AS event_id, 'https://bench.example/events/' || e.public_id || '/' AS event_url,
    e.title, e.summary, e.date_display, e.date AS date_edtf,
    CASE WHEN e.earliest <> '0001-01-01' THEN e.earliest END AS date_earliest,
    CASE WHEN e.latest <> '9999-12-31' THEN e.latest END AS date_latest,
    e.precision AS date_precision, e.qualifier AS date_qualifier, e.kind AS date_kind,
    CASE WHEN date_part('year', e.earliest) = date_part('year', e.latest)
        THEN date_part('year', e.earliest)::int END AS year,
    CASE WHEN date_trunc('month', e.earliest) = date_trunc('month', e.latest)
        THEN date_part('month', e.earliest)::int END AS month,
    CASE WHEN e.precision = 'day' THEN date_part('day', e.earliest)::int END AS day,
    v.date_text, e.date_basis,
    CASE WHEN e.date_basis IN ('relative', 'inherited') THEN v.date_anchor END AS date_anchor,
    e.disputed::text AS date_disputed, e.event_type,
    (SELECT string_agg(t.slug, '|' ORDER BY t.slug COLLATE "C")
        FROM timeline_event_tags l JOIN kb_tag t ON t.id = l.tag_id
        WHERE l.event_id = e.id) AS tags,
    (SELECT string_agg(n.public_id, '|' ORDER BY n.public_id COLLATE "C")
        FROM timeline_participation l JOIN kb_entity n ON n.id = l.entity_id AND n.state = 'confirmed'
        WHERE l.event_id = e.id) AS actor_ids,
    (SELECT string_agg(n.name, '|' ORDER BY n.public_id COLLATE "C")
        FROM timeline_participation l JOIN kb_entity n ON n.id = l.entity_id AND n.state = 'confirmed'
        WHERE l.event_id = e.id) AS actor_names,
    (SELECT string_agg(iso3, '|' ORDER BY iso3) FROM (
        SELECT n.iso3 FROM timeline_participation l
        JOIN kb_entity n ON n.id = l.entity_id AND n.state = 'confirmed'
        WHERE l.event_id = e.id AND n.iso3 <> ''
        UNION SELECT p.iso3 WHERE p.iso3 <> '') c) AS countries,
    p.name AS place_name, trim_scale(p.latitude) AS latitude, trim_scale(p.longitude) AS longitude,
    p.geo_precision, e.source_count, e.independent_source_count,
    (SELECT string_agg(url, '|' ORDER BY published, id) FROM (
        SELECT DISTINCT w.url, w.published, w.id
        FROM timeline_evidence x JOIN kb_article w ON w.id = x.article_id
        WHERE x.event_id = e.id AND x.rank <> 'deprecated' AND w.url <> '') u) AS source_urls,
    s.name AS primary_source, a.published AS primary_published, v.exact AS primary_quote,
    CASE WHEN e.disputed THEN 'disputed' WHEN e.correction_note <> '' THEN 'corrected'
        ELSE 'published' END AS status,
    e.confidence,
    to_char(e.first_published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS first_published_at,
    to_char(e.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS updated_at,
    e.revision
FROM timeline_event e
LEFT JOIN kb_entity p ON p.id = e.place_id AND p.state = 'confirmed'
LEFT JOIN timeline_evidence v ON v.event_id = e.id AND v.rank = 'preferred'
LEFT JOIN kb_article a ON a.id = v.article_id
LEFT JOIN kb_source s ON s.id = a.source_id
WHERE e.status = 'published'
ORDER BY e.sort_day, e.span_class DESC, e.id
