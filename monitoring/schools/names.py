"""Schools' names as lists, maps and sentences have room for them."""

SHORTEST = 3  # characters a school's name must keep
LONGEST, END = 24, 6  # characters of a name that a column or a sentence has room for; of them its end


def short_name(school: str, county: str, township: str = "") -> str:
    """
    Return a school's name as it stands in a column or a sentence: as `local_name`, its middle left out if too long.

    >>> short_name("澄湖县毛嘴镇卢湾小学", "澄湖县"), short_name(f"第一小学{'教育集团' * 40}滨湖东校区", "澄湖县")
    ('毛嘴镇卢湾小学', '第一小学教育集团教育集团教育集团教…团滨湖东校区')
    """
    name = local_name(school, county, township)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - END - 1]}…{name[-END:]}"


def local_name(school: str, county: str, township: str = "") -> str:
    """
    Return the name of a school or project without its county, and without its township where that is said beside it.

    >>> local_name("澄湖县毛嘴镇卢湾小学", "澄湖县"), local_name("澄湖县毛嘴镇卢湾小学", "澄湖县", "毛嘴镇")
    ('毛嘴镇卢湾小学', '卢湾小学')
    >>> local_name("澄湖县中学", "澄湖县"), local_name("毛嘴中学", "澄湖县", "毛嘴镇")
    ('澄湖县中学', '毛嘴中学')
    """
    name = school
    for place in (county, township):
        rest = name.removeprefix(place)
        if len(rest) >= SHORTEST:
            name = rest
    return name
