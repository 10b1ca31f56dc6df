-- SPDX-License-Identifier: GPL-3.0-or-later
-- A workspace as schema 6 left it, as the sqlite3 shell dumps it: with an import that reports its times and notes.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO "api_key" VALUES(1,'k','','admin','nsl_pwd3m18m',X'225840B7A97718F55BC0774DA09DBAB83F3F20FE407053242615C26B7C4D2CAE',0,NULL,1795464278581,6);
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
INSERT INTO "core_client" VALUES(1,'h2bzuh2lxn4d2gqo3m3392q0iu','c','neuronsearchlab-api/read neuronsearchlab-api/write',X'33076A2364D833296D03FC022C1E0868BD3CF3A5FCA8CEE0F0B150ED1CBF23E1',0,NULL,1795464278660,7);
CREATE TABLE core_token (
    sha256     BLOB PRIMARY KEY,
    client_id  TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO "counter" VALUES('catalogue',1);
INSERT INTO "counter" VALUES('events',4);
INSERT INTO "counter" VALUES('removals_known_from',40);
INSERT INTO "counter" VALUES('rev',41);
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
INSERT INTO "deployment" VALUES(1,1,NULL,1,'Succeeded','draining','','','ada',1700000180000,1700000181000,35);
INSERT INTO "deployment" VALUES(2,1,1,2,'Succeeded','draining','','','ada',1700000280000,1700000281000,36);
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
INSERT INTO "endpoint" VALUES(1,'production','embedder',1,'[]','InService',1795464278573,2,NULL,1700000281000,'ada','',37);
CREATE TABLE evaluation (
    artifact_sha256 TEXT NOT NULL,
    split_digest    TEXT NOT NULL,
    protocol        TEXT NOT NULL, -- as the manifest has it, in JSON, like k and candidates
    k               TEXT NOT NULL,
    candidates      TEXT NOT NULL,
    users           INTEGER NOT NULL,
    dropped_pairs   INTEGER NOT NULL,
    metrics         TEXT NOT NULL,
    per_user        BLOB NOT NULL, -- a compressed per_user.csv
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (artifact_sha256, split_digest)
);
INSERT INTO "evaluation" VALUES('a2','s1','"full-ranking"','10','"all"',2,1,'{"recall_at_10":0.11}',X'00',1700000300000);
CREATE TABLE event (
    id          INTEGER PRIMARY KEY,
    user_id     TEXT NOT NULL,
    item_id     TEXT NOT NULL,
    type_id     INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    metadata    TEXT,
    import_id   INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "event" VALUES(1,'u1','m1',1,1700000000000,NULL,2);
INSERT INTO "event" VALUES(2,'u1','m2',2,1700000001000,NULL,2);
INSERT INTO "event" VALUES(3,'u2','m3',3,1700000002000,NULL,2);
INSERT INTO "event" VALUES(4,'u2','m1',1,1700000003000,NULL,2);
INSERT INTO "event" VALUES(5,'u3','m1',1,1700000009000,NULL,0);
CREATE TABLE event_type (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL UNIQUE,
    weight        INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 100),
    event_count   INTEGER NOT NULL DEFAULT 0,
    last_event_at INTEGER,
    created_at    INTEGER NOT NULL,
    rev           INTEGER NOT NULL
);
INSERT INTO "event_type" VALUES(1,'view',20,2,1700000003000,1795464278573,19);
INSERT INTO "event_type" VALUES(2,'click',50,1,1700000003000,1795464278573,17);
INSERT INTO "event_type" VALUES(3,'purchase',100,1,1700000003000,1795464278573,18);
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
INSERT INTO "family" VALUES(1,'two-tower-gru','Two-tower GRU','Two towers: item embeddings, and a GRU over the user''s last items','In-batch sampled softmax with popularity correction','embedder','tenant',1,1,2,1795464312659,20);
INSERT INTO "family" VALUES(2,'popularity','Popularity','Weighted count of events per item','None: the baseline that every model has to beat','embedder','base',0,1,0,1795464312659,21);
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
, from_at INTEGER, to_at INTEGER, notes TEXT NOT NULL DEFAULT '[]');
INSERT INTO "import" VALUES(1,'items','/tmp/ops_i.csv','Succeeded','836347177c16ac1ac48907f36d756121497df6a2464fe233ccd0f49f96d2d91c',3,3,0,'["genre"]','[]',48,48,0,1,0,1795464278744,11,1767225600000,1767312000500,'[{"code":"row_of_nothing","text":"Rows of nothing were passed over.","count":2}]');
INSERT INTO "import" VALUES(2,'events','/tmp/ops_e.csv','Succeeded','3f9e63bc4f0ca77c42267c7b83500c029cd32f5f61376c61bcd9aff9a18a256f',4,4,0,'[]','[]',130,130,0,1,0,1795464278824,16,NULL,NULL,'[]');
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
INSERT INTO "item" VALUES('m1','One','','{"genre":"a"}',1,1,1795464278765,1795464278765,8);
INSERT INTO "item" VALUES('m2','Two','','{"genre":"b"}',1,1,1795464278765,1795464278765,8);
INSERT INTO "item" VALUES('m3','Three','','{"genre":"a"}',1,1,1795464278765,1795464278765,8);
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
INSERT INTO "item_update" VALUES(1,'a','Apple','red','{"k":1}',1,0);
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
, deleted_at INTEGER, phase_times TEXT, resumes INTEGER NOT NULL DEFAULT 0, broken_at_step INTEGER NOT NULL DEFAULT -1, breaks_there INTEGER NOT NULL DEFAULT 0);
INSERT INTO "job" VALUES(1,'train-1-1700000100','arn:nsl:local:pipeline-execution/train-1-1700000100','All signals · train-1-1700000100','first','','Succeeded',1,1,'{"epochs":5}','{}',NULL,'{"recall_at_10":0.12}','',X'7B226D616E69666573745F76657273696F6E223A317D','d1','c1',0,1700000100000,1700000101000,1700000160000,1700000160000,30,NULL,NULL,0,-1,0);
INSERT INTO "job" VALUES(2,'train-2-1700000200','arn:nsl:local:pipeline-execution/train-2-1700000200','All signals · train-2-1700000200','','','Succeeded',1,1,'{"epochs":5}','{}',NULL,'{"recall_at_10":0.13}','',X'7B226D616E69666573745F76657273696F6E223A317D','d2','c2',0,1700000200000,1700000201000,1700000260000,1700000260000,31,NULL,'{}',1,5,1);
INSERT INTO "job" VALUES(3,'train-3-1700000300','arn:nsl:local:pipeline-execution/train-3-1700000300','All signals · train-3-1700000300','','','Failed',1,1,'{"epochs":5}','{}',NULL,NULL,'The worker ran out of memory.',NULL,'','',0,1700000300000,1700000301000,1700000360000,1700000360000,32,1700000400000,NULL,0,-1,0);
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
INSERT INTO "journal" VALUES(1,1795464278573,'system',0,'nsl-platform','','workspace.created','workspace',NULL,'{"schema":1}','','','d347932c0b38a0ed6d3b2c88ac65bf6ee725af79cec3354618c21d9066fe1742');
INSERT INTO "journal" VALUES(2,1795464278573,'system',0,'nsl-platform','','event_type.created','event-type/1',NULL,'{"name":"view","weight":20}','','','b3440793d274ae0c2bdb0062bedc0be97ead34aa6fcf2c8c77eb2e0db8ad8a16');
INSERT INTO "journal" VALUES(3,1795464278573,'system',0,'nsl-platform','','event_type.created','event-type/2',NULL,'{"name":"click","weight":50}','','','df8599b8d26748c86ba0116653b85f6eeb62e5fdf0f6f9894c877d121cc33743');
INSERT INTO "journal" VALUES(4,1795464278573,'system',0,'nsl-platform','','event_type.created','event-type/3',NULL,'{"name":"purchase","weight":100}','','','c8b0024cdcc6b468a8a5754eddad6c07d956cbc725c121fb9563cb8079fd63a4');
INSERT INTO "journal" VALUES(5,1795464278573,'system',0,'nsl-platform','','template.created','template/1',NULL,'{"created_at":"2026-11-23T20:04:38.573Z","event_types":[{"id":1,"name":"view","weight":20},{"id":2,"name":"click","weight":50},{"id":3,"name":"purchase","weight":100}],"family_id":null,"id":1,"name":"All signals","rev":4,"status":"published","thresholds":{"per_signal_min":10,"total_min":1000},"updated_at":"2026-11-23T20:04:38.573Z"}','','','8c4aea9ef40f4abeeb2ee3743110a5c71ea6d281417e1ce613fbd19076fa69b0');
INSERT INTO "journal" VALUES(6,1795464278573,'system',0,'nsl-platform','','endpoint.created','endpoint/1',NULL,'{"endpoint_name":"production","is_default":true,"model_type":"embedder"}','','','d99cc6339d066ff94d8f34f1ee1ce7c34d91985279cd4d6e2055e6e487f1dcfd');
INSERT INTO "journal" VALUES(7,1795464278581,'user',0,'root','root','api_key.created','api-key/1',NULL,'{"environment":"","name":"k","prefix":"nsl_pwd3m18m","revoked":false,"scopes":["admin"]}','','','30176a48ab008787ccc2057f4d5a6803567c8a946141bc325451bb59115a892b');
INSERT INTO "journal" VALUES(8,1795464278660,'user',0,'root','root','core_client.created','core-client/1',NULL,'{"client_id":"h2bzuh2lxn4d2gqo3m3392q0iu","name":"c","revoked":false,"scopes":["neuronsearchlab-api/read","neuronsearchlab-api/write"]}','','','eb3a99ac7252448de7314e5896daca47cd639267a81647a123361b4edfc6c0a9');
INSERT INTO "journal" VALUES(9,1795464278773,'user',0,'root','root','import.succeeded','import/1',NULL,'{"duplicates":0,"inserted":3,"kind":"items","path":"/tmp/ops_i.csv","rows":3,"sha256":"836347177c16ac1ac48907f36d756121497df6a2464fe233ccd0f49f96d2d91c"}','','','2ee4fea7e5473ca033b9c9451a15660cfbf4bdf1fc6d00bca9cb5280e66b65ea');
INSERT INTO "journal" VALUES(10,1795464278853,'user',0,'root','root','import.succeeded','import/2',NULL,'{"duplicates":0,"inserted":4,"kind":"events","path":"/tmp/ops_e.csv","rows":4,"sha256":"3f9e63bc4f0ca77c42267c7b83500c029cd32f5f61376c61bcd9aff9a18a256f"}','','','dd54aaed571219f21301d4a22ecfbff6e16669c74ce397690e8c4ab839bc3c75');
INSERT INTO "journal" VALUES(11,1795464312659,'system',0,'nsl-platform','','model_family.created','model-family/1',NULL,'{"architecture":"Two towers: item embeddings, and a GRU over the user''s last items","enabled":true,"family_key":"two-tower-gru","is_default":true,"model_type":"embedder","name":"Two-tower GRU","objective":"In-batch sampled softmax with popularity correction","source":"tenant"}','','','5365dcaae18e4f0e917c289e5735aed86d564dac8fdb4c47dc86d7b98558b959');
INSERT INTO "journal" VALUES(12,1795464312659,'system',0,'nsl-platform','','model_family.created','model-family/2',NULL,'{"architecture":"Weighted count of events per item","enabled":true,"family_key":"popularity","is_default":false,"model_type":"embedder","name":"Popularity","objective":"None: the baseline that every model has to beat","source":"base"}','','','a8c188d25102d324bb9fd90a6000af7e73d98e98ae45c1762ea5a57e948922d4');
CREATE TABLE kept_reply (
    caller  TEXT NOT NULL, -- whose key it is: two callers may choose the same one
    key     TEXT NOT NULL,
    request TEXT NOT NULL, -- SHA-256 of method, path and body
    status  INTEGER NOT NULL,
    body    BLOB NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) WITHOUT ROWID;
INSERT INTO "kept_reply" VALUES('user/0/root','first-key','aa',200,X'7B7D',4102444800000);
CREATE TABLE metric_point (
    series_id INTEGER NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
    seq       INTEGER NOT NULL,
    step      INTEGER NOT NULL,
    epoch     REAL NOT NULL,
    wall_ms   INTEGER NOT NULL,
    value     NOT NULL,
    PRIMARY KEY (series_id, seq)
) WITHOUT ROWID;
INSERT INTO "metric_point" VALUES(1,1,1,0.5,10,1.5);
INSERT INTO "metric_point" VALUES(1,2,2,1.0,20,'NaN');
CREATE TABLE metric_series (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id    INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    name      TEXT NOT NULL,
    unit      TEXT NOT NULL,
    direction TEXT NOT NULL,
    total     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (job_id, name)
);
INSERT INTO "metric_series" VALUES(1,1,'loss','','min',2);
CREATE TABLE metric_trim (
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    seq    INTEGER NOT NULL, -- the newest that was given when points were taken out
    step   INTEGER NOT NULL, -- points of a later step went
    PRIMARY KEY (job_id, seq)
) WITHOUT ROWID;
INSERT INTO "metric_trim" VALUES(1,2,1);
CREATE TABLE removed_record (
    kind TEXT NOT NULL, -- the table it was in
    id   INTEGER NOT NULL,
    rev  INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
INSERT INTO "removed_record" VALUES('job',3,41);
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
INSERT INTO "template" VALUES(1,'All signals','published',10,1000,NULL,1795464278573,1795464278573,4);
CREATE TABLE template_signal (
    template_id   INTEGER NOT NULL REFERENCES template (id) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    event_type_id INTEGER NOT NULL REFERENCES event_type (id),
    weight        INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100),
    PRIMARY KEY (template_id, position),
    UNIQUE (template_id, event_type_id)
) WITHOUT ROWID;
INSERT INTO "template_signal" VALUES(1,0,1,20);
INSERT INTO "template_signal" VALUES(1,1,2,50);
INSERT INTO "template_signal" VALUES(1,2,3,100);
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
INSERT INTO "version" VALUES(1,1,1,1,'Approved','ada',1700000170000,'',NULL,'a1',7,1700000160000,1700000170000,33);
INSERT INTO "version" VALUES(2,1,2,2,'Approved','ada',1700000270000,'',NULL,'a2',8,1700000260000,1700000270000,34);
CREATE INDEX job_by_status ON job (status);
CREATE UNIQUE INDEX endpoint_default ON endpoint (model_type) WHERE is_default = 1;
CREATE INDEX deployment_by_endpoint ON deployment (endpoint_id, id);
CREATE UNIQUE INDEX deployment_running ON deployment (endpoint_id) WHERE status = 'Updating';
CREATE INDEX journal_by_object ON journal (object, id);
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE INDEX import_by_digest ON import (kind, digest);
CREATE INDEX import_hidden ON import (id) WHERE hidden = 1;
CREATE INDEX item_by_import ON item (import_id) WHERE import_id > 0;
CREATE INDEX item_inactive ON item (id) WHERE active = 0;
CREATE INDEX event_by_user ON event (user_id, occurred_at, id);
CREATE VIEW visible_item AS
    SELECT * FROM item WHERE import_id NOT IN (SELECT id FROM import WHERE hidden = 1);
CREATE VIEW visible_event AS
    SELECT * FROM event WHERE import_id NOT IN (SELECT id FROM import WHERE hidden = 1);
CREATE INDEX api_key_by_prefix ON api_key (prefix);
CREATE INDEX removed_by_rev ON removed_record (kind, rev);
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
CREATE INDEX kept_reply_by_time ON kept_reply (at);
CREATE INDEX evaluation_by_time ON evaluation (created_at);
CREATE INDEX job_deleted ON job (id) WHERE deleted_at IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('event_type',3);
INSERT INTO "sqlite_sequence" VALUES('template',1);
INSERT INTO "sqlite_sequence" VALUES('endpoint',1);
INSERT INTO "sqlite_sequence" VALUES('api_key',1);
INSERT INTO "sqlite_sequence" VALUES('core_client',1);
INSERT INTO "sqlite_sequence" VALUES('import',2);
INSERT INTO "sqlite_sequence" VALUES('family',2);
INSERT INTO "sqlite_sequence" VALUES('job',3);
INSERT INTO "sqlite_sequence" VALUES('metric_series',1);
INSERT INTO "sqlite_sequence" VALUES('version',2);
INSERT INTO "sqlite_sequence" VALUES('deployment',2);
COMMIT;
PRAGMA user_version = 6;
