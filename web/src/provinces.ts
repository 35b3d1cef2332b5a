/** The provinces by the first two digits of the division code (GB/T 2260), and their places on a map of equal tiles. */
export const provinces: [code: string, zh: string, en: string, column: number, row: number][] = [
  ['23', '黑龙江', 'Heilongjiang', 9, 0], ['15', '内蒙古', 'Inner Mongolia', 7, 1], ['22', '吉林', 'Jilin', 9, 1],
  ['65', '新疆', 'Xinjiang', 1, 2], ['62', '甘肃', 'Gansu', 3, 2], ['64', '宁夏', 'Ningxia', 4, 2], ['14', '山西', 'Shanxi', 5, 2], ['13', '河北', 'Hebei', 6, 2], ['11', '北京', 'Beijing', 7, 2], ['12', '天津', 'Tianjin', 8, 2], ['21', '辽宁', 'Liaoning', 9, 2],
  ['63', '青海', 'Qinghai', 2, 3], ['51', '四川', 'Sichuan', 3, 4], ['61', '陕西', 'Shaanxi', 5, 3], ['41', '河南', 'Henan', 6, 3], ['37', '山东', 'Shandong', 7, 3],
  ['54', '西藏', 'Tibet', 1, 4], ['50', '重庆', 'Chongqing', 4, 4], ['42', '湖北', 'Hubei', 5, 4], ['34', '安徽', 'Anhui', 6, 4], ['32', '江苏', 'Jiangsu', 7, 4], ['31', '上海', 'Shanghai', 8, 4],
  ['53', '云南', 'Yunnan', 2, 5], ['52', '贵州', 'Guizhou', 4, 5], ['43', '湖南', 'Hunan', 5, 5], ['36', '江西', 'Jiangxi', 6, 5], ['33', '浙江', 'Zhejiang', 7, 5],
  ['45', '广西', 'Guangxi', 4, 6], ['44', '广东', 'Guangdong', 5, 6], ['35', '福建', 'Fujian', 6, 6], ['71', '台湾', 'Taiwan', 8, 6],
  ['46', '海南', 'Hainan', 4, 7], ['82', '澳门', 'Macao', 5, 7], ['81', '香港', 'Hong Kong', 6, 7],
];
