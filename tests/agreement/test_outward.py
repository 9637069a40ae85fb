"""What an agreement tells another site, value by value."""

from coopspace.agreement.outward import outward


def test_words_lead_to_public_pages_and_to_nobody_and_nothing_of_the_site():
    line = [
        {"text": "Rosa", "link": "mailto:rosa@exemple.fr", "bold": True},
        {"text": "la table", "link": "#84y86mrv"},
        {"text": "notre page", "link": "https://exemple.fr/"},
    ]
    clause = {"code": "power-how", "blocks": [{"kind": "paragraph", "lines": [line]}]}
    told = outward({"sections": [{"code": "power", "clauses": [clause]}]})
    assert told["sections"][0]["clauses"][0]["blocks"][0]["lines"] == [
        [
            {"text": "Rosa", "bold": True},
            {"text": "la table"},
            {"text": "notre page", "link": "https://exemple.fr/"},
        ]
    ]


def test_who_stands_behind_a_rule_stays_at_home():
    item = {"ref": "22222222", "name": "La table", "members": "Rosa", "who": "Rosa", "by": "Rosa"}
    sections = [
        {"code": "places", "clauses": [], "places": [item]},
        {"code": "power", "clauses": [], "decisions": [item]},
        {"code": "communication", "clauses": [], "messages": [item]},
        {"code": "talents", "clauses": [{"code": "talents-strengths"}], "talents": [item]},
    ]
    places, power, communication, talents = outward({"sections": sections})["sections"]
    assert "members" not in places["places"][0]
    assert "who" not in power["decisions"][0]
    assert "by" not in communication["messages"][0]
    assert talents == {"code": "talents", "clauses": []}


def test_the_strategy_and_the_map_are_shared_by_themselves_only():
    governs = [{"change": "I1", "words": "Les familles"}, {"relation": ["La CAF", "La ville"]}]
    clause = {"code": "power-how", "blocks": [], "governs": governs}
    item = {"ref": "22222222", "name": "La table", "governs": governs}
    told = outward({"sections": [{"code": "places", "clauses": [clause], "places": [item]}]})
    assert "governs" not in repr(told)
    assert "La CAF" not in repr(told)


def test_a_text_quotes_what_is_told_and_names_nobody_else():
    line = [
        {"text": "À "},
        {"text": "La table", "quotes": "22222222", "bold": True},
        {"text": "Rosa", "quotes": "33333333"},
    ]
    clause = {"code": "places-role", "blocks": [{"kind": "paragraph", "lines": [line]}]}
    sections = [
        {"code": "places", "clauses": [clause], "places": [{"ref": "22222222"}]},
        {"code": "talents", "clauses": [], "talents": [{"ref": "33333333", "name": "Rosa"}]},
    ]
    told = outward({"sections": sections})
    assert told["sections"][0]["clauses"][0]["blocks"][0]["lines"] == [
        [{"text": "À "}, {"text": "La table", "bold": True}, {"text": "[…]"}]
    ]
