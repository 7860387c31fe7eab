/** Rosters as course sites and offices write them. */
import { describe, expect, test } from "vitest";
import { readRoster } from "../../../tools/grade/intake/roster";

const read = (text: string) => readRoster(Buffer.from(text));
const listed = (text: string): string[] => read(text).people.map(({ id, name }) => `${id} ${name}`);

describe("a roster", () => {
  test.for([
    ["of a Korean office", "학번,이름\n0042,김민지\n0043,이준\n", ["0042 김민지", "0043 이준"]],
    ["with semicolons, a mark and more columns", "\ufeff성명;이메일;학번\n김민지;m@x.kr;0042\n", ["0042 김민지"]],
    ["with surname and given name apart", "학번,성,이름\n0042,김,민지\n", ["0042 김민지"]],
    [
      "that is Canvas' gradebook",
      'Student,ID,SIS User ID,SIS Login ID,Section,Sheet 6\n"    Points Possible",,,,,37\n"Kim, Min-ji",1234,0042,minji,1,\n"Student, Test",99,,,1,\n',
      ["1234 Kim, Min-ji"],
    ],
    ["that is Moodle's worksheet", "Identifier,Full name,Email address,Status\nParticipant 1001,Kim Min-ji,m@x.kr,No submission\n", ["1001 Kim Min-ji"]],
    ["that is Moodle's worksheet in Korean", "식별자,성명,이메일 주소,상태\n참가자 1001,김민지,m@x.kr,\n", ["1001 김민지"]],
    ["that is Blackboard's grade centre", '"Last Name","First Name","Username","Student ID"\n"Kim","Min-ji","minji","0042"\n', ["0042 Min-ji Kim"]],
    ["that is Brightspace's gradebook", "OrgDefinedId,Username,Last Name,First Name,End-of-Line Indicator\n#0042,minji,Kim,Min-ji,#\n", ["0042 Min-ji Kim"]],
    ["that is Gradescope's", "First Name,Last Name,SID,Email\nMin-ji,Kim,0042,m@x.kr\n", ["0042 Min-ji Kim"]],
    ["that is Google Classroom's", "Last Name,First Name,Email Address\nKim,Min-ji,m@x.kr\n", ["m@x.kr Min-ji Kim"]],
  ] as const)("%s", ([, text, people]) => expect(listed(text)).toEqual([...people])); // prettier-ignore

  test("in a Korean Windows encoding is read as that", () => {
    const bytes = Buffer.concat([Buffer.from("id,name\n7,"), Buffer.from([0xb1, 0xe8, 0xb9, 0xce, 0xc1, 0xf6]), Buffer.from("\n")]); // prettier-ignore
    expect(readRoster(bytes).people).toMatchObject([{ id: "7", name: "김민지" }]);
  });

  test("finds people by every number, login and address that it lists, whatever their case, width and composition", () => {
    const roster = read(
      "Student,ID,SIS User ID,Email\n김민지,1234,S0042,Minji.Kim@x.kr\n이준,1235,S0043,jun@x.kr\n",
    );
    const found = ["1234", "s0042", "Ｓ００４２", "MINJI.KIM@x.kr", "minji.kim"].map(
      (id) => roster.find(id)?.name,
    );
    expect(found).toEqual(Array.from({ length: 5 }, () => "김민지"));
    expect(["42", "0042", "kim", ""].map((id) => roster.find(id))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("whose two learners share a login finds neither by it", () => {
    expect(read("id,name,email\n1,A,kim@a.kr\n2,B,kim@b.kr\n").find("kim")).toBeUndefined();
  });

  test("with one id in two widths or cases is refused by line", () => {
    expect(() => read("id,name\nkim,A\nＫim,B\n")).toThrow(/line 3: the id "Ｋim" stands twice/);
  });
});
