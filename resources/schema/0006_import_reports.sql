-- SPDX-License-Identifier: GPL-3.0-or-later
-- What an import reports: the time its events span, and what it left out or read in another way.
ALTER TABLE import ADD COLUMN from_at INTEGER;
ALTER TABLE import ADD COLUMN to_at INTEGER;
ALTER TABLE import ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';

-- NULL is what a file does not say of an item: it stays as it is.
ALTER TABLE item_update RENAME TO item_update_of_whole_items;
CREATE TABLE item_update (
    import_id         INTEGER NOT NULL,
    id                TEXT NOT NULL,
    name              TEXT,
    description       TEXT,
    metadata          TEXT,
    replaces_metadata INTEGER NOT NULL DEFAULT 0, -- else the metadata is taken key by key
    active            INTEGER,
    PRIMARY KEY (import_id, id)
) WITHOUT ROWID;
INSERT INTO item_update (import_id, id, name, description, metadata, replaces_metadata, active)
    SELECT import_id, id, name, description, metadata, 1, active FROM item_update_of_whole_items;
DROP TABLE item_update_of_whole_items;
