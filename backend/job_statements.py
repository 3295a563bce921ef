"""What workers write of jobs in their hands: each is one statement, and so one transaction and one way to the server.

They are built once. Rows are locked in the order of `credits`: each part takes what it changes from the one before it,
and what does not find the job as it was claimed, by its lease, changes nothing and returns no row.
"""

from __future__ import annotations

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.types import BigInteger

from backend import credits, shoots
from backend.database.schema import Moment

_OURS = "id = :job_id AND lease = :lease AND state = 'processing'"
_JOB = "id AS job_id, user_id, shoot_id, asset_id, credits"
_UNLEASED = "lease_until = NULL, worker = NULL, updated_at = now()"
_DATA = bindparam("data", type_=JSONB)

CLAIM = text(f"""
WITH due AS MATERIALIZED (
  SELECT id FROM luster.jobs
  WHERE state = 'queued' AND run_at <= clock_timestamp()
  ORDER BY fair_key, id LIMIT :limit FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE luster.jobs j
  SET state = 'processing', attempt = j.attempt + 1, lease = j.lease + 1, worker = :worker, updated_at = now(),
      lease_until = clock_timestamp() + make_interval(secs => :seconds)
  FROM due, luster.assets a
  WHERE j.id = due.id AND a.id = j.asset_id
  RETURNING j.id AS job_id, j.user_id, j.shoot_id, j.asset_id, j.source_id, j.anchor_id, j.note, j.lease, j.attempt,
    j.lease_until, a.key, a.bytes, a.sha256, a.etag, a.content_type, j.usage, a.thumb_key,
    coalesce(j.edits, jsonb_build_array(jsonb_build_object('preset', j.preset, 'parameters', j.parameters))) AS edits,
    j.fair_key
), {shoots.TOLD_OF_CLAIMS}
SELECT * FROM taken ORDER BY fair_key, job_id
""").columns(lease_until=Moment)

EXTEND = text("""
WITH held AS (
  SELECT j.id FROM luster.jobs j JOIN unnest(:job_ids, :leases) AS h (id, lease) ON h.id = j.id AND h.lease = j.lease
  WHERE j.state = 'processing'
  -- In the order of ids, like every writer of several jobs.
  ORDER BY j.id FOR UPDATE OF j
)
UPDATE luster.jobs j SET lease_until = clock_timestamp() + make_interval(secs => :seconds)
FROM held WHERE j.id = held.id
RETURNING j.id
""").bindparams(bindparam("job_ids", type_=ARRAY(UUID)), bindparam("leases", type_=ARRAY(BigInteger)))

SUCCEED = text(f"""
WITH ended AS (
  UPDATE luster.jobs
  SET state = 'succeeded', output_key = :key, thumb_key = :thumb_key, change_map_key = :change_map_key,
      output_width = :width, output_height = :height, output_bytes = :bytes, output_sha256 = :sha256, usage = :usage,
      details = :details, prompt_version_id = :prompt_version, error_code = NULL, error_detail = NULL, {_UNLEASED}
  WHERE {_OURS}
  RETURNING {_JOB}
), {credits.CAPTURED}, {shoots.TOLD.format(of="settled")}
SELECT 1 FROM numbered
""").bindparams(_DATA, bindparam("usage", type_=JSONB), bindparam("details", type_=JSONB))

FAIL = text(f"""
WITH ended AS (
  UPDATE luster.jobs SET state = 'failed', error_code = :code, error_detail = :detail, {_UNLEASED}
  WHERE {_OURS}
  RETURNING {_JOB}
), {credits.RELEASED}, {shoots.TOLD.format(of="settled")}
SELECT 1 FROM numbered
""").bindparams(_DATA)

RETRY = text(f"""
WITH back AS (
  UPDATE luster.jobs
  SET state = 'queued', run_at = clock_timestamp() + make_interval(secs => :delay), attempt = attempt - :given_back,
      error_code = :code, {_UNLEASED}
  WHERE {_OURS}
  RETURNING {_JOB}
), {shoots.TOLD.format(of="back")}
SELECT 1 FROM numbered
""").bindparams(_DATA)

NOTE = text(f"""
WITH held AS (SELECT {_JOB} FROM luster.jobs WHERE {_OURS} FOR UPDATE), {shoots.TOLD.format(of="held")}
SELECT 1 FROM numbered
""").bindparams(_DATA)

KEEP_USAGE = text(f"UPDATE luster.jobs SET usage = :usage WHERE {_OURS} RETURNING 1").bindparams(
    bindparam("usage", type_=JSONB)
)

# Whoever took the job over may have kept it as well.
KEEP_ANSWER = text(f"""
INSERT INTO luster.kept_answers AS kept (key, job_id, image)
SELECT :key, id, :image FROM luster.jobs WHERE {_OURS}
ON CONFLICT (key) DO UPDATE SET image = kept.image
RETURNING 1
""")

KEEP_THUMB = text(f"""
UPDATE luster.assets SET thumb_key = :key
WHERE id = :asset_id AND EXISTS (SELECT 1 FROM luster.jobs WHERE {_OURS})
RETURNING 1
""")
