CREATE TABLE unit (siren TEXT, category INTEGER, activity TEXT, nomenclature TEXT, flag TEXT);
CREATE TABLE establishment (siren TEXT, commune TEXT, bracket TEXT, activity TEXT, nomenclature TEXT, state TEXT);
CREATE TABLE category (number INTEGER PRIMARY KEY, family TEXT, confidence TEXT, in_insee INTEGER, in_statutory INTEGER);
CREATE TABLE exclusion (nomenclature TEXT, code_from TEXT, code_to TEXT);
CREATE TABLE place (commune TEXT PRIMARY KEY, epci TEXT) WITHOUT ROWID;
CREATE TABLE activity (code TEXT PRIMARY KEY, section TEXT) WITHOUT ROWID;
CREATE TABLE bracket (code TEXT PRIMARY KEY, least INTEGER, most INTEGER) WITHOUT ROWID;
