/**
 * How Korean writes a date.
 */
import { pad } from "./calendar";
import type { WrittenLanguage } from "./form";
import { intlTemplate, namesOf } from "./intl";
import { digit, type Segment } from "./segment";
import { hangul, sinoDigits, sinoNumber } from "./sino-number";
import { numerals } from "./template";

/** June and October lose their final consonant: 유월, 시월, and not 육월, 십월. */
function monthNumeral(month: number): Segment[] {
  if (month === 6) return [digit("유", "month", 6, [5])];
  if (month === 10) return [digit("시", "month", 5, [6])];
  return sinoNumber(month, "month", hangul);
}

/** '88 is spoken 팔팔, '06 공육; the two digits imply the century. */
function shortYearDigits(year: number): Segment[] {
  return sinoDigits(pad(year % 100), "year", hangul).map((segment) => ({ ...segment, possible: [0, 1] }));
}

export const korean: WrittenLanguage = {
  writers: {
    ...numerals,
    ...namesOf("ko"),
    year: ({ year }) => sinoNumber(year, "year", hangul),
    yearDigits: ({ year }) => sinoDigits(String(year), "year", hangul),
    shortYearDigits: ({ year }) => shortYearDigits(year),
    monthNumeral: ({ month }) => monthNumeral(month),
    dayNumeral: ({ day }) => sinoNumber(day, "day", hangul),
  },
  plain: {
    long: intlTemplate("ko", "long"),
    full: intlTemplate("ko", "full"),
    medium: intlTemplate("ko", "medium"),
    "weekday in brackets": "{Y}년 {M}월 {D}일({wd})",
    numerals: "{year}년 {monthNumeral}월 {dayNumeral}일",
    "numerals and weekday": "{year}년 {monthNumeral}월 {dayNumeral}일 {weekday}",
  },
  other: {
    "without spaces": "{Y}년{M}월{D}일",
    "with zeros": "{Y}년 {MM}월 {DD}일",
    "weekday in front": "{weekday}, {Y}년 {M}월 {D}일",
    dots: "{Y}.{MM}.{DD}",
    "dots and weekday": "{Y}. {M}. {D}.({wd})",
    slashes: "{Y}/{MM}/{DD}",
    hyphens: "{Y}-{MM}-{DD}",
    "no separators": "{Y}{MM}{DD}",
    "short year": "{'YY}년 {M}월 {D}일",
    "short year, dots": "{'YY}. {M}. {D}.",
    "numerals apart": "{year} 년 {monthNumeral}월 {dayNumeral} 일",
    "numerals digit by digit": "{yearDigits}년 {monthNumeral}월 {dayNumeral}일",
    "numeral month and day": "{Y}년 {monthNumeral}월 {dayNumeral}일",
    "numerals, short year": "{shortYearDigits}년 {monthNumeral}월 {dayNumeral}일",
    "common era": "서기 {Y}년 {M}월 {D}일",
    "spoken year": "{Y}년도 {M}월 {D}일",
    dated: "{Y}년 {M}월 {D}일 자",
    "chat weekday": "{Y}년 {M}월 {D}일 {wd}욜",
    hanja: "{Y}年 {M}月 {D}日",
  },
  relative: {
    "from a day": {
      template: "{Y}년 {M}월 {D}일로부터 {offset}",
      offsets: {
        "하루 뒤": 1,
        "이틀 뒤": 2,
        "사흘 뒤": 3,
        "나흘 뒤": 4,
        "닷새 뒤": 5,
        "엿새 뒤": 6,
        "일주일 뒤": 7,
        "여드레 뒤": 8,
        "아흐레 뒤": 9,
        "열흘 뒤": 10,
        "보름 뒤": 15,
        "이틀 전": -2,
        "사흘 전": -3,
        "나흘 전": -4,
        "닷새 전": -5,
        "일주일 전": -7,
        "열흘 전": -10,
      },
    },
    "beside a day": {
      template: "{Y}년 {M}월 {D}일 {offset}",
      offsets: { "다음 날": 1, 전날: -1, "이틀 뒤": 2, "이틀 전": -2, "사흘 뒤": 3, "사흘 전": -3 },
    },
  },
};
