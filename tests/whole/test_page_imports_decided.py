"""数据导入: what was decided holds for the same cell with the same proposal, whatever its file is called."""

from __future__ import annotations

from components.imports import uploads
from monitoring.workbook import SourceFile
from tests.support.imports import button, store
from tests.support.pages import headline, open_page, words
from tests.support.small_tables import workbook


def test_another_proposal_for_the_same_cell_is_asked_again(hand_in):
    """A corrected file of the same name: the cell says the same, its parts do not, and nobody decided that."""
    lie = hand_in("A_clean")
    doubtful = {("在校生数›合计", 0): "五百左右"}
    lie["files"] = [workbook(doubtful)]
    visit = open_page("imports.py")
    button(visit, "全部采用建议值").click().run()
    assert "1 处都已定，可以入库" in headline(visit)
    [before] = visit.session_state[uploads.PROPOSAL][1].stops

    lie["files"] = [workbook(doubtful | {("在校生数›按年级分›一年级", 0): 10})]
    visit.run()
    [now] = visit.session_state[uploads.PROPOSAL][1].stops
    assert before.id == now.id
    assert before.proposal != now.proposal
    assert "还没有保存任何数据；1 处须处理，处理完才能入库。" == headline(visit)

    lie["files"] = [workbook(doubtful)]
    visit.run()
    assert "1 处都已定，可以入库" in headline(visit)


def test_what_was_decided_of_a_file_holds_under_another_name(hand_in):
    """The same bytes: the name of a file is no part of what was decided."""
    lie = hand_in("A")
    files = lie["files"]
    visit = open_page("imports.py")
    button(visit, "全部采用建议值").click().run()
    store(visit, lie)

    lie["files"] = [SourceFile(f"上报稿 {file.name}", file.content) for file in files]
    again = open_page("imports.py")

    assert "还没有保存任何数据；5 处都已定，可以入库。" == headline(again)
    assert "没有改动的文件里有 5 处上次入库时已经定过，照那时的处理，不再问" in words(again)
