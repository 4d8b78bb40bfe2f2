// Starts the Slack of npm's `emulate` with one workspace, Alice and the app in it. What it is to be stands in the first
// argument, as JSON; its address is the first line that is printed.
import { createEmulator } from "emulate";
// The part of the package that is its Slack. Two things that a bot needs cannot be set from outside: `slack` below.
import { slackPlugin as slack } from "./node_modules/emulate/dist/dist-6ZQHD4DN.js";

const { events, secret, scopes, bot, alice } = JSON.parse(process.argv[2]);
const appId = "A0ROLECALL";

const register = slack.register;
slack.register = (app, store, webhooks, ...rest) => {
  register(app, store, webhooks, ...rest);
  // It sends events to addresses that subscribed, and has no setting to subscribe one.
  webhooks.register({ url: events, events: ["*"], active: true, owner: "slack" });
  // Slack takes this method as GET and as POST; here there is only POST.
  app.get("/api/conversations.replies", (c) => {
    const asked = new URL(c.req.url);
    const headers = { authorization: c.req.header("authorization") ?? "", "content-type": "application/x-www-form-urlencoded" };
    return app.fetch(new Request(asked.origin + asked.pathname, { method: "POST", headers, body: asked.search.slice(1) }));
  });
};

const emulator = await createEmulator({
  service: "slack",
  port: 0,
  seed: {
    slack: {
      team: { name: "Recruiters", domain: "recruiters" },
      users: [{ name: "alice" }],
      channels: [{ name: "jobs" }],
      oauth_apps: [{ app_id: appId, client_id: "1.1", client_secret: "unused", name: "rolecall", redirect_uris: [], scopes,
        bot_id: bot.id, bot_user_id: bot.user, bot_name: "rolecall" }],
      tokens: [
        { token: bot.token, type: "bot", user_id: bot.user, scopes, app_id: appId, bot_id: bot.id, bot_user_id: bot.user },
        { token: alice, type: "user", user: "alice" },
      ],
      signing_secret: secret,
      strict_scopes: true,
    },
  },
});
// It listens on this address alone; `localhost` may be another one as well.
console.log(emulator.url.replace("localhost", "127.0.0.1"));
