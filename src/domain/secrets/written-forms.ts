/** Lines of a secret that are shorter are too common to be masked on their own. */
const shortestLine = 8;

/** `base64` and MIME end a line here. */
const base64Line = 76;

/**
 * The forms in which a secret commonly leaves a program: as it is and each of its lines (a notebook keeps a text as a list of lines), and these
 * escaped for JSON, Python, HTML and URLs; in hexadecimal digits; and in base64, whatever stands before it. Longest first, so that no end of one is left over.
 */
export function writtenForms(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const texts = [secret, secret.trim(), ...lines.filter((line) => line.length >= shortestLine)];
  const forms = new Set(
    texts.flatMap((text) => [...escapedForms(text), ...hexForms(text), ...base64Forms(text)]),
  );
  return [...forms].filter((form) => form.length >= shortestLine).sort((a, b) => b.length - a.length);
}

/** A text in JSON, and JSON in a notebook, which is JSON itself. */
function escapedForms(text: string): string[] {
  const python = [inPython(text), inPythonsBytes(text)];
  const once = [text, inJson(text), inAsciiJson(text), ...python, ...inHtml(text), ...inUrl(text)];
  return [...once, ...once.map(inJson), ...once.map(inAsciiJson)];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Python's `json.dumps` escapes what is not ASCII. */
function inAsciiJson(text: string): string {
  return inJson(text).replace(
    /[^\0-\x7f]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As `repr` shows it in single quotes. */
function inPython(text: string): string {
  return inJson(text).replaceAll('\\"', '"');
}

/** As `repr` shows its bytes in UTF-8. */
function inPythonsBytes(text: string): string {
  const bytes = Buffer.from(inPython(text)).toString('latin1');
  return bytes.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

function hexForms(text: string): string[] {
  const digits = Buffer.from(text).toString('hex');
  return [digits, digits.toUpperCase()];
}

/** With and without its quotes escaped. */
function inHtml(text: string): string[] {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [plain, plain.replaceAll('"', '&quot;').replaceAll("'", '&#x27;')];
}

/** As JavaScript and Python encode a part of a URL, and a field of a form. */
function inUrl(text: string): string[] {
  const part = encodeURIComponent(text.toWellFormed());
  const strict = part.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [part, strict, strict.replaceAll('%2F', '/')];
  return forms
    .flatMap((form) => [form, form.replaceAll('%20', '+')])
    .flatMap((form) => [form, lowerHex(form)]);
}

function lowerHex(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** In base64 the letters of a text depend on how many bytes stand before it, modulo three; the outermost also on its neighbours. */
function base64Forms(text: string): string[] {
  const standard = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const own = bytes.toString('base64').slice(Math.ceil((before * 8) / 6));
    const alone = own.replace(/=+$/, '');
    return [own, alone, bytes.length % 3 === 0 ? alone : alone.slice(0, -1)];
  });
  const wrapped =
    Buffer.from(text)
      .toString('base64')
      .match(new RegExp(`.{1,${base64Line}}`, 'g')) ?? [];
  return [...standard, ...wrapped].flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
