// A bot on discord.js that does what the scenario asks for: it shows that the fake is one that other clients believe too.
import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ButtonBuilder,
  ButtonStyle,
  Client,
  EmbedBuilder,
  GatewayIntentBits,
  MessageFlags,
  ModalBuilder,
  Partials,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  rest: { api: `${process.argv[2]}/api` },
  partials: [Partials.Channel],
  allowedMentions: { parse: [], repliedUser: false },
});

const embed = () => new EmbedBuilder().setDescription("**$185K–$285K a year.** [1]").addFields({ name: "Sources", value: "[1] KORE1" });
const buttons = () =>
  new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId("no").setLabel("Not helpful").setStyle(ButtonStyle.Secondary),
  );
const form = () =>
  new ModalBuilder()
    .setCustomId("why")
    .setTitle("Why")
    .addComponents(
      new ActionRowBuilder().addComponents(
        new TextInputBuilder().setCustomId("text").setLabel("Why").setStyle(TextInputStyle.Paragraph),
      ),
    );

client.once("clientReady", async () => {
  const option = {
    name: "stage",
    description: "The career stage",
    type: ApplicationCommandOptionType.String,
    autocomplete: true,
  };
  await client.application.commands.fetch();
  await client.application.commands.set([{ name: "salary", description: "What a role is paid", options: [option] }]);
});
client.on("messageCreate", async (message) => {
  if (!message.author.bot && message.mentions.has(client.user)) await message.reply({ embeds: [embed()] });
});
client.on("interactionCreate", async (interaction) => {
  if (interaction.isAutocomplete()) {
    await interaction.respond([{ name: "Senior", value: "senior" }]);
  } else if (interaction.isChatInputCommand()) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({ embeds: [embed()], components: [buttons()] });
  } else if (interaction.isButton()) {
    await interaction.showModal(form());
  } else if (interaction.isModalSubmit()) {
    await interaction.reply({ content: `Thank you: ${interaction.fields.getTextInputValue("text")}`, flags: MessageFlags.Ephemeral });
  }
});
await client.login(process.env.DISCORD_TOKEN);
