"""A wrong county in an area code: told, and no county of its own, as long as the rows name the county of the others."""

import pytest

from tests.support.small_tables import checked, found, value, workbook


@pytest.mark.parametrize(("schools", "slips"), [(4, 1), (12, 5), (30, 1)])
def test_however_many_rows_slip_no_second_county_is_opened(schools, slips):
    """Fewer than the others, and the same 三级 and township: the township's own code, and a warning a row."""
    changes = {("所在地区划代码", number): "990122001005" for number in range(slips)}
    result = checked(workbook(changes, schools=schools))

    assert {"990121": "澄湖县"} == dict(result.counties)
    assert slips == len(found(result, "county_contradicts"))
    assert {"990121001"} == {value(result, "township_code", number) for number in range(slips)}


def test_two_counties_in_one_import_stay_two():
    """Rows that name another county are of another county."""
    changes = {("所在地区划代码", number): "990122001005" for number in range(3)}
    changes |= {("所在地区划三级", number): "清渚县" for number in range(3)}
    result = checked(workbook(changes, schools=9))

    assert {"990121", "990122"} == set(result.counties)
    assert not found(result, "county_contradicts")
