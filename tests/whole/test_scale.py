"""A lake judged here and on clusters: the same of every county, whoever computes it and whatever dies meanwhile."""

import os
import subprocess
import sys
import time
from datetime import date

import pandas as pd
import pytest

from monitoring import sample, snapshots
from monitoring.__main__ import main
from monitoring.arrow import framed
from monitoring.lake import open_lake, schemas, writing
from monitoring.lake.database import write_lake
from monitoring.sample import country
from monitoring.scale.archive import write_archive
from monitoring.scale.county import Handed, judged, judged_together
from monitoring.scale.frames import COLUMNS, ERRORS, RESULTS
from monitoring.scale.local import rows_of
from monitoring.scale.plan import known_counties
from monitoring.settings import ROOT
from monitoring.situation import situation
from monitoring.storage import Storage
from tests.conftest import DATA, made_once
from tests.support.cluster import Cluster, java, sail, surroundings
from tests.support.rules import RULEBOOK

STANDARDS = ("moe-2017-6", "moe-2012-3")
SCHEMAS = schemas(RULEBOOK.projects)
ON = date(2026, 11, 27)
PATIENCE_S = 240


def lake_of(factory, name, fill):
    """A lake made once for all tests, which only read it: fill(folder of a database and of the lake)."""
    return made_once(factory, f"lake-{name}", lambda path: (fill(path.with_suffix("")), Storage(f"sqlite:///{path}")))


@pytest.fixture(scope="session")
def sample_lake(tmp_path_factory, sample_database):
    def fill(folder):
        write_lake(Storage(f"sqlite:///{sample_database}"), RULEBOOK.projects, folder)

    return lake_of(tmp_path_factory, "sample", fill).with_suffix("")


def of_example(name, switch, folder):
    url = f"sqlite:///{folder}-source.db"
    for month, day in (("2026年3月", "2026-03-31"), ("2026年9月", "2026-09-30")):
        files = [str(path) for path in sorted((DATA / name / month).glob("*.xlsx"))]
        assert 0 == main(["--database", url, "import", *files, "--period", day, switch])
    write_lake(Storage(url), RULEBOOK.projects, folder)


@pytest.fixture(scope="session")
def all_lake(tmp_path_factory, sample_lake):
    """The sample, both examples (the clean one under a code of its own) and a few counties of the invented country."""

    def fill(folder):
        with writing(folder, SCHEMAS) as target:
            copied(target, sample_lake, lambda code, frame: (code, frame))
            for name, code in (("A", None), ("A_clean", "990191")):
                example = folder.with_name(f"{folder.name}-{name}")
                of_example(name, "--accept-repairs", example)
                copied(target, example, lambda own, frame, code=code: (code or own, recoded(frame, code or own)))
            for each in country.tables(300):
                frame = each.frame.assign(absent="") if each.kind == "rooms" else each.frame
                target.add(each.kind, each.dated, each.county_code, each.county, frame)

    return lake_of(tmp_path_factory, "all", fill).with_suffix("")


def copied(target, folder, change):
    """Add the tables of schools and rooms of another lake of one county."""
    lake = open_lake(folder, SCHEMAS)
    for kind, dated in {(each["kind"], each["dated"]) for each in lake.tables if each["kind"] in ("schools", "rooms")}:
        day = date.fromisoformat(dated)
        for code, heads in lake.heads.items():
            new, frame = change(code, lake.frame(kind, day, [code]))
            target.add(kind, day, new, heads[0].county_name, frame)


def recoded(frame, code):
    """Rows under the code of another county; schools keep theirs."""
    return frame.assign(county_code=code, township_code=code + frame["township_code"].str[6:])


def evaluate(lake, output, *where, on=ON):
    standards = [word for name in STANDARDS for word in ("--standard", name)]
    return ["evaluate", "--input", str(lake), "--on", on.isoformat(), "--output", str(output), *standards, *where]


def results(folder, on=ON):
    """Kind → all rows of a lake of results, county by county."""
    lake = open_lake(folder, RESULTS)
    provinces = sorted({code[:2] for code in lake.heads})
    kinds = sorted({table["kind"] for table in lake.tables})
    found = {}
    for kind in kinds:
        there = [each for each in provinces if lake.file(kind, on, each).parent.is_dir()]
        rows = pd.concat([lake.rows(kind, on, each).to_pandas() for each in there])
        found[kind] = rows.sort_values("of_county", kind="stable").reset_index(drop=True)
    return found


def assert_same(here, there):
    """Verdict by verdict, gap by gap; coefficients to the last bit, and so within 1e-12."""
    assert set(here) == set(there)
    for kind in here:
        pd.testing.assert_frame_equal(here[kind], there[kind], check_exact=True, obj=kind)


# —— here


def test_a_lake_says_what_the_pages_say(sample_lake, sample_database, tmp_path):
    assert 0 == main(evaluate(sample_lake, tmp_path / "results"))
    storage = Storage(f"sqlite:///{sample_database}")
    known = situation(storage, RULEBOOK, snapshots.newest(storage, sample.COUNTY, on=ON))
    found = results(tmp_path / "results")

    for standard in STANDARDS:
        for kind in ("assessment", "verdicts", "gaps", "balance", "townships"):
            rows = found[kind].loc[found[kind]["standard_id"] == standard, list(COLUMNS[kind])].reset_index(drop=True)
            expected = getattr(known.results(standard), kind)[list(COLUMNS[kind])]
            pd.testing.assert_frame_equal(expected, rows, check_dtype=False, check_exact=True, obj=kind)
    pd.testing.assert_frame_equal(
        known.ledger().funnel, found["funnel"][list(COLUMNS["funnel"])], check_dtype=False, check_exact=True
    )
    sizes = known.results(STANDARDS[0]).class_sizes
    pd.testing.assert_frame_equal(sizes, found["class_sizes"][list(COLUMNS["class_sizes"])], check_dtype=False)


@pytest.mark.parametrize("on", [date(2024, 9, 30), date(2026, 3, 31), date(2026, 10, 20)])
def test_on_an_earlier_day_it_is_what_was_known_then(on, sample_lake, sample_database, tmp_path):
    assert 0 == main(evaluate(sample_lake, tmp_path / "results", on=on))
    storage = Storage(f"sqlite:///{sample_database}")
    known = situation(storage, RULEBOOK, snapshots.newest(storage, sample.COUNTY, on=on))
    verdicts = results(tmp_path / "results", on)["verdicts"]
    verdicts = verdicts.loc[verdicts["standard_id"] == STANDARDS[0], list(COLUMNS["verdicts"])].reset_index(drop=True)

    expected = known.results(STANDARDS[0]).verdicts[list(COLUMNS["verdicts"])]
    pd.testing.assert_frame_equal(expected, verdicts, check_dtype=False)


@pytest.fixture(scope="session")
def counties(sample_lake):
    """The sample's rows under the codes of three counties; the second holds a school twice."""
    lake = open_lake(sample_lake, SCHEMAS)
    known = known_counties(lake, ON)[sample.COUNTY]
    rows, rooms = (rows_of(lake, kind, {sample.COUNTY: getattr(known, kind)}) for kind in ("schools", "rooms"))

    def renamed(frame, code):
        return frame.assign(
            of_county=code,
            county_code=code,
            township_code=code + frame["township_code"].str[6:],
            **{
                name: frame[name].where(frame[name] == "", code[-1] + frame[name].str[1:])
                for name in ("school_code", "main_school_code")
                if name in frame
            },
        )

    codes = ("990101", "990102", "990103")
    schools = [renamed(rows, code) for code in codes]
    schools[1] = pd.concat([schools[1], schools[1].head(1).assign(row=9999)], ignore_index=True)
    ledgers = [renamed(rooms, code) for code in codes]
    return codes, known, pd.concat(schools, ignore_index=True), pd.concat(ledgers, ignore_index=True)


def handed(codes, known):
    return Handed(RULEBOOK, STANDARDS, dict.fromkeys(codes, known))


def test_many_counties_at_once_are_what_each_is_alone(counties):
    codes, known, rows, rooms = counties
    of = handed(codes, known)
    together = judged_together(codes, rows, rooms, of)

    for code in codes:
        own = [frame[frame["of_county"] == code].reset_index(drop=True) for frame in (rows, rooms)]
        alone = judged(code, *own, of)
        assert set(alone) == set(together[code])
        for kind in alone:
            expected, found = (each[kind].reset_index(drop=True) for each in (alone, together[code]))
            pd.testing.assert_frame_equal(expected, found, check_exact=True, obj=f"{code} {kind}")


def test_a_county_with_wrong_rows_is_one_row_of_errors(counties):
    codes, known, rows, rooms = counties
    found = judged_together(codes, rows, rooms, handed(codes, known))

    assert [ERRORS] == list(found[codes[1]])
    assert f"{codes[1]} 没有算" in found[codes[1]][ERRORS]["error"].item()
    assert {"verdicts", "gaps", "balance", "funnel"} <= set(found[codes[0]]) & set(found[codes[2]])


def test_counties_that_share_a_school_are_judged_alone(counties):
    codes, known, rows, rooms = counties
    stranger = rows.loc[rows["of_county"] == codes[0], "school_code"].iloc[0]
    shared = rows[rows["of_county"] != codes[1]].copy()
    third = shared["of_county"] == codes[2]
    shared.loc[shared.index[third][0], "school_code"] = stranger
    found = judged_together([codes[0], codes[2]], shared, rooms, handed(codes, known))
    alone = judged(
        codes[2], shared[third].reset_index(drop=True), rooms[rooms["of_county"] == codes[2]], handed(codes, known)
    )

    pd.testing.assert_frame_equal(alone["verdicts"], found[codes[2]]["verdicts"])
    assert ERRORS not in found[codes[0]]


def test_the_command_says_which_counties_were_not_judged(counties, tmp_path, capsys):
    _, known, rows, _ = counties
    folder = tmp_path / "lake"
    with writing(folder, SCHEMAS) as target:
        for code, own in rows.groupby("of_county"):
            target.add("schools", known.schools, code, f"虚构县{code[-1]}", own.drop(columns="of_county"))
    assert 2 == main(evaluate(folder, tmp_path / "results"))
    told = capsys.readouterr()

    assert "3/3 个县，1 个没有算" in told.err
    assert "1 个县没有算，原因在 errors 表里" in told.out
    errors = results(tmp_path / "results")[ERRORS]
    assert ["990102"] == list(errors["of_county"]) and "请核对这个县的表" in errors["error"].item()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--standard", "no-such"), "没有标准 no-such"),
        (("--master", "spark://127.0.0.1:1"), "没有写 --engine spark"),
        (("--engine", "spark", "--master", "a", "--remote", "b"), "只能用一个"),
    ],
)
def test_a_wrong_call_is_a_sentence_and_writes_nothing(options, sentence, sample_lake, tmp_path, capsys):
    try:
        code = main(evaluate(sample_lake, tmp_path / "results", *options))
    except SystemExit as end:
        code = end.code
    assert 2 == code

    assert sentence in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


# —— on clusters


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A standalone cluster of two workers."""
    if java() is None:
        assert not os.environ.get("CI"), "CI has no Java: make test installs it"
        pytest.skip("no Java on this machine; make test says how to get it")
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.close()


def driven(arguments):
    """Run the command as an office does, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "monitoring", *arguments],
        cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(process):
    out, err = process.communicate(timeout=PATIENCE_S)
    assert 0 == process.returncode, err
    return out, err


def test_a_cluster_finds_what_this_process_finds(all_lake, cluster, tmp_path):
    assert 0 == main(evaluate(all_lake, tmp_path / "here"))
    out, err = ended(driven(evaluate(all_lake, tmp_path / "there", "--engine", "spark", "--master", cluster.url)))

    here = results(tmp_path / "here")
    assert {sample.COUNTY, "990121", "990191"} < set(here["verdicts"]["of_county"])
    assert "每个县都算了" in out and f"{here['verdicts']['of_county'].nunique()} 个县交给集群" in err
    assert_same(here, results(tmp_path / "there"))


def test_sail_finds_the_same(all_lake, tmp_path):
    assert 0 == main(evaluate(all_lake, tmp_path / "here"))
    with sail(tmp_path) as address:
        where = ("--engine", "spark", "--remote", address)
        _, err = ended(driven(evaluate(all_lake, tmp_path / "there", *where)))

    assert "这个服务不收程序包" in err
    assert_same(results(tmp_path / "here"), results(tmp_path / "there"))


@pytest.mark.parametrize("where", [("--remote", "sc://127.0.0.1:1"), ("--master", "spark://127.0.0.1:1")])
def test_a_cluster_that_does_not_answer_is_a_sentence(where, sample_lake, tmp_path):
    process = driven(evaluate(sample_lake, tmp_path / "there", "--engine", "spark", *where))
    _, err = process.communicate(timeout=PATIENCE_S)

    assert 2 == process.returncode
    assert f"连不上集群 {where[1]}" in err
    assert not (tmp_path / "there").exists()


@pytest.fixture(scope="session")
def many(sample_lake, tmp_path_factory):
    """A lake of forty counties, each the sample's schools under a code of its own."""

    def fill(folder):
        lake = open_lake(sample_lake, SCHEMAS)
        day = known_counties(lake, ON)[sample.COUNTY].schools
        rows = framed(lake.rows("schools", day, "99"))
        with writing(folder, SCHEMAS) as target:
            for number in range(40):
                code = f"9902{number:02}"
                target.add("schools", day, code, f"虚构县{number}", rows.assign(county_code=code))

    return lake_of(tmp_path_factory, "many", fill).with_suffix("")


def test_a_worker_that_dies_changes_nothing(many, cluster, tmp_path):
    assert 0 == main(evaluate(many, tmp_path / "here"))
    process = driven(evaluate(many, tmp_path / "there", "--engine", "spark", "--master", cluster.url))
    until = time.monotonic() + PATIENCE_S
    while not list(tmp_path.glob(".there.*.part/found/_temporary/0/_temporary")):
        assert process.poll() is None and time.monotonic() < until, "the work has not begun"
        time.sleep(0.05)
    cluster.kill_a_worker()
    assert process.poll() is None, "it had ended before the worker was killed"
    ended(process)

    assert_same(results(tmp_path / "here"), results(tmp_path / "there"))
    cluster.mend()


def test_a_worker_loads_the_pure_core_from_the_archive_and_nothing_else(tmp_path):
    """No rules, no database, no screen: only numpy, pandas and pyarrow besides our own code."""
    archive = write_archive(tmp_path)
    code = (
        "import monitoring.scale.worker as worker, sys; print(worker.__file__); "
        "print(*sorted({'sqlalchemy', 'streamlit', 'geopandas', 'openpyxl', 'tomlkit', 'pyspark'} & set(sys.modules)))"
    )
    environment = surroundings() | {"PYTHONPATH": str(archive)}
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)  # noqa: PLW1510

    assert [str(archive / "monitoring" / "scale" / "worker.py"), ""] == said.stdout.splitlines(), said.stderr
