// What is wrong with how a page lies on the screen: arguments are the width of the screen, and the
// least that a control measures, in CSS pixels.  Gives a list of complaints.

const [width, smallest] = arguments;
const CONTRAST = 4.5; // WCAG 2.2, 1.4.3
const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
const FIELDS = "input:not([type=hidden]), select, textarea";
const NAMING = ["for", "aria-labelledby", "aria-describedby"];
const faults = [];

const all = (selector) => [...document.querySelectorAll(selector)];
const words = (element) => element.textContent.trim().replace(/\s+/g, " ");
const markup = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160);
const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
const isForEyes = (element) => isSeen(element) && !element.closest(".unseen, .skip");
// What stays where it is while the page is scrolled lies over it, and is meant to.
const layer = (element) => (element.closest("nav, header") && floats(element) ? "above" : "page");
function floats(element) {
  for (let one = element; one; one = one.parentElement)
    if (getComputedStyle(one).position === "fixed") return true;
  return false;
}

// -- what it is called ----------------------------------------------------------------

const headings = all("h1").length;
if (headings !== 1) faults.push(`has ${headings} first headings`);
if (!document.title.trim()) faults.push("has no title");
for (const field of all(FIELDS))
  if (!field.labels.length && !field.ariaLabel) faults.push(`has a field without label: ${markup(field)}`);
// What those hear who do not see it: words, and the alternatives of images.
const isHeard = (element) => isSeen(element) && !element.closest("[aria-hidden=true]");
function heard(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let all = element.ariaLabel || "";
  for (let node; (node = walker.nextNode()); ) if (isHeard(node.parentElement)) all += node.data;
  for (const image of element.querySelectorAll("img")) all += image.alt;
  return all.trim();
}
for (const one of all("a[href], button, summary"))
  if (isSeen(one) && !heard(one)) faults.push(`has a control without a name: ${markup(one)}`);
const ids = all("[id]").map((element) => element.id);
for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
  faults.push(`has ${id} twice`);
for (const name of NAMING)
  for (const element of all(`[${name}]`))
    for (const id of element.getAttribute(name).split(/\s+/))
      if (!document.getElementById(id)) faults.push(`points to ${id}, which is not there: ${markup(element)}`);

for (const one of all("[hidden]"))
  if (isSeen(one)) faults.push(`shows what is hidden: ${markup(one)}`);

// -- whether it fits ------------------------------------------------------------------

const wide = document.documentElement.scrollWidth;
if (wide > width) faults.push(`is ${wide} pixels wide on a screen of ${width}`);

// A link in a sentence is as high as its line; alone in its paragraph it is a control like others.
const controls = all(CONTROLS).filter(isForEyes);
const isInSentence = (one) =>
  getComputedStyle(one).display === "inline" && words(one.parentElement) !== words(one);
const alone = controls.filter((one) => !isInSentence(one));
for (const one of alone) {
  const { width: across, height: high } = one.getBoundingClientRect();
  if (Math.min(across, high) >= smallest - 0.01) continue;
  faults.push(`has a control of ${across.toFixed(1)} x ${high.toFixed(1)}: ${markup(one)}`);
}

// Every stretch of text in a line, and the box it is meant to lie in.
const pieces = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode()); ) {
  if (!node.data.trim() || !isForEyes(node.parentElement)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  let box = node.parentElement;
  while (/^(inline|contents)$/.test(getComputedStyle(box).display)) box = box.parentElement;
  for (const rect of range.getClientRects())
    if (rect.width > 1) pieces.push({ node, box, rect, layer: layer(box) });
}
for (const { node, box, rect } of pieces) {
  const around = box.getBoundingClientRect();
  const out = Math.max(around.left - rect.left, rect.right - around.right, -rect.left, rect.right - width);
  if (out > 1) faults.push(`has a text that runs out by ${out.toFixed(1)}: ${node.data.trim().slice(0, 60)}`);
}
for (const element of all("body *")) {
  if (!isForEyes(element) || getComputedStyle(element).overflowX === "visible") continue;
  if (element.matches("input, svg, svg *")) continue; // one scrolls in the former
  if (element.scrollWidth > element.clientWidth + 1) faults.push(`cuts something off: ${markup(element)}`);
}

// -- whether anything lies on something else ------------------------------------------

function overlaps(things, faulty) {
  const sorted = [...things].sort((one, other) => one.rect.top - other.rect.top);
  sorted.forEach((one, index) => {
    for (const other of sorted.slice(index + 1)) {
      if (other.rect.top >= one.rect.bottom) break;
      const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const high = Math.min(one.rect.bottom, other.rect.bottom) - other.rect.top;
      if (one.layer === other.layer && across > 1 && faulty(one, other, high)) {
        const pair = [one, other].map((it) => words(it.box).slice(0, 40) || markup(it.box));
        faults.push(`has things on top of each other: ${pair.join(" | ")}`);
      }
    }
  });
}
const boxes = alone.map((box) => ({ box, rect: box.getBoundingClientRect(), layer: layer(box) }));
const holds = (one, other) => one.box.contains(other.box) || other.box.contains(one.box);
overlaps(boxes, (one, other, high) => high > 1 && !holds(one, other));
// Some scripts reach into the lines above and below.
const HALF = 0.5;
overlaps(pieces, (one, other, high) => high > HALF * Math.min(one.rect.height, other.rect.height));

// -- whether it can be read -----------------------------------------------------------

const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
function luminance(colour) {
  const [red, green, blue] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function ground(element) {
  for (let one = element; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (parts(colour)[3] !== 0) return colour;
  }
  return "rgb(255, 255, 255)";
}
const seen = new Set();
for (const element of new Set(pieces.map(({ node }) => node.parentElement))) {
  const pair = [getComputedStyle(element).color, ground(element)];
  if (seen.has(pair.join())) continue;
  seen.add(pair.join());
  const [dark, light] = pair.map(luminance).sort((one, other) => one - other);
  const contrast = (light + 0.05) / (dark + 0.05);
  if (contrast < CONTRAST) faults.push(`writes ${pair.join(" on ")}, a contrast of ${contrast.toFixed(2)}: ${markup(element)}`);
}
return faults;
