"""A strategy of thirty changes as a small town kept it: in a spreadsheet, under a title, with
sections, blank lines, its own codes, dates as they come, and one slip."""

TITLE = "STRATEGIE 2026 - version du 12/10 (Ghislaine), a relire ensemble !"
HEADINGS = (
    "Réf.",
    "Changement attendu",
    "Acteurs concernés",
    "Échéance",
    "Relié à",
    "Remarques du groupe",
)
SLIP = "CU9"
"""A code that no line has."""
_DIRECT = (
    ("Les habitants savent à quelle porte frapper", "habitants", "2028", "CI1"),
    ("Les parents connaissent les aides à la garde", "parents", "06/2028", "CI2"),
    ("Les élus connaissent les trajets réels des familles", "élus", "30/06/2028", "CI3"),
    ("Organiser trois réunions publiques par an", "les acteurs", "2028", "CI1"),
    ("Les jeunes savent ce que font les associations du bourg", "jeunes", "sept. 2028", "CI4"),
    ("Les médecins savent quels voisins rendent visite", "médecins", "2029", "CI5"),
    ("Les commerçants connaissent les règles de la place", "commerçants", "2028,0", "CI6"),
    ("Les agents savent dire une règle en mots simples", "agents de l’État", "2028", "CI7"),
    ("Les bailleurs voient ce que coûte un logement froid", "bailleurs", "2029", "CI8"),
    ("Les anciens savent qui peut les conduire au marché", "anciens", "2028", "CI3; CI5"),
    ("Les écoles connaissent les savoirs des familles", "écoles", "2028", "CI9"),
    ("Les associations savent ce que fait chacune", "associations", "2028", "CI10"),
    ("Les habitants savent ce que devient leur parole", "habitants", "2028", "CI11"),
    ("Les services savent qui ne vient jamais", "services", "2029", "CI1 / CI7"),
)
_INTERMEDIATE = (
    ("Les services reçoivent ensemble, au même endroit", "services", "2030", "CU1"),
    ("Les parents se relaient pour la garde du soir", "parents", "2030", "CU2"),
    ("La commune règle ses horaires sur les trajets", "la commune", "janvier 2030", "CU1"),
    ("Les jeunes animent un lieu et les associations les accueillent", "jeunes", "2031", "CU3"),
    ("Les soignants préviennent les voisins avant une sortie", "soignants", "2030", "CU4"),
    ("Les commerçants ouvrent la place le dimanche", "commerçants", "2030", "CU3"),
    ("Les agents expliquent chaque refus de vive voix", "agents de l’État", "2030", "CU5"),
    ("Les bailleurs réparent avant l’hiver", "bailleurs", "2031", SLIP),
    ("Les enseignants invitent les familles à enseigner", "enseignants", "2030", "CU2"),
    ("Les associations se prêtent salles et véhicules", "associations", "2030", "CU4"),
    ("Le conseil municipal répond à chaque proposition", "conseil municipal", "2030", "CU5"),
)
_ULTIMATE = (
    ("Personne ne renonce à un droit faute de savoir où aller", "habitants", "2034", "la vision"),
    ("Un enfant grandit entouré de tout le bourg", "familles", "2035", "la vision"),
    ("On se retrouve sur la place sans raison", "habitants", "2034", "la vision"),
    ("On vieillit chez soi sans être seul", "anciens", "2035", "la vision"),
    ("On décide ensemble de ce qui nous regarde", "habitants et élus", "2036", "la vision"),
)
SECTIONS = (
    ("Changements directs", "CD", _DIRECT),
    ("Changements intermédiaires", "CI", _INTERMEDIATE),
    ("Changements ultimes", "CU", _ULTIMATE),
)
MANY = sum(len(lines) for _title, _code, lines in SECTIONS)


def table(*, mended: bool = False) -> bytes:
    """The table as Windows saves it, with `;` between cells; mended, its slip names a change."""
    rows: list[tuple[str, ...]] = [(TITLE,), (), HEADINGS]
    for title, code, lines in SECTIONS:
        rows.append((title,))
        for at, (statement, who, day, leads_to) in enumerate(lines, 1):
            towards = "CU1" if mended and leads_to == SLIP else leads_to
            told = "On en a parlé deux fois." if at % 4 == 0 else ""
            rows.append((f"{code}{at}", f"{statement} ", who.capitalize(), day, towards, told))
        rows.append(())
    return "\r\n".join(";".join(map(_quoted, row)) for row in rows).encode("windows-1252")


def _quoted(cell: str) -> str:
    return f'"{cell}"' if ";" in cell else cell
