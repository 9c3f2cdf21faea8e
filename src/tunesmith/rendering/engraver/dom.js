// The few parts of a browser's document that abcjs draws with: elements, text, and the size of text.
// Text is measured with the advance widths of the shipped fonts, so the layout is what a browser with these fonts gives.

"use strict";

const HIDDEN = new Set(["tabindex", "selectable", "aria-label"]);

const SPECIAL = /[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function escaped(text) {
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

// abcjs reads an escaped percent sign as a wide one after a space of no width.
const WIDE_PERCENT = /\u200b\uff05/g;

class Text {
  constructor(data) { this.data = String(data).replace(WIDE_PERCENT, "%"); this.parentNode = null; }
  get textContent() { return this.data; }
  write(out) { out.push(escaped(this.data)); }
}

class Element {
  constructor(name) {
    this.tagName = name;
    this.values = new Map();
    this.childNodes = [];
    this.parentNode = null;
    this.style = {};
  }

  get parentElement() { return this.parentNode; }
  get firstChild() { return this.childNodes[0] || null; }
  get children() { return this.childNodes.filter((child) => child instanceof Element); }
  get classList() { return (this.getAttribute("class") || "").split(" ").filter(Boolean); }
  get className() { return { baseVal: this.getAttribute("class") || "" }; }

  getAttribute(name) { return this.values.has(name) ? this.values.get(name) : null; }
  setAttribute(name, value) { this.values.set(name, String(value)); }
  setAttributeNS(_namespace, name, value) { this.values.set(name, String(value)); }
  removeAttribute(name) { this.values.delete(name); }
  addEventListener() {}

  appendChild(child) { return this.insertBefore(child, null); }

  insertBefore(child, reference) {
    if (child.parentNode) child.parentNode.removeChild(child);
    const place = reference ? this.childNodes.indexOf(reference) : this.childNodes.length;
    this.childNodes.splice(place, 0, child);
    child.parentNode = this;
    return child;
  }

  removeChild(child) {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
    return child;
  }

  get textContent() { return this.childNodes.map((child) => child.textContent).join(""); }
  set textContent(text) {
    this.childNodes = [];
    if (text !== "") this.appendChild(new Text(text));
  }
  // abcjs sets markup only to empty an element or to hold a line open with one hard space.
  set innerHTML(markup) { this.textContent = markup.replace(/&nbsp;/g, "\u00a0"); }

  querySelector(name) { return this.querySelectorAll(name)[0] || null; }
  querySelectorAll(name, found = []) {
    for (const child of this.childNodes) {
      if (child.tagName === name) found.push(child);
      if (child instanceof Element) child.querySelectorAll(name, found);
    }
    return found;
  }

  getBBox() { return this.tagName === "text" ? textBox(this) : pathBox(this); }

  write(out) {
    out.push("<", this.tagName);
    for (const [name, value] of this.values) {
      if (!HIDDEN.has(name)) out.push(" ", name, '="', escaped(value), '"');
    }
    if (this.childNodes.length === 0) { out.push("/>"); return; }
    out.push(">");
    for (const child of this.childNodes) child.write(out);
    out.push("</", this.tagName, ">");
  }
}

globalThis.window = globalThis;
globalThis.self = globalThis;
globalThis.navigator = { userAgent: "" };
globalThis.console = { log() {}, warn() {}, error() {} };
globalThis.document = {
  body: new Element("body"),
  createElement: (name) => new Element(name),
  createElementNS: (_namespace, name) => new Element(name),
  createTextNode: (data) => new Text(data),
  querySelector(name) { return name === "body" ? this.body : this.body.querySelector(name); },
};
