// A bot on discord.js that answers everything with one constant embed.
import { Client, EmbedBuilder, GatewayIntentBits, MessageFlags, Partials } from "discord.js";

const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent];
const rest = { api: `${process.argv[2]}/api`, globalRequestsPerSecond: 100000 };
const client = new Client({ intents, rest, partials: [Partials.Channel], allowedMentions: { parse: [], repliedUser: false } });
const embed = () =>
  new EmbedBuilder()
    .setTitle("Senior MLOps engineer")
    .setDescription("$185K–$285K a year")
    .addFields({ name: "Sources", value: "KORE1" });

// `messageCreate` comes only for channels in the cache of a server, and those of the load are in none.
client.on("raw", async ({ t: type, d: message }) => {
  if (type === "MESSAGE_CREATE" && !message.author.bot) {
    await client.rest.post(`/channels/${message.channel_id}/messages`, {
      body: {
        embeds: [embed().toJSON()],
        message_reference: { message_id: message.id, fail_if_not_exists: false },
        allowed_mentions: { parse: [] },
      },
    });
  }
});
client.on("interactionCreate", async (interaction) => {
  if (interaction.isChatInputCommand()) {
    await interaction.reply({ embeds: [embed()], flags: MessageFlags.Ephemeral });
  }
});
client.on("error", (error) => console.error(error));
await client.login(process.env.DISCORD_TOKEN);
