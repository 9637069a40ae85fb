BEGIN;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE audit_event (
	id CHAR(32) NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id CHAR(32), 
	action VARCHAR(60) NOT NULL, 
	object_type VARCHAR(40) NOT NULL, 
	object_id VARCHAR(80) NOT NULL, 
	details JSON NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_event PRIMARY KEY (id), 
	CONSTRAINT uq_audit_event_chain_seq UNIQUE (chain, seq)
);
CREATE TABLE audit_head (
	chain VARCHAR(64) NOT NULL, 
	seq INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (chain)
);
CREATE TABLE programme (
	id CHAR(32) NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	name VARCHAR(160) NOT NULL, 
	description TEXT NOT NULL, 
	created_at DATETIME NOT NULL, words_stamp CHAR(32), 
	CONSTRAINT pk_programme PRIMARY KEY (id), 
	CONSTRAINT uq_programme_slug UNIQUE (slug)
);
CREATE TABLE user (
	id CHAR(32) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	password_hash VARCHAR(255), 
	locale VARCHAR(5) NOT NULL, 
	is_administrator BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, 
	CONSTRAINT pk_user PRIMARY KEY (id), 
	CONSTRAINT uq_user_email UNIQUE (email)
);
CREATE TABLE programme_lead (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	since DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT fk_programme_lead_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT fk_programme_lead_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_programme_lead PRIMARY KEY (id)
);
CREATE TABLE site (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	name VARCHAR(160) NOT NULL, 
	territory VARCHAR(160) NOT NULL, 
	created_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT fk_site_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT pk_site PRIMARY KEY (id), 
	CONSTRAINT uq_site_slug UNIQUE (slug)
);
CREATE TABLE web_session (
	id CHAR(32) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	device VARCHAR(120) NOT NULL, 
	CONSTRAINT fk_web_session_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_web_session PRIMARY KEY (id), 
	CONSTRAINT uq_web_session_token_hash UNIQUE (token_hash)
);
CREATE TABLE adherence (
	id CHAR(32) NOT NULL, 
	college VARCHAR(20) NOT NULL, 
	words TEXT NOT NULL, 
	recorded_by CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_adherence_recorded_by FOREIGN KEY(recorded_by) REFERENCES user (id), 
	CONSTRAINT fk_adherence_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_adherence PRIMARY KEY (id)
);
CREATE TABLE document (
	id CHAR(32) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	text TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	updated_at DATETIME NOT NULL, 
	updated_by CHAR(32), 
	site_id CHAR(32) NOT NULL, head_seq BIGINT DEFAULT '0' NOT NULL, text_seq BIGINT DEFAULT '0' NOT NULL, snapshot_seq BIGINT, 
	CONSTRAINT fk_document_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_document_updated_by FOREIGN KEY(updated_by) REFERENCES user (id), 
	CONSTRAINT pk_document PRIMARY KEY (id)
);
CREATE TABLE membership (
	id CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	college VARCHAR(20), 
	ring VARCHAR(20), 
	capacity VARCHAR(160) NOT NULL, 
	since DATETIME NOT NULL, 
	ended_at DATETIME, ended_why TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT ck_membership_trio_has_college CHECK (role <> 'trio' OR college IS NOT NULL), 
	CONSTRAINT ck_membership_trio_is_inner_ring CHECK (role <> 'trio' OR ring = 'trio'), 
	CONSTRAINT fk_membership_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_membership_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_membership PRIMARY KEY (id)
);
CREATE TABLE document_wording (
	id CHAR(32) NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	author_id CHAR(32), 
	at DATETIME NOT NULL, 
	restores INTEGER, 
	aside BOOLEAN NOT NULL, 
	seen INTEGER, 
	site_id CHAR(32) NOT NULL, seq BIGINT, authors JSON, runs JSON, 
	CONSTRAINT fk_document_wording_author_id FOREIGN KEY(author_id) REFERENCES user (id), 
	CONSTRAINT fk_document_wording_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_document_wording_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_document_wording PRIMARY KEY (id), 
	CONSTRAINT uq_document_wording_document_id_number UNIQUE (document_id, number)
);
CREATE TABLE tidying (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	"before" JSON NOT NULL, 
	"after" JSON NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	undone_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_tidying_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_tidying_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_tidying PRIMARY KEY (id), 
	CONSTRAINT uq_tidying_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE change (
	id CHAR(32) NOT NULL, 
	level VARCHAR(20) NOT NULL, 
	number INTEGER NOT NULL, 
	nature VARCHAR(20) NOT NULL, 
	effect VARCHAR(24) NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	systems VARCHAR(60) NOT NULL, 
	horizon VARCHAR(10), 
	progress VARCHAR(20), 
	"key" DOUBLE NOT NULL, 
	statement_id CHAR(32) NOT NULL, 
	description_id CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	changed_by CHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by CHAR(32) NOT NULL, 
	ended_at DATETIME, 
	end_reason TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_change_known_effect CHECK (effect IN ('intended', 'unintended_positive', 'negative')), 
	CONSTRAINT ck_change_known_level CHECK (level IN ('direct', 'intermediate', 'ultimate')), 
	CONSTRAINT ck_change_known_nature CHECK (nature IN ('knowledge', 'practice', 'behaviour', 'culture')), 
	CONSTRAINT ck_change_number_from_one CHECK (number > 0), 
	CONSTRAINT fk_change_changed_by FOREIGN KEY(changed_by) REFERENCES user (id), 
	CONSTRAINT fk_change_created_by FOREIGN KEY(created_by) REFERENCES user (id), 
	CONSTRAINT fk_change_description_id FOREIGN KEY(description_id) REFERENCES document (id), 
	CONSTRAINT fk_change_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_change_statement_id FOREIGN KEY(statement_id) REFERENCES document (id), 
	CONSTRAINT pk_change PRIMARY KEY (id), 
	CONSTRAINT uq_change_site_id_level_number UNIQUE (site_id, level, number)
);
CREATE TABLE change_code (
	id CHAR(32) NOT NULL, 
	change_id CHAR(32) NOT NULL, 
	level VARCHAR(20) NOT NULL, 
	number INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_change_code_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_change_code_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_change_code PRIMARY KEY (id), 
	CONSTRAINT uq_change_code_site_id_level_number UNIQUE (site_id, level, number)
);
CREATE TABLE change_progress (
	id CHAR(32) NOT NULL, 
	change_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	judgement VARCHAR(20) NOT NULL, 
	reason TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_change_progress_known_judgement CHECK (judgement IN ('not_yet', 'first_signs', 'under_way', 'rooted', 'slipping_back')), 
	CONSTRAINT fk_change_progress_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_change_progress_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_change_progress_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_change_progress PRIMARY KEY (id), 
	CONSTRAINT uq_change_progress_change_id_number UNIQUE (change_id, number)
);
CREATE TABLE link (
	id CHAR(32) NOT NULL, 
	source_id CHAR(32) NOT NULL, 
	target_id CHAR(32), 
	strength SMALLINT, 
	disputed BOOLEAN NOT NULL, 
	rationale_id CHAR(32) NOT NULL, 
	assumption_id CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	changed_by CHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by CHAR(32) NOT NULL, 
	ended_at DATETIME, 
	ended_with CHAR(32), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_link_known_strength CHECK (strength BETWEEN 1 AND 3), 
	CONSTRAINT ck_link_not_to_itself CHECK (source_id <> target_id), 
	CONSTRAINT fk_link_assumption_id FOREIGN KEY(assumption_id) REFERENCES document (id), 
	CONSTRAINT fk_link_changed_by FOREIGN KEY(changed_by) REFERENCES user (id), 
	CONSTRAINT fk_link_created_by FOREIGN KEY(created_by) REFERENCES user (id), 
	CONSTRAINT fk_link_ended_with FOREIGN KEY(ended_with) REFERENCES change (id), 
	CONSTRAINT fk_link_rationale_id FOREIGN KEY(rationale_id) REFERENCES document (id), 
	CONSTRAINT fk_link_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_link_source_id FOREIGN KEY(source_id) REFERENCES change (id), 
	CONSTRAINT fk_link_target_id FOREIGN KEY(target_id) REFERENCES change (id), 
	CONSTRAINT pk_link PRIMARY KEY (id), 
	CONSTRAINT uq_link_source_id_target_id UNIQUE (source_id, target_id)
);
CREATE TABLE link_confidence (
	id CHAR(32) NOT NULL, 
	link_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	college VARCHAR(20) NOT NULL, 
	value SMALLINT NOT NULL, 
	reason TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_link_confidence_known_college CHECK (college IN ('state', 'local_authority', 'civil_society')), 
	CONSTRAINT ck_link_confidence_known_value CHECK (value BETWEEN 1 AND 4), 
	CONSTRAINT fk_link_confidence_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_link_confidence_link_id FOREIGN KEY(link_id) REFERENCES link (id), 
	CONSTRAINT fk_link_confidence_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_link_confidence PRIMARY KEY (id), 
	CONSTRAINT uq_link_confidence_link_id_number UNIQUE (link_id, number)
);
CREATE TABLE "invitation" (
	id CHAR(32) NOT NULL, 
	site_id CHAR(32), 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	college VARCHAR(20), 
	ring VARCHAR(20), 
	capacity VARCHAR(160) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	invited_by CHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	accepted_at DATETIME, 
	revoked_at DATETIME, 
	programme_id CHAR(32), 
	CONSTRAINT ck_invitation_lead_of_programme CHECK ((role = 'programme_lead') = (programme_id IS NOT NULL)), 
	CONSTRAINT ck_invitation_one_destination CHECK ((site_id IS NULL) <> (programme_id IS NULL)), 
	CONSTRAINT fk_invitation_invited_by FOREIGN KEY(invited_by) REFERENCES user (id), 
	CONSTRAINT fk_invitation_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT fk_invitation_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash)
);
CREATE TABLE vision (
	id CHAR(32) NOT NULL, 
	sentence_id CHAR(32) NOT NULL, 
	reading_id CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_vision_reading_id FOREIGN KEY(reading_id) REFERENCES document (id), 
	CONSTRAINT fk_vision_sentence_id FOREIGN KEY(sentence_id) REFERENCES document (id), 
	CONSTRAINT fk_vision_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_vision PRIMARY KEY (id), 
	CONSTRAINT uq_vision_site_id UNIQUE (site_id)
);
CREATE TABLE vision_position (
	id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	college VARCHAR(20) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	stance VARCHAR(20) NOT NULL, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_vision_position_objection_has_reason CHECK (stance <> 'objection' OR reason <> ''), 
	CONSTRAINT fk_vision_position_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_vision_position_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_vision_position_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_vision_position PRIMARY KEY (id), 
	CONSTRAINT uq_vision_position_site_id_seq UNIQUE (site_id, seq)
);
CREATE TABLE attempt (
	id CHAR(32) NOT NULL, 
	door VARCHAR(30) NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	origin VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_attempt PRIMARY KEY (id)
);
CREATE TABLE account_link (
	id CHAR(32) NOT NULL, 
	user_id CHAR(32), 
	purpose VARCHAR(20) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT fk_account_link_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_account_link PRIMARY KEY (id), 
	CONSTRAINT uq_account_link_token_hash UNIQUE (token_hash)
);
CREATE TABLE document_snapshot (
	document_id CHAR(32) NOT NULL, 
	seq BIGINT NOT NULL, 
	state BLOB NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT fk_document_snapshot_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT pk_document_snapshot PRIMARY KEY (document_id, seq)
);
CREATE TABLE document_update (
	document_id CHAR(32) NOT NULL, 
	seq BIGINT NOT NULL, 
	"update" BLOB NOT NULL, 
	user_id CHAR(32), 
	created_at DATETIME NOT NULL, 
	CONSTRAINT fk_document_update_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_document_update_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_document_update PRIMARY KEY (document_id, seq)
);
CREATE TABLE continuum_round (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	question VARCHAR(200) NOT NULL, 
	opens_at DATETIME NOT NULL, 
	closes_at DATETIME NOT NULL, 
	hidden BOOLEAN NOT NULL, 
	anonymous BOOLEAN NOT NULL, 
	guests BOOLEAN NOT NULL, 
	expected INTEGER NOT NULL, 
	opened_by CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	revealed_by CHAR(32), 
	revealed_at DATETIME, 
	invited INTEGER, 
	ended_by CHAR(32), 
	ended_at DATETIME, 
	ended_why TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_continuum_round_anonymous_is_hidden CHECK (hidden OR NOT anonymous), 
	CONSTRAINT ck_continuum_round_closes_after_it_opens CHECK (closes_at > opens_at), 
	CONSTRAINT ck_continuum_round_expects_guests CHECK (guests OR expected = 0), 
	CONSTRAINT ck_continuum_round_revealed_or_ended CHECK (revealed_at IS NULL OR ended_at IS NULL), 
	CONSTRAINT fk_continuum_round_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_continuum_round_opened_by FOREIGN KEY(opened_by) REFERENCES user (id), 
	CONSTRAINT fk_continuum_round_revealed_by FOREIGN KEY(revealed_by) REFERENCES user (id), 
	CONSTRAINT fk_continuum_round_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_continuum_round PRIMARY KEY (id), 
	CONSTRAINT uq_continuum_round_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE continuum_answer (
	id CHAR(32) NOT NULL, 
	round_id CHAR(32) NOT NULL, 
	user_id CHAR(32), 
	name VARCHAR(80) NOT NULL, 
	secret VARCHAR(64), 
	"view" VARCHAR(20), 
	level INTEGER NOT NULL, 
	desired INTEGER, 
	stay BOOLEAN NOT NULL, 
	fact TEXT NOT NULL, 
	advances TEXT NOT NULL, 
	trust INTEGER, 
	structure INTEGER, 
	late BOOLEAN NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_continuum_answer_desired_on_scale CHECK (desired IS NULL OR desired BETWEEN 1 AND 7), 
	CONSTRAINT ck_continuum_answer_level_on_scale CHECK (level BETWEEN 1 AND 7), 
	CONSTRAINT ck_continuum_answer_staying_is_here CHECK (NOT stay OR desired = level), 
	CONSTRAINT ck_continuum_answer_structure_on_scale CHECK (structure IS NULL OR structure BETWEEN 1 AND 5), 
	CONSTRAINT ck_continuum_answer_trust_on_scale CHECK (trust IS NULL OR trust BETWEEN 1 AND 5), 
	CONSTRAINT fk_continuum_answer_round_id FOREIGN KEY(round_id) REFERENCES continuum_round (id), 
	CONSTRAINT fk_continuum_answer_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_continuum_answer_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_continuum_answer PRIMARY KEY (id), 
	CONSTRAINT uq_continuum_answer_round_id_secret UNIQUE (round_id, secret), 
	CONSTRAINT uq_continuum_answer_round_id_user_id UNIQUE (round_id, user_id)
)
 WITHOUT ROWID

;
CREATE TABLE continuum_conclusion (
	id CHAR(32) NOT NULL, 
	round_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	outcome VARCHAR(20) NOT NULL, 
	level INTEGER, 
	words TEXT NOT NULL, 
	advances TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_continuum_conclusion_level_unless_talking CHECK ((outcome = 'talk') = (level IS NULL)), 
	CONSTRAINT fk_continuum_conclusion_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_continuum_conclusion_round_id FOREIGN KEY(round_id) REFERENCES continuum_round (id), 
	CONSTRAINT fk_continuum_conclusion_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_continuum_conclusion PRIMARY KEY (id), 
	CONSTRAINT uq_continuum_conclusion_round_id_seq UNIQUE (round_id, seq)
);
CREATE TABLE continuum_door (
	round_id CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	code_until DATETIME NOT NULL, 
	token VARCHAR(32) NOT NULL, 
	CONSTRAINT fk_continuum_door_round_id FOREIGN KEY(round_id) REFERENCES continuum_round (id), 
	CONSTRAINT fk_continuum_door_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_continuum_door PRIMARY KEY (round_id), 
	CONSTRAINT uq_continuum_door_code UNIQUE (code), 
	CONSTRAINT uq_continuum_door_token UNIQUE (token)
);
CREATE TABLE continuum_mark (
	id CHAR(32) NOT NULL, 
	round_id CHAR(32) NOT NULL, 
	user_id CHAR(32), 
	device VARCHAR(64), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_continuum_mark_one_holder CHECK ((user_id IS NULL) <> (device IS NULL)), 
	CONSTRAINT fk_continuum_mark_round_id FOREIGN KEY(round_id) REFERENCES continuum_round (id), 
	CONSTRAINT fk_continuum_mark_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_continuum_mark_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_continuum_mark PRIMARY KEY (id), 
	CONSTRAINT uq_continuum_mark_round_id_device UNIQUE (round_id, device), 
	CONSTRAINT uq_continuum_mark_round_id_user_id UNIQUE (round_id, user_id)
)
 WITHOUT ROWID

;
CREATE TABLE readiness_round (
	stood JSON, 
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	opens_at DATETIME NOT NULL, 
	closes_at DATETIME NOT NULL, 
	hidden BOOLEAN NOT NULL, 
	anonymous BOOLEAN NOT NULL, 
	opened_by CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	revealed_by CHAR(32), 
	revealed_at DATETIME, 
	invited INTEGER, 
	ended_by CHAR(32), 
	ended_at DATETIME, 
	ended_why TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_readiness_round_anonymous_is_hidden CHECK (hidden OR NOT anonymous), 
	CONSTRAINT ck_readiness_round_closes_after_it_opens CHECK (closes_at > opens_at), 
	CONSTRAINT ck_readiness_round_counted_at_the_reveal CHECK ((revealed_at IS NULL) = (stood IS NULL)), 
	CONSTRAINT ck_readiness_round_revealed_or_ended CHECK (revealed_at IS NULL OR ended_at IS NULL), 
	CONSTRAINT fk_readiness_round_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_readiness_round_opened_by FOREIGN KEY(opened_by) REFERENCES user (id), 
	CONSTRAINT fk_readiness_round_revealed_by FOREIGN KEY(revealed_by) REFERENCES user (id), 
	CONSTRAINT fk_readiness_round_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_readiness_round PRIMARY KEY (id), 
	CONSTRAINT uq_readiness_round_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE readiness_answer (
	round_id CHAR(32) NOT NULL, 
	said JSON NOT NULL, 
	id CHAR(32) NOT NULL, 
	user_id CHAR(32), 
	secret VARCHAR(64), 
	"view" VARCHAR(20), 
	late BOOLEAN NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_readiness_answer_round_id FOREIGN KEY(round_id) REFERENCES readiness_round (id), 
	CONSTRAINT fk_readiness_answer_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_readiness_answer_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_readiness_answer PRIMARY KEY (id), 
	CONSTRAINT uq_readiness_answer_round_id_secret UNIQUE (round_id, secret), 
	CONSTRAINT uq_readiness_answer_round_id_user_id UNIQUE (round_id, user_id)
)
 WITHOUT ROWID

;
CREATE TABLE readiness_conclusion (
	id CHAR(32) NOT NULL, 
	round_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	item VARCHAR(20), 
	outcome VARCHAR(20) NOT NULL, 
	words TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_readiness_conclusion_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_readiness_conclusion_round_id FOREIGN KEY(round_id) REFERENCES readiness_round (id), 
	CONSTRAINT fk_readiness_conclusion_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_readiness_conclusion PRIMARY KEY (id), 
	CONSTRAINT uq_readiness_conclusion_round_id_seq UNIQUE (round_id, seq)
);
CREATE TABLE readiness_mark (
	round_id CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	user_id CHAR(32), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_readiness_mark_round_id FOREIGN KEY(round_id) REFERENCES readiness_round (id), 
	CONSTRAINT fk_readiness_mark_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_readiness_mark_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_readiness_mark PRIMARY KEY (id), 
	CONSTRAINT uq_readiness_mark_round_id_user_id UNIQUE (round_id, user_id)
)
 WITHOUT ROWID

;
CREATE TABLE help (
	id CHAR(32) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	words TEXT NOT NULL, 
	topic VARCHAR(40), 
	from_level INTEGER, 
	to_level INTEGER, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	ended_by CHAR(32), 
	ended_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_help_passage_has_two_ends CHECK ((from_level IS NULL) = (to_level IS NULL)), 
	CONSTRAINT ck_help_passage_on_scale CHECK (from_level IS NULL OR (from_level BETWEEN 1 AND 7 AND to_level BETWEEN 1 AND 7)), 
	CONSTRAINT fk_help_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_help_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_help_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_help PRIMARY KEY (id)
);
CREATE TABLE shared_item (
	id CHAR(32) NOT NULL, 
	item VARCHAR(20) NOT NULL, 
	shared_by CHAR(32) NOT NULL, 
	shared_at DATETIME NOT NULL, 
	withdrawn_by CHAR(32), 
	withdrawn_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_shared_item_shared_by FOREIGN KEY(shared_by) REFERENCES user (id), 
	CONSTRAINT fk_shared_item_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_shared_item_withdrawn_by FOREIGN KEY(withdrawn_by) REFERENCES user (id), 
	CONSTRAINT pk_shared_item PRIMARY KEY (id)
);
CREATE TABLE site_contact (
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	since DATETIME NOT NULL, 
	ended_at DATETIME, 
	ended_by CHAR(32), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_site_contact_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_site_contact_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_site_contact_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_site_contact PRIMARY KEY (id)
);
CREATE TABLE site_profile (
	id CHAR(32) NOT NULL, 
	topics VARCHAR(400) NOT NULL, 
	size VARCHAR(20), 
	since_year INTEGER, 
	described_by CHAR(32) NOT NULL, 
	described_at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_site_profile_described_by FOREIGN KEY(described_by) REFERENCES user (id), 
	CONSTRAINT fk_site_profile_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_site_profile PRIMARY KEY (id), 
	CONSTRAINT uq_site_profile_site_id UNIQUE (site_id)
);
CREATE TABLE continuum_figure (
	round_id CHAR(32) NOT NULL, 
	answered INTEGER NOT NULL, 
	invited INTEGER NOT NULL, 
	low INTEGER NOT NULL, 
	high INTEGER NOT NULL, 
	lower_quarter INTEGER NOT NULL, 
	upper_quarter INTEGER NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_continuum_figure_from_five_answers_on CHECK (answered >= 5 AND invited >= answered), 
	CONSTRAINT ck_continuum_figure_in_order CHECK (1 <= lower_quarter AND lower_quarter <= low AND low <= high AND high <= upper_quarter AND upper_quarter <= 7), 
	CONSTRAINT fk_continuum_figure_round_id FOREIGN KEY(round_id) REFERENCES continuum_round (id), 
	CONSTRAINT fk_continuum_figure_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_continuum_figure PRIMARY KEY (round_id)
);
CREATE TABLE help_answer (
	id CHAR(32) NOT NULL, 
	help_id CHAR(32) NOT NULL, 
	from_site_id CHAR(32) NOT NULL, 
	words TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	accepted BOOLEAN, 
	reply TEXT NOT NULL, 
	replied_by CHAR(32), 
	replied_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_help_answer_between_two_sites CHECK (from_site_id <> site_id), 
	CONSTRAINT ck_help_answer_replied_or_waiting CHECK ((accepted IS NULL) = (replied_at IS NULL)), 
	CONSTRAINT fk_help_answer_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_help_answer_from_site_id FOREIGN KEY(from_site_id) REFERENCES site (id), 
	CONSTRAINT fk_help_answer_help_id FOREIGN KEY(help_id) REFERENCES help (id), 
	CONSTRAINT fk_help_answer_replied_by FOREIGN KEY(replied_by) REFERENCES user (id), 
	CONSTRAINT fk_help_answer_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_help_answer PRIMARY KEY (id), 
	CONSTRAINT uq_help_answer_help_id_from_site_id UNIQUE (help_id, from_site_id)
);
CREATE TABLE advance (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	ended_by CHAR(32), 
	ended_at DATETIME, 
	ended_why TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_advance_ends_with_a_reason CHECK ((ended_at IS NULL) = (ended_why = '')), 
	CONSTRAINT fk_advance_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_advance_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_advance PRIMARY KEY (id), 
	CONSTRAINT uq_advance_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE advance_wording (
	id CHAR(32) NOT NULL, 
	advance_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	words TEXT NOT NULL, 
	happened_on DATE NOT NULL, 
	precision VARCHAR(20) NOT NULL, 
	round_id CHAR(32), 
	change_id CHAR(32), 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_advance_wording_says_something CHECK (words <> ''), 
	CONSTRAINT fk_advance_wording_advance_id FOREIGN KEY(advance_id) REFERENCES advance (id), 
	CONSTRAINT fk_advance_wording_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_advance_wording_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_advance_wording_round_id FOREIGN KEY(round_id) REFERENCES continuum_round (id), 
	CONSTRAINT fk_advance_wording_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_advance_wording PRIMARY KEY (id), 
	CONSTRAINT uq_advance_wording_advance_id_seq UNIQUE (advance_id, seq)
);
CREATE TABLE network_wave (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	opened_by CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	closed_by CHAR(32), 
	closed_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_network_wave_an_edition_is_a_moment CHECK (kind = 'survey' OR closed_at = opened_at), 
	CONSTRAINT ck_network_wave_in_order CHECK (closed_at IS NULL OR closed_at >= opened_at), 
	CONSTRAINT fk_network_wave_closed_by FOREIGN KEY(closed_by) REFERENCES user (id), 
	CONSTRAINT fk_network_wave_opened_by FOREIGN KEY(opened_by) REFERENCES user (id), 
	CONSTRAINT fk_network_wave_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_network_wave PRIMARY KEY (id), 
	CONSTRAINT uq_network_wave_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE stakeholder (
	id CHAR(32) NOT NULL, 
	ref VARCHAR(8) NOT NULL, 
	foreign_id VARCHAR(80) NOT NULL, 
	x DOUBLE, 
	y DOUBLE, 
	pinned BOOLEAN NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_stakeholder_placed_or_not CHECK ((x IS NULL) = (y IS NULL)), 
	CONSTRAINT fk_stakeholder_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_stakeholder PRIMARY KEY (id), 
	CONSTRAINT uq_stakeholder_site_id_ref UNIQUE (site_id, ref)
);
CREATE TABLE stakeholder_import (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	format VARCHAR(10) NOT NULL, 
	content TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	done_at DATETIME, 
	undone_by CHAR(32), 
	undone_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_stakeholder_import_done_before_undone CHECK (undone_at IS NULL OR done_at IS NOT NULL), 
	CONSTRAINT ck_stakeholder_import_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by IS NULL)), 
	CONSTRAINT fk_stakeholder_import_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_stakeholder_import_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_stakeholder_import_undone_by FOREIGN KEY(undone_by) REFERENCES user (id), 
	CONSTRAINT pk_stakeholder_import PRIMARY KEY (id), 
	CONSTRAINT uq_stakeholder_import_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE perception_talk (
	id CHAR(32) NOT NULL, 
	source_id CHAR(32) NOT NULL, 
	target_id CHAR(32) NOT NULL, 
	source_level INTEGER NOT NULL, 
	target_level INTEGER NOT NULL, 
	happened_on DATE NOT NULL, 
	words TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_perception_talk_says_something CHECK (words <> ''), 
	CONSTRAINT fk_perception_talk_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_perception_talk_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_perception_talk_source_id FOREIGN KEY(source_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_perception_talk_target_id FOREIGN KEY(target_id) REFERENCES stakeholder (id), 
	CONSTRAINT pk_perception_talk PRIMARY KEY (id)
);
CREATE TABLE relation_view (
	id CHAR(32) NOT NULL, 
	source_id CHAR(32) NOT NULL, 
	target_id CHAR(32) NOT NULL, 
	origin VARCHAR(10) NOT NULL, 
	wave_id CHAR(32), 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32), 
	import_id CHAR(32), 
	ended BOOLEAN NOT NULL, 
	why TEXT NOT NULL, 
	level INTEGER NOT NULL, 
	desired INTEGER, 
	trust INTEGER, 
	kinds VARCHAR(120) NOT NULL, 
	fact TEXT NOT NULL, 
	said_on DATE NOT NULL, 
	offered_at DATETIME, 
	accepted_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_relation_view_answers_have_a_wave CHECK ((origin = 'answer') = (wave_id IS NOT NULL)), 
	CONSTRAINT ck_relation_view_desired_on_scale CHECK (desired IS NULL OR desired BETWEEN 1 AND 7), 
	CONSTRAINT ck_relation_view_ends_with_a_reason CHECK (ended = (why <> '')), 
	CONSTRAINT ck_relation_view_level_on_scale CHECK (level BETWEEN 1 AND 7), 
	CONSTRAINT ck_relation_view_not_of_oneself CHECK (source_id <> target_id), 
	CONSTRAINT ck_relation_view_only_answers_are_opened CHECK (origin = 'answer' OR (offered_at IS NULL AND accepted_at IS NULL)), 
	CONSTRAINT ck_relation_view_trust_on_scale CHECK (trust IS NULL OR trust BETWEEN 1 AND 4), 
	CONSTRAINT fk_relation_view_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_relation_view_import_id FOREIGN KEY(import_id) REFERENCES stakeholder_import (id), 
	CONSTRAINT fk_relation_view_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_relation_view_source_id FOREIGN KEY(source_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_relation_view_target_id FOREIGN KEY(target_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_relation_view_wave_id FOREIGN KEY(wave_id) REFERENCES network_wave (id), 
	CONSTRAINT pk_relation_view PRIMARY KEY (id)
);
CREATE TABLE stakeholder_telling (
	id CHAR(32) NOT NULL, 
	stakeholder_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32), 
	import_id CHAR(32), 
	ended BOOLEAN NOT NULL, 
	why TEXT NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	sector VARCHAR(20) NOT NULL, 
	mission TEXT NOT NULL, 
	actions TEXT NOT NULL, 
	constraints TEXT NOT NULL, 
	levers TEXT NOT NULL, 
	ring VARCHAR(20), 
	influence INTEGER, 
	interest INTEGER, 
	engagement INTEGER, 
	tags TEXT NOT NULL, 
	place VARCHAR(120) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_stakeholder_telling_ends_with_a_reason CHECK (ended = (why <> '')), 
	CONSTRAINT ck_stakeholder_telling_engagement_on_scale CHECK (engagement IS NULL OR engagement BETWEEN 1 AND 4), 
	CONSTRAINT ck_stakeholder_telling_has_a_name CHECK (name <> ''), 
	CONSTRAINT ck_stakeholder_telling_influence_on_scale CHECK (influence IS NULL OR influence BETWEEN 1 AND 4), 
	CONSTRAINT ck_stakeholder_telling_interest_on_scale CHECK (interest IS NULL OR interest BETWEEN 1 AND 4), 
	CONSTRAINT fk_stakeholder_telling_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_stakeholder_telling_import_id FOREIGN KEY(import_id) REFERENCES stakeholder_import (id), 
	CONSTRAINT fk_stakeholder_telling_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_stakeholder_telling_stakeholder_id FOREIGN KEY(stakeholder_id) REFERENCES stakeholder (id), 
	CONSTRAINT pk_stakeholder_telling PRIMARY KEY (id), 
	CONSTRAINT uq_stakeholder_telling_stakeholder_id_seq UNIQUE (stakeholder_id, seq)
);
CREATE TABLE wave_party (
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	stakeholder_id CHAR(32) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_wave_party_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_wave_party_stakeholder_id FOREIGN KEY(stakeholder_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_wave_party_wave_id FOREIGN KEY(wave_id) REFERENCES network_wave (id), 
	CONSTRAINT pk_wave_party PRIMARY KEY (id), 
	CONSTRAINT uq_wave_party_wave_id_stakeholder_id UNIQUE (wave_id, stakeholder_id)
);
CREATE TABLE map_tidying (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	"before" JSON NOT NULL, 
	"after" JSON NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	undone_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_map_tidying_undone_after CHECK (undone_at IS NULL OR undone_at >= at), 
	CONSTRAINT fk_map_tidying_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_map_tidying_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_map_tidying PRIMARY KEY (id), 
	CONSTRAINT uq_map_tidying_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE survey (
	wave_id CHAR(32) NOT NULL, 
	closes_at DATETIME NOT NULL, 
	six BOOLEAN NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_survey_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_survey_wave_id FOREIGN KEY(wave_id) REFERENCES network_wave (id), 
	CONSTRAINT pk_survey PRIMARY KEY (wave_id)
);
CREATE TABLE survey_respondent (
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	stakeholder_id CHAR(32) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	locale VARCHAR(2) NOT NULL, 
	added INTEGER NOT NULL, 
	finished_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_survey_respondent_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_survey_respondent_stakeholder_id FOREIGN KEY(stakeholder_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_survey_respondent_wave_id FOREIGN KEY(wave_id) REFERENCES network_wave (id), 
	CONSTRAINT pk_survey_respondent PRIMARY KEY (id), 
	CONSTRAINT uq_survey_respondent_wave_id_stakeholder_id UNIQUE (wave_id, stakeholder_id)
);
CREATE TABLE survey_door (
	respondent_id CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT fk_survey_door_respondent_id FOREIGN KEY(respondent_id) REFERENCES survey_respondent (id), 
	CONSTRAINT fk_survey_door_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_survey_door PRIMARY KEY (respondent_id), 
	CONSTRAINT uq_survey_door_token_hash UNIQUE (token_hash)
);
CREATE TABLE survey_picked (
	id CHAR(32) NOT NULL, 
	respondent_id CHAR(32) NOT NULL, 
	stakeholder_id CHAR(32) NOT NULL, 
	openness INTEGER, 
	reliability INTEGER, 
	mission INTEGER, 
	power INTEGER, 
	involvement INTEGER, 
	resources INTEGER, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_survey_picked_involvement_on_scale CHECK (involvement IS NULL OR involvement BETWEEN 0 AND 4), 
	CONSTRAINT ck_survey_picked_mission_on_scale CHECK (mission IS NULL OR mission BETWEEN 0 AND 4), 
	CONSTRAINT ck_survey_picked_openness_on_scale CHECK (openness IS NULL OR openness BETWEEN 0 AND 4), 
	CONSTRAINT ck_survey_picked_power_on_scale CHECK (power IS NULL OR power BETWEEN 0 AND 4), 
	CONSTRAINT ck_survey_picked_reliability_on_scale CHECK (reliability IS NULL OR reliability BETWEEN 0 AND 4), 
	CONSTRAINT ck_survey_picked_resources_on_scale CHECK (resources IS NULL OR resources BETWEEN 0 AND 4), 
	CONSTRAINT fk_survey_picked_respondent_id FOREIGN KEY(respondent_id) REFERENCES survey_respondent (id), 
	CONSTRAINT fk_survey_picked_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_survey_picked_stakeholder_id FOREIGN KEY(stakeholder_id) REFERENCES stakeholder (id), 
	CONSTRAINT pk_survey_picked PRIMARY KEY (id), 
	CONSTRAINT uq_survey_picked_respondent_id_stakeholder_id UNIQUE (respondent_id, stakeholder_id)
);
CREATE TABLE network_measure (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	asked_by CHAR(32) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	beat_at DATETIME NOT NULL, 
	step INTEGER NOT NULL, 
	organisations INTEGER NOT NULL, 
	ended_at DATETIME, 
	outcome VARCHAR(20), 
	fingerprint VARCHAR(64) NOT NULL, 
	engine VARCHAR(20) NOT NULL, 
	seconds DOUBLE, 
	summary JSON, 
	nodes BLOB, 
	CONSTRAINT ck_network_measure_ends_somehow CHECK ((ended_at IS NULL) = (outcome IS NULL)), 
	CONSTRAINT fk_network_measure_asked_by FOREIGN KEY(asked_by) REFERENCES user (id), 
	CONSTRAINT fk_network_measure_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT pk_network_measure PRIMARY KEY (id)
);
CREATE TABLE organisation_match (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	one_id CHAR(32) NOT NULL, 
	other_id CHAR(32) NOT NULL, 
	same BOOLEAN NOT NULL, 
	act CHAR(32) NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	undone_by CHAR(32), 
	undone_at DATETIME, 
	CONSTRAINT ck_organisation_match_of_two CHECK (one_id <> other_id), 
	CONSTRAINT ck_organisation_match_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by IS NULL)), 
	CONSTRAINT fk_organisation_match_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_organisation_match_one_id FOREIGN KEY(one_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_organisation_match_other_id FOREIGN KEY(other_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_organisation_match_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT fk_organisation_match_undone_by FOREIGN KEY(undone_by) REFERENCES user (id), 
	CONSTRAINT pk_organisation_match PRIMARY KEY (id)
);
CREATE TABLE agreement_part (
	id CHAR(32) NOT NULL, 
	ref VARCHAR(8) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	rank INTEGER NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_agreement_part_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_agreement_part PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_part_site_id_ref UNIQUE (site_id, ref)
);
CREATE TABLE agreement_clause (
	id CHAR(32) NOT NULL, 
	section VARCHAR(20) NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_agreement_clause_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_agreement_clause_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_agreement_clause PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_clause_document_id UNIQUE (document_id), 
	CONSTRAINT uq_agreement_clause_site_id_code UNIQUE (site_id, code)
);
CREATE TABLE agreement_telling (
	id CHAR(32) NOT NULL, 
	part_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	ended BOOLEAN NOT NULL, 
	content JSON NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_telling_ends_after CHECK (until IS NULL OR until >= at), 
	CONSTRAINT fk_agreement_telling_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_agreement_telling_part_id FOREIGN KEY(part_id) REFERENCES agreement_part (id), 
	CONSTRAINT fk_agreement_telling_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_agreement_telling PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_telling_part_id_seq UNIQUE (part_id, seq)
);
CREATE TABLE agreement_version (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	consent TEXT NOT NULL, 
	review_on DATE NOT NULL, 
	put_by CHAR(32) NOT NULL, 
	put_at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_version_says_what_is_consented CHECK (consent <> ''), 
	CONSTRAINT fk_agreement_version_put_by FOREIGN KEY(put_by) REFERENCES user (id), 
	CONSTRAINT fk_agreement_version_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_agreement_version PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_version_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE agreement_closing (
	version_id CHAR(32) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	reason TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_closing_closes_with_a_reason CHECK (state = 'signed' OR reason <> ''), 
	CONSTRAINT ck_agreement_closing_known_state CHECK (state IN ('signed', 'refused', 'withdrawn')), 
	CONSTRAINT fk_agreement_closing_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_agreement_closing_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_closing_version_id FOREIGN KEY(version_id) REFERENCES agreement_version (id), 
	CONSTRAINT pk_agreement_closing PRIMARY KEY (version_id)
);
CREATE TABLE agreement_file (
	id CHAR(32) NOT NULL, 
	version_id CHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_file_known_kind CHECK (kind IN ('content', 'pdf', 'attached')), 
	CONSTRAINT fk_agreement_file_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_file_version_id FOREIGN KEY(version_id) REFERENCES agreement_version (id), 
	CONSTRAINT pk_agreement_file PRIMARY KEY (id)
);
CREATE TABLE agreement_signatory (
	id CHAR(32) NOT NULL, 
	version_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	rank INTEGER NOT NULL, 
	college VARCHAR(20) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	capacity VARCHAR(160) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_signatory_signs_in_a_capacity CHECK (capacity <> ''), 
	CONSTRAINT fk_agreement_signatory_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_signatory_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT fk_agreement_signatory_version_id FOREIGN KEY(version_id) REFERENCES agreement_version (id), 
	CONSTRAINT pk_agreement_signatory PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_signatory_version_id_user_id UNIQUE (version_id, user_id)
);
CREATE TABLE agreement_attachment (
	id CHAR(32) NOT NULL, 
	version_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	file_id CHAR(32), 
	name VARCHAR(160) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	ended_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_agreement_attachment_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_agreement_attachment_file_id FOREIGN KEY(file_id) REFERENCES agreement_file (id), 
	CONSTRAINT fk_agreement_attachment_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_attachment_version_id FOREIGN KEY(version_id) REFERENCES agreement_version (id), 
	CONSTRAINT pk_agreement_attachment PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_attachment_version_id_number UNIQUE (version_id, number)
);
CREATE TABLE agreement_signature (
	id CHAR(32) NOT NULL, 
	version_id CHAR(32) NOT NULL, 
	signatory_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	consent_digest VARCHAR(64) NOT NULL, 
	method VARCHAR(20) NOT NULL, 
	at DATETIME NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_agreement_signature_signatory_id FOREIGN KEY(signatory_id) REFERENCES agreement_signatory (id), 
	CONSTRAINT fk_agreement_signature_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_signature_version_id FOREIGN KEY(version_id) REFERENCES agreement_version (id), 
	CONSTRAINT pk_agreement_signature PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_signature_signatory_id UNIQUE (signatory_id), 
	CONSTRAINT uq_agreement_signature_version_id_seq UNIQUE (version_id, seq)
);
CREATE TABLE decision (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	opened_by CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	decided_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_decision_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_decision_opened_by FOREIGN KEY(opened_by) REFERENCES user (id), 
	CONSTRAINT fk_decision_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_decision PRIMARY KEY (id), 
	CONSTRAINT uq_decision_document_id UNIQUE (document_id), 
	CONSTRAINT uq_decision_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE decision_framing (
	id CHAR(32) NOT NULL, 
	decision_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	content JSON NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_decision_framing_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_decision_framing_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id), 
	CONSTRAINT fk_decision_framing_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_decision_framing PRIMARY KEY (id), 
	CONSTRAINT uq_decision_framing_decision_id_seq UNIQUE (decision_id, seq)
);
CREATE TABLE decision_seat (
	id CHAR(32) NOT NULL, 
	decision_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_decision_seat_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_decision_seat_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id), 
	CONSTRAINT fk_decision_seat_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_decision_seat_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_decision_seat PRIMARY KEY (id)
);
CREATE TABLE decision_position (
	decision_id CHAR(32) NOT NULL, 
	college VARCHAR(20), 
	id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	stance VARCHAR(20) NOT NULL, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_decision_position_objection_has_reason CHECK (stance <> 'objection' OR reason <> ''), 
	CONSTRAINT fk_decision_position_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id), 
	CONSTRAINT fk_decision_position_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_decision_position_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_decision_position_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_decision_position PRIMARY KEY (id), 
	CONSTRAINT uq_decision_position_decision_id_seq UNIQUE (decision_id, seq)
);
CREATE TABLE decision_event (
	id CHAR(32) NOT NULL, 
	decision_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	outcome VARCHAR(20), 
	words TEXT NOT NULL, 
	day DATE NOT NULL, 
	number INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_decision_event_outcome_is_said CHECK ((kind = 'outcome') = (outcome IS NOT NULL)), 
	CONSTRAINT ck_decision_event_says_something CHECK (words <> ''), 
	CONSTRAINT fk_decision_event_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_decision_event_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id), 
	CONSTRAINT fk_decision_event_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_decision_event PRIMARY KEY (id), 
	CONSTRAINT uq_decision_event_decision_id_seq UNIQUE (decision_id, seq)
);
CREATE TABLE discussion_thread (
	id CHAR(32) NOT NULL, 
	ref VARCHAR(8) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	about VARCHAR(80) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	moved_at DATETIME NOT NULL, 
	resolved_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_discussion_thread_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_discussion_thread PRIMARY KEY (id), 
	CONSTRAINT uq_discussion_thread_site_id_ref UNIQUE (site_id, ref)
);
CREATE TABLE discussion_comment (
	id CHAR(32) NOT NULL, 
	thread_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	taken_back_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_discussion_comment_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_discussion_comment_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_discussion_comment_thread_id FOREIGN KEY(thread_id) REFERENCES discussion_thread (id), 
	CONSTRAINT pk_discussion_comment PRIMARY KEY (id), 
	CONSTRAINT uq_discussion_comment_thread_id_number UNIQUE (thread_id, number)
);
CREATE TABLE discussion_turn (
	id CHAR(32) NOT NULL, 
	thread_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	resolved BOOLEAN NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_discussion_turn_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_discussion_turn_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_discussion_turn_thread_id FOREIGN KEY(thread_id) REFERENCES discussion_thread (id), 
	CONSTRAINT pk_discussion_turn PRIMARY KEY (id), 
	CONSTRAINT uq_discussion_turn_thread_id_seq UNIQUE (thread_id, seq)
);
CREATE TABLE discussion_wording (
	id CHAR(32) NOT NULL, 
	comment_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_discussion_wording_says_something CHECK (words <> ''), 
	CONSTRAINT fk_discussion_wording_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_discussion_wording_comment_id FOREIGN KEY(comment_id) REFERENCES discussion_comment (id), 
	CONSTRAINT fk_discussion_wording_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_discussion_wording PRIMARY KEY (id), 
	CONSTRAINT uq_discussion_wording_comment_id_seq UNIQUE (comment_id, seq)
);
CREATE TABLE discussion_mention (
	id CHAR(32) NOT NULL, 
	comment_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	seen_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_discussion_mention_comment_id FOREIGN KEY(comment_id) REFERENCES discussion_comment (id), 
	CONSTRAINT fk_discussion_mention_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_discussion_mention_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_discussion_mention PRIMARY KEY (id), 
	CONSTRAINT uq_discussion_mention_comment_id_user_id UNIQUE (comment_id, user_id)
);
CREATE TABLE agreement_suggestion (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	seen INTEGER NOT NULL, 
	base JSON NOT NULL, 
	words JSON NOT NULL, 
	reason TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_agreement_suggestion_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_agreement_suggestion_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_agreement_suggestion PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_suggestion_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE agreement_suggestion_end (
	suggestion_id CHAR(32) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	reason TEXT NOT NULL, 
	wording INTEGER, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_suggestion_end_accepts_words CHECK ((state = 'accepted') = (wording IS NOT NULL)), 
	CONSTRAINT ck_agreement_suggestion_end_known_state CHECK (state IN ('accepted', 'refused', 'withdrawn')), 
	CONSTRAINT ck_agreement_suggestion_end_refuses_with_a_reason CHECK (state <> 'refused' OR reason <> ''), 
	CONSTRAINT fk_agreement_suggestion_end_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_agreement_suggestion_end_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_suggestion_end_suggestion_id FOREIGN KEY(suggestion_id) REFERENCES agreement_suggestion (id), 
	CONSTRAINT pk_agreement_suggestion_end PRIMARY KEY (suggestion_id)
);
CREATE TABLE agreement_naming (
	id CHAR(32) NOT NULL, 
	holder VARCHAR(60) NOT NULL, 
	change_id CHAR(32), 
	one_id CHAR(32), 
	other_id CHAR(32), 
	at DATETIME NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	until DATETIME, 
	until_by CHAR(32), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_naming_ended_by_somebody CHECK ((until IS NULL) = (until_by IS NULL)), 
	CONSTRAINT ck_agreement_naming_ends_after CHECK (until IS NULL OR until >= at), 
	CONSTRAINT ck_agreement_naming_names_one_thing CHECK ((change_id IS NULL) = (one_id IS NOT NULL)), 
	CONSTRAINT ck_agreement_naming_relations_have_no_side CHECK (one_id IS NULL OR one_id < other_id), 
	CONSTRAINT ck_agreement_naming_relations_have_two_ends CHECK ((one_id IS NULL) = (other_id IS NULL)), 
	CONSTRAINT fk_agreement_naming_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_agreement_naming_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_agreement_naming_one_id FOREIGN KEY(one_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_agreement_naming_other_id FOREIGN KEY(other_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_agreement_naming_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_naming_until_by FOREIGN KEY(until_by) REFERENCES user (id), 
	CONSTRAINT pk_agreement_naming PRIMARY KEY (id)
);
CREATE TABLE agreement_start (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	origin VARCHAR(10) NOT NULL, 
	name VARCHAR(160) NOT NULL, 
	content TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	done_at DATETIME, 
	undone_by CHAR(32), 
	undone_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_agreement_start_done_before_undone CHECK (undone_at IS NULL OR done_at IS NOT NULL), 
	CONSTRAINT ck_agreement_start_known_origin CHECK (origin IN ('site', 'file')), 
	CONSTRAINT ck_agreement_start_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by IS NULL)), 
	CONSTRAINT fk_agreement_start_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_agreement_start_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_start_undone_by FOREIGN KEY(undone_by) REFERENCES user (id), 
	CONSTRAINT pk_agreement_start PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_start_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE agreement_started (
	id CHAR(32) NOT NULL, 
	start_id CHAR(32) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	about VARCHAR(60) NOT NULL, 
	number INTEGER NOT NULL, 
	"before" INTEGER NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_agreement_started_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_agreement_started_start_id FOREIGN KEY(start_id) REFERENCES agreement_start (id), 
	CONSTRAINT pk_agreement_started PRIMARY KEY (id), 
	CONSTRAINT uq_agreement_started_start_id_kind_about UNIQUE (start_id, kind, about)
);
CREATE TABLE role_handover (
	id CHAR(32) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	seq INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_role_handover_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_role_handover_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_role_handover PRIMARY KEY (id), 
	CONSTRAINT uq_role_handover_site_id_role_seq UNIQUE (site_id, role, seq)
);
CREATE TABLE role_judgement (
	id CHAR(32) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	period DATE NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	college VARCHAR(20), 
	coverage INTEGER, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_role_judgement_coverage_on_scale CHECK (coverage IS NULL OR coverage BETWEEN 1 AND 4), 
	CONSTRAINT ck_role_judgement_says_why CHECK (coverage IS NULL OR reason <> ''), 
	CONSTRAINT fk_role_judgement_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_role_judgement_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_role_judgement PRIMARY KEY (id)
);
CREATE TABLE role_telling (
	id CHAR(32) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	seq INTEGER NOT NULL, 
	activities TEXT NOT NULL, 
	missing TEXT NOT NULL, 
	step TEXT NOT NULL, 
	step_day DATE, 
	step_person CHAR(32), 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_role_telling_step_has_a_day CHECK ((step = '') = (step_day IS NULL)), 
	CONSTRAINT ck_role_telling_step_has_a_person CHECK ((step = '') = (step_person IS NULL)), 
	CONSTRAINT fk_role_telling_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_role_telling_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_role_telling_step_person FOREIGN KEY(step_person) REFERENCES user (id), 
	CONSTRAINT pk_role_telling PRIMARY KEY (id), 
	CONSTRAINT uq_role_telling_site_id_role_seq UNIQUE (site_id, role, seq)
);
CREATE TABLE role_holding (
	id CHAR(32) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	user_id CHAR(32), 
	stakeholder_id CHAR(32), 
	begun_id CHAR(32) NOT NULL, 
	ended_id CHAR(32), 
	at DATETIME NOT NULL, 
	until DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_role_holding_ended_by_a_handover CHECK ((until IS NULL) = (ended_id IS NULL)), 
	CONSTRAINT ck_role_holding_one_holder CHECK ((user_id IS NULL) <> (stakeholder_id IS NULL)), 
	CONSTRAINT fk_role_holding_begun_id FOREIGN KEY(begun_id) REFERENCES role_handover (id), 
	CONSTRAINT fk_role_holding_ended_id FOREIGN KEY(ended_id) REFERENCES role_handover (id), 
	CONSTRAINT fk_role_holding_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_role_holding_stakeholder_id FOREIGN KEY(stakeholder_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_role_holding_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_role_holding PRIMARY KEY (id)
);
CREATE TABLE accompaniment_entry (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	mark CHAR(32) NOT NULL, 
	author CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_accompaniment_entry_author FOREIGN KEY(author) REFERENCES user (id), 
	CONSTRAINT fk_accompaniment_entry_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_accompaniment_entry PRIMARY KEY (id), 
	CONSTRAINT uq_accompaniment_entry_site_id_author_mark UNIQUE (site_id, author, mark), 
	CONSTRAINT uq_accompaniment_entry_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE accompaniment_telling (
	id CHAR(32) NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	minutes INTEGER NOT NULL, 
	day DATE NOT NULL, 
	moved TEXT NOT NULL, 
	change_id CHAR(32), 
	one_id CHAR(32), 
	other_id CHAR(32), 
	withdrawn BOOLEAN NOT NULL, 
	why TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_accompaniment_telling_concerns_one_thing CHECK (change_id IS NULL OR one_id IS NULL), 
	CONSTRAINT ck_accompaniment_telling_lasts_a_day_at_most CHECK (minutes BETWEEN 1 AND 1440), 
	CONSTRAINT ck_accompaniment_telling_relations_have_two_ends CHECK ((one_id IS NULL) = (other_id IS NULL)), 
	CONSTRAINT ck_accompaniment_telling_taken_back_with_a_reason CHECK (NOT withdrawn OR why <> ''), 
	CONSTRAINT fk_accompaniment_telling_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_accompaniment_telling_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_accompaniment_telling_entry_id FOREIGN KEY(entry_id) REFERENCES accompaniment_entry (id), 
	CONSTRAINT fk_accompaniment_telling_one_id FOREIGN KEY(one_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_accompaniment_telling_other_id FOREIGN KEY(other_id) REFERENCES stakeholder (id), 
	CONSTRAINT fk_accompaniment_telling_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_accompaniment_telling PRIMARY KEY (id), 
	CONSTRAINT uq_accompaniment_telling_entry_id_seq UNIQUE (entry_id, seq)
);
CREATE TABLE calendar_document (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	label VARCHAR(200) NOT NULL, 
	address VARCHAR(500) NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	ended_by CHAR(32), 
	ended_at DATETIME, 
	CONSTRAINT fk_calendar_document_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_calendar_document_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_calendar_document_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT pk_calendar_document PRIMARY KEY (id)
);
CREATE TABLE calendar_event (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	opened_by CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	CONSTRAINT fk_calendar_event_opened_by FOREIGN KEY(opened_by) REFERENCES user (id), 
	CONSTRAINT fk_calendar_event_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT pk_calendar_event PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_event_programme_id_number UNIQUE (programme_id, number)
);
CREATE TABLE accompaniment_plan (
	id CHAR(32) NOT NULL, 
	minutes INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	until DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_accompaniment_plan_not_below_zero CHECK (minutes >= 0), 
	CONSTRAINT fk_accompaniment_plan_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_accompaniment_plan_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_accompaniment_plan PRIMARY KEY (id)
);
CREATE TABLE attendance (
	id CHAR(32) NOT NULL, 
	event_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	came BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	until DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_attendance_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_attendance_event_id FOREIGN KEY(event_id) REFERENCES calendar_event (id), 
	CONSTRAINT fk_attendance_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_attendance_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_attendance PRIMARY KEY (id)
);
CREATE TABLE calendar_door (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	site_id CHAR(32), 
	user_id CHAR(32) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT fk_calendar_door_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT fk_calendar_door_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_calendar_door_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_calendar_door PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_door_token_hash UNIQUE (token_hash)
);
CREATE TABLE calendar_saying (
	id CHAR(32) NOT NULL, 
	event_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	happened VARCHAR(20) NOT NULL, 
	words TEXT NOT NULL, 
	starts DATETIME NOT NULL, 
	ends DATETIME NOT NULL, 
	content JSON NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	CONSTRAINT ck_calendar_saying_ends_after_it_starts CHECK (ends >= starts), 
	CONSTRAINT ck_calendar_saying_says_why_it_moves CHECK (happened NOT IN ('moved', 'cancelled') OR words <> ''), 
	CONSTRAINT fk_calendar_saying_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_calendar_saying_event_id FOREIGN KEY(event_id) REFERENCES calendar_event (id), 
	CONSTRAINT pk_calendar_saying PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_saying_event_id_seq UNIQUE (event_id, seq)
);
CREATE TABLE training_seat (
	id CHAR(32) NOT NULL, 
	event_id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	until DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_training_seat_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_training_seat_event_id FOREIGN KEY(event_id) REFERENCES calendar_event (id), 
	CONSTRAINT fk_training_seat_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_training_seat_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_training_seat PRIMARY KEY (id)
);
CREATE TABLE agenda_door (
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	token_hash VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT fk_agenda_door_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_agenda_door PRIMARY KEY (id), 
	CONSTRAINT uq_agenda_door_token_hash UNIQUE (token_hash), 
	CONSTRAINT uq_agenda_door_user_id UNIQUE (user_id)
);
CREATE TABLE alert_aside (
	id CHAR(32) NOT NULL, 
	rule VARCHAR(20) NOT NULL, 
	about VARCHAR(60) NOT NULL, 
	mark TEXT NOT NULL, 
	why TEXT NOT NULL, 
	day DATE, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	ended_by CHAR(32), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_alert_aside_ended_by_somebody CHECK ((until IS NULL) = (ended_by IS NULL)), 
	CONSTRAINT ck_alert_aside_says_why CHECK (why <> ''), 
	CONSTRAINT fk_alert_aside_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_alert_aside_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_alert_aside_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_alert_aside PRIMARY KEY (id)
);
CREATE TABLE site_handover (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	outgoing CHAR(32) NOT NULL, 
	incoming CHAR(32) NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	leaves BOOLEAN NOT NULL, 
	received_at DATETIME, 
	withdrawn_at DATETIME, 
	why TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_site_handover_ends_one_way CHECK (received_at IS NULL OR withdrawn_at IS NULL), 
	CONSTRAINT ck_site_handover_from_one_to_another CHECK (outgoing <> incoming), 
	CONSTRAINT ck_site_handover_taken_back_with_a_reason CHECK ((withdrawn_at IS NULL) = (why = '')), 
	CONSTRAINT fk_site_handover_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_site_handover_incoming FOREIGN KEY(incoming) REFERENCES user (id), 
	CONSTRAINT fk_site_handover_outgoing FOREIGN KEY(outgoing) REFERENCES user (id), 
	CONSTRAINT fk_site_handover_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_site_handover PRIMARY KEY (id), 
	CONSTRAINT uq_site_handover_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE visit (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	author CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_visit_author FOREIGN KEY(author) REFERENCES user (id), 
	CONSTRAINT fk_visit_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_visit PRIMARY KEY (id), 
	CONSTRAINT uq_visit_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE site_handover_word (
	id CHAR(32) NOT NULL, 
	handover_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	matters TEXT NOT NULL, 
	promised TEXT NOT NULL, 
	call TEXT NOT NULL, 
	avoid TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_site_handover_word_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_site_handover_word_handover_id FOREIGN KEY(handover_id) REFERENCES site_handover (id), 
	CONSTRAINT fk_site_handover_word_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_site_handover_word PRIMARY KEY (id), 
	CONSTRAINT uq_site_handover_word_handover_id_seq UNIQUE (handover_id, seq)
);
CREATE TABLE visit_telling (
	id CHAR(32) NOT NULL, 
	visit_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	day DATE NOT NULL, 
	words TEXT NOT NULL, 
	withdrawn BOOLEAN NOT NULL, 
	why TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_visit_telling_taken_back_with_a_reason CHECK (NOT withdrawn OR why <> ''), 
	CONSTRAINT fk_visit_telling_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_visit_telling_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id), 
	CONSTRAINT pk_visit_telling PRIMARY KEY (id), 
	CONSTRAINT uq_visit_telling_visit_id_seq UNIQUE (visit_id, seq)
);
CREATE TABLE method_wording (
	id CHAR(32) NOT NULL, 
	programme_id CHAR(32) NOT NULL, 
	"key" VARCHAR(160) NOT NULL, 
	seq INTEGER NOT NULL, 
	happened VARCHAR(20) NOT NULL, 
	fr TEXT NOT NULL, 
	en TEXT NOT NULL, 
	ours_fr TEXT NOT NULL, 
	ours_en TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	CONSTRAINT ck_method_wording_both_or_neither CHECK ((fr = '') = (en = '')), 
	CONSTRAINT ck_method_wording_taken_back_says_nothing CHECK ((happened = 'taken_back') = (fr = '')), 
	CONSTRAINT fk_method_wording_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_method_wording_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id), 
	CONSTRAINT pk_method_wording PRIMARY KEY (id), 
	CONSTRAINT uq_method_wording_programme_id_key_seq UNIQUE (programme_id, "key", seq)
);
CREATE TABLE plan_action (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	written_by CHAR(32) NOT NULL, 
	written_at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_plan_action_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_plan_action_written_by FOREIGN KEY(written_by) REFERENCES user (id), 
	CONSTRAINT pk_plan_action PRIMARY KEY (id), 
	CONSTRAINT uq_plan_action_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE plan_support (
	id CHAR(32) NOT NULL, 
	one_id CHAR(32) NOT NULL, 
	other_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_plan_support_not_itself CHECK (one_id <> other_id), 
	CONSTRAINT fk_plan_support_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_plan_support_one_id FOREIGN KEY(one_id) REFERENCES plan_action (id), 
	CONSTRAINT fk_plan_support_other_id FOREIGN KEY(other_id) REFERENCES plan_action (id), 
	CONSTRAINT fk_plan_support_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_plan_support PRIMARY KEY (id)
);
CREATE TABLE plan_telling (
	id CHAR(32) NOT NULL, 
	action_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	content JSON NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_plan_telling_action_id FOREIGN KEY(action_id) REFERENCES plan_action (id), 
	CONSTRAINT fk_plan_telling_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_plan_telling_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_plan_telling PRIMARY KEY (id), 
	CONSTRAINT uq_plan_telling_action_id_seq UNIQUE (action_id, seq)
);
CREATE TABLE plan_contribution (
	id CHAR(32) NOT NULL, 
	action_id CHAR(32) NOT NULL, 
	change_id CHAR(32) NOT NULL, 
	strength SMALLINT NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_plan_contribution_known_strength CHECK (strength BETWEEN 1 AND 3), 
	CONSTRAINT fk_plan_contribution_action_id FOREIGN KEY(action_id) REFERENCES plan_action (id), 
	CONSTRAINT fk_plan_contribution_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_plan_contribution_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_plan_contribution_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_plan_contribution PRIMARY KEY (id)
);
CREATE TABLE strategy_import (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	format VARCHAR(10) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	content TEXT NOT NULL, 
	changes INTEGER NOT NULL, 
	links INTEGER NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	done_at DATETIME, 
	undone_by CHAR(32), 
	undone_at DATETIME, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_strategy_import_done_before_undone CHECK (undone_at IS NULL OR done_at IS NOT NULL), 
	CONSTRAINT ck_strategy_import_undone_by_somebody CHECK ((undone_at IS NULL) = (undone_by IS NULL)), 
	CONSTRAINT fk_strategy_import_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_strategy_import_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_strategy_import_undone_by FOREIGN KEY(undone_by) REFERENCES user (id), 
	CONSTRAINT pk_strategy_import PRIMARY KEY (id), 
	CONSTRAINT uq_strategy_import_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE review_answer (
	id CHAR(32) NOT NULL, 
	rule VARCHAR(20) NOT NULL, 
	about VARCHAR(80) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	why TEXT NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	ended_by CHAR(32), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_review_answer_ended_by_somebody CHECK ((until IS NULL) = (ended_by IS NULL)), 
	CONSTRAINT ck_review_answer_says_why CHECK (why <> ''), 
	CONSTRAINT fk_review_answer_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_review_answer_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_review_answer_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_review_answer PRIMARY KEY (id)
);
CREATE TABLE change_saying (
	id CHAR(32) NOT NULL, 
	change_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	nature VARCHAR(20) NOT NULL, 
	effect VARCHAR(24) NOT NULL, 
	who VARCHAR(200) NOT NULL, 
	systems VARCHAR(60) NOT NULL, 
	horizon VARCHAR(10), 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_change_saying_known_effect CHECK (effect IN ('intended', 'unintended_positive', 'negative')), 
	CONSTRAINT ck_change_saying_known_nature CHECK (nature IN ('knowledge', 'practice', 'behaviour', 'culture')), 
	CONSTRAINT fk_change_saying_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_change_saying_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_change_saying_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_change_saying PRIMARY KEY (id), 
	CONSTRAINT uq_change_saying_change_id_number UNIQUE (change_id, number)
);
CREATE TABLE link_strength (
	id CHAR(32) NOT NULL, 
	link_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	strength SMALLINT, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_link_strength_known_strength CHECK (strength BETWEEN 1 AND 3), 
	CONSTRAINT fk_link_strength_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_link_strength_link_id FOREIGN KEY(link_id) REFERENCES link (id), 
	CONSTRAINT fk_link_strength_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_link_strength PRIMARY KEY (id), 
	CONSTRAINT uq_link_strength_link_id_number UNIQUE (link_id, number)
);
CREATE TABLE narrative (
	id CHAR(32) NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	opened_by CHAR(32) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	assembled_number INTEGER, 
	assembled_digest VARCHAR(64), 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_narrative_assembled_whole CHECK ((assembled_number IS NULL) = (assembled_digest IS NULL)), 
	CONSTRAINT fk_narrative_document_id FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_narrative_opened_by FOREIGN KEY(opened_by) REFERENCES user (id), 
	CONSTRAINT fk_narrative_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_narrative PRIMARY KEY (id), 
	CONSTRAINT uq_narrative_document_id UNIQUE (document_id), 
	CONSTRAINT uq_narrative_site_id UNIQUE (site_id)
);
CREATE TABLE search_entry (
	site_id CHAR(32) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	ref CHAR(32) NOT NULL, 
	permission VARCHAR(40) NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT fk_search_entry_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_search_entry PRIMARY KEY (site_id, kind, ref)
)
 WITHOUT ROWID

;
CREATE TABLE indicator (
	id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	written_by CHAR(32) NOT NULL, 
	written_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	ended_by CHAR(32), 
	learnt TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_indicator_ends_with_what_was_learnt CHECK ((ended_at IS NULL) = (learnt = '')), 
	CONSTRAINT fk_indicator_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_indicator_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_indicator_written_by FOREIGN KEY(written_by) REFERENCES user (id), 
	CONSTRAINT pk_indicator PRIMARY KEY (id), 
	CONSTRAINT uq_indicator_site_id_number UNIQUE (site_id, number)
);
CREATE TABLE indicator_measure (
	id CHAR(32) NOT NULL, 
	indicator_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	measured_on DATE NOT NULL, 
	value VARCHAR(24), 
	words TEXT NOT NULL, 
	source TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	instead_of INTEGER, 
	until DATETIME, 
	ended_by CHAR(32), 
	why TEXT NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT ck_indicator_measure_ended_by_somebody CHECK ((until IS NULL) = (ended_by IS NULL)), 
	CONSTRAINT ck_indicator_measure_ends_with_a_reason CHECK ((until IS NULL) = (why = '')), 
	CONSTRAINT ck_indicator_measure_says_something CHECK (value IS NOT NULL OR words <> ''), 
	CONSTRAINT fk_indicator_measure_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_indicator_measure_ended_by FOREIGN KEY(ended_by) REFERENCES user (id), 
	CONSTRAINT fk_indicator_measure_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicator (id), 
	CONSTRAINT fk_indicator_measure_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_indicator_measure PRIMARY KEY (id), 
	CONSTRAINT uq_indicator_measure_indicator_id_number UNIQUE (indicator_id, number)
);
CREATE TABLE indicator_telling (
	id CHAR(32) NOT NULL, 
	indicator_id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	content JSON NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_indicator_telling_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_indicator_telling_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicator (id), 
	CONSTRAINT fk_indicator_telling_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_indicator_telling PRIMARY KEY (id), 
	CONSTRAINT uq_indicator_telling_indicator_id_seq UNIQUE (indicator_id, seq)
);
CREATE TABLE indicator_change (
	id CHAR(32) NOT NULL, 
	indicator_id CHAR(32) NOT NULL, 
	change_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME, 
	"by" CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	CONSTRAINT fk_indicator_change_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_indicator_change_change_id FOREIGN KEY(change_id) REFERENCES change (id), 
	CONSTRAINT fk_indicator_change_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicator (id), 
	CONSTRAINT fk_indicator_change_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT pk_indicator_change PRIMARY KEY (id)
);
CREATE TABLE notice_choice (
	user_id CHAR(32) NOT NULL, 
	at_once BOOLEAN NOT NULL, 
	rhythm VARCHAR(10) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_notice_choice_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_notice_choice PRIMARY KEY (user_id)
);
CREATE TABLE notice_digest (
	user_id CHAR(32) NOT NULL, 
	day DATE NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT fk_notice_digest_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_notice_digest PRIMARY KEY (user_id, day)
);
CREATE TABLE notice (
	id CHAR(32) NOT NULL, 
	user_id CHAR(32) NOT NULL, 
	site_id CHAR(32) NOT NULL, 
	what VARCHAR(20) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	about VARCHAR(80) NOT NULL, 
	place VARCHAR(40) NOT NULL, 
	source_id CHAR(32) NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	read_at DATETIME, 
	at_once BOOLEAN NOT NULL, 
	CONSTRAINT fk_notice_by FOREIGN KEY("by") REFERENCES user (id), 
	CONSTRAINT fk_notice_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_notice_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT uq_notice_user_id_what_source_id UNIQUE (user_id, what, source_id)
);
CREATE INDEX ix_accompaniment_entry_author ON accompaniment_entry (author);
CREATE INDEX ix_accompaniment_entry_site_id ON accompaniment_entry (site_id);
CREATE INDEX ix_accompaniment_plan_site_id ON accompaniment_plan (site_id);
CREATE INDEX ix_accompaniment_telling_change_id ON accompaniment_telling (change_id);
CREATE INDEX ix_accompaniment_telling_day ON accompaniment_telling (site_id, day);
CREATE INDEX ix_accompaniment_telling_entry_id ON accompaniment_telling (entry_id);
CREATE INDEX ix_accompaniment_telling_site_id ON accompaniment_telling (site_id);
CREATE INDEX ix_account_link_user_id ON account_link (user_id);
CREATE INDEX ix_adherence_site_id ON adherence (site_id);
CREATE INDEX ix_advance_site_id ON advance (site_id);
CREATE INDEX ix_advance_wording_site_id ON advance_wording (site_id);
CREATE INDEX ix_agreement_attachment_site_id ON agreement_attachment (site_id);
CREATE INDEX ix_agreement_attachment_version_id ON agreement_attachment (version_id);
CREATE INDEX ix_agreement_clause_site_id ON agreement_clause (site_id);
CREATE INDEX ix_agreement_closing_site_id ON agreement_closing (site_id);
CREATE INDEX ix_agreement_file_digest ON agreement_file (digest);
CREATE INDEX ix_agreement_file_site_id ON agreement_file (site_id);
CREATE INDEX ix_agreement_file_version_id ON agreement_file (version_id);
CREATE INDEX ix_agreement_naming_change_id ON agreement_naming (change_id);
CREATE INDEX ix_agreement_naming_one_id ON agreement_naming (one_id);
CREATE INDEX ix_agreement_naming_other_id ON agreement_naming (other_id);
CREATE INDEX ix_agreement_naming_site_id ON agreement_naming (site_id);
CREATE INDEX ix_agreement_part_site_id ON agreement_part (site_id);
CREATE INDEX ix_agreement_signatory_site_id ON agreement_signatory (site_id);
CREATE INDEX ix_agreement_signatory_version_id ON agreement_signatory (version_id);
CREATE INDEX ix_agreement_signature_site_id ON agreement_signature (site_id);
CREATE INDEX ix_agreement_signature_version_id ON agreement_signature (version_id);
CREATE INDEX ix_agreement_start_site_id ON agreement_start (site_id);
CREATE INDEX ix_agreement_started_site_id ON agreement_started (site_id);
CREATE INDEX ix_agreement_started_start_id ON agreement_started (start_id);
CREATE INDEX ix_agreement_suggestion_clause ON agreement_suggestion (site_id, code);
CREATE INDEX ix_agreement_suggestion_end_site_id ON agreement_suggestion_end (site_id);
CREATE INDEX ix_agreement_suggestion_site_id ON agreement_suggestion (site_id);
CREATE INDEX ix_agreement_telling_part_id ON agreement_telling (part_id);
CREATE INDEX ix_agreement_telling_site_id ON agreement_telling (site_id);
CREATE INDEX ix_agreement_version_site_id ON agreement_version (site_id);
CREATE INDEX ix_alert_aside_site_id ON alert_aside (site_id);
CREATE INDEX ix_attempt_at ON attempt (at);
CREATE INDEX ix_attempt_door_origin ON attempt (door, origin, at);
CREATE INDEX ix_attempt_door_who ON attempt (door, who, at);
CREATE INDEX ix_attendance_event_id ON attendance (event_id);
CREATE INDEX ix_attendance_site_id ON attendance (site_id);
CREATE INDEX ix_audit_event_chain ON audit_event (chain);
CREATE INDEX ix_calendar_document_programme_id ON calendar_document (programme_id);
CREATE INDEX ix_calendar_door_user_id ON calendar_door (user_id);
CREATE INDEX ix_calendar_event_programme_id ON calendar_event (programme_id);
CREATE INDEX ix_calendar_saying_event_id ON calendar_saying (event_id);
CREATE INDEX ix_change_code_change_id ON change_code (change_id);
CREATE INDEX ix_change_code_site_id ON change_code (site_id);
CREATE INDEX ix_change_progress_change_id ON change_progress (change_id);
CREATE INDEX ix_change_progress_site_id ON change_progress (site_id);
CREATE INDEX ix_change_saying_change_id ON change_saying (change_id);
CREATE INDEX ix_change_saying_site_id ON change_saying (site_id);
CREATE INDEX ix_change_site_id ON change (site_id);
CREATE INDEX ix_continuum_answer_site_id ON continuum_answer (site_id);
CREATE INDEX ix_continuum_conclusion_site_id ON continuum_conclusion (site_id);
CREATE INDEX ix_continuum_figure_site_id ON continuum_figure (site_id);
CREATE INDEX ix_continuum_mark_site_id ON continuum_mark (site_id);
CREATE INDEX ix_continuum_round_site_id ON continuum_round (site_id);
CREATE INDEX ix_decision_event_decision_id ON decision_event (decision_id);
CREATE INDEX ix_decision_event_site_id ON decision_event (site_id);
CREATE INDEX ix_decision_framing_decision_id ON decision_framing (decision_id);
CREATE INDEX ix_decision_framing_site_id ON decision_framing (site_id);
CREATE INDEX ix_decision_position_decision_id ON decision_position (decision_id);
CREATE INDEX ix_decision_position_document_id ON decision_position (document_id);
CREATE INDEX ix_decision_position_site_id ON decision_position (site_id);
CREATE INDEX ix_decision_seat_decision_id ON decision_seat (decision_id);
CREATE INDEX ix_decision_seat_site_id ON decision_seat (site_id);
CREATE INDEX ix_decision_site_id ON decision (site_id);
CREATE INDEX ix_discussion_comment_by ON discussion_comment ("by");
CREATE INDEX ix_discussion_comment_site_id ON discussion_comment (site_id);
CREATE INDEX ix_discussion_mention_site_id ON discussion_mention (site_id);
CREATE INDEX ix_discussion_mention_user_id ON discussion_mention (user_id);
CREATE INDEX ix_discussion_thread_site_id ON discussion_thread (site_id);
CREATE INDEX ix_discussion_thread_topic ON discussion_thread (site_id, kind, about);
CREATE INDEX ix_discussion_turn_site_id ON discussion_turn (site_id);
CREATE INDEX ix_discussion_wording_site_id ON discussion_wording (site_id);
CREATE INDEX ix_document_site_id ON document (site_id);
CREATE INDEX ix_document_wording_document_id ON document_wording (document_id);
CREATE INDEX ix_document_wording_site_id ON document_wording (site_id);
CREATE INDEX ix_help_answer_from_site_id ON help_answer (from_site_id);
CREATE INDEX ix_help_answer_help_id ON help_answer (help_id);
CREATE INDEX ix_help_answer_site_id ON help_answer (site_id);
CREATE INDEX ix_help_site_id ON help (site_id);
CREATE INDEX ix_indicator_change_change_id ON indicator_change (change_id);
CREATE INDEX ix_indicator_change_indicator_id ON indicator_change (indicator_id);
CREATE INDEX ix_indicator_change_site_id ON indicator_change (site_id);
CREATE INDEX ix_indicator_measure_indicator_id ON indicator_measure (indicator_id);
CREATE INDEX ix_indicator_measure_site_id ON indicator_measure (site_id);
CREATE INDEX ix_indicator_site_id ON indicator (site_id);
CREATE INDEX ix_indicator_telling_indicator_id ON indicator_telling (indicator_id);
CREATE INDEX ix_indicator_telling_site_id ON indicator_telling (site_id);
CREATE INDEX ix_invitation_email ON invitation (email);
CREATE INDEX ix_invitation_programme_id ON invitation (programme_id);
CREATE INDEX ix_invitation_site_id ON invitation (site_id);
CREATE INDEX ix_link_confidence_link_id ON link_confidence (link_id);
CREATE INDEX ix_link_confidence_site_id ON link_confidence (site_id);
CREATE INDEX ix_link_site_id ON link (site_id);
CREATE INDEX ix_link_source_id ON link (source_id);
CREATE INDEX ix_link_strength_link_id ON link_strength (link_id);
CREATE INDEX ix_link_strength_site_id ON link_strength (site_id);
CREATE INDEX ix_link_target_id ON link (target_id);
CREATE INDEX ix_map_tidying_site_id ON map_tidying (site_id);
CREATE INDEX ix_membership_site_id ON membership (site_id);
CREATE INDEX ix_membership_user_id ON membership (user_id);
CREATE INDEX ix_method_wording_programme_id ON method_wording (programme_id);
CREATE INDEX ix_narrative_site_id ON narrative (site_id);
CREATE INDEX ix_network_measure_programme_id ON network_measure (programme_id);
CREATE INDEX ix_network_wave_site_id ON network_wave (site_id);
CREATE INDEX ix_notice_latest ON notice (user_id, at);
CREATE INDEX ix_notice_source_id ON notice (source_id);
CREATE INDEX ix_notice_unread ON notice (user_id) WHERE read_at IS NULL;
CREATE INDEX ix_organisation_match_other_id ON organisation_match (other_id);
CREATE INDEX ix_organisation_match_programme_id ON organisation_match (programme_id);
CREATE INDEX ix_perception_talk_site_id ON perception_talk (site_id);
CREATE INDEX ix_perception_talk_source_id ON perception_talk (source_id);
CREATE INDEX ix_perception_talk_target_id ON perception_talk (target_id);
CREATE INDEX ix_plan_action_site_id ON plan_action (site_id);
CREATE INDEX ix_plan_contribution_action_id ON plan_contribution (action_id);
CREATE INDEX ix_plan_contribution_change_id ON plan_contribution (change_id);
CREATE INDEX ix_plan_contribution_site_id ON plan_contribution (site_id);
CREATE INDEX ix_plan_support_one_id ON plan_support (one_id);
CREATE INDEX ix_plan_support_other_id ON plan_support (other_id);
CREATE INDEX ix_plan_support_site_id ON plan_support (site_id);
CREATE INDEX ix_plan_telling_action_id ON plan_telling (action_id);
CREATE INDEX ix_plan_telling_site_id ON plan_telling (site_id);
CREATE INDEX ix_programme_lead_programme_id ON programme_lead (programme_id);
CREATE INDEX ix_programme_lead_user_id ON programme_lead (user_id);
CREATE INDEX ix_readiness_answer_site_id ON readiness_answer (site_id);
CREATE INDEX ix_readiness_conclusion_site_id ON readiness_conclusion (site_id);
CREATE INDEX ix_readiness_mark_site_id ON readiness_mark (site_id);
CREATE INDEX ix_readiness_round_site_id ON readiness_round (site_id);
CREATE INDEX ix_relation_view_site_id ON relation_view (site_id);
CREATE INDEX ix_relation_view_source_id ON relation_view (source_id);
CREATE INDEX ix_relation_view_target_id ON relation_view (target_id);
CREATE INDEX ix_relation_view_wave_id ON relation_view (wave_id);
CREATE INDEX ix_review_answer_site_id ON review_answer (site_id);
CREATE INDEX ix_role_handover_site_id ON role_handover (site_id);
CREATE INDEX ix_role_holding_site_id ON role_holding (site_id);
CREATE INDEX ix_role_judgement_site_id ON role_judgement (site_id);
CREATE INDEX ix_role_telling_site_id ON role_telling (site_id);
CREATE INDEX ix_shared_item_site_id ON shared_item (site_id);
CREATE INDEX ix_site_contact_site_id ON site_contact (site_id);
CREATE INDEX ix_site_handover_site_id ON site_handover (site_id);
CREATE INDEX ix_site_handover_word_handover_id ON site_handover_word (handover_id);
CREATE INDEX ix_site_handover_word_site_id ON site_handover_word (site_id);
CREATE INDEX ix_site_profile_site_id ON site_profile (site_id);
CREATE INDEX ix_site_programme_id ON site (programme_id);
CREATE INDEX ix_stakeholder_import_site_id ON stakeholder_import (site_id);
CREATE INDEX ix_stakeholder_site_id ON stakeholder (site_id);
CREATE INDEX ix_stakeholder_telling_site_id ON stakeholder_telling (site_id);
CREATE INDEX ix_stakeholder_telling_stakeholder_id ON stakeholder_telling (stakeholder_id);
CREATE INDEX ix_strategy_import_site_id ON strategy_import (site_id);
CREATE INDEX ix_survey_picked_site_id ON survey_picked (site_id);
CREATE INDEX ix_survey_respondent_site_id ON survey_respondent (site_id);
CREATE INDEX ix_survey_site_id ON survey (site_id);
CREATE INDEX ix_tidying_site_id ON tidying (site_id);
CREATE INDEX ix_training_seat_event_id ON training_seat (event_id);
CREATE INDEX ix_training_seat_site_id ON training_seat (site_id);
CREATE INDEX ix_vision_position_document_id ON vision_position (document_id);
CREATE INDEX ix_vision_position_site_id ON vision_position (site_id);
CREATE INDEX ix_vision_site_id ON vision (site_id);
CREATE INDEX ix_visit_author ON visit (author);
CREATE INDEX ix_visit_site_id ON visit (site_id);
CREATE INDEX ix_visit_telling_site_id ON visit_telling (site_id);
CREATE INDEX ix_visit_telling_visit_id ON visit_telling (visit_id);
CREATE INDEX ix_wave_party_site_id ON wave_party (site_id);
CREATE INDEX ix_web_session_user_id ON web_session (user_id);
CREATE UNIQUE INDEX uq_accompaniment_plan_now ON accompaniment_plan (site_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_accompaniment_telling_now ON accompaniment_telling (entry_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_agreement_file_frozen ON agreement_file (version_id, kind) WHERE kind != 'attached';
CREATE UNIQUE INDEX uq_agreement_naming_change ON agreement_naming (site_id, holder, change_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_agreement_naming_relation ON agreement_naming (site_id, holder, one_id, other_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_agreement_telling_now ON agreement_telling (part_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_alert_aside_now ON alert_aside (site_id, rule, about) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_attendance_now ON attendance (site_id, event_id, user_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_calendar_saying_now ON calendar_saying (event_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_decision_framing_now ON decision_framing (decision_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_decision_seat_now ON decision_seat (decision_id, user_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_indicator_change_now ON indicator_change (indicator_id, change_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_indicator_measure_now ON indicator_measure (indicator_id, measured_on) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_indicator_telling_now ON indicator_telling (indicator_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_link_source_id_vision ON link (source_id) WHERE target_id IS NULL;
CREATE UNIQUE INDEX uq_membership_active ON membership (site_id, user_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX uq_method_wording_now ON method_wording (programme_id, "key") WHERE until IS NULL;
CREATE UNIQUE INDEX uq_network_measure_now ON network_measure (programme_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX uq_organisation_match_now ON organisation_match (one_id, other_id) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX uq_plan_contribution_now ON plan_contribution (action_id, change_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_plan_support_now ON plan_support (one_id, other_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_plan_telling_now ON plan_telling (action_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_relation_view_answer ON relation_view (wave_id, source_id, target_id) WHERE until IS NULL AND origin = 'answer';
CREATE UNIQUE INDEX uq_relation_view_map ON relation_view (source_id, target_id) WHERE until IS NULL AND origin = 'map';
CREATE UNIQUE INDEX uq_review_answer_now ON review_answer (site_id, rule, about) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_role_holding_organisation_now ON role_holding (site_id, role, stakeholder_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_role_holding_person_now ON role_holding (site_id, role, user_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_role_judgement_now ON role_judgement (site_id, role, period, user_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_role_telling_now ON role_telling (site_id, role) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_shared_item_now ON shared_item (site_id, item) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX uq_site_contact_now ON site_contact (site_id, user_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX uq_site_handover_waiting ON site_handover (site_id) WHERE received_at IS NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX uq_site_handover_word_now ON site_handover_word (handover_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_stakeholder_telling_now ON stakeholder_telling (stakeholder_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_training_seat_now ON training_seat (site_id, event_id, user_id) WHERE until IS NULL;
CREATE UNIQUE INDEX uq_visit_telling_now ON visit_telling (visit_id) WHERE until IS NULL;
CREATE TRIGGER agreement_closing_checked_1 BEFORE INSERT ON agreement_closing WHEN NEW.state = 'signed' AND (SELECT count(*) FROM agreement_signature WHERE version_id = NEW.version_id) <> (SELECT count(*) FROM agreement_signatory WHERE version_id = NEW.version_id)
                BEGIN SELECT RAISE(ABORT, 'this version is not signed by all'); END;
CREATE TRIGGER agreement_closing_no_delete BEFORE DELETE ON agreement_closing 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_closing_no_replace BEFORE INSERT ON agreement_closing
            WHEN EXISTS (SELECT 1 FROM agreement_closing WHERE version_id = NEW.version_id)
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_closing_no_update BEFORE UPDATE ON agreement_closing 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_file_no_delete BEFORE DELETE ON agreement_file WHEN OLD.kind <> 'attached'
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_file_no_replace BEFORE INSERT ON agreement_file
            WHEN EXISTS (SELECT 1 FROM agreement_file WHERE id = NEW.id OR (version_id = NEW.version_id AND kind = NEW.kind AND kind <> 'attached'))
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_file_no_update BEFORE UPDATE ON agreement_file 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_signatory_checked_1 BEFORE INSERT ON agreement_signatory WHEN EXISTS (SELECT 1 FROM agreement_signature WHERE version_id = NEW.version_id) OR EXISTS (SELECT 1 FROM agreement_closing WHERE version_id = NEW.version_id)
                BEGIN SELECT RAISE(ABORT, 'who signs a version is settled when it is put to signature'); END;
CREATE TRIGGER agreement_signatory_no_delete BEFORE DELETE ON agreement_signatory 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_signatory_no_replace BEFORE INSERT ON agreement_signatory
            WHEN EXISTS (SELECT 1 FROM agreement_signatory WHERE id = NEW.id OR (version_id = NEW.version_id AND user_id = NEW.user_id))
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_signatory_no_update BEFORE UPDATE ON agreement_signatory 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_signature_checked_1 BEFORE INSERT ON agreement_signature WHEN EXISTS (SELECT 1 FROM agreement_closing WHERE version_id = NEW.version_id)
                BEGIN SELECT RAISE(ABORT, 'this version is closed: nobody signs it any more'); END;
CREATE TRIGGER agreement_signature_checked_2 BEFORE INSERT ON agreement_signature WHEN NOT EXISTS (SELECT 1 FROM agreement_signatory WHERE id = NEW.signatory_id AND version_id = NEW.version_id)
                BEGIN SELECT RAISE(ABORT, 'this person is not asked to sign this version'); END;
CREATE TRIGGER agreement_signature_no_delete BEFORE DELETE ON agreement_signature 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_signature_no_replace BEFORE INSERT ON agreement_signature
            WHEN EXISTS (SELECT 1 FROM agreement_signature WHERE id = NEW.id OR signatory_id = NEW.signatory_id OR (version_id = NEW.version_id AND seq = NEW.seq))
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_signature_no_update BEFORE UPDATE ON agreement_signature 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_version_no_delete BEFORE DELETE ON agreement_version 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_version_no_replace BEFORE INSERT ON agreement_version
            WHEN EXISTS (SELECT 1 FROM agreement_version WHERE id = NEW.id OR (site_id = NEW.site_id AND number = NEW.number))
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER agreement_version_no_update BEFORE UPDATE ON agreement_version 
            BEGIN SELECT RAISE(ABORT, 'a version put to signature never changes'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
            BEGIN SELECT RAISE(ABORT, 'the audit journal only grows'); END;
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
            BEGIN SELECT RAISE(ABORT, 'the audit journal only grows'); END;
INSERT INTO alembic_version (version_num) VALUES ('0037');
COMMIT;
