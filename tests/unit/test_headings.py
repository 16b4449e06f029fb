"""Wordings of headings that are known (rules 1), each as a heading path and the field that it must be read as."""

from __future__ import annotations

import pytest

from monitoring.workbook.columns import match_columns
from monitoring.workbook.headers import Header
from monitoring.workbook.wording import wording

WORDINGS = """
学校(机构)名称 = school_name
学校名称 = school_name
学校标识码 = school_code
学校（机构）标识码 = school_code
标识码 = school_code
所在地区划三级 = county
所在地区划›四级 = township
所在地区划四级 = township
所在地区划›五级 = village
所在地区划代码 = area_code
所在地区划›代码 = area_code
所在乡镇 = township
办学类型 = kind
学校（机构）办学类型 = kind
举办者类型 = sponsor
举办者 = sponsor
城乡类型 = urban
城乡分类 = urban
是否计校数 = is_counted
主校标识码 = main_school_code
是否寄宿制学校 = is_boarding
寄宿制学校 = is_boarding
是否乡镇中心小学 = is_centre
乡镇中心小学 = is_centre
班级数›计 = classes
班级数 = classes
班级数›按年级分›一年级 = classes_g1
班额›26-30人 = classes_size_to_30
班级数›按班额分›26～30人 = classes_size_to_30
班级数›按班额分›26—30人 = classes_size_to_30
班级数›按班额分›66人及以上 = classes_size_from_66
班级数›按班额分›25人及以下 = classes_size_to_25
在校生数›合计 = pupils
在校学生数›计 = pupils
在校生数›#女 = pupils_female
在校生数›其中：女 = pupils_female
在校生数›分年级›九年级 = pupils_g9
在校学生数›高三 = pupils_g12
专任教师›按学历分›研究生›博士 = teachers_doctor
专任教师›按学历分›研究生›硕士 = teachers_master
专任教师›分学历›博士研究生 = teachers_doctor
专任教师›学历›硕士研究生 = teachers_master
专任教师›按学历分›本科 = teachers_bachelor
专任教师›按学历分›高中(阶段)及以下 = teachers_high_school
专任教师›按学历分›高中及以下 = teachers_high_school
专任教师›按专业技术职务分›正高级 = teachers_full_senior
专任教师›按职称分›未定职级 = teachers_no_title
专任教师›按课程分›体育与健康 = teachers_pe
专任教师›授课课程›音乐 = teachers_music
专任教师›按授课课程分›艺术›计 = teachers_arts
专任教师›按课程分›艺术›音乐 = teachers_music
专任教师›按学历分›本科›计 = teachers_bachelor
县级及以上骨干教师 = backbone_teachers
县级以上骨干教师（人） = backbone_teachers
占地面积›运动场地面积 = sports_ground_m2
占地面积(㎡)›计 = land_m2
教学及辅助用房›面积计 = teaching_area_m2
教学及辅助用房(㎡)›计 = teaching_area_m2
校舍建筑面积›教学及辅助用房›计 = teaching_area_m2
教学及辅助用房›专用教室›音乐›间数 = music_rooms
音乐间数 = music_rooms
音乐面积 = music_m2
教学及辅助用房›普通教室›间数 = ordinary_rooms
教学及辅助用房›专用教室›计›面积 = special_m2
教学及辅助用房›专用教室›面积计 = special_m2
教学及辅助用房›公共教学用房›计 = public_m2
教学及辅助用房›公共教学用房›室内体育用房›面积 = indoor_sports_m2
室内体育用房面积 = indoor_sports_m2
室内体育用房(㎡) = indoor_sports_m2
公共教学用房›其他›面积 = other_public_m2
专用教室›其他›面积 = other_special_m2
教室间数 = classrooms
教室›计 = classrooms
网络多媒体教室 = multimedia_rooms
网络多媒体教室(间数) = multimedia_rooms
教室›网络多媒体教室 = multimedia_rooms
图书 = books
图书(册) = books
图书›计 = books
计算机数›计 = computers
数字终端数›计 = computers
计算机数›教学用计算机›计 = teaching_computers
计算机数›教学用计算机›平板 = tablets
计算机数›平板 = tablets
数字终端数›学生终端(数) = pupil_terminals
数字终端数›教师终端数 = teacher_terminals
固定资产总值›计 = assets_wan_yuan
固定资产总值（万元）›教学仪器设备资产值 = equipment_wan_yuan
固定资产总值›教学仪器设备值 = equipment_wan_yuan
教学仪器设备值(万元) = equipment_wan_yuan
出口带宽 = bandwidth_mbps
互联网出口带宽(Mbps) = bandwidth_mbps
接入校园网教室数 = networked_rooms
百兆到班教室数 = rooms_100mbps
无线(网络)覆盖教室数 = wireless_rooms
无线覆盖教室数 = wireless_rooms
专任教师›按年龄分›其他 =
专任教师›骨干教师 =
专任教师›按课程分›学校体育 =
办学条件›教师图书(册) =
图书(册)›其中：学生图书 =
教学用计算机›其中:学生 =
计算机数(台)›其中：教师计算机 =
固定资产总值(万元)›其中：信息化资产 =
教室间数›其中：信息化教室 =
上年同期›图书 =
附设幼儿园›专任教师 =
幼儿园›班级数 =
毕业生数›女 =
行政办公用房(间) =
教学及辅助用房›普通教室›面积›其中租借 =
校舍建筑面积›行政办公用房 = office_m2
行政办公用房面积 = office_m2
生活用房›计 = living_m2
其他用房 = other_buildings_m2
生活用房›学生宿舍 = dormitory_m2
学生宿舍面积 = dormitory_m2
学生宿舍 =
食堂(有/无) = has_canteen
心理辅导室(有/无) = has_counselling
建校年份 = year_built
经度 = longitude
经度(度) = longitude
坐标›纬度 = latitude
班数 =
教学班数 = classes
专任教师数 = teachers
教职工数›专任教师›合计 = teachers
教学及辅助用房›专用教室›科学（实验）›间数 = science_rooms
教学及辅助用房›专用教室›科学（实验）间数 = science_rooms
专用教室›科学(实验)室›面积 = science_m2
专用教室›科学（实验）教室（㎡） = science_m2
教学及辅助用房›实验室›间数 = science_rooms
专用教室›计算机›间数 = computer_rooms
专用教室›计算机›面积 = computer_m2
专用教室›计算机（间） = computer_rooms
教学及辅助用房›专用教室›微机室（平方米） = computer_m2
微机室间数 = computer_rooms
计算机室›间数 = computer_rooms
专用教室›音乐室›间数 = music_rooms
专用教室›音乐教室（间） = music_rooms
教学及辅助用房›图书馆（室）›面积 = reading_m2
公共教学用房›图书（阅览）室›间数 = reading_rooms
教学及辅助用房›体育馆›面积 = indoor_sports_m2
校舍建筑面积›其中：当年新增校舍 = new_built_m2
校舍建筑面积›当年新增校舍面积 = new_built_m2
当年新增校舍建筑面积（平方米） = new_built_m2
生活用房›教工宿舍（周转房）›面积 = teacher_dormitory_m2
学校占地面积（平方米） = land_m2
占地面积›运动场 = sports_ground_m2
占地面积›绿化面积 = green_m2
图书藏量（册） = books
固定资产总额›其中：教学仪器设备 = equipment_wan_yuan
专任教师›按学历分›研究生毕业 = teachers_graduate
计算机数›教学用终端数 = teaching_computers
数字终端数›教学用终端 = teaching_computers
教学用终端数 =
教学用数字终端（台） =
"""
"""Path = field; no field: not ours, and not to be read as ours."""


@pytest.mark.parametrize("line", WORDINGS.strip().splitlines())
def test_every_known_wording_is_read_as_its_field(line):
    """Any mix, any depth, any order."""
    heading, _, field = (part.strip() for part in line.partition("="))
    path = tuple(heading.split("›"))
    column = match_columns(Header(0, len(path) - 1, ((path,),)), wording())[0]

    assert field == (column.field.name if column.field else "")


def test_a_rooms_group_of_areas_needs_no_unit_of_its_own():
    """校舍建筑面积›教学及辅助用房›普通教室 is an area where no 间数 stands beside it."""
    paths = (("校舍建筑面积", "教学及辅助用房", "普通教室"), ("校舍建筑面积", "教学及辅助用房", "专用教室", "间数"))
    columns = match_columns(Header(0, 3, tuple((path,) for path in paths)), wording())

    assert ["ordinary_m2", "special_rooms"] == [column.field.name for column in columns]


def test_an_arts_total_without_music_below_it_is_a_subject_of_its_own():
    """艺术 beside 音乐 does not contain it, whatever its last level is called."""
    paths = (("专任教师", "按课程分", "艺术", "计"), ("专任教师", "按课程分", "音乐"))
    columns = match_columns(Header(0, 3, tuple((path,) for path in paths)), wording())

    assert ["teachers_arts", "teachers_music"] == [column.field.name for column in columns]
