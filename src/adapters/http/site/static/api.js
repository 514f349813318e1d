// Shows the document of the API.  Everything in it is put on the page as text.
"use strict";

const main = document.getElementById("api");

function make(parent, name, text, className) {
  const made = parent.appendChild(document.createElement(name));
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// What a schema is called, or is made of.
function named(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  const either = schema.oneOf || schema.anyOf;
  if (either) return either.map(named).join(" | ");
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.type === "array") return `list of ${named(schema.items)}`;
  return [].concat(schema.type || "anything").join(" | ");
}

function fields(parent, title, rows) {
  if (!rows.length) return;
  make(parent, "h4", title);
  const table = make(make(parent, "table"), "tbody");
  for (const [name, kind, said] of rows) {
    const row = make(table, "tr");
    make(make(row, "th"), "code", name);
    make(row, "td", kind);
    make(row, "td", said || "");
  }
}

function properties(all, schema) {
  const found = schema && schema.$ref ? all[schema.$ref.split("/").pop()] : schema;
  return Object.entries((found && found.properties) || {}).map(([name, one]) => [
    name,
    named(one),
    one.description,
  ]);
}

function operation(parent, all, method, path, said) {
  const box = make(parent, "details");
  const head = make(box, "summary");
  make(head, "b", method.toUpperCase(), method);
  make(head, "code", ` ${path} `);
  make(head, "span", said.summary || "");
  fields(
    box,
    "Asked",
    (said.parameters || []).map((one) => [one.name, named(one.schema), one.description]),
  );
  const sent = said.requestBody && Object.values(said.requestBody.content)[0].schema;
  if (sent) fields(box, `Sent: ${named(sent)}`, properties(all, sent));
  const answered = said.responses && said.responses["200"];
  const content = answered && answered.content && Object.values(answered.content)[0];
  if (content) {
    make(box, "h4", `Answered: ${named(content.schema)}`);
  }
}

function show(api) {
  main.textContent = "";
  make(main, "h1", api.info.title);
  make(main, "p", `${api.info.description} Version ${api.info.version}.`);
  const all = (api.components && api.components.schemas) || {};
  const parts = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, said] of Object.entries(methods)) {
      const tag = (said.tags && said.tags[0]) || "";
      if (!parts.has(tag)) parts.set(tag, []);
      parts.get(tag).push([method, path, said]);
    }
  }
  for (const [tag, operations] of parts) {
    make(main, "h2", tag);
    for (const [method, path, said] of operations) operation(main, all, method, path, said);
  }
  make(main, "h2", "What it is made of");
  for (const [name, schema] of Object.entries(all)) {
    const box = make(main, "details");
    make(make(box, "summary"), "code", name);
    fields(box, "Fields", properties(all, schema));
  }
}

fetch(main.dataset.document)
  .then((answer) => answer.json())
  .then(show);
