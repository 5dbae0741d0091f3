// A bot by discord.js, for TestDiscordJS: it greets whoever calls it and reads their
// file aloud, counts how often its button is pressed, and asks for another file in a
// form. Where it connects and its token come from the environment.
import {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, ContainerBuilder, Events, FileUploadBuilder, GatewayIntentBits,
  LabelBuilder, MessageFlags, ModalBuilder, Partials, SlashCommandBuilder, TextDisplayBuilder, TextInputBuilder, TextInputStyle,
} from 'discord.js';

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
  partials: [Partials.Channel], // without which it hears no direct message
  rest: { api: process.env.DISCORD_API, version: '10' },
  allowedMentions: { parse: [] },
});

const command = new SlashCommandBuilder()
  .setName('hello').setNameLocalizations({ fr: 'bonjour' })
  .setDescription('Say hello').setDescriptionLocalizations({ fr: 'Dire bonjour' })
  .addStringOption((o) => o.setName('name').setNameLocalizations({ fr: 'nom' }).setDescription('A name').setRequired(true))
  .addAttachmentOption((o) => o.setName('file').setNameLocalizations({ fr: 'fichier' }).setDescription('A text'));

const text = (words) => new TextDisplayBuilder().setContent(words);

const shown = (words, count) => [
  new ContainerBuilder().setAccentColor(0x2f6f4f).addTextDisplayComponents(text(words)),
  new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId(`count/${count + 1}`).setLabel('Encore').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId('ask').setLabel('Un fichier').setStyle(ButtonStyle.Secondary),
  ),
];

const form = () => new ModalBuilder().setCustomId('form').setTitle('Un fichier').addLabelComponents(
  new LabelBuilder().setLabel('Titre').setTextInputComponent(new TextInputBuilder().setCustomId('title').setStyle(TextInputStyle.Short)),
  new LabelBuilder().setLabel('Fichier').setFileUploadComponent(new FileUploadBuilder().setCustomId('file')),
);

const read = async (file) => `${file.name}, ${file.size} octets : ${await (await fetch(file.url)).text()}`;

const answer = async (i) => {
  if (i.isChatInputCommand()) {
    const words = `Bonjour ${i.user.displayName}, ${i.options.getString('name')}. ${await read(i.options.getAttachment('file'))}`;
    return i.reply({ flags: MessageFlags.IsComponentsV2, components: shown(words, 0) });
  }
  if (i.isButton() && i.customId === 'ask') return i.showModal(form());
  if (i.isButton()) {
    const count = Number(i.customId.split('/')[1]);
    return i.update({ components: shown(`Pressé ${count} fois`, count) });
  }
  await i.deferReply({ flags: MessageFlags.Ephemeral });
  const words = `${i.fields.getTextInputValue('title')} : ${await read(i.fields.getUploadedFiles('file').first())}`;
  return i.editReply({ flags: MessageFlags.IsComponentsV2, components: [text(words)] });
};

// What fails ends the bot, so that the test sees it.
const end = (err) => {
  console.error(err);
  process.exit(1);
};

client.once(Events.ClientReady, () => client.application.commands.set([command]).catch(end));
client.on(Events.InteractionCreate, (i) => answer(i).catch(end));
client.on(Events.Error, end);
client.on(Events.MessageCreate, (m) => {
  if (!m.author.bot) m.channel.send(`Reçu : ${m.content}`).catch(end);
});
process.once('SIGTERM', () => client.destroy().catch(end));
client.login(process.env.DISCORD_TOKEN).catch(end);
