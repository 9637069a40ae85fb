"""Posters to lay out: the fictional Trois-Ponts, and chains as large as a test asks."""

import random

from coopspace.changes.rules import VISION, Level
from coopspace.exports.poster.poster import Poster, PosterChange, PosterLink, PosterVoice
from coopspace.exports.poster.wording import columns, words

FRENCH = {
    "Change strategy": "Stratégie de changement",
    "From left to right: each change leads to those its arrows reach.": (
        "De gauche à droite\u00a0: chaque changement mène à ceux que ses flèches atteignent."
    ),
    "Dashed outline: something is still missing.": (
        "Contour en tirets\u00a0: il manque encore quelque chose."
    ),
    "The two tones of the lines only help the eye to follow them.": (
        "Les deux tons des traits aident seulement l’œil à les suivre."
    ),
    "By hand: what has moved, what we are learning": (
        "Au feutre\u00a0: ce qui a bougé, ce que nous apprenons"
    ),
    "Live version": "Version vivante",
    "Our vision": "Notre vision",
    "We hold this course together": "Nous tenons ce cap ensemble",
    "How to read": "Pour lire",
    "Leads to %(changes)s": "Mène à %(changes)s",
    "the vision": "la vision",
    "Built": "Bâti",
    "Economic": "Économique",
    "Political": "Politique",
    "Cultural": "Culturel",
    "Direct changes": "Changements directs",
    "Intermediate changes": "Changements intermédiaires",
    "Ultimate changes": "Changements ultimes",
    "What people now know": "Ce que l’on sait désormais",
    "What people do differently": "Ce que l’on fait autrement",
    "What has become ordinary": "Ce qui est devenu normal",
}
VISION_TEXT = (
    "En 2036, aux Trois-Ponts, chacun apprend, travaille et prend soin des autres à deux pas de "
    "chez soi\u00a0: plus personne ne traverse seul."
)
STATEMENTS = {
    Level.DIRECT: (
        (
            "Les employeurs du Port connaissent les savoir-faire présents dans le quartier.",
            "economic",
        ),
        ("Les jeunes découvrent des métiers exercés par des gens d’ici.", "economic cultural"),
        (
            "Les familles savent où faire garder un enfant, même tôt le matin ou le samedi.",
            "economic cultural",
        ),
        ("Les agents d’accueil connaissent les solutions des autres guichets.", "political"),
        ("Les locataires connaissent leurs droits face à l’humidité et aux charges.", "built"),
        ("Les habitants savent comment se décide le budget de la rénovation.", "built political"),
    ),
    Level.INTERMEDIATE: (
        ("Les employeurs recrutent sur les savoir-faire, avec un parrain du quartier.", "economic"),
        (
            "Les lieux d’accueil d’enfants ouvrent en horaires décalés, à tour de rôle.",
            "economic political",
        ),
        ("Entre voisins, on s’échange trajets, garde d’enfants et coups de main.", "cultural"),
        (
            "Les guichets orientent du premier coup, sans renvoyer d’une porte à l’autre.",
            "political",
        ),
        (
            "Les habitants siègent là où se décident les travaux, et leur voix compte.",
            "built political",
        ),
    ),
    Level.ULTIMATE: (
        ("Travailler près de chez soi est devenu une évidence pour tous.", "economic cultural"),
        ("Demander de l’aide, et en donner, fait partie de la vie ordinaire.", "cultural"),
        ("Rien ne se décide pour le quartier sans le quartier.", "political built"),
    ),
}
LINKS = (
    ("D1", "I1"), ("D2", "I1"), ("D3", "I2"), ("D3", "I3"), ("D4", "I4"), ("D5", "I5"),
    ("I1", "U1"), ("I2", "U1"), ("I3", "U1"), ("I3", "U2"), ("I4", "U2"), ("I5", "U3"),
    ("U1", VISION), ("U2", VISION), ("U3", VISION),
)  # fmt: skip


def french(sentence: str) -> str:
    """The sentence in French when the sample needs it."""
    return FRENCH.get(sentence, sentence)


def changes_of(*counts: int) -> tuple[PosterChange, ...]:
    """So many changes of each level; the sample's statements come round again."""
    made = []
    for level, count in zip(Level, counts, strict=True):
        texts = STATEMENTS[level]
        for place in range(count):
            statement, systems = texts[place % len(texts)]
            made.append(
                PosterChange(f"{level.letter}{place + 1}", level, statement, tuple(systems.split()))
            )
    return tuple(made)


def links_of(changes: tuple[PosterChange, ...], count: int, *, seed: int = 7) -> list[PosterLink]:
    """About `count` links as people draw them: to neighbours mostly, some far, some jumping."""
    dice = random.Random(seed)
    by_level = {level: [one for one in changes if one.level is level] for level in Level}
    links: dict[tuple[str, str], PosterLink] = {}

    def link(source: str, target: str) -> None:
        links.setdefault((source, target), PosterLink(source, target))

    for change in by_level[Level.ULTIMATE]:
        link(change.code, VISION)
    order = list(Level)
    tries = 0
    while len(links) < count and tries < count * 50:
        tries += 1
        level = dice.choice((Level.DIRECT, Level.DIRECT, Level.INTERMEDIATE))
        if not by_level[level]:
            continue
        place = dice.randrange(len(by_level[level]))
        source = by_level[level][place]
        roll = dice.random()
        if roll < 0.06:
            link(source.code, VISION)
            continue
        step = 2 if roll < 0.12 and level is Level.DIRECT else 0 if roll < 0.2 else 1
        target_level = by_level[order[order.index(level) + step]]
        if not target_level:
            continue
        share = (place + 0.5) / len(by_level[level]) + dice.gauss(0, 0.16)
        aim = min(len(target_level) - 1, max(0, int(share * len(target_level))))
        if step == 0:
            aim = min(len(target_level) - 1, place + dice.choice((1, 1, 2)))
        if target_level[aim] is not source:
            link(source.code, target_level[aim].code)
    return list(links.values())


def poster(
    changes: tuple[PosterChange, ...] | None = None,
    links: list[PosterLink] | None = None,
    *,
    vision: str = VISION_TEXT,
    title: str = "Quartier des Trois-Ponts, Valmorel",
    say=french,
) -> Poster:
    """A poster of these changes; without any, the fourteen of the Trois-Ponts."""
    if changes is None:
        changes = changes_of(6, 5, 3)
        changes = tuple(
            change
            if change.code != "D6"
            else PosterChange(
                "D6", change.level, change.statement, change.systems, warning="Reste à relier"
            )
            for change in changes
        )
        links = [PosterLink(*one) for one in LINKS]
    return Poster(
        language="fr",
        title=title,
        vision=vision,
        columns=columns(say),
        changes=changes,
        links=tuple(links or ()),
        voices=(
            PosterVoice("state", "État", "adoptée le 18 nov. 2025"),
            PosterVoice("civil_society", "Société civile", "adoptée le 21 nov. 2025"),
            PosterVoice("local_authority", "Collectivité", "ne s’est pas encore prononcée"),
        ),
        words=words(say),
        date="17\u00a0mars\u00a02026",
        address="https://coopspace.example/sites/trois-ponts/strategie",
        short_address="coopspace.example/sites/trois-ponts/strategie",
    )
