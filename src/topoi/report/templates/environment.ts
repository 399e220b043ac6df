// Quarto only: where the command python has no Topoi, `quarto render` says what to type.
const asked = "import importlib.util, sys; sys.exit(importlib.util.find_spec('topoi') is None)";
let found = false;
try {
  found = (await new Deno.Command("python", { args: ["-c", asked] }).output()).success;
} catch { /* there is no such command */ }
if (!found) {
  console.error("topoi: python has no Topoi here; activate the environment that has it, as by: source .venv/bin/activate");
  Deno.exit(1);
}
