"""Builds that many tests read, made once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the five seeds."""
    directory = tmp_path_factory.mktemp("seeds") / "build"
    kg.build([ROOT / "seeds"], directory, jobs=1)
    return directory


REPORT = """2022年度云岭市水务局部门整体支出绩效自评报告

一、基本情况
云岭市水务局是市政府工作部门，为正处级行政单位。内设办公室、规划科、水资源科3个科室，行政编制20名，实有在职人员18人。
主要职责：
（一）贯彻执行国家水利工作的方针政策和法律法规。
（二）负责全市水资源的统一监督管理。
二、一般公共预算支出情况
（一）基本支出情况
2022年度一般公共预算财政拨款支出320.50万元，其中：基本支出220.50万元，项目支出100.00万元。
（二）项目支出情况
1.河道整治专项经费60.00万元；2.农村饮水安全经费40.00万元。
三、部门整体支出绩效情况
全年新建供水管网35公里，解决1.2万人饮水问题，水质达标率98.6%。引进青禾水务科技有限公司等3家企业参与运维，青禾水务科技有限公司获评省级专精特新中小企业。
四、存在的问题及原因分析
预算编制不够精细。
五、下一步改进措施
加强预算编制的准确性。
联系人：陈小雨 联系电话：13912345678
"""


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    """A short invented report."""
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / "云岭水务2022.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path
