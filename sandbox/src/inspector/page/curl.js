const LEFT_OUT = /^(accept-encoding|accept-language|cache-control|connection|content-length|dnt|host|keep-alive|pragma|priority|referer|sec-.*|transfer-encoding|upgrade-.*|user-agent)$/;

/** Writes a request as a command for a shell. */
export function curl({ method, path, query, request }) {
  const url = `${location.origin}${path}${query === null ? "" : `?${query}`}`;
  const parts = [`curl ${method === "GET" ? "" : `-X ${method} `}${quoted(url)}`];
  for (const [name, value] of Object.entries(request.headers)) {
    if (!LEFT_OUT.test(name)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (request.body !== "") parts.push(`--data-raw ${quoted(request.body)}`);
  return parts.join(" \\\n  ");
}

/** Puts a text into single quotes, in which a shell leaves everything alone. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
