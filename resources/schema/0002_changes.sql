-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deleted runs leave a tombstone: the row stays with its manifest, metrics and version number; artifact and log go.
ALTER TABLE job ADD COLUMN deleted_at INTEGER;

-- What is gone, for clients that ask what changed since a rev.
CREATE TABLE removed_record (
    kind TEXT NOT NULL, -- the table it was in
    id   INTEGER NOT NULL,
    rev  INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX removed_by_rev ON removed_record (kind, rev);

-- Removals at or before this rev are not known: a client that asks from an earlier one reloads.
INSERT INTO counter (name, value) SELECT 'removals_known_from', value FROM counter WHERE name = 'rev';

-- Triggers, so that no way of deleting forgets the note.
CREATE TRIGGER event_type_removed AFTER DELETE ON event_type
BEGIN
    UPDATE counter SET value = value + 1 WHERE name = 'rev';
    INSERT OR REPLACE INTO removed_record SELECT 'event_type', OLD.id, value FROM counter WHERE name = 'rev';
END;
CREATE TRIGGER template_removed AFTER DELETE ON template
BEGIN
    UPDATE counter SET value = value + 1 WHERE name = 'rev';
    INSERT OR REPLACE INTO removed_record SELECT 'template', OLD.id, value FROM counter WHERE name = 'rev';
END;
CREATE TRIGGER endpoint_removed AFTER DELETE ON endpoint
BEGIN
    UPDATE counter SET value = value + 1 WHERE name = 'rev';
    INSERT OR REPLACE INTO removed_record SELECT 'endpoint', OLD.id, value FROM counter WHERE name = 'rev';
END;
CREATE TRIGGER deployment_removed AFTER DELETE ON deployment
BEGIN
    UPDATE counter SET value = value + 1 WHERE name = 'rev';
    INSERT OR REPLACE INTO removed_record SELECT 'deployment', OLD.id, value FROM counter WHERE name = 'rev';
END;
CREATE TRIGGER job_removed AFTER UPDATE OF deleted_at ON job WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL
BEGIN
    UPDATE counter SET value = value + 1 WHERE name = 'rev';
    INSERT OR REPLACE INTO removed_record SELECT 'job', NEW.id, value FROM counter WHERE name = 'rev';
    INSERT OR REPLACE INTO removed_record
        SELECT 'version', v.id, c.value FROM version v, counter c WHERE v.job_id = NEW.id AND c.name = 'rev';
END;

CREATE INDEX event_type_by_rev ON event_type (rev);
CREATE INDEX family_by_rev ON family (rev);
CREATE INDEX template_by_rev ON template (rev);
CREATE INDEX job_by_rev ON job (rev);
CREATE INDEX version_by_rev ON version (rev);
CREATE INDEX endpoint_by_rev ON endpoint (rev);
CREATE INDEX deployment_by_rev ON deployment (rev);
CREATE INDEX api_key_by_rev ON api_key (rev);
CREATE INDEX core_client_by_rev ON core_client (rev);

-- Replies to writes that carried an Idempotency-Key. No reply that holds a secret is ever kept here.
CREATE TABLE kept_reply (
    caller  TEXT NOT NULL, -- whose key it is: two callers may choose the same one
    key     TEXT NOT NULL,
    request TEXT NOT NULL, -- SHA-256 of method, path and body
    status  INTEGER NOT NULL,
    body    BLOB NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) WITHOUT ROWID;
CREATE INDEX kept_reply_by_time ON kept_reply (at);
