// The page asks the server that it came from.
export const name = "serve";
export const ready = async () => {};
export async function ask(request) {
  const answer = await fetch("run", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
