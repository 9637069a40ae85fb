"""A house brought back from a copy of yesterday is given the words that browsers still hold."""

import shutil

from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, House, Subject, eventually
from tests.browser.live.network import Network


def test_words_lost_with_the_disk_come_back_from_those_who_hold_them(
    house: House, enter: Enter, subject: Subject, way: Network
):
    way.refuses_sockets = True
    nadege = enter("state", subject.edit, by=way).ready()
    malik = enter("authority", subject.edit).ready()
    nadege.at(0).type("Un. ")
    malik.reads(f"Un. {STATEMENT}")
    nadege.saved()
    house.kill()
    copy = house.settings.data.with_name("copy")
    shutil.copytree(house.settings.data, copy)
    house.start()
    malik.at(4).type("Deux. ")
    nadege.reads(f"Un. Deux. {STATEMENT}").at(10).type("Trois. ")
    malik.reads(f"Un. Deux. Trois. {STATEMENT}")
    nadege.saved()
    house.kill()
    shutil.rmtree(house.settings.data)
    copy.rename(house.settings.data)
    house.start()
    nadege.at(17).type("Quatre. ")
    malik.reads(f"Un. Deux. Trois. Quatre. {STATEMENT}").type("Cinq. ")
    eventually(lambda: nadege.words() == malik.words())
    nadege.saved()
    assert "Cinq. " in nadege.words()
    assert house.words(subject.statement_id) == nadege.words()
