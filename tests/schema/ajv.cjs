// Reads {schemas: {kind: schema}, files: [[kind, name, value]]} on stdin; prints {name: [fault]} of the files that are
// refused. Ajv is found by its folder (first argument). A schema that is none ends this with 2.
const {readFileSync} = require("fs");
const Ajv = require(process.argv[2] + "/ajv/dist/2020").default;

const {schemas, files} = JSON.parse(readFileSync(0, "utf8"));
const checks = {};
for (const [kind, schema] of Object.entries(schemas)) {
  const ajv = new Ajv({strict: true, strictRequired: false, strictTypes: false, allErrors: true});
  ajv.addKeyword("patternErrorMessage"); // of editors
  if (!ajv.validateSchema(schema)) {
    console.error(kind, ajv.errorsText(ajv.errors));
    process.exit(2);
  }
  checks[kind] = ajv.compile(schema);
}
const refused = {};
for (const [kind, name, value] of files)
  if (!checks[kind](value))
    refused[name] = checks[kind].errors.slice(0, 5).map((e) => `${e.instancePath || "/"} ${e.message}`);
console.log(JSON.stringify(refused));
