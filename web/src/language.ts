/** The reader's language: Chinese or English, chosen once and kept. */
const kept = localStorage.getItem('language');
export let chinese = kept ? kept === 'zh' : navigator.language.toLowerCase().startsWith('zh');

export function setChinese(value: boolean): void {
  chinese = value;
  localStorage.setItem('language', value ? 'zh' : 'en');
  document.documentElement.lang = value ? 'zh-Hans' : 'en';
}

export const t = (zh: string, en: string): string => (chinese ? zh : en);
