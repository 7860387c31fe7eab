/** Links of a page that moves one folder down, into `ko`: to Korean pages and pictures where there are such, else to the English ones. */
import { posix } from "node:path";

const link = /(?<=\]\()(?![a-z]+:|#|\/)[^)\s]+/g;
const page =
  /^(notebooks|exercises|solutions|datasets\/[\w-]+)\/(\d\d-[\w-]+\.ipynb|card\.md|(?:pictures\/)?[\w-]+\.svg)$/;

/**
 * @param folder     where the English page stands, "notebooks"
 * @param isThere    whether there is a Korean page: "exercises/ko/06-attention.ipynb"
 */
export function moveLinks(markdown: string, folder: string, isThere: (path: string) => boolean): string {
  return markdown.replace(link, (target) => {
    const path = posix.join(folder, target);
    const korean = path.replace(page, "$1/ko/$2");
    return posix.relative(`${folder}/ko`, korean !== path && isThere(korean) ? korean : path);
  });
}
