#!/usr/bin/env python3
"""Writes surnames.tsv.

    surnames.py SINONYM OUTPUT

SINONYM is the unpacked Python package sinonym 0.5.1, whose sinonym/data/familyname_orcid.csv counts surnames among
ORCID records. That list also holds given names and Japanese surnames, so only names that stand in 百家姓 or below
are taken; a name that it lacks has no rank.
"""

import csv
import pathlib
import sys

import tsv

HUNDRED = """
赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方
俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧
计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫
经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓
牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙
池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向
古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢
关蒯相查后荆红游竺权逯盖益桓公仉督晋楚闫法汝鄢涂钦归海岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福
"""
LATER = """
楼茆冒巨侍弋买沐戢皋竹
肖付覃代兰邸苑丛仝冼邝占布但尉撒苟芦候揭漆谌蹇庹粟栗户亓仵眭朴玄太南千洛麦伦植练官铁来敬青税卿银补肇英赫初矫綦战修
隋由迟原展鹿郄么剧底智要郇啜续檀疏母过恽承是雒呼折贠员撖虎者摆锁冶丑才生保普起木寸刀依自字罕盘奉玉闭磨盆邱晏
丘邳郅禚苌琚淦邬揭渠种旷干仓化军危菅晒鲜阙操辜漕种宛畅尧斯门嘎图敏乃隽萨逢佀撒昃贵钮缴郏琦钱衣仪亢尉平朝稽
"""
NOT_SURNAMES = set("嘎晒朝稽缴昃钦琦")  # not surnames by themselves, or too rare to be worth a false hit
COMPOUND = """
万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕
令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 子车 颛孙 端木 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父
谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 西门 南宫 第五 独孤 完颜 纳兰 叶赫 南荣 仲长 贺兰 耶律 达奚
贺若 侯莫陈 哥舒 斛律 司城 北宫 公玉 欧侯 爱新觉罗 钮祜禄 瓜尔佳 富察 赫舍里 那拉 章佳
""".split()


def main():
    package, output = sys.argv[1:3]
    singles = {c for c in HUNDRED + LATER if not c.isspace()} - NOT_SURNAMES
    known = singles | set(COMPOUND)
    with open(pathlib.Path(package) / "sinonym/data/familyname_orcid.csv", encoding="utf-8", newline="") as table:
        counted = [(row["surname"], float(row["ppm"])) for row in csv.DictReader(table) if row["surname"] in known]
    counted.sort(key=lambda pair: (-pair[1], pair[0]))
    ranks = {name: (str(place), f"{ppm:.1f}") for place, (name, ppm) in enumerate(counted, 1)}
    tsv.write(output, [
        "Chinese surnames, single and compound, with their rank by frequency",
        "source: the names of 百家姓 and others in use; rank and frequency (per million) from sinonym 0.5.1"
        " (a Python package), familyname_orcid.csv, counted among ORCID records",
        "licence: Apache-2.0 (sinonym); 百家姓 is in the public domain",
        "generator: scripts/gazetteers/surnames.py",
        "columns: surname\tkind\trank\tper_million",
    ], [(name, "single" if len(name) == 1 else "compound", *ranks.get(name, ("", ""))) for name in known])


if __name__ == "__main__":
    main()
