"""The agreement in figures: `python -m tests.benchmarks.agreement [SIGNATURES]`.

A 15-page version as a PDF, warm (500 ms), then as DOCX and ODT; two of them compared word by word
(100 ms); ten thousand signatures read again from the bytes on, each version with its 15 pages and
its PDF (10 s).
"""

import json
import re
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from coopspace.agreement import changed, content, proof
from coopspace.agreement.content import canonical, serialised
from coopspace.agreement.model import (
    AgreementClosing,
    AgreementFile,
    AgreementSignatory,
    AgreementSignature,
    AgreementVersion,
)
from coopspace.agreement.questions import questions
from coopspace.agreement.rules import State
from coopspace.agreement.versions import CONTENT, PDF, Asked, digest_of, envelope
from coopspace.exports import deed, opentext, word
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live.formats import Block, Piece
from coopspace.migrations.run import upgrade_engine
from coopspace.sites.model import College
from tests import world as builders
from tests.agreement.signed import WORDS
from tests.agreement.test_rules import whole
from tests.world import World

PAGES_OF_WORDS = 6_600
"""How many words stand on fifteen pages, headings and tables aside."""
TURNS = 7
AT = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)
SENTENCE = (
    "Nous nous retrouvons chaque deuxième mardi du mois à la maison du projet, et chacun y vient "
    "avec ce que les habitants lui ont dit depuis la dernière fois, même si cela dérange."
)
WORDS_OF = tuple(re.findall(r"\S+", SENTENCE))


def agreement(changed_every: int = 0) -> dict[str, Any]:
    """Fifteen pages; one word out of so many is another one."""
    clauses = questions()
    each = PAGES_OF_WORDS // len(clauses)
    written = {}
    for rank, one in enumerate(clauses):
        words = [WORDS_OF[at % len(WORDS_OF)] for at in range(rank, rank + each)]
        words = [
            f"{word}{at}" if at % 5 == 0 else word for at, word in enumerate(words, rank * each)
        ]
        if changed_every:
            words = [
                f"autre{at}" if at % changed_every == 0 else word for at, word in enumerate(words)
            ]
        lines = [" ".join(words[at : at + 60]) for at in range(0, len(words), 60)]
        blocks = tuple(Block("paragraph", ((Piece(line),),)) for line in lines)
        written[one.code] = (one.section, blocks)
    full = replace(whole(), clauses=content.clauses(written))
    return canonical(full, site="Le Haut-Plessis", language="fr")


def version(number: int, values: dict[str, Any]) -> bytes:
    """The canonical bytes of a version, signed by three."""
    asked = [
        Asked(uuid.UUID(int=at), f"Signataire {at}", college, "Déléguée")
        for at, college in enumerate(College)
    ]
    return serialised(
        envelope(
            values,
            number=number,
            at=AT,
            review_on=date(2027, 3, 17),
            consent="J’ai lu.",
            asked=asked,
        )
    )


def timed(act: Callable[[], object]) -> float:
    """Milliseconds, the median of several turns after a first one."""
    act()
    found = []
    for _ in range(TURNS):
        start = time.perf_counter()
        act()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)


def fill(session: Session, world: World, versions: int, pdf: bytes) -> None:
    """So many versions, each signed by the three."""
    people = (world.state, world.authority, world.civil)
    values = agreement()
    rows: dict[Any, list[dict[str, Any]]] = {}
    for number in range(1, versions + 1):
        key = uuid.uuid4()
        site = {"site_id": world.site.id}
        data, page = version(number, values), pdf + b"%d" % number
        rows.setdefault(AgreementVersion, []).append(
            {
                "id": key,
                **site,
                "number": number,
                "language": "fr",
                "consent": "J’ai lu.",
                "review_on": date(2027, 3, 17),
                "put_by": people[0].id,
                "put_at": AT,
            }
        )
        for kind, body in ((CONTENT, data), (PDF, page)):
            rows.setdefault(AgreementFile, []).append(
                {
                    **site,
                    "id": uuid.uuid4(),
                    "version_id": key,
                    "kind": kind,
                    "digest": digest_of(body),
                    "size": len(body),
                    "content": body,
                }
            )
        previous = proof.FIRST
        for seq, (who, college) in enumerate(zip(people, College, strict=True), 1):
            signatory = uuid.uuid4()
            link = proof.Link(
                content=digest_of(data),
                pdf=digest_of(page),
                seq=seq,
                person=who.id,
                name=who.name,
                party=college,
                capacity="Déléguée",
                consent=digest_of("J’ai lu.".encode()),
                method="session_proved",
                at=AT,
                previous=previous,
            )
            rows.setdefault(AgreementSignatory, []).append(
                {
                    **site,
                    "id": signatory,
                    "version_id": key,
                    "user_id": who.id,
                    "rank": seq,
                    "college": college,
                    "name": who.name,
                    "capacity": "Déléguée",
                }
            )
            rows.setdefault(AgreementSignature, []).append(
                {
                    **site,
                    "id": uuid.uuid4(),
                    "version_id": key,
                    "signatory_id": signatory,
                    "seq": seq,
                    "consent_digest": link.consent,
                    "method": link.method,
                    "at": AT,
                    "previous": previous,
                    "hash": proof.fingerprint(link),
                }
            )
            previous = proof.fingerprint(link)
        rows.setdefault(AgreementClosing, []).append(
            {
                **site,
                "version_id": key,
                "state": State.SIGNED,
                "reason": "",
                "by": people[2].id,
                "at": AT,
            }
        )
        if number % 200 == 0 or number == versions:
            for table, lines in rows.items():
                session.execute(insert(table), lines)
            rows.clear()


def main(signatures: int) -> None:
    """Print the three figures."""
    old, new = agreement(), agreement(changed_every=40)
    data = version(1, old)
    pages = deed.pdf(data, WORDS)
    sys.stdout.write(f"content {len(data) / 1000:.0f} kB, PDF {len(pages) / 1000:.0f} kB\n")
    sys.stdout.write(f"PDF, warm: {timed(lambda: deed.pdf(data, WORDS)):.0f} ms\n")
    made = deed.version(data, WORDS)
    sys.stdout.write(f"DOCX, warm: {timed(lambda: word.written(made)):.0f} ms\n")
    sys.stdout.write(f"ODT, warm: {timed(lambda: opentext.odt(made)):.0f} ms\n")
    plain = json.loads(json.dumps(new))
    took = timed(lambda: changed.changes(old, plain, lambda _field, value: str(value)))
    sys.stdout.write(f"difference of two versions: {took:.0f} ms\n")
    with tempfile.TemporaryDirectory() as folder:
        engine = storage.open_engine(f"sqlite+pysqlite:///{Path(folder) / 'signed.db'}")
        upgrade_engine(engine)
        with Session(engine) as session:
            world = builders.build(session)
            with in_site(session, world.site.id), saving(session):
                fill(session, world, -(-signatures // 3), pages)
            start = time.perf_counter()
            checked = proof.check(session)
            took = time.perf_counter() - start
        engine.dispose()
    assert not checked.faults, checked.faults[:3]
    sys.stdout.write(
        f"{checked.signatures} signatures of {checked.versions} versions: {took:.1f} s\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
