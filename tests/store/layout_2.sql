CREATE TABLE meta (
	name TEXT NOT NULL,
	value TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('schema','2');
CREATE TABLE toolkits (
	id TEXT NOT NULL,
	framework TEXT DEFAULT '' NOT NULL,
	version TEXT DEFAULT '' NOT NULL,
	form TEXT DEFAULT '' NOT NULL,
	case_ref TEXT DEFAULT '' NOT NULL,
	number INTEGER NOT NULL,
	issued TEXT DEFAULT '' NOT NULL,
	file TEXT DEFAULT '' NOT NULL,
	sha256 TEXT DEFAULT '' NOT NULL,
	blank TEXT DEFAULT '' NOT NULL,
	facts TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "toolkits" VALUES('T1','fw','1','case','C1',1,'2026-11-20T12:00:00Z','','','','{"opened_on":"2026-01-02"}');
INSERT INTO "toolkits" VALUES('T2','fw','1','case','C2',1,'2026-11-20T12:00:00Z','','','','{"opened_on":"2026-01-02"}');
CREATE TABLE returns (
	id INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	"key" TEXT NOT NULL,
	file TEXT DEFAULT '' NOT NULL,
	format TEXT DEFAULT '' NOT NULL,
	editor TEXT DEFAULT '' NOT NULL,
	framework TEXT DEFAULT '' NOT NULL,
	version TEXT DEFAULT '' NOT NULL,
	form TEXT DEFAULT '' NOT NULL,
	toolkit TEXT DEFAULT '' NOT NULL,
	case_ref TEXT DEFAULT '' NOT NULL,
	day TEXT DEFAULT '' NOT NULL,
	standing TEXT NOT NULL,
	digest TEXT DEFAULT '' NOT NULL,
	received TEXT NOT NULL,
	replaced_by INTEGER,
	rule TEXT DEFAULT '' NOT NULL,
	message TEXT DEFAULT '' NOT NULL,
	fix TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (sha256),
	UNIQUE ("key"),
	FOREIGN KEY(replaced_by) REFERENCES returns (id)
);
INSERT INTO "returns" VALUES(2,'0000000000000000000000000000000000000000000000000000000000000003','0000000000000003','3.docx','word','Word','fw','1','case','T1','C1','','accepted','','2026-11-20T12:00:00Z',NULL,'','','');
INSERT INTO "returns" VALUES(1,'0000000000000000000000000000000000000000000000000000000000000001','0000000000000001','1.docx','word','Word','fw','1','case','T1','C1','','replaced','','2026-11-20T12:00:00Z',2,'','','');
INSERT INTO "returns" VALUES(3,'0000000000000000000000000000000000000000000000000000000000000004','0000000000000004','4.docx','','','','','','','','','refused','','2026-11-20T12:00:00Z',NULL,'not-a-form','This is no form.','Send the form.');
CREATE TABLE answers (
	return_id INTEGER NOT NULL,
	field TEXT NOT NULL,
	position INTEGER NOT NULL,
	state TEXT NOT NULL,
	value TEXT,
	how TEXT DEFAULT '' NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	doubt TEXT DEFAULT '' NOT NULL,
	candidates TEXT DEFAULT '' NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (return_id, field),
	FOREIGN KEY(return_id) REFERENCES returns (id)
) WITHOUT ROWID;
INSERT INTO "answers" VALUES(1,'grade',0,'answered','"good"','control','','','','','');
INSERT INTO "answers" VALUES(1,'rationale',1,'blank',NULL,'control','','','','','');
INSERT INTO "answers" VALUES(2,'grade',0,'answered','"met"','control','','','','','');
INSERT INTO "answers" VALUES(2,'rationale',1,'blank',NULL,'control','','','','','');
CREATE TABLE unread (
	return_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	what TEXT DEFAULT '' NOT NULL,
	text TEXT DEFAULT '' NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (return_id, position),
	FOREIGN KEY(return_id) REFERENCES returns (id)
);
CREATE TABLE queries (
	return_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	rule TEXT DEFAULT '' NOT NULL,
	severity TEXT DEFAULT '' NOT NULL,
	question TEXT DEFAULT '' NOT NULL,
	message TEXT DEFAULT '' NOT NULL,
	fix TEXT DEFAULT '' NOT NULL,
	file TEXT DEFAULT '' NOT NULL,
	place TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (return_id, position),
	FOREIGN KEY(return_id) REFERENCES returns (id)
);
INSERT INTO "queries" VALUES(2,0,'rationale-required','error','rationale','There is no rationale.','Write it.','a.docx','');
CREATE TABLE events (
	id INTEGER NOT NULL,
	at TEXT NOT NULL,
	what TEXT NOT NULL,
	toolkit TEXT DEFAULT '' NOT NULL,
	return_id INTEGER,
	detail TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(return_id) REFERENCES returns (id)
);
INSERT INTO "events" VALUES(1,'2026-11-20T12:00:00Z','issued','T1',NULL,'');
INSERT INTO "events" VALUES(2,'2026-11-20T12:00:00Z','issued','T2',NULL,'');
INSERT INTO "events" VALUES(3,'2026-11-20T12:00:00Z','accepted','T1',1,'');
INSERT INTO "events" VALUES(4,'2026-11-20T12:00:00Z','replaced','T1',1,'by 0000000000000003');
INSERT INTO "events" VALUES(5,'2026-11-20T12:00:00Z','accepted','T1',2,'');
INSERT INTO "events" VALUES(6,'2026-11-20T12:00:00Z','refused','',3,'');
CREATE INDEX toolkits_as_issued ON toolkits (sha256);
CREATE INDEX toolkits_of_form ON toolkits (framework, version, form, case_ref);
CREATE INDEX returns_of_toolkit ON returns (toolkit);
CREATE INDEX returns_of_form ON returns (framework, form, standing, day);
CREATE INDEX returns_of_case ON returns (case_ref);
CREATE INDEX queries_by_severity ON queries (severity);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
