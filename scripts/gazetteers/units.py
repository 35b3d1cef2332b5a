#!/usr/bin/env python3
"""Writes units.tsv: what stands after a number, alone (家) or with its multiplier (万亩).

    units.py OUTPUT

A measure word takes no multiplier that documents do not use with it: 万 comes before nearly all of them, 亿 and 千 before
few. The factor leads to the base unit of the column after it.
"""

import decimal
import sys

import tsv

MULTIPLIERS = {"": "1", "十": "10", "百": "100", "千": "1000", "万": "10000", "十万": "100000", "百万": "1000000",
               "千万": "10000000", "亿": "100000000", "十亿": "1000000000", "百亿": "10000000000",
               "千亿": "100000000000", "万亿": "1000000000000"}
MONEY = "万 亿 万亿 千 百 百万 千万 十亿 百亿 千亿"
LARGE = "万 亿"
SOME = "万"

# kind, base unit, multipliers, then unit:factor pairs
TABLES = [
    ("money", "元", MONEY, "元:1 元人民币:1 人民币:1"),
    ("money", "角", "", "角:1"),
    ("money", "美元", LARGE + " 百万 千万 百亿 千亿 万亿", "美元:1 美金:1"),
    ("money", "欧元", LARGE, "欧元:1"),
    ("money", "英镑", LARGE, "英镑:1"),
    ("money", "日元", LARGE + " 万亿", "日元:1"),
    ("money", "港元", LARGE, "港元:1 港币:1"),
    ("money", "新台币", LARGE, "新台币:1"),
    ("money", "瑞士法郎", LARGE, "瑞士法郎:1"),
    ("money", "加元", LARGE, "加元:1"),
    ("money", "澳元", LARGE, "澳元:1"),
    ("money", "韩元", LARGE, "韩元:1"),
    ("ratio", "%", "", "%:1 ％:1 ‰:0.1 个百分点:1 百分点:1 个基点:0.01 成:10 PPM:0.0001 ppm:0.0001"),
    ("ratio", "倍", "", "倍:1 番:1"),
    ("ratio", "分", "", "分:1"),
    ("area", "平方米", LARGE + " 百万 千万", "平方米:1 平米:1 ㎡:1 m²:1 平方:1"),
    ("area", "平方米", SOME, "亩:666.6666666667 公顷:10000 平方公里:1000000 平方千米:1000000 km²:1000000 顷:66666.6666666667"),
    ("area", "平方米", "亿", "亩:666.6666666667"),
    ("mass", "吨", LARGE + " 千", "吨:1 公吨:1 载重吨:1 总吨:1 吨标准煤:1 吨标煤:1 吨二氧化碳:1"),
    ("mass", "吨", "亿", "斤:0.0005"),
    ("mass", "吨", SOME, "公斤:0.001 千克:0.001 斤:0.0005 克:0.000001 kg:0.001 g:0.000001"),
    ("mass", "吨", "", "毫克:0.000000001 微克:0.000000000001 mg:0.000000001 担:0.05 t:1"),
    ("energy", "千瓦时", LARGE, "千瓦时:1 度:1 千瓦小时:1 kWh:1 兆瓦时:1000 MWh:1000 吉瓦时:1000000 GWh:1000000"),
    ("energy", "千瓦", LARGE, "千瓦:1 瓦:0.001 兆瓦:1000 吉瓦:1000000 kW:1 KW:1 MW:1000 GW:1000000"),
    ("energy", "千伏", "", "千伏:1 kV:1"),
    ("energy", "千伏安", SOME, "千伏安:1 兆伏安:1000"),
    ("length", "米", SOME, "米:1 公里:1000 千米:1000 里:500"),
    ("length", "米", "", "厘米:0.01 毫米:0.001 微米:0.000001 纳米:0.000000001 海里:1852 m:1 km:1000 mm:0.001 nm:0.000000001"),
    ("volume", "立方米", LARGE, "立方米:1 立方:1 升:0.001 毫升:0.000001 m³:1 L:0.001"),
    ("volume", "立方米", "", "微升:0.000000001 mL:0.000001 ml:0.000001 标准立方米:1"),
    ("time", "天", "", "天:1 日:1 周:7 个星期:7 小时:0.0416666667 个小时:0.0416666667 分钟:0.0006944444 秒:0.0000115741 毫秒:0.0000000115741 微秒:0.0000000000115741 个工作日:1 工作日:1"),
    ("time", "月", "", "个月:1 月:1 个季度:3 季度:3"),
    ("time", "年", "", "年:1 个年度:1 周年:1 年度:1 岁:1"),
    ("temperature", "℃", "", "℃:1 摄氏度:1"),
    ("data", "字节", "", "GB:1000000000 TB:1000000000000 PB:1000000000000000 EB:1000000000000000000 MB:1000000"),
    ("data", "Mbps", "", "Mbps:1 Gbps:1000"),
    ("data", "PFLOPS", "", "PFLOPS:1 P:1 EFLOPS:1000"),
    ("count", "人", LARGE + " 百 千 百万 千万", "人:1 人次:1"),
    ("count", "人", SOME, "名:1 位:1 户:1 家次:1 人口:1"),
    ("count", "件", LARGE + " 千", "件:1 台:1 套:1 支:1 片:1 只:1 粒:1 瓶:1 盒:1 剂:1 人份:1 剂次:1 台套:1 台（套）:1 台(套):1 辆:1 部:1"),
    ("count", "个", LARGE + " 百 千", "个:1 家:1 项:1 户:1 次:1 种:1 株:1 头:1 羽:1 条:1 张:1"),
    ("count", "个", SOME, "款:1 场:1 批:1 座:1 所:1 处:1 期:1 篇:1 份:1 枚:1 架:1 艘:1 颗:1 罐:1 盆:1 尾:1 匹:1 束:1 发:1 枝:1 袋:1 箱:1 吨级:1 间:1 套房:1 标准箱:1"
     " TEU:1 例:1 床:1 张床位:1 床位:1 个床位:1 组:1 根:1 块:1 人年:1 标箱:1 架次:1 单:1 笔:1 票:1 户次:1 件次:1 井次:1 面:1 锭:1 标准机架:1 机架:1"),
    ("count", "个", "", "场次:1 列次:1 班次:1 车次:1 航次:1 人天:1 桶:1 卷:1 幅:1 车位:1 工位:1 届:1 类:1 门:1 级:1 轮:1 届次:1 本:1 册:1 幢:1 栋:1 层:1 口:1 趟:1 列:1 支队伍:1 支基金:1 只基金:1"
     " 字:1 起:1 宗:1 道:1 路:1 眼:1 台次:1 对:1 双:1 课时:1 学时:1 学分:1 席:1 强:1"
     " 站:1 品种:1 个品种:1 个项目:1 个亿:100000000"),
    ("other", "元/吨", "", "元/吨:1 元每吨:1"),
    ("other", "元/亩", "", "元/亩:1 万元/亩:10000"),
    ("other", "元/平方米", "", "元/平方米:1"),
    ("other", "元/人", "", "元/人:1 万元/人:10000"),
    ("other", "吨/年", "", "吨/年:1 万吨/年:10000"),
    ("other", "吨公里", LARGE, "吨公里:1"),
    ("other", "平方米/人", "", "平方米/人:1"),
    ("other", "千克/平方米", "", "千克/平方米:1"),
    ("other", "毫克/升", "", "毫克/升:1 mg/L:1"),
    ("other", "微克/立方米", "", "微克/立方米:1"),
    ("other", "T", "", "T:1 特斯拉:1"),
]


def plain(number):
    text = format(number.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def main():
    output = sys.argv[1]
    rows = {}
    for kind, base, multipliers, pairs in TABLES:
        for pair in pairs.split():
            unit, factor = pair.rsplit(":", 1)
            for multiplier in [""] + multipliers.split():
                name = multiplier + unit
                if name in rows:
                    continue
                value = decimal.Decimal(factor) * decimal.Decimal(MULTIPLIERS[multiplier])
                rows[name] = (name, kind, plain(value), base)
    tsv.write(output, [
        "Units and measure words that stand after numbers, with their multipliers",
        "source: GB 3100-93 for the units of measure; usage in government documents for the measure words; compiled"
        " by hand, 2026",
        "licence: facts; the compilation under this repository's licence",
        "generator: scripts/gazetteers/units.py",
        "columns: unit\tkind\tfactor\tbase",
    ], rows.values())


if __name__ == "__main__":
    main()
