"""The gate in its simplest form; the whole matrix is walked in test_matrix.py."""

from tests.visitor import Visitor
from tests.world import PASSWORD, World


def test_a_member_opens_the_site_and_a_stranger_learns_nothing(visitor: Visitor, world: World):
    visitor.get("/sites/quartier-des-trois-ponts/", status=303)
    visitor.sign_in(world.state).get("/sites/quartier-des-trois-ponts/")
    visitor.sign_in(world.stranger).get("/sites/quartier-des-trois-ponts/", status=404)
    visitor.sign_in(world.other_state).get("/sites/quartier-des-trois-ponts/", status=404)


def test_signing_out_ends_the_session_whatever_cookie_is_replayed(visitor: Visitor, world: World):
    visitor.post("/connexion", email=world.state.email, password=PASSWORD)
    cookie = visitor.client.get_cookie(visitor.app.config["COOKIE"])
    visitor.get("/sites/quartier-des-trois-ponts/")
    visitor.post("/deconnexion", page="/compte")
    visitor.client.set_cookie(visitor.app.config["COOKIE"], cookie.value)
    visitor.get("/sites/quartier-des-trois-ponts/", status=303)


def test_the_site_answers_only_to_its_own_names(visitor: Visitor):
    assert visitor.client.get("/healthz").status_code == 200
    answer = visitor.client.get("/healthz", headers={"Host": "ailleurs.example"})
    assert answer.status_code == 400
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
