"""Tables as people really keep them: each file, and what it says to the letter, or its refusals."""

from tests.changes.messy import (
    CLEAN,
    D1,
    HEAD,
    I1,
    PATH,
    U1,
    Messy,
    book_of,
    but,
    computed,
    csv_of,
    file_of,
    formulas,
    months,
    ods_comment,
    ods_dates,
    sheet_of,
    without,
)

NBSP = "\u00a0"
MESSY: dict[str, Messy] = {
    "semicolons": Messy("csv", file_of(HEAD, D1, I1, U1)),
    "commas": Messy("csv", file_of(HEAD, D1, I1, U1, mark=",")),
    "tabs": Messy("csv", file_of(HEAD, D1, I1, U1, mark="\t")),
    "a byte order mark": Messy("csv", file_of(HEAD, D1, I1, U1, encoding="utf-8-sig")),
    "UTF-16 as Excel saves text": Messy(
        "csv", file_of(HEAD, D1, I1, U1, mark="\t", encoding="utf-16")
    ),
    "Windows-1252 with œ, ’ and €": Messy(
        "csv",
        file_of(HEAD, but(D1, says="Le cœur d’îlot vaut 3 €"), I1, U1, encoding="cp1252"),
        {**CLEAN, "D1": ("Le cœur d’îlot vaut 3 €", "2030")},
    ),
    "merged titles and blank lines above": Messy(
        "xlsx",
        sheet_of(
            ("Stratégie de changement du quartier",),
            (),
            ("Version du 3 mars", None),
            (),
            HEAD,
            D1,
            (),
            I1,
            ("   ", NBSP, ""),
            U1,
            merge="A1:E1",
        ),
    ),
    "titles above in a CSV": Messy(
        "csv", file_of(("Notre stratégie", "", ""), ("", "", ""), HEAD, D1, ("",) * 5, I1, U1)
    ),
    "trailing and no-break spaces": Messy(
        "csv",
        file_of(
            tuple(f" {one}{NBSP}" for one in HEAD),
            *(tuple(f"{NBSP}{one} " for one in row) for row in (D1, I1, U1)),
        ),
    ),
    "no-break spaces within words stay": Messy(
        "csv",
        file_of(HEAD, but(D1, says=f"Qui agit{NBSP}?"), I1, U1),
        {**CLEAN, "D1": (f"Qui agit{NBSP}?", "2030")},
    ),
    "duplicate codes": Messy(
        "csv",
        file_of(HEAD, D1, I1, U1, but(D1, says="Autre chose")),
        {one: CLEAN[one] for one in ("I1", "U1")},
        frozenset({"I1>U1", "U1>V"}),
        ((2, "code", "several lines"), (5, "code", "several lines")),
    ),
    "the same line twice": Messy(
        "csv",
        file_of(HEAD, without(D1, 0), without(D1, 0), I1, U1),
        {one: CLEAN[one] for one in ("I1", "U1")},
        frozenset({"I1>U1", "U1>V"}),
        ((2, "statement", "several lines"), (3, "statement", "several lines")),
    ),
    "mixed case levels": Messy(
        "csv",
        file_of(
            HEAD,
            but(D1, level="DIRECT"),
            but(I1, level="Intermédiaires"),
            but(U1, level="3 - Ultime"),
        ),
    ),
    "levels as whole phrases": Messy(
        "csv",
        file_of(
            HEAD,
            but(D1, level="Changements directs"),
            but(I1, level="niveau 2"),
            but(U1, level="Ultimate change"),
        ),
    ),
    "levels as numbers of a spreadsheet": Messy(
        "xlsx",
        sheet_of(HEAD, (D1[0], 1.0, *D1[2:4], 2030.0), (I1[0], 2, *I1[2:4]), (U1[0], 3, *U1[2:4])),
    ),
    "a level that is two": Messy(
        "csv",
        file_of(HEAD, but(without(D1, 0, 3), level="direct / intermédiaire"), I1, U1),
        {one: CLEAN[one] for one in ("I1", "U1")},
        frozenset({"I1>U1", "U1>V"}),
        ((2, "level", "one level"),),
    ),
    "a level against its code": Messy(
        "csv",
        file_of(HEAD, but(D1, level="ultime"), I1, U1),
        {one: CLEAN[one] for one in ("I1", "U1")},
        frozenset({"I1>U1", "U1>V"}),
        ((2, "level", "another level"),),
    ),
    "levels merged downwards": Messy(
        "xlsx",
        sheet_of(
            HEAD,
            ("", "Direct", "Savoir", "", ""),
            ("", None, "Comprendre", "", ""),
            ("", "Ultime", "Vivre", "", ""),
            merge="B2:B3",
        ),
        {"D1": ("Savoir", None), "U1": ("Vivre", None)},
        frozenset(),
        ((3, "level", "merged cell"),),
    ),
    "levels as titles of parts": Messy(
        "csv",
        file_of(
            HEAD[2:],
            ("Changements directs",),
            D1[2:],
            ("Changements intermédiaires",),
            I1[2:],
            ("Changement ultime",),
            U1[2:],
        ),
        CLEAN,
        frozenset({"U1>V"}),
        ((3, "leads_to", "names no change"), (5, "leads_to", "names no change")),
    ),
    "days, months and years as people write them": Messy(
        "csv",
        file_of(
            HEAD,
            but(D1, when="31/12/2030"),
            but(I1, when="décembre 2030"),
            but(U1, when="1er juin 2035"),
        ),
        {
            "D1": (D1[2], "2030-12-31"),
            "I1": (I1[2], "2030-12"),
            "U1": (U1[2], "2035-06-01"),
        },
    ),
    "more ways of a date": Messy(
        "csv",
        file_of(HEAD, but(D1, when="2030,0"), but(I1, when="06/2030"), but(U1, when="Dec 2030")),
        {"D1": (D1[2], "2030"), "I1": (I1[2], "2030-06"), "U1": (U1[2], "2030-12")},
    ),
    "dates that are none": Messy(
        "csv",
        file_of(
            HEAD, but(D1, when="12/31/2030"), but(I1, when="31/12/30"), but(U1, when="bientôt")
        ),
        {},
        frozenset(),
        ((2, "horizon", "30/06/2030"), (3, "horizon", "2030"), (4, "horizon", "2030")),
    ),
    "days of a workbook no finer than shown": Messy(
        "xlsx",
        months,
        {"D1": (D1[2], "2030-12"), "I1": (I1[2], "2031-01-31"), "U1": (U1[2], None)},
    ),
    "days of an ODS no finer than shown": Messy(
        "ods",
        ods_dates,
        {"D1": (D1[2], "2030-12"), "I1": (I1[2], "2031-01-31"), "U1": (U1[2], "2035")},
    ),
    "comments, spans and a million empty lines": Messy("ods", ods_comment),
    "semicolons, quotes and lines within quotes": Messy(
        "csv",
        file_of(HEAD, but(D1, says='Dire ; « oui » ou "non",\nensemble'), I1, U1),
        {**CLEAN, "D1": ('Dire ; « oui » ou "non", ensemble', "2030")},
    ),
    "a quotation mark that is not closed": Messy(
        "csv",
        lambda: [csv_of(HEAD) + b'\r\nD1;direct;"Les habitants;I1;\r\nI1;2;Autre;;'],
        unread="quotes",
    ),
    "formulas without their result": Messy(
        "xlsx",
        formulas,
        {one: CLEAN[one] for one in ("I1", "U1")},
        frozenset({"I1>U1", "U1>V"}),
        ((2, "statement", "no value"),),
    ),
    "formulas with their result": Messy("xlsx", computed),
    "errors of a spreadsheet": Messy(
        "csv",
        file_of(HEAD, but(D1, says="#REF!"), but(I1, when="#N/A"), but(U1, to="")),
        {"U1": CLEAN["U1"]},
        frozenset(),
        ((2, "statement", "no value"), (3, "horizon", "no value")),
    ),
    "words that look like formulas": Messy(
        "csv",
        file_of(HEAD, but(D1, says="'=1+1 voisin"), but(I1, says="- moins seuls"), U1),
        {**CLEAN, "D1": ("=1+1 voisin", "2030"), "I1": ("- moins seuls", None)},
    ),
    "numbers as codes, some as decimals": Messy(
        "xlsx",
        sheet_of(HEAD, (1.0, *D1[1:3], 2.0, ""), (2.0, *I1[1:3], "3", ""), (3, *U1[1:3], "vision")),
        {**CLEAN, "D1": (D1[2], None)},
    ),
    "numbers as codes in a French CSV": Messy(
        "csv",
        file_of(HEAD, ("1,0", *D1[1:3], "2", ""), ("2", *I1[1:3], "3,0"), ("3", *U1[1:3], "V")),
        {**CLEAN, "D1": (D1[2], None)},
    ),
    "codes that could be two": Messy(
        "csv",
        file_of(HEAD, ("1", *D1[1:3], "1,2", ""), ("2", *I1[1:3], ""), ("1,2", *U1[1:3], "")),
        {**CLEAN, "D1": (D1[2], None)},
        frozenset(),
        ((2, "leads_to", "two ways"),),
    ),
    "codes written as they come": Messy(
        "csv", file_of(HEAD, but(D1, code="d 01", to="i1"), but(I1, code="i-1", to="U.1"), U1)
    ),
    "what leads where, by statements": Messy(
        "csv",
        file_of(
            HEAD, but(D1, to=I1[2].upper()), but(I1, to=f"U1 : {U1[2]}"), but(U1, to="la vision")
        ),
    ),
    "several at once": Messy(
        "csv",
        file_of(HEAD, but(D1, to="I1 ; U1"), but(I1, to="U1, V"), but(U1, to="V et V")),
        CLEAN,
        frozenset({*PATH, "D1>U1", "I1>V"}),
    ),
    "hidden empty columns": Messy(
        "xlsx",
        sheet_of(*((row[0], None, "", *row[1:], *([None] * 40)) for row in (HEAD, D1, I1, U1))),
    ),
    "unknown columns": Messy(
        "csv",
        file_of(
            *(
                (*row, more)
                for row, more in zip((HEAD, D1, I1, U1), ("Budget", "3", "", "x"), strict=True)
            )
        ),
    ),
    "columns in another order, in English": Messy(
        "csv",
        file_of(
            ("By when", "What will have changed", "Level", "Contributes to", "Code"),
            *((row[4], row[2], row[1], row[3], row[0]) for row in (D1, I1, U1)),
        ),
    ),
    "a loop": Messy(
        "csv",
        file_of(HEAD, D1, I1, but(U1, to="U2 ; V"), ("U2", "ultime", "Un autre", "U1", "")),
        {**CLEAN, "U2": ("Un autre", None)},
        frozenset({*PATH, "U1>U2"}),
        ((5, "leads_to", "U2 → U1 → U2"),),
    ),
    "a jump backward": Messy(
        "csv",
        file_of(HEAD, D1, but(I1, to="U1 ; D1"), U1),
        CLEAN,
        frozenset(PATH),
        ((3, "leads_to", "goes towards the vision"),),
    ),
    "a change that leads to itself, and to nobody": Messy(
        "csv",
        file_of(HEAD, but(D1, to="D1"), but(I1, to="U9"), U1),
        CLEAN,
        frozenset({"U1>V"}),
        ((2, "leads_to", "itself"), (3, "leads_to", "names no change")),
    ),
    "two sheets, and a third to read": Messy(
        "xlsx",
        lambda: [
            book_of(
                ("Notes", [("Animée par", "Hélène"), ("Le", "3 mars")]),
                ("Changements", [HEAD, *(without(row, 3) for row in (D1, I1, U1))]),
                ("Liens", [("De", "Vers"), ("D1", "I1"), ("I1", "U1"), ("U1", "vision")]),
            )
        ],
    ),
    "two files": Messy(
        "csv",
        lambda: [
            csv_of(HEAD, *(without(row, 3) for row in (D1, I1, U1))),
            csv_of(
                ("Source", "Cible", "Force"),
                ("D1", "I1", "3"),
                ("I1", "U1", ""),
                ("U1", "V"),
                mark=",",
            ),
        ],
    ),
    "two tables in one sheet": Messy(
        "csv",
        file_of(
            ("Changements",),
            HEAD,
            *(without(row, 3) for row in (D1, I1, U1)),
            (),
            ("Liens",),
            ("De quel changement", "Vers quel changement"),
            ("D1", "I1"),
            ("I1", "U1"),
            ("U1", "V"),
        ),
    ),
    "a line of total and a line of notes": Messy(
        "csv",
        file_of(HEAD, D1, I1, U1, ("Total", "3 changements", "", "", ""), ("Source : atelier",)),
        CLEAN,
        frozenset(PATH),
        (
            (5, "statement", "a change has a statement"),
            (6, "statement", "a change has a statement"),
        ),
    ),
    "headings repeated at each page": Messy("csv", file_of(HEAD, D1, I1, HEAD, U1)),
    "letters lost long ago": Messy(
        "csv",
        file_of(HEAD, but(D1, says="Les \ufffdcoles"), I1, U1),
        {one: CLEAN[one] for one in ("I1", "U1")},
        frozenset({"I1>U1", "U1>V"}),
        ((2, "statement", "lost"),),
    ),
    "a statement far too long": Messy(
        "csv",
        file_of(HEAD, but(D1, says="mot " * 90), I1, U1),
        {one: CLEAN[one] for one in ("I1", "U1")},
        frozenset({"I1>U1", "U1>V"}),
        ((2, "statement", "300"),),
    ),
    "letters that no one can read": Messy(
        "csv", lambda: [b"Code;Changement\n\x81\x00;\x8d\x00"], unread="letters"
    ),
    "nothing at all": Messy("csv", lambda: [b"\xef\xbb\xbf\r\n;;;\r\n"], unread="empty"),
}
