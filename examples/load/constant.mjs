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

client.on("messageCreate", async (message) => {
  if (!message.author.bot) {
    // Not `message.reply`: channels of the load are not in the cache of the server.
    await client.rest.post(`/channels/${message.channelId}/messages`, {
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
