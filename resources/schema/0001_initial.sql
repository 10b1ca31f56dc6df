-- SPDX-License-Identifier: GPL-3.0-or-later
-- Times are milliseconds since the Unix epoch. Every record carries rev, a value of one increasing counter.

CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO counter (name, value) VALUES ('rev', 0), ('catalogue', 0), ('events', 0);

CREATE TABLE event_type (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL UNIQUE,
    weight        INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 100),
    event_count   INTEGER NOT NULL DEFAULT 0,
    last_event_at INTEGER,
    created_at    INTEGER NOT NULL,
    rev           INTEGER NOT NULL
);

CREATE TABLE family (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    family_key   TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    architecture TEXT NOT NULL,
    objective    TEXT NOT NULL,
    model_type   TEXT NOT NULL,
    source       TEXT NOT NULL,
    is_default   INTEGER NOT NULL,
    enabled      INTEGER NOT NULL,
    last_number  INTEGER NOT NULL DEFAULT 0, -- the newest version number that was given; never goes back
    created_at   INTEGER NOT NULL,
    rev          INTEGER NOT NULL
);

CREATE TABLE template (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT NOT NULL,
    status         TEXT NOT NULL,
    per_signal_min INTEGER NOT NULL CHECK (per_signal_min >= 0),
    total_min      INTEGER NOT NULL CHECK (total_min >= 0),
    family_id      INTEGER REFERENCES family (id),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    rev            INTEGER NOT NULL
);

CREATE TABLE template_signal (
    template_id   INTEGER NOT NULL REFERENCES template (id) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    event_type_id INTEGER NOT NULL REFERENCES event_type (id),
    weight        INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100),
    PRIMARY KEY (template_id, position),
    UNIQUE (template_id, event_type_id)
) WITHOUT ROWID;

-- template_id has no foreign key: a run outlives its template, whose copy is in the manifest.
CREATE TABLE job (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    job_name        TEXT NOT NULL UNIQUE,
    execution_arn   TEXT NOT NULL UNIQUE,
    display_name    TEXT NOT NULL,
    label           TEXT NOT NULL DEFAULT '',
    description     TEXT NOT NULL DEFAULT '',
    status          TEXT NOT NULL,
    template_id     INTEGER NOT NULL,
    family_id       INTEGER NOT NULL REFERENCES family (id),
    options         TEXT NOT NULL,
    plan            TEXT NOT NULL,
    progress        TEXT,
    metrics         TEXT,
    failure_reason  TEXT NOT NULL DEFAULT '',
    manifest        BLOB,
    manifest_digest TEXT NOT NULL DEFAULT '',
    config_digest   TEXT NOT NULL DEFAULT '',
    last_seq        INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL,
    started_at      INTEGER,
    completed_at    INTEGER,
    updated_at      INTEGER NOT NULL,
    rev             INTEGER NOT NULL
);
CREATE INDEX job_by_status ON job (status);

CREATE TABLE metric_series (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id    INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    name      TEXT NOT NULL,
    unit      TEXT NOT NULL,
    direction TEXT NOT NULL,
    total     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (job_id, name)
);

-- value is a number, or one of the texts NaN, Infinity, -Infinity, which SQLite has no number for.
CREATE TABLE metric_point (
    series_id INTEGER NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    step      INTEGER NOT NULL,
    epoch     REAL NOT NULL,
    wall_ms   INTEGER NOT NULL,
    value     NOT NULL,
    PRIMARY KEY (series_id, seq)
) WITHOUT ROWID;

CREATE TABLE version (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    family_id        INTEGER NOT NULL REFERENCES family (id),
    number           INTEGER NOT NULL,
    job_id           INTEGER NOT NULL UNIQUE REFERENCES job (id),
    approval         TEXT NOT NULL,
    approved_by      TEXT NOT NULL DEFAULT '',
    approved_at      INTEGER,
    approval_comment TEXT NOT NULL DEFAULT '',
    lifecycle        TEXT, -- deprecated or retired when a person said so, else derived
    artifact_sha256  TEXT NOT NULL,
    artifact_bytes   INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    rev              INTEGER NOT NULL,
    UNIQUE (family_id, number)
);

CREATE TABLE endpoint (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    name               TEXT NOT NULL UNIQUE,
    model_type         TEXT NOT NULL,
    is_default         INTEGER NOT NULL,
    context_ids        TEXT NOT NULL,
    status             TEXT NOT NULL,
    status_since       INTEGER NOT NULL,
    active_version_id  INTEGER REFERENCES version (id),
    pending_version_id INTEGER REFERENCES version (id),
    last_promoted_at   INTEGER,
    last_promoted_by   TEXT NOT NULL DEFAULT '',
    failure_reason     TEXT NOT NULL DEFAULT '',
    rev                INTEGER NOT NULL
);
CREATE UNIQUE INDEX endpoint_default ON endpoint (model_type) WHERE is_default = 1;

CREATE TABLE deployment (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint_id     INTEGER NOT NULL REFERENCES endpoint (id),
    from_version_id INTEGER REFERENCES version (id),
    to_version_id   INTEGER NOT NULL REFERENCES version (id),
    status          TEXT NOT NULL,
    phase           TEXT NOT NULL,
    reason          TEXT NOT NULL DEFAULT '',
    comment         TEXT NOT NULL DEFAULT '',
    actor           TEXT NOT NULL,
    started_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    rev             INTEGER NOT NULL
);
CREATE INDEX deployment_by_endpoint ON deployment (endpoint_id, id);
-- One change of an endpoint at a time, whatever the program does.
CREATE UNIQUE INDEX deployment_running ON deployment (endpoint_id) WHERE status = 'Updating';

CREATE TABLE journal (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_key_id INTEGER NOT NULL,
    actor_name   TEXT NOT NULL,
    actor_user   TEXT NOT NULL,
    action       TEXT NOT NULL,
    object       TEXT NOT NULL,
    before       TEXT,
    after        TEXT,
    comment      TEXT NOT NULL,
    request_id   TEXT NOT NULL,
    hash         TEXT NOT NULL
);
CREATE INDEX journal_by_object ON journal (object, id);
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TABLE import (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL,
    path          TEXT NOT NULL,
    status        TEXT NOT NULL,
    digest        TEXT NOT NULL DEFAULT '',
    row_count     INTEGER NOT NULL DEFAULT 0,
    inserted      INTEGER NOT NULL DEFAULT 0,
    duplicates    INTEGER NOT NULL DEFAULT 0,
    extra_columns TEXT NOT NULL DEFAULT '[]',
    errors        TEXT NOT NULL DEFAULT '[]',
    bytes         INTEGER NOT NULL DEFAULT 0,
    bytes_total   INTEGER NOT NULL DEFAULT 0,
    dry_run       INTEGER NOT NULL DEFAULT 0,
    first_event   INTEGER NOT NULL DEFAULT 0, -- no event of this import has a smaller id
    hidden        INTEGER NOT NULL DEFAULT 1, -- its rows are not seen: it runs, or is being removed
    created_at    INTEGER NOT NULL,
    rev           INTEGER NOT NULL
);
CREATE INDEX import_by_digest ON import (kind, digest);
CREATE INDEX import_hidden ON import (id) WHERE hidden = 1;

CREATE TABLE item (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    metadata    TEXT NOT NULL,
    active      INTEGER NOT NULL,
    import_id   INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    rev         INTEGER NOT NULL
);
CREATE INDEX item_by_import ON item (import_id) WHERE import_id > 0;
CREATE INDEX item_inactive ON item (id) WHERE active = 0;

-- Items that a running import will replace when it ends.
CREATE TABLE item_update (
    import_id   INTEGER NOT NULL,
    id          TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    metadata    TEXT NOT NULL,
    active      INTEGER NOT NULL,
    PRIMARY KEY (import_id, id)
) WITHOUT ROWID;

-- No foreign keys: recorded events outlive their items and types. The id gives the order of arrival.
CREATE TABLE event (
    id          INTEGER PRIMARY KEY,
    user_id     TEXT NOT NULL,
    item_id     TEXT NOT NULL,
    type_id     INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    metadata    TEXT,
    import_id   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX event_by_user ON event (user_id, occurred_at, id);

CREATE VIEW visible_item AS
    SELECT * FROM item WHERE import_id NOT IN (SELECT id FROM import WHERE hidden = 1);
CREATE VIEW visible_event AS
    SELECT * FROM event WHERE import_id NOT IN (SELECT id FROM import WHERE hidden = 1);

CREATE TABLE api_key (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL,
    environment  TEXT NOT NULL,
    scopes       TEXT NOT NULL,
    prefix       TEXT NOT NULL,
    sha256       BLOB NOT NULL UNIQUE,
    revoked      INTEGER NOT NULL DEFAULT 0,
    last_used_at INTEGER,
    created_at   INTEGER NOT NULL,
    rev          INTEGER NOT NULL
);
CREATE INDEX api_key_by_prefix ON api_key (prefix);

CREATE TABLE core_client (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id    TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    scopes       TEXT NOT NULL,
    sha256       BLOB NOT NULL,
    revoked      INTEGER NOT NULL DEFAULT 0,
    last_used_at INTEGER,
    created_at   INTEGER NOT NULL,
    rev          INTEGER NOT NULL
);

CREATE TABLE core_token (
    sha256     BLOB PRIMARY KEY,
    client_id  TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
