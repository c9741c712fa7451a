-- With the count, the unreadable values of each path are counted from the index alone.
DROP INDEX _unreadable_version_by_path;
CREATE INDEX _unreadable_version_by_path ON _unreadable_version (path, observed_to, count);
