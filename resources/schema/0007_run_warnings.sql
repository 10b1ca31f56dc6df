-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a run lost or left out: an array of {code, text, count, names}.
ALTER TABLE job ADD COLUMN warnings TEXT;
