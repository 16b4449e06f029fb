"""Golden cases of published documents (facts, 8), held to the printed digit where the source itself is right."""

import dataclasses
from fractions import Fraction

import pytest

from monitoring.balance import coefficient_of_variation, composite, status
from monitoring.figures import share
from tests.support.engine import judged, row, standards

PRIMARY, JUNIOR = 0.65, 0.55
"""Limits of the composite, 2012."""


def test_8_1_five_schools_weighted_by_pupils():
    """The worked example that circulates with the method: 0.515257, printed 0.52."""
    rows = [
        row(f"21990{place:05d}", pupils=pupils, books=books)
        for place, (pupils, books) in enumerate([(45, 279), (37, 137), (89, 935), (76, 160), (55, 402)])
    ]
    found = judged(*rows, standard="moe-2012-3").balance.set_index(["stage", "requirement"]).loc[("primary", "B5")]

    assert ("6.3344", "3.2639", "0.515257") == (f"{found['mean']:.4f}", f"{found['sd']:.4f}", f"{found['cv']:.6f}")
    assert "0.52" == f"{found['cv']:.2f}"
    assert ["6.20", "3.70", "10.51", "2.11", "7.31"] == [
        f"{value:.2f}"
        for value in judged(*rows, standard="moe-2012-3").assessment.query("requirement == 'B5'")["value"]
    ]


JIUJIANG = {
    "L1": (5.515273, 1.643162, 0.297929),
    "L2": (0.887611, 0.445392, 0.501787),
    "L3": (0.879277, 0.353427, 0.401952),
    "L4": (4.563288, 1.316139, 0.288419),
    "L5": (7.925946, 2.975795, 0.37545),
    "L6": (2496.674864, 780.914372, 0.312782),
    "L7": (2.784743, 1.097759, 0.394205),
}
"""芜湖市鸠江区 2023, primary: county mean, standard deviation, coefficient."""


def test_8_2_jiujiang_fails_by_a_hair():
    """Standard deviation ÷ mean gives all seven; 0.501787 is above 0.50, though two decimals show 0.50."""
    limit = float(standards()["moe-2017-6"].balance.cv_limit["primary"])

    for mean, sd, cv in JIUJIANG.values():
        assert cv == pytest.approx(sd / mean, abs=2e-6)
    assert ["L2"] == [key for key, (_, _, cv) in JIUJIANG.items() if status(cv, limit) == "not_met"]
    assert "0.367503" == f"{composite([cv for _, _, cv in JIUJIANG.values()]):.6f}"


def test_8_2_two_schools_with_the_published_spread_fail_the_engine_too():
    """Two schools of one size at mean ± deviation have that coefficient: the engine must not round it into a pass."""
    rows = [row(f"219900000{n}", pupils=10**6, backbone_teachers=8876 + sign * 4454) for n, sign in ((1, 1), (2, -1))]
    found = judged(*rows).balance.set_index(["stage", "requirement"]).loc[("primary", "L2")]

    assert "0.50" == f"{found['cv']:.2f}"
    assert "not_met" == found["status"]


@pytest.mark.parametrize(
    ("stage", "coefficients", "met"),
    [
        ("primary", [0.677, 0.674, 0.618, 0.519, 0.597, 0.167, 0.759], [6]),
        ("junior", [0.542, 1.055, 0.507, 0.587, 0.686, 0.254, 0.496], [6]),
    ],
)
def test_8_3_ningguo_fails_all_but_the_sixth(stage, coefficients, met):
    """宁国市 2022, judged by the limits of 2017."""
    limit = float(standards()["moe-2017-6"].balance.cv_limit[stage])

    assert met == [place for place, cv in enumerate(coefficients, start=1) if status(cv, limit) == "met"]


PUBLISHED = [
    ("重庆万州", PRIMARY, ".437 .419 .255 .188 .171 .263 .263 .420", 0.302),
    ("重庆万州", JUNIOR, ".381 .298 .264 .212 .207 .502 .445 .539", 0.356),
    ("重庆黔江", PRIMARY, ".633 .891 .435 .328 .351 .391 .379 .541", 0.494),
    ("重庆黔江", JUNIOR, ".808 .445 .537 .472 .492 .243 .272 .265", 0.442),
    ("重庆江津", PRIMARY, ".535 .478 .376 .354 .191 .264 .254 .369", 0.353),
    ("重庆江津", JUNIOR, ".319 .346 .187 .241 .154 .267 .250 .324", 0.261),
    ("重庆永川", PRIMARY, ".696 .916 .819 .580 .450 .286 .285 .470", 0.562),
    ("重庆永川", JUNIOR, ".422 .491 .637 .409 .544 .298 .259 .449", 0.439),
    ("重庆綦江", PRIMARY, ".568 .610 .201 .415 .267 .336 .324 .423", 0.393),
    ("合肥庐阳", PRIMARY, ".881 1.299 .977 .379 .170 .334 .286 .408", 0.592),
    ("合肥庐阳", JUNIOR, ".353 .784 .146 .491 .037 .226 .223 .253", 0.314),
    ("合肥蜀山", PRIMARY, ".711 .649 .472 .338 .235 .274 .260 .396", 0.417),
    ("合肥蜀山", JUNIOR, ".505 .484 .325 .275 .199 .715 .421 1.021", 0.493),
    ("长春南关", PRIMARY, ".393 .578 .372 .246 .208 .311 .311 .455", 0.359),
    ("长春南关", JUNIOR, ".433 .464 .334 .318 .433 .362 .368 .335", 0.381),
    ("长春宽城", PRIMARY, ".251 .426 .267 .227 .127 .318 .302 .440", 0.295),
    ("长春宽城", JUNIOR, ".285 .373 .243 .333 .224 .391 .355 .569", 0.347),
    ("长春朝阳", PRIMARY, ".380 .605 .352 .362 .101 .301 .295 .415", 0.351),
    ("长春朝阳", JUNIOR, ".320 .431 .291 .223 .095 .400 .386 .431", 0.322),
    ("长春二道", PRIMARY, ".246 .471 .388 .299 .189 .475 .479 .533", 0.385),
    ("长春二道", JUNIOR, ".441 .494 .495 .311 .388 .365 .236 .493", 0.403),
    ("长春绿园", PRIMARY, ".280 .819 .315 .206 .104 .353 .343 .406", 0.353),
    ("长春绿园", JUNIOR, ".362 .446 .324 .402 .362 .372 .342 .496", 0.388),
]
"""Eight coefficients and the published composite of 23 county rows."""


@pytest.mark.parametrize(("place", "limit", "coefficients", "published"), PUBLISHED)
def test_8_4_the_composite_is_the_mean_of_the_eight(place, limit, coefficients, published):
    """Within 0.001 of the mean of the printed coefficients: the source takes the mean of unrounded ones."""
    found = composite([float(cv) for cv in coefficients.split()])

    assert published == pytest.approx(found, abs=0.001), place
    assert "met" == status(published, limit)


def test_8_4_luyang_passes_2012_and_fails_2017():
    """A composite of 0.592 passes; single coefficients far above 0.50 do not."""
    coefficients = [0.881, 1.299, 0.977, 0.379, 0.170, 0.334, 0.286, 0.408]

    assert "met" == status(composite(coefficients), PRIMARY)
    assert 3 == [status(cv, 0.50) for cv in coefficients].count("not_met")


TIANJIN = {
    "和平": (22, 21, 100), "河东": (34, 34, 100), "河西": (36, 36, 100), "南开": (34, 34, 100), "河北": (32, 32, 100),
    "红桥": (25, 25, 100), "东丽": (47, 46, 97), "西青": (39, 39, 100), "津南": (43, 43, 100), "北辰": (52, 52, 100),
    "武清": (151, 151, 100), "宝坻": (114, 114, 100), "滨海": (159, 159, 100), "宁河": (83, 83, 100),
    "静海": (135, 135, 100), "蓟州": (159, 159, 100),
}  # fmt: skip
"""Schools, of them meeting, printed percentage."""


def test_8_5_shares_are_cut_and_heping_contradicts_itself():
    """46 of 47 is 97 %, 1,163 of 1,165 is 99 %; 和平 prints 100 % for 21 of 22, which no rule makes of it."""
    schools, met = (sum(column) for column in list(zip(*TIANJIN.values(), strict=True))[:2])

    assert (1165, 1163, "99%") == (schools, met, share(met, schools, 0))
    assert ["和平"] == [
        place for place, (schools, met, printed) in TIANJIN.items() if share(met, schools, 0) != f"{printed}%"
    ]


def test_8_5_the_engine_gives_these_shares():
    """东丽 and 和平 as townships of one county: the share unrounded."""
    meets = {"pupils": 10, "music_rooms": 1}
    rows = [
        row(f"21990{town}{n:04d}", township_code=f"99012200{town}", **meets | ({"music_rooms": 0} if n == 0 else {}))
        for town, count in ((1, 47), (2, 22))
        for n in range(count)
    ]
    asked = dataclasses.replace(
        standards()["gd-2unmet"],
        complete=True,
        verdict=dataclasses.replace(standards()["gd-2unmet"].verdict, at_most_unmet=0, of=1),
        requirements=tuple(r for r in standards()["gd-2unmet"].requirements if r.key == "P4a"),
    )
    found = judged(*rows, standard=asked).townships.query("stage == 'all'")

    assert [46 / 47, 21 / 22] == found["share"].tolist()


def test_8_6_totals_of_dazu_add_up():
    """重庆大足 2019: schools, pupils and staff."""
    assert 191 == 22 + 2 + 73 + 94
    assert 92_988 == 67_424 + 25_564
    assert 6_448 == 4_298 + 2_150
    assert 6_276 == 4_201 + 2_075


def test_8_6_a_county_like_dazu_keeps_its_totals():
    """Pupils of both stages and schools of all kinds, 1 to 1,000: nothing is lost or counted twice."""
    rows = [row(f"21990{n:05d}", pupils=pupils) for n, pupils in enumerate([67, 300, 24])]
    rows += [
        row("3199000001", stage, kind="312", pupils=pupils) for stage, pupils in (("primary", 67), ("junior", 255))
    ]
    results = judged(*rows)

    assert 4 == len(results.schools) == results.schools["school_code"].nunique()
    assert 713 == results.schools["pupils"].sum() == results.parts["pupils"].sum()


def test_8_7_national_figures_have_their_published_shares():
    """2018: 26.5 of 375.49 ten thousand classes above 55 pupils, 1.87 above 65; 161,811 schools, 101,398 points."""
    assert "7.06" == f"{100 * 26.5 / 375.49:.2f}"
    assert "0.50" == f"{100 * 1.87 / 375.49:.2f}"
    assert 263_209 == 161_811 + 101_398


def test_8_8_a_nine_year_school_shares_its_books():
    """166 and 210 pupils, 23,226 books: 397 units of 58.5038; 9,711.6 and 13,514.4 books."""
    rows = [row(stage=stage, kind="312", pupils=p, books=23226) for stage, p in (("primary", 166), ("junior", 210))]
    parts = judged(*rows).parts
    allotted = [Fraction(23226 * num, den) for num, den in zip(parts["share_num"], parts["share_den"], strict=True)]

    assert ["9711.6", "13514.4"] == [f"{float(books):.1f}" for books in allotted]
    assert "58.5038" == f"{23226 / 397:.4f}"
    assert [Fraction(166, 397), Fraction(231, 397)] == [books / 23226 for books in allotted]


def test_unweighted_forms_are_other_numbers():
    """0.4888 and 0.5465 are what public programs give: ours must be neither."""
    found = coefficient_of_variation([279, 137, 935, 160, 402], [45, 37, 89, 76, 55])

    assert "0.5153" == f"{found:.4f}"
