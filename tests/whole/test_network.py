"""The network of whole schools: counted a second way, blanks kept apart, limits as data, exact at the limit."""

import json
import math
from fractions import Fraction

import pytest

from monitoring.errors import SettingsError
from monitoring.network import assess, bandwidths, by_township, summary
from monitoring.network.rules import FILE, load_network_rules
from monitoring.rulebook import load_rulebook
from monitoring.schools import prepare
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.network

SHARES = {"class_100mbps": "rooms_100mbps", "wireless": "wireless_rooms", "multimedia": "multimedia_rooms"}


@pytest.fixture(scope="module")
def rows():
    """The rows of the clean county's September."""
    files = [
        SourceFile(each.name, each.read_bytes()) for each in (DATA / "A_clean" / "2026年9月").glob("综合报表*.xlsx")
    ]
    return check(files, load_settings(), RULEBOOK.projects).rows({}).copy().assign(location="")


def by_hand(rows, asked):
    """
    Every measure of every school in plain Python, from the rows as they stand: school → measure → (value, status).

    Written from rules 3 and 5: a campus adds its shared figures to the main school, bandwidth is the main school's,
    people of all stages are added, everything else is the lowest stage's.
    """
    order = {"primary": 0, "junior": 1, "senior": 2}
    told = sorted(rows.to_dict("records"), key=lambda row: order[row["stage"]])
    mains, campuses = {}, {}
    known = {row["school_code"] for row in told if row["is_counted"] != 0}
    for row in told:
        if row["is_counted"] == 0 and row["main_school_code"] in known:
            campuses.setdefault(row["main_school_code"], {}).setdefault(row["school_code"], []).append(row)
        else:
            mains.setdefault(row["school_code"], []).append(row)
    found = {}
    for code, stages in mains.items():
        if {row["stage"] for row in stages} <= {"senior"}:
            continue
        own = [*stages, *(row for parts in campuses.get(code, {}).values() for row in parts)]
        figure = {name: sum(row[name] for row in own) for name in ("pupils", "teachers")}
        for name in (*SHARES.values(), "classrooms", "teaching_computers", "teacher_terminals"):
            figure[name] = stages[0][name] + sum(parts[0][name] for parts in campuses.get(code, {}).values())
        runs, kind, mbps = {row["stage"] for row in own}, stages[0]["kind"], stages[0]["bandwidth_mbps"]
        judged = {"uplink": (mbps, 1000, mbps >= 1000)}
        if asked:
            least = 50 if "senior" in runs else 30 if "junior" in runs else 4 if kind in ("218", "219") else None
            if least is None and kind == "211":
                least = 30 if stages[0]["is_centre"] else 10
            judged["ladder"] = (mbps, least, None if least is None else mbps >= least)
        for measure, name in SHARES.items():
            asked_pct = None if measure == "multimedia" else 100
            is_met = None if asked_pct is None else figure[name] >= figure["classrooms"]
            judged[measure] = (100 * figure[name] / figure["classrooms"], asked_pct, is_met)
        most = (10 if "junior" in runs else 12) if asked else None
        machines = figure["teaching_computers"]
        judged["pupils_per_computer"] = (
            figure["pupils"] / machines, most, None if most is None else figure["pupils"] <= most * machines,
        )  # fmt: skip
        judged["teachers_per_computer"] = (figure["teachers"] / figure["teacher_terminals"], None, None)
        found[code] = judged
    return found


@pytest.mark.parametrize("asked", [{}, {"ladder": "guiyang", "pupils_per_computer": "gansu-2012"}])
def test_every_figure_is_computed_a_second_way(rows, asked):
    """Values, limits and states of every school of the clean county, at the chosen limits and at a local ladder."""
    expected = by_hand(rows, asked)
    found = assess(prepare(rows, RULEBOOK.splitting), RULES, RULEBOOK.splitting, asked)

    assert set(found["school_code"]) == set(expected)
    words = {None: "not_applicable", True: "met", False: "gap"}
    for row in found.to_dict("records"):
        if row["measure"] == "ladder" and not asked:
            assert row["status"] == "not_applicable"
            continue
        value, required, is_met = expected[row["school_code"]][row["measure"]]
        assert row["value"] == pytest.approx(value, rel=1e-12), row
        assert row["status"] == words[is_met], row
        assert (required is None and math.isnan(row["required"])) or row["required"] == required, row
        assert math.isnan(row["missing"]) == (row["status"] != "gap"), row


def test_what_is_missing_is_just_enough(rows):
    """With what is missing added a school passes, with one less it does not."""
    asked = {"pupils_per_computer": "gansu-2012", "teachers_per_computer": "gansu-2012", "multimedia": "moe-2017"}
    lacking = assess(prepare(rows, RULEBOOK.splitting), RULES, RULEBOOK.splitting, asked).query("status == 'gap'")

    assert {"class_100mbps", "wireless", "multimedia", "pupils_per_computer"} <= set(lacking["measure"])
    for row in lacking.to_dict("records"):
        measure = RULES.measures[row["measure"]]
        above, below = Fraction(row["above"]), Fraction(row["below"]) if measure.below else Fraction(1)
        for less, passes in ((0, True), (1, False)):
            more = int(row["missing"]) - less
            up, down = (above + more, below) if measure.gap == "above" else (above, below + more)
            required = Fraction(str(row["required"]))
            reached = up * measure.times >= required * down if measure.operator == ">=" else up <= required * down
            assert reached == passes, (row, less)


@pytest.mark.parametrize("answers", ["A_clean/expected", "A/expected_repair", "A/expected_strict"])
@pytest.mark.parametrize(("period", "month"), [("P1", "2026年3月"), ("P2", "2026年9月")])
def test_gigabit_schools_are_those_of_the_separate_answers(answers, period, month):
    """Schools with at least 1000 Mbps, special schools included, in the county and by stage (expected.json)."""
    decision = {"expected_repair": "repair", "expected_strict": "missing"}.get(answers.split("/")[1], "")
    files = [
        SourceFile(each.name, each.read_bytes())
        for each in sorted((DATA / answers.split("/")[0] / month).glob("综合报表*.xlsx"))
    ]
    checked = check(files, load_settings(), RULEBOOK.projects)
    decisions = {problem.id: decision for problem in checked.problems if problem.severity == "stop"}
    stored = checked.rows(decisions).copy().assign(location="")
    found = assess(prepare(stored, RULEBOOK.splitting), RULES, RULEBOOK.splitting).query("measure == 'uplink'")
    expected = json.loads((DATA / answers / "expected.json").read_text(encoding="utf-8"))["periods"][period][
        "bandwidth"
    ]

    assert expected["ge1000"] == (found["status"] == "met").sum()
    assert expected["compulsory_institutions"] == len(found)
    for word, stage in (("小学", "primary"), ("初中", "junior")):
        runs = found[found["stages"].str.split("|").map(lambda stages, stage=stage: stage in stages)]
        counts = {"institutions": len(runs), "ge1000": int((runs["status"] == "met").sum())}
        assert expected["by_stage"][word] == counts


def test_a_blank_is_not_reported_and_in_no_sum(rows):
    """No bandwidth, no classrooms, no machines: each its own state; the others' sums leave the school out."""
    damaged = rows.copy()
    first, second, third = damaged["school_code"].drop_duplicates().iloc[:3]
    damaged.loc[damaged["school_code"] == first, ["bandwidth_mbps", "wireless_rooms"]] = math.nan
    damaged.loc[damaged["school_code"] == second, ["classrooms", "teaching_computers"]] = 0.0
    damaged.loc[damaged["school_code"] == third, "is_centre"] = math.nan
    found = assess(
        prepare(damaged, RULEBOOK.splitting),
        RULES,
        RULEBOOK.splitting,
        {"pupils_per_computer": "gansu-2012", "ladder": "guiyang"},
    )
    state = found.set_index(["school_code", "measure"])

    assert state.at[(first, "uplink"), "status"] == "no_data"
    assert state.at[(first, "wireless"), "status"] == "no_data"
    assert math.isnan(state.at[(first, "wireless"), "value"])
    assert state.at[(second, "wireless"), "status"] == "not_applicable"
    assert state.at[(second, "pupils_per_computer"), "status"] == "gap"
    assert math.isinf(state.at[(second, "pupils_per_computer"), "value"])
    assert state.at[(third, "ladder"), "status"] == "no_data"
    table = summary(found, RULES)
    assert table.at["uplink", "reported"] == table.at["uplink", "schools"] - 1
    assert table.at["uplink", "met"] + table.at["uplink", "gap"] + 1 == table.at["uplink", "asked"]
    own = found.query("measure == 'wireless' and school_code != @first")
    assert table.at["wireless", "pooled"] == pytest.approx(100 * own["above"].sum() / own["below"].sum())
    assert sum(number for _, number in bandwidths(found, RULES)) == table.at["uplink", "reported"]


def test_a_school_whose_senior_table_is_missing_has_no_ratio(rows):
    """The people of a complete secondary school are not known without its 高中 row; its rooms are."""
    whole = rows[rows["kind"] == "341"]["school_code"].iloc[0]
    without = rows[(rows["school_code"] != whole) | (rows["stage"] != "senior")]
    state = assess(prepare(without, RULEBOOK.splitting), RULES, RULEBOOK.splitting).set_index(
        ["school_code", "measure"]
    )["status"]

    assert state[whole, "pupils_per_computer"] == "no_data"
    assert state[whole, "wireless"] in ("met", "gap")


def test_townships_add_up_to_the_county(rows):
    found = assess(prepare(rows, RULEBOOK.splitting), RULES, RULEBOOK.splitting)
    towns = by_township(found, "uplink")

    assert towns[["schools", "met", "gap", "no_data"]].sum().to_dict() == {
        name: summary(found, RULES).at["uplink", "schools" if name == "schools" else name]
        for name in ("schools", "met", "gap", "no_data")
    }


def test_no_school_no_row(rows):
    found = assess(prepare(rows.iloc[:0], RULEBOOK.splitting), RULES, RULEBOOK.splitting)

    assert found.empty
    assert summary(found, RULES)["asked"].tolist() == [0] * len(RULES.measures)


def test_a_wrong_limit_is_told_with_the_file(tmp_path):
    rules_file = tmp_path / "network.toml"
    text = FILE.read_text(encoding="utf-8")
    rules_file.write_text(text.replace('chosen = "gigabit"', 'chosen = "terabit"'), encoding="utf-8")

    with pytest.raises(ValueError, match="network.toml: uplink"):
        load_network_rules(path=rules_file)


def test_how_far_a_limit_was_compared_is_one_of_five_words(tmp_path):
    """state = "verified" means nothing."""
    wrong = tmp_path / "network.toml"
    wrong.write_text(FILE.read_text(encoding="utf-8").replace('"unverified"', '"verified"'), encoding="utf-8")

    with pytest.raises(ValueError, match="pupils_per_computer 的 state 只能是 original、own、copy、unverified、absent"):
        load_network_rules(path=wrong)


def test_the_bureau_chooses_a_limit_in_its_settings(configure):
    """config.toml wins over the program's choice; a limit that there is not is told with what there is."""
    chosen = load_rulebook(configure(('# ladder = "guiyang"', 'ladder = "guiyang"'))).network

    assert "guiyang" == chosen.measures["ladder"].chosen
    assert "gigabit" == chosen.measures["uplink"].chosen
    wrong = configure(('# ladder = "guiyang"', 'ladder = "guiyan"'))
    with pytest.raises(SettingsError, match=r"\[network\] ladder 没有“guiyan”这份要求，可写 moe-2017（.*）、guiyang（"):
        load_rulebook(wrong)
