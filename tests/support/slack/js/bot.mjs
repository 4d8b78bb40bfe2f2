// A small bot on Bolt that plays the scenario of tests/slack_scenario.rs. What it shows is that the fake is a Slack.
import bolt from "@slack/bolt";

const { App, LogLevel } = bolt;
const [api, port] = process.argv.slice(2);
const socketMode = Boolean(process.env.SLACK_APP_TOKEN);
const ANSWER = "A senior MLOps engineer: $185K–$285K a year [KORE1]";

const blocks = () => [
  { type: "header", text: { type: "plain_text", text: ANSWER } },
  { type: "actions", elements: [{ type: "button", action_id: "down", text: { type: "plain_text", text: "Not helpful" }, value: "down" }] },
];
const quiet = { parse: "none", link_names: false, unfurl_links: false, unfurl_media: false };

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  socketMode,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: `${api}/` },
  endpoints: ["/slack/events", "/slack/commands", "/slack/interactivity", "/slack/options"],
});

app.event("app_mention", async ({ event, client }) => {
  await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: ANSWER, blocks: blocks(), ...quiet });
});

app.command("/salary", async ({ ack, respond }) => {
  await ack();
  await respond({ response_type: "ephemeral", text: ANSWER, blocks: blocks(), ...quiet });
});

app.options({ action_id: "stage" }, async ({ ack }) => {
  await ack({ options: [{ text: { type: "plain_text", text: "Senior" }, value: "senior" }] });
});

app.action("down", async ({ ack, body, client }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: "modal", callback_id: "reason", title: { type: "plain_text", text: "Why?" }, submit: { type: "plain_text", text: "Send" },
      blocks: [{ type: "input", block_id: "written", label: { type: "plain_text", text: "What was wrong?" },
        element: { type: "plain_text_input", action_id: "written" } }],
    },
  });
});

app.view("reason", async ({ ack }) => {
  await ack({ response_action: "update", view: { type: "modal", title: { type: "plain_text", text: "Thanks" },
    blocks: [{ type: "section", text: { type: "plain_text", text: "Thank you. The editors will see it." } }] } });
});

await (socketMode ? app.start() : app.start(Number(port)));
console.log("ready");
