/** A plot's or a diagram's SVG as a file of its own, which a page shows as an image. */

const dark = "@media (prefers-color-scheme: dark) { :root { color: #e3e9ef; background: #10161d } }";
const style = `<style>:root { color: #1f1f1f; background: #fff } ${dark} #small:target text { display: none }</style>`;

/**
 * In light and dark, as its page is. As FILE.svg#small it is for a place where words would be too small to read, and has none.
 *
 * @param svg  as a cell shows it, dark on white
 */
export const pictureFile = (svg: string): string =>
  svg
    .trim()
    .replace(/^(<svg[^>]*>)(<rect [^>]*fill="white"\/>)?/, (_, start: string) => `${start}${style}`)
    .replace("<svg ", '<svg id="small" ')
    .replace(/color: #1f1f1f; background: white;? ?/, "")
    .replaceAll('#1f1f1f"', 'currentColor"');
