-- SPDX-License-Identifier: GPL-3.0-or-later
-- The few runs that were deleted, so that counting a family's versions does not look at all of its runs.
CREATE INDEX job_deleted ON job (id) WHERE deleted_at IS NOT NULL;
