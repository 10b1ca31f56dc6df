-- SPDX-License-Identifier: GPL-3.0-or-later
-- What versions did on splits that are not their own: measurements that can be made again, so old ones may go.
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
CREATE INDEX evaluation_by_time ON evaluation (created_at);
