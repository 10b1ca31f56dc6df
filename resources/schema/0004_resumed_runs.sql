-- SPDX-License-Identifier: GPL-3.0-or-later
-- Runs that go on from their last checkpoint after a crash, and how long each phase of a run took.
ALTER TABLE job ADD COLUMN phase_times TEXT; -- what PhaseClock keeps: milliseconds spent, the phase that goes on, since when
ALTER TABLE job ADD COLUMN resumes INTEGER NOT NULL DEFAULT 0; -- how often it went on
ALTER TABLE job ADD COLUMN broken_at_step INTEGER NOT NULL DEFAULT -1; -- of the checkpoint it had when it last broke off
ALTER TABLE job ADD COLUMN breaks_there INTEGER NOT NULL DEFAULT 0; -- how often in a row it broke off with that checkpoint

-- Points that a resumed run measures again are taken out; their seq is never given again. A reader that holds points
-- up to a smaller seq holds some that are void.
CREATE TABLE metric_trim (
    job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    seq    INTEGER NOT NULL, -- the newest that was given when points were taken out
    step   INTEGER NOT NULL, -- points of a later step went
    PRIMARY KEY (job_id, seq)
) WITHOUT ROWID;
