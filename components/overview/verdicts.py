"""What 总览 shows under a standard that judges schools: who meets it, by township, by stage, on a small map."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.drawing.charts.line import LinePoint, line
from components.drawing.charts.small_map import not_drawn, small_map
from components.drawing.charts.units import Unit, UnitRow, units
from components.frame import cached
from components.frame.choice import ALL, stage_label
from components.map import data as map_data
from components.map.choice import LayerChoice
from components.overview.view import View
from monitoring import figures, standing
from monitoring.assessment.statuses import VERDICTS_WORST_FIRST
from monitoring.findings.overview import course as course_findings
from monitoring.findings.overview import page as findings
from monitoring.findings.overview.corrections import corrections
from monitoring.findings.sentences import plain
from monitoring.findings.standards import resting_on_unsure
from monitoring.standards.vocabulary import vocabulary
from monitoring.standing import COMPULSORY, Count


def headline(view: View) -> None:
    """Draw the headline: how many schools meet, and what the others are."""
    now = view.total(view.now)
    schools = view.schools
    outside = schools[schools["status"] == "not_judged"]
    messages.headline(
        findings.headline(view.seen, now, view.total(view.before)),
        [
            *findings.line(
                view.seen,
                now,
                standing.close_to_meeting(schools),
                len(outside),
                standing.reasons_outside(outside, view.standard),
                standing.unsure(schools, view.standard),
                corrections(view.seen, *view.corrected),
            ),
            *resting_on_unsure(view.standard),
        ],
    )


def course(view: View) -> None:
    """Draw the share over the report dates as one line; nothing where there is one date alone."""
    shares = cached.shares(view.choice)
    if len(shares) < 1 + 1:
        return
    title = course_findings.course_title(shares)
    points = [
        LinePoint(day, count.share, f"{figures.share(count.met, count.judged)}（{count.met}/{count.judged}）")
        for day, count in shares
    ]
    with messages.block("course", title, course_findings.LINE):
        st.html(line(points, label=plain(title)))


def townships(view: View) -> None:
    """Draw one mark a school, a row a township; with a township chosen its schools, a row each."""
    if view.choice.township:
        _schools(view)
        return
    places, before = view.places(view.now), view.places(view.before)
    title = findings.townships_title(list(places.values()), view.seen.unit)
    how = f"一个标记是一{'所学校' if view.choice.stage == ALL else f'所学校的{view.seen.stage}'}，按达标率由低到高"
    with messages.block("townships", title, how, aside=messages.legend()):
        heads = ["达标率", "达标/参评"] + ([view.since] if view.since else [])
        units_of = _units(view)
        rows = [
            UnitRow(code, place.name, units_of.get(code, []), _figures(view, place, before.get(code)))
            for code, place in _lowest_first(places)
        ]
        st.html(units(rows, heads, label=title, township=lambda code: view.here(township=code), school=view.school))


def _lowest_first(places: dict[str, Count]) -> list[tuple[str, Count]]:
    """Townships without a judged school last; of equal shares the larger first."""
    return sorted(places.items(), key=lambda pair: (not pair[1].judged, _share(pair[1]), -pair[1].judged))


def _share(place: Count) -> float:
    return place.share if place.judged else 1


def _units(view: View) -> dict[str, list[Unit]]:
    """The marks of every township by its code, the largest schools first."""
    marks: dict[str, list[Unit]] = {}
    for row in view.schools.sort_values("pupils", ascending=False, kind="stable").itertuples():
        marks.setdefault(row.township_code, []).append(Unit(row.school_code, view.name(row.school_name), row.status))
    return marks


def _figures(view: View, place: Count, before: Count | None) -> list[str | Markup]:
    shown: list[str | Markup] = [figures.share(place.met, place.judged, 0), f"{place.met}/{place.judged}"]
    if view.since:
        shown.append(tables.difference(figures.change(place.met - before.met if before else None)))
    return shown


def _schools(view: View) -> None:
    schools = view.schools
    order = {status: place for place, status in enumerate(VERDICTS_WORST_FIRST)}
    rows = schools.assign(order=schools["status"].map(order)).sort_values(
        ["order", "pupils"], ascending=[True, False], kind="stable"
    )
    columns = [
        tables.Column("学校", lambda row: view.name(row["school_name"], row["township"])),
        tables.Column("办学类型", lambda row: vocabulary().kinds.get(row["kind"], ""), style="quiet"),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column("结论", lambda row: messages.state(row["status"]), style="verdict"),
        tables.Column("不足", lambda row: tables.dash(_items(row["unmet"])), is_number=True),
        tables.Column("未填报", lambda row: tables.dash(_items(row["unknown"])), is_number=True),
    ]
    title = f"{view.seen.place}{view.seen.stage}：{len(rows)} 所学校"
    with messages.block("schools", title, "未达标的在前；点一行打开学校档案"):
        if rows.empty:
            messages.nothing("这里没有学校。")
            return
        tables.draw(columns, tables.records(rows), label=title, address=lambda row: view.school(row["school_code"]))
        st.html(Markup('<p class="note">{}</p>').format(messages.link("看全县各乡镇", view.here(township=""))))


def _items(number: float) -> str:
    return "" if figures.is_missing(number) or not number else f"{figures.count(number)} 项"


def stages(view: View) -> None:
    """Draw the share of each stage as a bar, with the period before as a tick."""
    rows = [_stage_row(view, stage) for stage in _rows_of(view)]
    by_stage = {row["name"]: (row["now"], row["before"]) for row in rows if row["stage"] != ALL}
    how = "小学、初中按所次计，一校两个学段各计一次" if view.choice.stage == ALL else "按所次计"
    with messages.block("stages", findings.stages_title(view.seen, by_stage), how):
        tables.draw(_stage_columns(view, rows), rows, label="分学段达标率", style="shares")


def _rows_of(view: View) -> tuple[str, ...]:
    return (ALL, *COMPULSORY) if view.choice.stage == ALL else (view.choice.stage,)


def _stage_row(view: View, stage: str) -> dict:
    return {
        "stage": stage,
        "name": "全部学校" if stage == ALL else stage_label(stage),
        "unit": standing.unit(stage),
        "now": view.total(view.now, stage),
        "before": view.total(view.before, stage),
    }


def _stage_columns(view: View, rows: list[dict]) -> list[tables.Column]:
    first = rows[0]["before"]
    head = Markup("")
    if first is not None and first.judged:
        head = Markup('<span class="before-name" style="left:{}">{}</span>').format(_css(first.share), view.seen.since)
    columns = [
        tables.Column("", lambda row: row["name"], style="strong nowrap"),
        tables.Column(head, _stage_bar, style="bar-cell"),
        tables.Column(
            "达标率", lambda row: figures.share(row["now"].met, row["now"].judged), is_number=True, style="strong"
        ),
        tables.Column("达标/参评", lambda row: f"{row['now'].met}/{row['now'].judged} {row['unit']}", is_number=True),
    ]
    return columns + ([tables.Column(view.since, _stage_difference, is_number=True)] if view.since else [])


def _css(share: float) -> str:
    return f"{100 * share:.1f}%"


def _stage_bar(row: dict) -> Markup:
    now, before = row["now"], row["before"]
    ticks = {"before": 100 * before.share} if before is not None and before.judged else {}
    return tables.bar(100 * now.share if now.judged else 0, ticks=ticks)


def _stage_difference(row: dict) -> Markup:
    return tables.difference(figures.change(row["now"].met - row["before"].met))


def small_map_of_shares(view: View) -> None:
    """Draw the townships in the colour of their share."""
    places = standing.townships(view.now, view.choice.stage)
    here = places.get(view.choice.township)
    drawn = {feature["properties"]["code"] for feature in cached.shapes(view.choice.snapshot)["features"]}
    is_there = here and view.choice.township in drawn
    title = f"{here.name}在全县的位置" if is_there else findings.map_title(list(places.values()))
    how = f"各乡镇达标率（按{view.seen.unit}计）；底色越深，达标率越高"
    draw_small_map(view, "share", title, how)


def draw_small_map(view: View, measure: str, title: str, how: str) -> None:
    """Draw a small map of a layer in a block; without any shape it says so."""
    asked = LayerChoice(view.choice.snapshot, view.standard.id, view.choice.stage, measure)
    townships = cached.township_layer(asked)
    apart = not_drawn(townships, cached.places(view.choice.snapshot).townships)
    with messages.block("small_map", title, f"{how}；{apart}" if apart else how):
        drawn = small_map(
            townships,
            address=lambda code: view.here(township=code),
            classes=map_data.shades(cached.layer(asked).look.classes),
            chosen=view.choice.township,
            label=title,
        )
        if drawn:
            st.html(drawn)
        else:
            messages.nothing("没有乡镇边界，也没有学校坐标可以推算，画不出地图。")
