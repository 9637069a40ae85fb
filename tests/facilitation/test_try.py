from tests.facilitation.acts import *


def test_x(visitor, session, world):
    visitor.sign_in(world.facilitator)
    print(visitor.get(HOME).text[3000:9000])
    visitor.get(HOME + "/agenda")
    visitor.get(HOME + "/agenda.ics")
    visitor.get(HOME + "/agenda/abonnement")
