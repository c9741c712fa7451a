-- The times at which kept documents were read again, from :from until just before :to.
SELECT started_at FROM sync_run
WHERE source = 'documents' AND started_at >= :from AND started_at < :to
ORDER BY started_at;
