"""学校地图: which townships are behind, which schools, and what one school lacks."""

import streamlit as st

from components import cached, filters, map_data, map_view, maps

choice = filters.choose()
judged = cached.results(choice.snapshot, choice.standard)
standard = cached.standards()[choice.standard]

headline, ground = st.container(key="maphead", horizontal=True, vertical_alignment="bottom").columns([5, 1])
with ground:
    measure = filters.pick("measure", "底色", map_view.measure_names(standard))
view = map_view.MapView.of(choice, measure)
schools = cached.points(view)
shown = map_view.measure_of(view)
left, right = st.columns([1.62, 1], gap="medium")
with left, st.container(key="mapbox"):
    maps.draw(
        maps.Scene(
            place=choice.county,
            home=map_data.bounds(cached.shapes(choice.snapshot), map_data.placed(schools)),
            townships="../../" + view.address("townships", cached.fingerprint()),
            points="../../" + view.address("points", cached.fingerprint()),
            township=choice.township,
            school=choice.school,
            legend=maps.legend(
                "学校：大小＝在校生数", ["达标", "未达标", "待定", "不评定"], shown, map_view.ramp_of(view)
            ),
            notes=maps.notes(derived=False, approval="", unplaced=0, shapeless=[]),
        ),
        key="county map",
        picked=filters.picked,
    )
