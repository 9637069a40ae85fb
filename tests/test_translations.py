"""The interface is whole in French, well set in both languages, and nothing is said outside it."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from coopspace.paths import STATIC, TEMPLATES
from coopspace.translations import catalogue
from coopspace.translations.catalogue import forms, messages, said
from tests.hardcoded import in_code, in_script, in_template
from tests.typography import english_faults, french_faults

_NAMED = re.compile(r"%\((\w+)\)[a-z]|%%")
_CHECKOUT = TEMPLATES.parent


def faults(kept: Catalog) -> dict[str, list[str]]:
    """What keeps a catalogue from being whole, by sentence."""
    wrong = {said(message): _message_faults(message) for message in messages(kept)}
    wrong |= {said(message): ["obsolete"] for message in kept.obsolete.values()}
    return {sentence: why for sentence, why in wrong.items() if why}


def _message_faults(message: Message) -> list[str]:
    if not all(forms(message)):
        return ["missing"]
    why = ["fuzzy"] if message.fuzzy else []
    english = (message.id,) if isinstance(message.id, str) else message.id
    wanted = set().union(*(_NAMED.findall(form) for form in english))
    if any(set(_NAMED.findall(form)) != wanted for form in forms(message)):
        why.append("placeholders")
    for form in forms(message):
        why += french_faults(form)
    for form in english:
        why += english_faults(form)
    return why


def _catalogue(text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()), locale="fr")


def test_the_french_catalogue_is_whole_and_well_set() -> None:
    assert faults(catalogue.kept()) == {}


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('#, fuzzy\nmsgid "Yes"\nmsgstr "Oui"', "fuzzy"),
        ('msgid "Yes"\nmsgstr ""', "missing"),
        (
            'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s jour"\nmsgstr[1] ""',
            "missing",
        ),
        ('#~ msgid "Yes"\n#~ msgstr "Oui"', "obsolete"),
        ('msgid "Hello %(name)s"\nmsgstr "Bonjour %(nom)s"', "placeholders"),
        ('msgid "%(n)s %% done"\nmsgstr "%(n)s fait"', "placeholders"),
        ('msgid "Who?"\nmsgstr "Qui ?"', "a no-break space (U+00A0) before ; : ! ?"),
        ('msgid "Who?"\nmsgstr "Qui?"', "a no-break space (U+00A0) before ; : ! ?"),
        ('msgid "Here: %(x)s"\nmsgstr "Ici : %(x)s"', "a no-break space (U+00A0) before ; : ! ?"),
        ('msgid "“Yes”"\nmsgstr "« Oui\u00a0»"', "a no-break space after «"),
        ('msgid "“Yes”"\nmsgstr "«\u00a0Oui »"', "a no-break space before »"),
        ('msgid "“Yes”"\nmsgstr "“Oui”"', "« » rather than “ ”"),
        ('msgid "One"\nmsgstr "L\'un"', "a typographic apostrophe or quote (’ “ ” « »)"),
        ('msgid "It\'s"\nmsgstr "C’est"', "a typographic apostrophe or quote (’ “ ” « »)"),
        ('msgid "Wait…"\nmsgstr "Attendez..."', "one character for the ellipsis (…)"),
        ('msgid "At 10 %%"\nmsgstr "À 10 %%"', "a no-break space before %, €, h and after n°, §"),
        ('msgid "Done"\nmsgstr "Bravo\u00a0!"', "no exclamation mark"),
        ('msgid "State"\nmsgstr "Etat"', "an accent on the capital"),
        ('msgid "User"\nmsgstr "Utilisateur"', "a word for a person rather than « utilisateur »"),
        ('msgid "Who ?"\nmsgstr "Qui\u00a0?"', "no space before ; : ! ?"),
    ],
)
def test_a_fault_in_the_catalogue_is_seen(entry: str, why: str) -> None:
    found = faults(_catalogue(entry))
    assert why in next(iter(found.values()), [])


def test_the_catalogue_holds_exactly_the_sentences_of_the_code() -> None:
    kept = catalogue.PO.read_bytes()
    assert catalogue.po_text(catalogue.brought_up_to_date(catalogue.kept(), catalogue.found())) == (
        kept
    ), "run: python -m coopspace.translations.catalogue"


def test_a_sentence_more_or_less_in_the_code_is_seen(tmp_path: Path) -> None:
    for folder in catalogue.PLACES:
        (tmp_path / folder / "_inner").mkdir(parents=True)
    page = tmp_path / "templates" / "_inner" / "page.html"
    page.write_text("{{ _('Here') }}{{ ngettext('%(num)s day', '%(num)s days', 2) }}")
    (tmp_path / "coopspace" / "rules.py").write_text('SAID = N_("There")')
    found = catalogue.found(tmp_path)
    assert sorted(said(message) for message in messages(found)) == ["%(num)s day", "Here", "There"]
    before = catalogue.po_text(catalogue.brought_up_to_date(Catalog(locale="fr"), found))
    page.write_text("{{ _('Elsewhere') }}")
    after = catalogue.brought_up_to_date(_catalogue(before.decode()), catalogue.found(tmp_path))
    assert catalogue.po_text(after) != before
    assert not after.obsolete


def test_the_compiled_catalogue_is_the_one_of_the_po() -> None:
    compiled = catalogue.MO.read_bytes()
    kept = catalogue.kept()
    assert catalogue.mo_bytes(kept) == compiled, "run: python -m coopspace.translations.catalogue"
    first = next(message for message in messages(kept) if isinstance(message.id, str))
    first.string = f"{first.string} changed"
    assert catalogue.mo_bytes(kept) != compiled


def test_french_takes_the_singular_for_nothing() -> None:
    assert catalogue.kept().plural_expr.replace(" ", "") == "(n>1)"


@pytest.mark.parametrize(
    "page", sorted(TEMPLATES.rglob("*.html")), ids=lambda page: str(page.relative_to(TEMPLATES))
)
def test_no_template_says_a_sentence_of_its_own(page: Path) -> None:
    assert in_template(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Hello</p>",
        "<p>{{ name }} has left</p>",
        '<input placeholder="Your name">',
        '<img alt="A sun">',
        '<nav aria-label="Main">',
        "{% if x %}Bonjour{% endif %}",
        "{{ tag('Ended') }}",
        "{{ cap(title='Who takes part') }}",
        "{% set said = 'Not yet' if x else _('Done') %}",
        "{{ _('done: 10 % of it', n=1) }}",
    ],
)
def test_a_sentence_outside_the_catalogue_is_seen_in_a_template(markup: str) -> None:
    assert in_template(markup) != []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>{{ _('Hello') }}</p>",
        "<p>{% trans %}Hello you{% endtrans %}</p>",
        '<a class="Btn fwd" href="/x" lang="en">CoopSpace · 3 &rarr;</a>',
        "{# A remark #}<!-- Another --><svg><path d='M1 2'/></svg>",
        "{{ field(form.name, kind='say') }}",
        "{{ _('%(n)s %% of it', n=1) }}",
        "<code>visit</code> <a href='/'>www.exemple.fr/aide</a>",
    ],
)
def test_a_template_that_only_says_the_catalogue_is_taken(markup: str) -> None:
    assert in_template(markup) == []


_CODE = sorted([*_CHECKOUT.glob("blueprints/**/*.py"), *_CHECKOUT.glob("coopspace/**/*.py")])


def test_no_code_says_a_sentence_of_its_own() -> None:
    said_outside = {
        str(path.relative_to(_CHECKOUT)): found
        for path in _CODE
        if (found := in_code(path.read_text(encoding="utf-8")))
    }
    assert len(_CODE) > 40
    assert said_outside == {}


@pytest.mark.parametrize(
    "source",
    [
        'flash("Saved.")',
        'raise Refusal("Say why.", field="reason")',
        'name = StringField("Your name")',
        'name = StringField(_l("Your name"), [DataRequired("Type your name.")])',
        'name = StringField(_l("Your name"), description="As people call you")',
        'check = Length(max=3, message="Too long")',
    ],
)
def test_a_sentence_outside_the_catalogue_is_seen_in_code(source: str) -> None:
    assert in_code(source) != []


def test_code_that_only_says_the_catalogue_is_taken() -> None:
    assert in_code('flash(_("Saved."), "calm")') == []
    assert in_code('raise Refusal(N_("Say why."), field="why")') == []
    assert in_code('name = StringField(_l("Name"), render_kw={"class": "Big one"})') == []


SCRIPTS = sorted([*STATIC.glob("js/*.js"), *STATIC.glob("live/src/*.js")])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_says_a_sentence_of_its_own(script: Path) -> None:
    assert in_script(script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'announce("Saved just now.");',
        "button.textContent = 'Move up';",
        "status.innerHTML = `<p>Two people are here</p>`;",
        "say(`Linked to ${code}`);",
    ],
)
def test_a_sentence_outside_the_catalogue_is_seen_in_a_script(source: str) -> None:
    assert in_script(source) != []


def test_a_script_that_says_nothing_is_taken() -> None:
    assert in_script('if (event.key === "Escape") close(); // Close it now') == []
    assert in_script("document.querySelector('[data-a=\"B\"] .c > Dd')") == []
    assert in_script('fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } })') == []
