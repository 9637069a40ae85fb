"""The clauses that the method opens in each section: one for each guiding question, and one for
what the questions do not ask. They are data: a programme may change them in its file."""

from dataclasses import dataclass

from coopspace import method
from coopspace.agreement.rules import Section
from coopspace.method import Entry

MORE = "more"
"""The last clause of a section answers no question."""


@dataclass(frozen=True)
class Question:
    """A clause as the method opens it. `code` names it for good; `asks`: it awaits an answer."""

    code: str
    section: Section
    heading: Entry
    question: Entry
    asks: bool


@method.kept
def questions() -> tuple[Question, ...]:
    """Every clause of the method, in the order in which the agreement is read."""
    words = method.load("agreement")
    found = []
    for section in Section:
        here = f"sections.{section}.questions"
        for name in words[here]:
            found.append(_question(section, name, f"{here}.{name}", asks=True))
        found.append(_question(section, MORE, MORE, asks=False))
    return tuple(found)


def _question(section: Section, name: str, path: str, *, asks: bool) -> Question:
    words = method.load("agreement")[path]
    return Question(
        code=f"{section}-{name}",
        section=section,
        heading=words["heading"],
        question=words["question"],
        asks=asks,
    )


@method.kept
def asked() -> tuple[Question, ...]:
    """Those that await an answer, in order."""
    return tuple(one for one in questions() if one.asks)


@method.kept
def by_code() -> dict[str, Question]:
    """The same, by what names them."""
    return {one.code: one for one in questions()}


def of_section(section: Section) -> tuple[Question, ...]:
    """Those of one section."""
    return tuple(one for one in questions() if one.section is section)
