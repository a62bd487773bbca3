/** Second looks at stored documents, revisions of metadata, and the archive of corrections. */
export const checksAndCorrections = `
-- The newest row of a unit and name counts; without a value the unit inherits again.
CREATE TABLE unit_setting (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  name text NOT NULL CHECK (name IN ('checking', 'learning')),
  value jsonb,
  changed_by text NOT NULL REFERENCES account,
  changed_at timestamptz NOT NULL
);
CREATE INDEX unit_setting_newest ON unit_setting (org_unit_id, name, id DESC);
CREATE TRIGGER unit_setting_append_only BEFORE UPDATE OR DELETE ON unit_setting
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Documents drawn at the commit. rate_percent and keys: the setting of that moment.
CREATE TABLE check_sample (
  document_id uuid PRIMARY KEY REFERENCES result_document,
  state text NOT NULL CHECK (state IN ('waiting', 'agreed', 'differing', 'resolved')),
  rate_percent numeric(5, 2) NOT NULL,
  keys jsonb NOT NULL,
  sampled_at timestamptz NOT NULL,
  checked_by text REFERENCES account,
  checked_at timestamptz,
  resolved_by text REFERENCES account,
  resolved_at timestamptz,
  CHECK ((state = 'waiting') = (checked_by IS NULL)),
  CHECK ((checked_by IS NULL) = (checked_at IS NULL)),
  CHECK ((state = 'resolved') = (resolved_by IS NOT NULL)),
  CHECK ((resolved_by IS NULL) = (resolved_at IS NULL)),
  CHECK (resolved_by <> checked_by)
);
CREATE INDEX check_sample_state ON check_sample (state, sampled_at);

-- What two people read; the decision about it is written once.
CREATE TABLE check_field (
  document_id uuid NOT NULL REFERENCES check_sample,
  key text NOT NULL,
  first text NOT NULL,
  second text NOT NULL,
  is_same boolean NOT NULL,
  choice text CHECK (choice IN ('first', 'second', 'other')),
  value text,
  -- Whether the first person was right; null while nobody has decided.
  is_right boolean,
  PRIMARY KEY (document_id, key),
  CHECK ((choice IS NULL) = (value IS NULL)),
  CHECK (NOT is_same OR choice IS NULL),
  CHECK (is_right IS NOT NULL OR (NOT is_same AND choice IS NULL))
);
CREATE FUNCTION refuse_second_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.is_right IS NOT NULL OR NEW.first <> OLD.first OR NEW.second <> OLD.second THEN
    RAISE EXCEPTION 'check_field is decided once';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER check_field_decided_once BEFORE UPDATE OR DELETE ON check_field
  FOR EACH ROW EXECUTE FUNCTION refuse_second_decision();

-- Ordinal 1: as it was stored, written with the first correction. The signed PDF never changes.
CREATE TABLE metadata_revision (
  document_id uuid NOT NULL REFERENCES result_document,
  ordinal integer NOT NULL CHECK (ordinal >= 1),
  metadata jsonb NOT NULL,
  reason text NOT NULL CHECK (reason IN ('stored', 'blind-check')),
  actor_id text NOT NULL REFERENCES account,
  at timestamptz NOT NULL,
  PRIMARY KEY (document_id, ordinal),
  CHECK ((ordinal = 1) = (reason = 'stored'))
);
CREATE TRIGGER metadata_revision_append_only BEFORE UPDATE OR DELETE ON metadata_revision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER metadata_revision_no_truncate BEFORE TRUNCATE ON metadata_revision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was proposed and what was accepted, per document; the old ones are dropped by age and number.
CREATE TABLE correction (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  document_id uuid NOT NULL UNIQUE REFERENCES result_document,
  procedure_id uuid,
  agency_folded text NOT NULL,
  correction jsonb NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX correction_unit ON correction (org_unit_id, id DESC);
CREATE TRIGGER correction_never_edited BEFORE UPDATE ON correction
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Corrections up to one of these teach nothing any more; without agency and procedure: none of them.
CREATE TABLE learning_reset (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  agency_folded text,
  procedure_id uuid,
  up_to_correction bigint NOT NULL,
  reset_by text NOT NULL REFERENCES account,
  reset_at timestamptz NOT NULL
);
CREATE INDEX learning_reset_unit ON learning_reset (org_unit_id, id DESC);
CREATE TRIGGER learning_reset_append_only BEFORE UPDATE OR DELETE ON learning_reset
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
`;
