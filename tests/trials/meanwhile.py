"""What may happen around a page while it is open: entered when it was filled in, left when it was sent."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext

import psycopg
from django.contrib.auth.hashers import make_password

from tests.trials.hand import Visit, apart
from tests.trials.site import Site, until

EMAIL, PASSWORD = "late@example.org", "a word that nobody guesses"
RESEARCHER = """
INSERT INTO surveys_user (email, password, name, is_staff, is_superuser, is_active, joined_at)
VALUES (%s, %s, '', true, false, true, now()) ON CONFLICT DO NOTHING RETURNING id
"""
LATER = """
UPDATE surveys_participation p SET started_at = started_at - interval '8 hours',
    allocated_at = allocated_at - interval '8 hours', exposed_at = exposed_at - interval '8 hours'
FROM surveys_study t WHERE t.id = p.study_id AND t.address = %s RETURNING p.id
"""
SENT = """
UPDATE surveys_submission s SET at = s.at - interval '8 hours'
FROM surveys_participation p, surveys_study t
WHERE p.id = s.participation_id AND t.id = p.study_id AND t.address = %s RETURNING s.id
"""
EXPAND = """
BEGIN;
ALTER TABLE surveys_participation ALTER code TYPE varchar(40), ADD COLUMN later text NOT NULL DEFAULT '';
ALTER TABLE surveys_submission ADD COLUMN later integer;
ALTER TABLE surveys_slot ALTER arm TYPE varchar(250);
CREATE INDEX later_endings ON surveys_participation (ending);
COMMIT
"""
"""A migration of the kind that may be made while people are inside: more room, new columns, an index."""
CONTRACT = """
BEGIN;
DROP INDEX later_endings;
ALTER TABLE surveys_slot ALTER arm TYPE varchar(200);
ALTER TABLE surveys_submission DROP COLUMN later;
ALTER TABLE surveys_participation DROP COLUMN later, ALTER code TYPE varchar(20);
COMMIT
"""
SIGNED_IN = "UPDATE django_session SET expire_date = now() - interval '1 hour' RETURNING session_key"
Meanwhile = Callable[[Site, str, Visit], AbstractContextManager[None]]


@contextmanager
def eight_hours(site: Site, study: str, person: Visit) -> Iterator[None]:
    """Nothing but times tells that hours went by; and no server lives so long."""
    site.rows(LATER, study)
    site.rows(SENT, study)
    site.rows(SIGNED_IN)
    with deploy(site, study, person):
        yield


@contextmanager
def cookies_cleared(site: Site, study: str, person: Visit) -> Iterator[None]:
    person.context.clear_cookies()
    yield


@contextmanager
def researcher(site: Site, study: str, person: Visit) -> Iterator[None]:
    """Signs in in another tab of the same browser, and is still signed in when the participant has sent."""
    site.rows(RESEARCHER, EMAIL, make_password(PASSWORD))
    desk = person.tab("/admin/")
    if desk.locator("input[name=username]").count():
        desk.fill("input[name=username]", EMAIL)
        desk.fill("input[name=password]", PASSWORD)
        with desk.expect_navigation():
            desk.locator("button[type=submit]").click()
    yield
    desk.reload()
    assert not desk.locator("input[name=password]").count() and "/login" not in desk.url
    desk.close()


@contextmanager
def deploy(site: Site, study: str, person: Visit) -> Iterator[None]:
    """Every process of the web is another one."""
    before = site.web().pid, *(one.pid for one in site.web_workers())
    site.web().terminate()
    apart(until(lambda: not site.serving() & set(before), what="a new web"))
    apart(site.until_well())
    yield


@contextmanager
def migration(site: Site, study: str, person: Visit) -> Iterator[None]:
    """The later version's tables stand already, and the web is the old one still, as in every deploy."""
    run(site, EXPAND)
    try:
        yield
    finally:
        run(site, CONTRACT)


def run(site: Site, statements: str) -> None:
    with psycopg.connect(site.environment["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute(statements.encode())


@contextmanager
def everything(site: Site, study: str, person: Visit) -> Iterator[None]:
    with ExitStack() as all:
        for one in (cookies_cleared, migration, eight_hours, researcher):
            all.enter_context(one(site, study, person))
        yield


def nothing(site: Site, study: str, person: Visit) -> AbstractContextManager[None]:
    return nullcontext()


HAPPENINGS: tuple[Meanwhile, ...] = (
    everything,
    eight_hours,
    cookies_cleared,
    researcher,
    deploy,
    migration,
)
