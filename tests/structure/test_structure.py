from __future__ import annotations

from kg.model import Document, Report
from kg.read.layout import canonical
from kg.structure import doubts, is_report, structure

WATER = """\
关于2023年度部门整体支出绩效自评情况的报告

县财政局：
    根据《关于开展2023年度预算绩效自评工作的通知》（青财绩〔2024〕3号）要求，我局开展了自评，现报告如下：
一、部门概况
（一）主要职能
青禾县水务局（以下简称县水务局）是县人民政府组成部门，为正科级。主要职责：
1、负责保障水资源的合理开发利用；
2、组织开展水土保持工作；
3、承办县委、县政府交办的其他事项。
（二）机构设置情况
我局内设办公室、规划建设股2个股室。
二、部门整体支出管理及使用情况
（一）基本支出
2023年基本支出612.35万元。
（2）项目支出情况
2023年项目支出200万元。
3、政府性基金预算支出情况
无。
四、2025年工作成效
1.水利建设成效明显。全年完成投资1.2亿元，新建堤防12公里。
五、存在的主要问题和改进措施
（一）主要问题：一是预算编制不够细化；二是绩效指标设置不够科学。
（二）改进措施：一是细化预算编制；二是加强业务培训。

青禾县水务局
2024年4月18日
"""

ACCOUNTS = """\
2020年度

石桥镇人民政府部门决算

公开时间：2021年9月15日

目录
第一部分 部门概况
一、部门职责
二、机构设置
第二部分 2020年度部门决算情况说明
一、收入支出决算总体情况说明
第三部分 名词解释

第一部分 部门概况
一、部门职责
（一）负责本镇经济发展工作。
（二）负责综合治理工作。
二、机构设置
内设党政综合办公室、便民服务中心。
第二部分 2020年度部门决算情况说明
一、收入支出决算总体情况说明
2020年度收入总计2318.40万元，支出总计2318.40万元。
第三部分 名词解释
一、财政拨款收入：指从同级财政取得的资金。
二、项目支出：指为完成特定任务发生的支出。
第四部分 附件
2020年度石桥镇人民政府部门整体支出绩效自评报告
一、基本情况
（一）绩效目标
完成各项任务。
"""

FORM = """\
附件1
2022年度部门整体支出绩效评价基础数据表
\t财政供养人员情况（人）
\t编制数
\t2022年实际在职人数

\t
\t20
\t18

\t经费控制情况（万元）
\t2021年决算数
\t2022年决算数

\t三公经费
\t4.25
\t0.14


附件2
2022年度部门整体支出绩效自评表
\t一级指标
\t二级指标
\t三级指标
\t分值
\t得分

\t产出指标
\t数量指标
\t改造管网
\t10
\t10

\t
\t
\t新建泵站
\t10
\t9

\t效益指标
\t
\t群众受益
\t5
\t5

"""


def report(text: str, profile: str = "public") -> Report:
    body, grids = canonical(text)
    return structure(Document("r", "r.txt", "text/plain", "0" * 64, body, grids), profile)


def outline(found: Report) -> list[tuple[str, str, str]]:
    return [(section.kind, section.number, section.heading) for section in found.sections]


def test_the_head_of_a_self_evaluation() -> None:
    found = report(WATER)
    assert (found.unit, found.fiscal_year, found.report_type) == ("青禾县水务局", 2023, "整体支出绩效自评报告")
    assert found.published == "2024-04-18"
    assert {"县水务局", "我局"} <= set(found.unit_aliases)
    assert is_report(found) and doubts(found) == ()


def test_the_head_of_final_accounts() -> None:
    found = report(ACCOUNTS)
    assert (found.title, found.unit, found.fiscal_year) == ("2020年度石桥镇人民政府部门决算", "石桥镇人民政府", 2020)
    assert (found.report_type, found.published) == ("部门决算", "2021-09-15")
    assert found.embedded == ("2020年度石桥镇人民政府部门整体支出绩效自评报告",)


def test_a_short_name_in_the_title_becomes_the_full_printed_name() -> None:
    text = "县农发中心2021年度部门整体支出绩效自评报告\n一、基本情况\n南安县农业发展服务中心是县政府直属事业单位。\n2021年支出1万元。\n"
    found = report(text)
    assert found.unit == "南安县农业发展服务中心"
    assert "县农发中心" in found.unit_aliases


def test_the_unit_of_a_project_report_stands_in_its_form() -> None:
    text = "项目支出绩效自评报告\n（2023年度）\n项目名称：小区改造\n项目单位（盖章）：南屏市住房和城乡建设局\n一、概况\n2023年开工。\n"
    found = report(text)
    assert (found.unit, found.fiscal_year, found.report_type) == ("南屏市住房和城乡建设局", 2023, "项目支出绩效自评报告")


def test_the_unit_may_stand_in_a_cell() -> None:
    text = "2022年度整体支出绩效自评表\n\t部门（单位）名称\n\t云溪区实验小学\n\n\t一级指标\n\t三级指标\n\n\t产出\n\t招生\n\n"
    assert report(text).unit == "云溪区实验小学"


def test_the_year_of_a_chinese_date_and_of_the_body() -> None:
    assert report("云溪区实验小学二〇二一年工作总结\n一、基本情况\n学校办学规范。\n").fiscal_year == 2021
    body = "云溪区实验小学工作总结\n一、基本情况\n2022年度招生300人，2022年毕业290人，较2021年增加，到2035年建成。\n"
    assert report(body).fiscal_year == 2022


def test_a_signed_date_in_chinese_numerals() -> None:
    assert report("云溪区实验小学2021年工作总结\n一、概况\n办学规范。\n二〇二一年十二月三十日\n").published == "2021-12-30"


def test_a_slip_in_a_heading_does_not_change_the_year() -> None:
    assert ("performance", "四、", "2025年工作成效") in outline(report(WATER))
    assert report(WATER).fiscal_year == 2023


def test_sections_nest_by_their_numbers() -> None:
    found = report(WATER)
    by_heading = {section.heading: section for section in found.sections}
    functions = by_heading["主要职能"]
    assert functions.kind == "functions" and found.sections[functions.parent or 0].heading == "部门概况"
    assert by_heading["水利建设成效明显"].kind == "performance"
    assert found.section_path(found.text.index("612.35")) == "部门整体支出管理及使用情况 > 基本支出"


def test_numbered_functions_are_items_and_no_sections() -> None:
    assert not any("水土保持" in heading or "交办" in heading for _, _, heading in outline(report(WATER)))


def test_a_heading_numbered_in_the_wrong_style_keeps_its_row() -> None:
    found = report(WATER)
    by_heading = {section.heading: section for section in found.sections}
    assert by_heading["项目支出情况"].level == by_heading["基本支出"].level
    assert by_heading["政府性基金预算支出情况"].level == by_heading["部门概况"].level


def test_a_label_behind_a_number_opens_a_section() -> None:
    kinds = {heading: kind for kind, _, heading in outline(report(WATER))}
    assert kinds["主要问题"] == "problems" and kinds["改进措施"] == "remedies"


def test_contents_and_glossary_hold_no_sections_of_their_own() -> None:
    found = report(ACCOUNTS)
    kinds = [section.kind for section in found.sections]
    assert kinds.count("toc") == 1 and kinds.count("glossary") == 1
    toc = next(section for section in found.sections if section.kind == "toc")
    glossary = next(section for section in found.sections if section.kind == "glossary")
    assert found.text[toc.span.end :].startswith("第一部分")
    assert found.section_at(found.text.index("指从同级财政")) is glossary
    assert [kind for kind, number, _ in outline(found) if number == "一、"] == ["functions", "accounts", "overview"]


def test_sections_cover_their_headings_in_order() -> None:
    for text in (WATER, ACCOUNTS, FORM):
        found = report(text)
        starts = [section.span.start for section in found.sections]
        assert starts == sorted(starts)
        for section in found.sections:
            assert section.heading in found.text[section.span.start : section.span.end] or not section.heading
            if section.parent is not None:
                assert found.sections[section.parent].span.contains(section.span)


def test_a_form_splits_at_its_header_rows() -> None:
    staff, money, score = report(FORM).tables
    assert [cell.text for cell in staff.rows[0]] == ["财政供养人员情况（人）", "20", "18"]
    assert (money.kind, money.unit, money.caption) == ("base_data", "万元", "2022年度部门整体支出绩效评价基础数据表")
    assert (score.kind, len(score.rows)) == ("score", 3)


def test_merged_cells_are_filled_down_to_the_next_label() -> None:
    found = report(FORM)
    rows = found.tables[2].rows
    assert [cell.text for cell in rows[1]] == ["产出指标", "数量指标", "新建泵站", "10", "9"]
    assert [cell.text for cell in rows[2]][:2] == ["效益指标", ""]
    for row in rows:
        for cell in row:
            assert found.text[cell.span.start : cell.span.end] == cell.text


def test_tables_tile_their_grid() -> None:
    found = report(FORM)
    assert all(found.table_at(cell.span.start) is table for table in found.tables for row in table.header for cell in row if cell.text)


def test_the_unit_of_measure_stands_above_the_table() -> None:
    (table,) = report("2022年收支表\n单位：万元\n项目\t预算数\t决算数\n收入\t1.5\t2.5\n支出\t1.0\t2.0\n完。\n").tables
    assert (table.caption, table.unit, table.kind) == ("2022年收支表", "万元", "accounts")


NOVEL = "第一章 雨夜\n那天夜里下着大雨，他独自走在回家的路上，心里想着母亲的话。\n“你回来了？”她问。\n第二章 清晨\n1998年的清晨来得很早。\n"
CODE = "def main():\n    for i in range(2024):\n        print(i)\n\nif __name__ == '__main__':\n    main()\n"
NOTICE = "关于举办2021年培训班的通知\n各有关单位：\n为做好工作，定于2021年5月举办培训班。\n联系人：王小明\n某某部办公厅\n2021年4月1日\n"


def test_texts_of_another_genre_are_no_reports() -> None:
    for text in (NOVEL, CODE, NOTICE):
        found = report(text)
        assert not is_report(found)
        assert found.report_type == "" and doubts(found)
    assert report(NOVEL).unit == "" and report(CODE).unit == "" and report(CODE).fiscal_year is None


def test_an_empty_report_has_no_sections() -> None:
    assert report("\n").sections == ()


def test_the_year_that_is_planned_for_is_not_the_year_reported_on() -> None:
    text = "青禾县文化和旅游局\n2018年工作总结及2019年工作打算\n一、工作成效\n全年接待游客30万人次。\n"
    text += "二、2019年工作打算\n2019年计划新建两处景区。\n"
    assert report(text).fiscal_year == 2018
