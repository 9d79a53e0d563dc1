// A provider of OpenID Connect for tests: the certified package oidc-provider, with the people that a test names.
//
//   node openid-provider.mjs PORT JSON     {"secret": text, "redirects": [url], "after": [url], "people": {"noi": {"preferred_username": "noi", "groups": ["a"]}}}
//
// With "refresh": true it gives refresh tokens, each good for one use. A test may change it: POST /test/people JSON, POST /test/away, POST /test/back (away: all else is answered with 503);
// GET /test/refreshes tells how many refresh tokens were used.
//
// Its page for signing in is a link: /interaction/…?as=noi signs noi in, without "as" the person gives up.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [, , port, text] = process.argv;
const ask = JSON.parse(text);
let isAway = false;
let refreshes = 0;
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "hub",
      client_secret: ask.secret,
      redirect_uris: ask.redirects,
      post_logout_redirect_uris: ask.after,
      token_endpoint_auth_method: "client_secret_post",
      grant_types: ask.refresh ? ["authorization_code", "refresh_token"] : ["authorization_code"],
    },
  ],
  cookies: { keys: ["of a test"] },
  claims: { openid: ["sub"], profile: ["preferred_username"], groups: ["groups", "realm_access"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  issueRefreshToken: async (_, client) => client.grantTypeAllowed("refresh_token"),
  rotateRefreshToken: true,
  findAccount: (_, id) => (ask.people[id] ? { accountId: id, claims: () => ({ sub: id, ...ask.people[id] }) } : undefined),
  // Nobody is asked whether the hub may know them.
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
    grant.addOIDCScope("openid profile groups");
    await grant.save();
    return grant;
  },
});

provider.on("grant.success", ({ oidc }) => {
  if (oidc.params.grant_type === "refresh_token") refreshes += 1;
});

async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

const commands = {
  "/test/people": async (request) => {
    ask.people = JSON.parse(await bodyOf(request));
  },
  "/test/away": () => {
    isAway = true;
  },
  "/test/back": () => {
    isAway = false;
  },
  "/test/refreshes": () => String(refreshes),
};

const answer = provider.callback();
createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname in commands) {
    response.end(await commands[url.pathname](request));
    return;
  }

  if (isAway) {
    response.writeHead(503).end();
    return;
  }

  if (!url.pathname.startsWith("/interaction/")) {
    answer(request, response);
    return;
  }

  const as = url.searchParams.get("as");
  await provider.interactionFinished(request, response, as ? { login: { accountId: as } } : { error: "access_denied" }, { mergeWithLastSubmission: false });
}).listen(Number(port), "127.0.0.1");
