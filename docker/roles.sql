-- The two roles and the database of Limelight. Run by psql (15 or newer) as a superuser; may be run again:
--
--   LIMELIGHT_OWNER_PASSWORD=... LIMELIGHT_PASSWORD=... psql -d postgres -f docker/roles.sql
--
-- limelight_owner  owns the tables: migrates, makes test databases   -> DATABASE_OWNER_URL
-- limelight        the application: reads and writes rows, no more   -> DATABASE_URL
--
-- Without the two variables existing passwords stay as they are.
\getenv owner_password LIMELIGHT_OWNER_PASSWORD
\getenv password LIMELIGHT_PASSWORD

SELECT 'CREATE ROLE limelight_owner LOGIN CREATEDB'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'limelight_owner') \gexec
SELECT 'CREATE ROLE limelight LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'limelight') \gexec

\if :{?owner_password}
ALTER ROLE limelight_owner PASSWORD :'owner_password';
\endif
\if :{?password}
ALTER ROLE limelight PASSWORD :'password';
\endif

SELECT 'CREATE DATABASE limelight OWNER limelight_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'limelight') \gexec
SELECT 'ALTER DATABASE limelight OWNER TO limelight_owner'
WHERE 'limelight_owner' <> (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'limelight') \gexec

-- What the owner makes later, the application may use. In template1 too, for test databases made from it.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE limelight_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO limelight;
ALTER DEFAULT PRIVILEGES FOR ROLE limelight_owner GRANT USAGE, SELECT ON SEQUENCES TO limelight;
\connect limelight
REVOKE ALL ON DATABASE limelight FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE limelight TO limelight;
ALTER DEFAULT PRIVILEGES FOR ROLE limelight_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO limelight;
ALTER DEFAULT PRIVILEGES FOR ROLE limelight_owner GRANT USAGE, SELECT ON SEQUENCES TO limelight;
