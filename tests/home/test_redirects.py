"""Nobody is ever sent elsewhere by us, whatever the address says (SEC-43)."""

from urllib.parse import urljoin, urlsplit

import pytest

from blueprints._shared.addresses import inside, inside_form
from tests.world import PASSWORD

OUTSIDE = (
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "\t//evil.example",
    " //evil.example",
    "\u00a0//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "https:\\\\evil.example",
    "HTTPS://evil.example",
    "http://localhost@evil.example/aide",
    "http://localhost.evil.example/aide",
    "http://localhost:80@evil.example",
    "//localhost@evil.example",
    "//evil.example/%2f..",
    "/.evil.example",
    "@evil.example",
    "evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example",
    "/。。/evil",
    "//evil。example",
    "/／evil.example",
    "//[::1",
    "//[evil.example]",
    "http://[evil",
    "?next=//evil.example",
    "#//evil.example",
    "",
    "..//evil.example",
    "/aide//..//evil.example",
    "/;@evil.example",
    "/connexion/demo",
    "/deconnexion",
    "/nulle-part",
)


@pytest.mark.engines("sqlite")  # no address depends on the database
@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_that_is_no_page_of_ours_leads_to_the_front_door(app, address):
    with app.test_request_context("/connexion"):
        assert inside(address) == "/"
        assert not inside_form(address).startswith(("//", "http")) or inside_form(address) == ""


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "address",
    ["/", "/aide", "/sites/x/", "/sites/x/membres?tri=nom&x=//evil.example", "/compte?a=%2F%2F"],
)
def test_a_page_of_ours_is_followed_with_its_query(app, address):
    with app.test_request_context("/connexion"):
        assert inside(address) == address


@pytest.mark.engines("sqlite")
def test_a_form_only_goes_to_a_page_that_takes_forms(app):
    with app.test_request_context("/connexion"):
        assert inside_form("/deconnexion") == "/deconnexion"
        assert inside_form("/compte?x=1") == "/compte?x=1"
        assert inside_form("/aide") == ""


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("page", ["/connexion", "/affichage"])
def test_no_page_that_redirects_leaves_the_host(visitor, world, page):
    for address in OUTSIDE:
        answer = visitor.post(
            page, page="/connexion", email=world.state.email, password=PASSWORD, next=address
        )
        target = urlsplit(urljoin("http://localhost/connexion", answer.location))
        assert (target.scheme, target.netloc) == ("http", "localhost"), address
